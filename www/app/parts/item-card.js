// @ts-check
// The text on screen, why it was asked for, and what the model thinks of it.

import { fill, h } from "../dom.js";
import { percent } from "../logic/format.js";
import { hueOf } from "../logic/label-list.js";
import { strings } from "../strings.js";
import { engineState } from "./engine-line.js";
import { exports } from "./menu.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").QueryItem} QueryItem
 * @typedef {import("../labelling.js").Given} Given
 */

const text = strings.annotate;
/** Characters shown before “Show the whole text”. */
const LONG = 3000;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends it
 */
export function itemCard(app, signal) {
  const element = h("article", { class: "item card", tabindex: "-1", "aria-label": text.item });
  const last = h("p");
  const engine = h("p", { class: "engine-note" });
  const place = h("div", { class: "item-place" }, element, h("div", { class: "below muted small" }, last, engine));
  /** @type {QueryItem | null | undefined} */
  let shown;

  // While the model is on its way, a word about it where the eyes are; all about it is in the panel.
  const showEngine = () => {
    const { words, note, share } = engineState(app);
    fill(engine, share === 1 ? "" : [words, note ? ` · ${note}` : ""]);
  };
  for (const event of /** @type {const} */ (["progress", "status", "failure"])) app.on(event, showEngine, signal);
  showEngine();

  return {
    element: place,
    article: element,
    /**
     * @param {QueryItem | null} item
     * @param {Given | null} given the last answer
     * @param {boolean} choosing whether a text is on its way
     */
    show(item, given, choosing) {
      if (item?.id !== shown?.id && element.getBoundingClientRect().top < 0) scrollTo(0, 0);
      shown = item;
      element.classList.toggle("audit", item?.audit ?? false);
      if (item) fill(element, itemText(item), itemNotes(app, item));
      else fill(element, choosing ? h("p", { class: "muted choosing" }, text.choosing) : finished(app));
      fill(last, ...lastAnswer(given));
    },
  };
}

/** @param {QueryItem} item */
function itemText(item) {
  const size = item.text.length > 700 ? "long" : item.text.length > 180 ? "medium" : "short";
  const whole = item.text.trim() === "" ? text.blank : item.text;
  const body = h("div", { class: ["text", size], dir: "auto" }, whole.slice(0, LONG));
  if (whole.length <= LONG) return body;
  const more = h("button", { type: "button", class: "plain link", onclick: () => (fill(body, whole), more.remove()) }, text.showAll);
  return h("div", null, body, more);
}

/** @param {App} app @param {QueryItem} item */
function itemNotes(app, item) {
  return h(
    "footer",
    { class: "notes" },
    item.audit
      ? h("p", { class: "check-note" }, h("span", { class: "pill" }, text.randomCheck), " ", text.randomCheckNote)
      : h("p", { class: "guess" }, guess(app, item)),
    item.audit ? null : h("p", { class: "why muted small" }, `${text.why} ${item.reason}`),
    item.truncatedTokens > 0 ? h("p", { class: "muted small" }, text.truncated(item.truncatedTokens)) : null,
  );
}

/** @param {App} app @param {QueryItem} item */
function guess(app, { suggestion }) {
  if (!app.settings.values.suggestions) return null;
  if (!suggestion) return h("span", { class: "muted" }, text.noGuess);
  const place = app.labels.findIndex((label) => label.name === suggestion.label);
  return [
    h("span", { class: "muted" }, `${text.looksLike} `),
    h("span", { class: "chip", vars: { "--hue": hueOf(Math.max(0, place)) } }, suggestion.label),
    h("span", { class: "share" }, ` ${percent(suggestion.probability)}`),
    suggestion.source === "label_names" ? h("span", { class: "muted small" }, ` · ${text.fromNames}`) : null,
  ].filter((part) => part !== null);
}

/** @param {Given | null} given */
function lastAnswer(given) {
  if (!given) return [];
  if (given.label === null) return [text.skipped];
  const { suggestion, audit } = given.item;
  const guess = audit && suggestion ? (suggestion.label === given.label ? text.modelAgreed(suggestion.label) : text.modelDiffered(suggestion.label)) : "";
  return [`${text.last} `, h("strong", null, given.label), guess ? ` · ${guess}` : ""];
}

/** @param {App} app */
function finished(app) {
  const all = (app.status?.skipped ?? 0) === 0;
  const [csv] = exports(app);
  return h(
    "div",
    { class: "finished" },
    h("h2", null, text.finishedHeading),
    h("p", { class: "muted" }, all ? text.finishedBody : text.exhaustedBody),
    h(
      "div",
      { class: "actions" },
      csv ? h("button", { type: "button", class: "primary", onclick: () => csv[1]().catch((error) => app.fail(error)) }, csv[0]) : null,
      h("a", { class: "button", href: "#answers" }, strings.header.answers),
    ),
  );
}

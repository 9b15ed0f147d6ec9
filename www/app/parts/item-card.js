// @ts-check
// The text on screen, why it was asked for, and what the model thinks of it.

import { fill, h } from "../dom.js";
import { percent } from "../logic/format.js";
import { hueFor } from "../logic/colors.js";
import { strings } from "../strings.js";
import { engineState } from "./engine-line.js";
import { exports } from "./menu.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").QueryItem} QueryItem
 * @typedef {import("../labelling.js").Given} Given
 * @typedef {import("../labelling.js").Suggestion} Suggestion
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
     * @param {object} around
     * @param {Given | null} around.given the last answer
     * @param {boolean} around.choosing whether a text is on its way
     * @param {Suggestion | "waiting" | null} around.guess what may be seen of the model's guess
     * @param {string | null} around.flag the note of the text's flag; null where it has none
     */
    show(item, { given, choosing, guess, flag }) {
      if (item?.id !== shown?.id && element.getBoundingClientRect().top < 0) scrollTo(0, 0);
      shown = item;
      element.classList.toggle("audit", item?.audit ?? false);
      if (item) fill(element, itemText(item), itemNotes(app, item, guess, flag));
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

/**
 * @param {App} app
 * @param {QueryItem} item
 * @param {Suggestion | "waiting" | null} guess
 * @param {string | null} flag
 */
function itemNotes(app, item, guess, flag) {
  return h(
    "footer",
    { class: "notes" },
    flag === null ? null : h("p", { class: "flag-note" }, h("span", { class: "pill" }, `⚑ ${text.flaggedMark}`), h("span", { dir: "auto" }, flag)),
    item.audit
      ? h("p", { class: "check-note" }, h("span", { class: "pill" }, text.randomCheck), " ", text.randomCheckNote)
      : h("p", { class: "guess" }, guessWords(app, guess)),
    item.audit ? null : h("p", { class: "why muted small" }, `${text.why} ${item.reason}`),
    item.truncatedTokens > 0 ? h("p", { class: "muted small" }, text.truncated(item.truncatedTokens)) : null,
  );
}

/** @param {App} app @param {Suggestion | "waiting" | null} guess */
function guessWords(app, guess) {
  if (app.settings.values.suggestions === "hidden") return null;
  if (guess === "waiting") return h("span", { class: "muted" }, text.guessWaiting);
  if (!guess) return h("span", { class: "muted" }, text.noGuess);
  const several = /** @type {{ labels?: (string | { label: string, probability: number })[] }} */ (guess).labels;
  const labels = several ?? [{ label: guess.label, probability: guess.probability }];
  return [
    h("span", { class: "muted" }, `${text.looksLike} `),
    ...labels.flatMap((entry) => {
      const { label, probability } = typeof entry === "string" ? { label: entry, probability: undefined } : entry;
      const place = app.labels.findIndex(({ name }) => name === label);
      return [
        h("span", { class: "chip", dir: "auto", vars: { "--hue": hueFor(app.labels[place], place) } }, label),
        probability === undefined ? " " : h("span", { class: "share" }, ` ${percent(probability)} `),
      ];
    }),
    several?.length === 0 ? text.noneOfThese : null,
    guess.source === "label_names" ? h("span", { class: "muted small" }, ` · ${text.fromNames}`) : null,
  ].filter((part) => part !== null);
}

/** @param {Given | null} given */
function lastAnswer(given) {
  if (!given) return [];
  if ("skipped" in given.choice) return [given.choice.skipped === "unsure" ? text.unsured : text.skipped];
  const { suggestion, audit } = given.item;
  const { labels } = given.choice;
  const guess = audit && suggestion && labels.length === 1 ? (suggestion.label === labels[0] ? text.modelAgreed(suggestion.label) : text.modelDiffered(suggestion.label)) : "";
  return [`${text.last} `, h("strong", { dir: "auto" }, labels.join(", ") || text.noneOfThese), guess ? ` · ${guess}` : ""];
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

// @ts-check
// How to decide between the labels: the project's guideline and what the labels mean, to read and to edit beside the text.

import { fill, h } from "../dom.js";
import { hueFor } from "../logic/colors.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 */

const text = strings.annotate;
/** Of more labels than this, their meanings are not listed: the palette finds them. */
const LISTED = 60;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function guidelinePane(app, signal) {
  let words = "";
  const body = h("div", { class: "guideline-body" });
  const pane = h("details", { class: "card guideline" }, h("summary", null, h("h2", null, text.guideline)), body);
  pane.open = app.settings.values.guidelineOpen;
  pane.addEventListener("toggle", () => pane.open !== app.settings.values.guidelineOpen && app.settings.set({ guidelineOpen: pane.open }));

  const show = () => {
    const told = app.labels.map((label, place) => ({ label, place })).filter(({ label }) => label.description).slice(0, LISTED);
    fill(
      body,
      h("p", { class: words ? "words" : "muted small", dir: "auto" }, words || text.guidelineEmpty),
      told.length > 0 ? h("h3", null, text.guidelineLabels) : null,
      told.length > 0
        ? h(
            "dl",
            { class: "meanings" },
            told.map(({ label, place }) =>
              h("div", null, h("dt", null, h("span", { class: "chip", dir: "auto", vars: { "--hue": hueFor(label, place) } }, label.name)), h("dd", { dir: "auto" }, label.description)),
            ),
          )
        : null,
      h("div", null, h("button", { type: "button", class: "small", onclick: edit }, text.guidelineEdit)),
    );
  };
  const edit = () => {
    const area = h("textarea", { rows: 8, dir: "auto", "aria-label": text.guideline }, words);
    const save = async () => {
      try {
        words = await saveGuideline(app, area.value);
      } catch (error) {
        app.fail(error);
      }
      show();
      pane.querySelector("summary")?.focus();
    };
    fill(
      body,
      area,
      h("div", { class: "actions" }, h("button", { type: "button", class: "small primary", onclick: save }, text.guidelineSave), h("button", { type: "button", class: "small plain", onclick: show }, strings.menu.cancel)),
    );
    area.focus();
  };

  app.on("labels", () => body.querySelector("textarea") === null && show(), signal);
  show();
  readGuideline(app)
    .then((read) => {
      words = read;
      if (!signal.aborted && body.querySelector("textarea") === null) show();
    })
    .catch((error) => app.fail(error));
  return {
    element: pane,
    toggle: () => {
      pane.open = !pane.open;
      if (pane.open) pane.scrollIntoView({ block: "nearest" });
    },
  };
}

/** @param {App} app */
export async function readGuideline(app) {
  return (await (await app.learner()).options()).guideline ?? "";
}

/** @param {App} app @param {string} words */
export async function saveGuideline(app, words) {
  return (await (await app.learner()).setOptions({ guideline: words.trim() })).guideline ?? "";
}

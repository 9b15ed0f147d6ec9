// @ts-check
// The labelling screen: one text, its labels, and how it goes beside them. Owns its layout and its keys; the flow is in labelling.js.

import { h } from "../dom.js";
import { Labelling } from "../labelling.js";
import { actionFor, assignKeys } from "../logic/keys.js";
import { strings } from "../strings.js";
import { itemCard } from "../parts/item-card.js";
import { keySheet } from "../parts/key-sheet.js";
import { labelButtons } from "../parts/label-buttons.js";
import { progressPanel } from "../parts/progress-panel.js";

/** @typedef {import("../app.js").App} App */

const text = strings.annotate;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function annotateScreen(app, signal) {
  const keys = assignKeys(app.labels);
  const panel = progressPanel(app, signal, () => (labelling.queue.clear({ keepCurrent: true }), labelling.rank()));
  const card = itemCard(app, signal);
  const buttons = labelButtons(app, keys, {
    label: (name) => labelling.answer(labelling.queue.current, name),
    skip: () => labelling.answer(labelling.queue.current, null),
    undo: () => labelling.undo(),
    after: () => card.article.focus({ preventScroll: true }),
  });
  const labelling = new Labelling(
    app,
    {
      show: () => {
        card.show(labelling.queue.current, labelling.given.at(-1) ?? null, labelling.choosing);
        buttons.show(labelling.queue.current);
      },
      estimate: panel.estimate,
    },
    signal,
  );

  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (isTyping(event) || document.querySelector("dialog[open], details.menu[open]")) return;
    const action = actionFor(event, keys);
    const single = !event.ctrlKey && !event.metaKey;
    if (!action || (single && !app.settings.values.shortcuts)) return;
    // A focused button keeps its own Space; everywhere else Space would scroll.
    if (event.key === " " && /** @type {HTMLElement} */ (event.target).closest("button, summary, a")) return;
    event.preventDefault();
    const item = labelling.queue.current;
    if (action.kind === "label") labelling.answer(item, app.labels[action.index]?.name ?? null);
    else if (action.kind === "skip") labelling.answer(item, null);
    else if (action.kind === "undo") labelling.undo();
    else if (action.kind === "filter") buttons.filter();
    else keySheet();
  };
  addEventListener("keydown", onKey, { signal });
  app.on("settings", () => labelling.view.show(), signal);
  app.on("progress", () => app.progress.embed && labelling.rankWhileReading().catch((error) => app.fail(error)), signal);

  const element = h("section", { class: "annotate" }, h("h1", { class: "spoken", tabindex: "-1" }, text.heading), h("div", { class: "work" }, card.element, buttons.element), panel.element);
  labelling.view.show();
  labelling.start();
  return { element, title: text.title, focus: card.article };
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  return event.isComposing || /** @type {HTMLElement} */ (event.target).closest("input:not([type=checkbox]), textarea, select") !== null;
}

// @ts-check
// The labelling screen: one text, its labels, and how it goes beside them. Owns its layout and its keys; the flow is in labelling.js.

import { h } from "../dom.js";
import { Labelling } from "../labelling.js";
import { actionFor, assignKeys } from "../logic/keys.js";
import { strings } from "../strings.js";
import { flagDialog } from "../parts/flag-dialog.js";
import { guidelinePane } from "../parts/guideline.js";
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
  const panel = progressPanel(app, signal, () => (labelling.queue.clear({ keepCurrent: true }), labelling.rank()));
  const guideline = guidelinePane(app, signal);
  panel.element.prepend(guideline.element);
  const card = itemCard(app, signal);
  const home = () => (buttons.home ?? card.article).focus({ preventScroll: true });

  const actions = {
    give: (/** @type {string[]} */ labels) => labelling.answer(labelling.queue.current, { labels }),
    skip: () => labelling.answer(labelling.queue.current, { skipped: "skip" }),
    unsure: () => labelling.answer(labelling.queue.current, { skipped: "unsure" }),
    flag: async () => {
      const item = labelling.queue.current;
      if (!item) return;
      const wanted = await flagDialog(labelling.flagOf(item));
      home();
      if (wanted && !signal.aborted) await labelling.flag(item, wanted.note);
    },
    undo: () => labelling.undo(),
    redo: () => labelling.redo(),
    after: home,
  };
  const makeKeys = () => (app.settings.values.shortcuts ? assignKeys(app.labels, app.settings.values.keys) : []);
  let keys = makeKeys();
  let buttons = labelButtons(app, keys, actions);
  /** The labels, or the keys, are others now. */
  const rebuild = () => {
    const focused = buttons.element.contains(document.activeElement);
    keys = makeKeys();
    const next = labelButtons(app, keys, actions);
    buttons.element.replaceWith(next.element);
    buttons = next;
    if (focused) home();
    labelling.view.show();
  };

  const labelling = new Labelling(
    app,
    {
      show: (choice) => {
        const item = labelling.queue.current;
        const { guess } = labelling;
        const flag = item ? labelling.flagOf(item) : null;
        card.show(item, { given: labelling.given.at(-1) ?? null, choosing: labelling.choosing, guess, flag });
        buttons.show(item, guess && guess !== "waiting" ? guessedLabels(guess) : [], flag !== null, choice && "labels" in choice ? choice.labels : undefined);
      },
      estimate: panel.estimate,
    },
    signal,
  );

  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (isTyping(event) || document.querySelector("dialog[open], details.menu[open]")) return;
    const { shortcuts, keys: actionKeys } = app.settings.values;
    const action = actionFor(event, keys, actionKeys);
    const single = !event.ctrlKey && !event.metaKey;
    if (!action || (single && !shortcuts)) return;
    // A focused button keeps its own Space and Enter; everywhere else Space would scroll.
    if ((event.key === " " || event.key === "Enter") && /** @type {HTMLElement} */ (event.target).closest("button, summary, a")) return;
    if (action.kind === "give" && !app.status?.multiLabel) return;
    event.preventDefault();
    if (action.kind === "label") buttons.label(action.index);
    else if (action.kind === "give") buttons.give();
    else if (action.kind === "palette") buttons.find();
    else if (action.kind === "guideline") guideline.toggle();
    else if (action.kind === "help") keySheet(app);
    else actions[action.kind]();
  };
  addEventListener("keydown", onKey, { signal });
  let built = JSON.stringify([app.settings.values.shortcuts, app.settings.values.keys]);
  const onSettings = () => {
    const now = JSON.stringify([app.settings.values.shortcuts, app.settings.values.keys]);
    if (now === built) return labelling.view.show();
    built = now;
    rebuild();
  };
  app.on("settings", onSettings, signal);
  app.on("labels", rebuild, signal);
  app.on("progress", () => app.progress.embed && labelling.rankWhileReading().catch((error) => app.fail(error)), signal);

  const element = h("section", { class: "annotate" }, h("h1", { class: "spoken", tabindex: "-1" }, text.heading), h("div", { class: "work" }, card.element, buttons.element), panel.element);
  labelling.view.show();
  labelling.start();
  return { element, title: text.title, focus: buttons.home ?? card.article };
}

/** @param {import("../labelling.js").Suggestion} guess */
function guessedLabels(guess) {
  const { labels } = /** @type {{ labels?: (string | { label: string })[] }} */ (guess);
  return labels ? labels.map((entry) => (typeof entry === "string" ? entry : entry.label)) : [guess.label];
}

/** Undo in the palette's field is the field's own only where there is something typed. @param {KeyboardEvent} event */
function isTyping(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (field.id === "find-label" && field.value === "" && (event.ctrlKey || event.metaKey)) return false;
  return event.isComposing || /** @type {HTMLElement} */ (event.target).closest("input:not([type=checkbox]), textarea, select") !== null;
}

// @ts-check
// Naming the labels, and changing them at any time. Every change is kept at once, and is a step to undo once there are answers; the model is
// loaded meanwhile.

import { fill, h, keycap } from "../dom.js";
import { hueFor } from "../logic/colors.js";
import { actionFor, assignKeys } from "../logic/keys.js";
import { changeLabel, mergeLabels, removeLabel } from "../logic/label-edits.js";
import { LabelFilter } from "../logic/label-filter.js";
import { addNames, readNames } from "../logic/label-list.js";
import { strings } from "../strings.js";
import { announce } from "../parts/announcer.js";
import { confirmDialog } from "../parts/dialogs.js";
import { engineLine } from "../parts/engine-line.js";
import { keyName } from "../parts/key-field.js";
import { labelDialog } from "../parts/label-dialog.js";
import { projectChoices } from "../parts/project-choices.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../app.js").Label} Label
 * @typedef {import("../logic/label-edits.js").LabelEdit} LabelEdit
 */

const text = strings.labels;
/** Of more labels than this only the first that are looked for are listed. */
const LISTED = 100;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function labelsScreen(app, signal) {
  const input = h("input", { id: "new-label", type: "text", autocomplete: "off", spellcheck: "false", placeholder: text.placeholder, dir: "auto", "aria-describedby": "label-hint" });
  const list = h("ol", { class: "label-list", "aria-label": text.list });
  const note = h("p", { class: "muted note", role: "status" });
  const start = h("button", { type: "button", class: "primary", onclick: () => begin() });
  const find = h("input", { id: "find-listed", type: "search", autocomplete: "off", spellcheck: "false", oninput: () => show() });
  const finder = h("div", { class: "field" }, h("label", { for: "find-listed" }, text.find), find);
  const more = h("p", { class: "muted small" });

  /** @param {LabelEdit} edit @param {string} said */
  const save = async (edit, said) => {
    const events = app.status?.events ?? 0;
    try {
      await app.editLabels(edit);
    } catch (error) {
      app.fail(error);
      return show();
    }
    // A live region of its own: what happened, and the way back where there is one.
    const undoable = (app.status?.events ?? 0) > events;
    fill(note, said, undoable ? " " : null, undoable ? h("button", { type: "button", class: "small", onclick: () => stepBack(false) }, text.undo) : null);
  };
  /** Takes the change just made back, or makes it again. @param {boolean} again */
  const stepBack = async (again) => {
    try {
      const learner = await app.learner();
      const { documents, status } = again ? await learner.redo() : await learner.undo();
      app.setStatus(status);
      await app.refreshLabels();
      const said = documents === 0 ? (again ? text.redone : text.undone) : again ? strings.annotate.redone : strings.annotate.undone;
      fill(note, said, " ", h("button", { type: "button", class: "small", onclick: () => stepBack(!again) }, again ? text.undo : text.redo));
      note.querySelector("button")?.focus();
    } catch (error) {
      app.fail(error);
    }
  };

  const add = async (/** @type {string} */ typed) => {
    const { labels, added, known } = addNames(app.labels, readNames(typed));
    input.value = "";
    if (added.length > 0) {
      await save({ labels, renames: [], step: true }, "");
      announce(text.added(added));
    }
    if (known.length > 0) fill(note, text.known(known));
  };
  const begin = async () => {
    if (app.labels.length < 2) return input.focus();
    try {
      // Asked for in its turn: a choice that was made a moment ago counts by then.
      app.setStatus(await (await app.learner()).status());
    } catch (error) {
      app.fail(error);
    }
    if (!signal.aborted) app.go("annotate");
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (input.value.trim() !== "") return add(input.value);
    begin();
  };
  input.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text") ?? "";
    if (readNames(pasted).length < 2) return;
    event.preventDefault();
    add(`${input.value}${pasted}`);
  });

  const answersOf = (/** @type {Label} */ label) => app.status?.classes.find((entry) => entry.label === label.name)?.count ?? 0;
  /** @param {number} place */
  const remove = async (place) => {
    const gone = /** @type {Label} */ (app.labels[place]);
    const answers = answersOf(gone);
    if (answers > 0 && !(await confirmDialog({ heading: text.deleteHeading(gone.name), body: text.deleteBody(answers), confirm: text.delete }))) return;
    input.focus();
    await save(removeLabel(app.labels, app.labels.indexOf(gone)), text.removeNote(gone.name, answers));
  };
  /** @param {number} place @param {Partial<Label>} changes */
  const change = async (place, changes) => {
    const old = /** @type {Label} */ (app.labels[place]);
    const edit = changeLabel(app.labels, place, changes);
    if (!("labels" in edit)) return;
    const [rename] = edit.renames;
    if (JSON.stringify(edit.labels) !== JSON.stringify(app.labels)) await save(edit, rename ? text.renamed(rename.from, rename.to) : text.changed(old.name));
  };
  /** @param {number} place */
  const edit = async (place) => {
    const label = /** @type {Label} */ (app.labels[place]);
    const choice = await labelDialog(app, place, keyName(assignKeys(app.labels, app.settings.values.keys)[place] ?? ""));
    if (choice?.kind === "change") await change(place, choice.changes);
    else if (choice?.kind === "merge") {
      const into = /** @type {Label} */ (app.labels[choice.into]);
      await save(mergeLabels(app.labels, place, choice.into), text.merged(label.name, into.name, answersOf(label)));
    } else if (choice?.kind === "remove") return remove(place);
    (document.getElementById(`edit-${place}`) ?? input).focus();
  };

  const show = () => {
    const keys = assignKeys(app.labels, app.settings.values.keys);
    const focused = document.activeElement?.id;
    const places = new LabelFilter(app.labels).find(find.value);
    fill(list, ...places.slice(0, LISTED).map((place) => labelRow(/** @type {Label} */ (app.labels[place]), keys[place] ?? "", place, { remove, change, edit })));
    list.hidden = app.labels.length === 0;
    finder.hidden = app.labels.length <= LISTED;
    fill(more, places.length > LISTED ? text.more(places.length - LISTED) : "");
    more.hidden = places.length <= LISTED;
    fill(empty, app.labels.length === 0 ? text.empty : app.labels.length === 1 ? text.needOneMore : "");
    empty.hidden = app.labels.length >= 2;
    fill(start, app.status?.events ? text.resume : text.start, h("kbd", { "aria-hidden": "true" }, "⏎"));
    start.disabled = app.labels.length < 2;
    if (focused) document.getElementById(focused)?.focus();
  };
  app.on("labels", show, signal);
  app.on("settings", show, signal);
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!(event.ctrlKey || event.metaKey) || /** @type {HTMLElement} */ (event.target).closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    const kind = actionFor(event, [])?.kind;
    const possible = kind === "undo" ? (app.status?.events ?? 0) > 0 : kind === "redo" && (app.status?.redoable ?? 0) > 0;
    if (!possible) return;
    event.preventDefault();
    stepBack(kind === "redo");
  };
  addEventListener("keydown", onKey, { signal });

  const empty = h("p", { class: "muted" });
  const element = h(
    "section",
    { class: "labels-screen" },
    h("h1", { tabindex: "-1" }, text.heading),
    h("p", { class: "lead" }, text.lead),
    h(
      "form",
      { class: "add-label", onsubmit: submit },
      h("label", { for: "new-label" }, text.input),
      h("div", { class: "row" }, input, h("button", null, text.add)),
      h("p", { class: "muted small", id: "label-hint" }, text.hint),
    ),
    note,
    empty,
    finder,
    list,
    more,
    projectChoices(app, signal),
    h("div", { class: "actions stay" }, start),
    engineLine(app, signal),
  );
  show();
  return { element, title: text.title, focus: input };
}

/**
 * @param {Label} label
 * @param {string} key
 * @param {number} place
 * @param {{ remove: (place: number) => void, change: (place: number, changes: Partial<Label>) => void, edit: (place: number) => void }} actions
 */
function labelRow(label, key, place, { remove, change, edit }) {
  const description = h("input", {
    type: "text",
    id: `describe-${place}`,
    class: "description",
    value: label.description ?? "",
    placeholder: text.describePlaceholder,
    "aria-label": text.describe(label.name),
    dir: "auto",
    autocomplete: "off",
    onchange: () => change(place, { description: description.value }),
  });
  return h(
    "li",
    { class: "label-row", vars: { "--hue": hueFor(label, place) } },
    keycap(keyName(key) || "–"),
    h("span", { class: "name", dir: "auto" }, label.name),
    description,
    h(
      "div",
      { class: "row-actions" },
      h("button", { type: "button", id: `edit-${place}`, class: "plain small", "aria-label": text.edit(label.name), onclick: () => edit(place) }, text.editTitle),
      h("button", { type: "button", class: "plain icon", "aria-label": text.remove(label.name), onclick: () => remove(place) }, "×"),
    ),
  );
}

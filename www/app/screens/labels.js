// @ts-check
// Naming the labels. Every change is kept at once; the model is loaded meanwhile.

import { fill, h, keycap } from "../dom.js";
import { assignKeys } from "../logic/keys.js";
import { addNames, hueOf, readNames } from "../logic/label-list.js";
import { strings } from "../strings.js";
import { announce } from "../parts/announcer.js";
import { engineLine } from "../parts/engine-line.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../app.js").Label} Label
 */

const text = strings.labels;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function labelsScreen(app, signal) {
  const input = h("input", { id: "new-label", type: "text", autocomplete: "off", spellcheck: "false", placeholder: text.placeholder, dir: "auto", "aria-describedby": "label-hint" });
  const list = h("ol", { class: "label-list", "aria-label": text.list });
  const note = h("p", { class: "muted note", role: "status" });
  const start = h("button", { type: "button", class: "primary", onclick: () => begin() });

  /** @param {Label[]} labels */
  const save = async (labels) => {
    try {
      await app.setLabels(labels);
    } catch (error) {
      app.fail(error);
    }
    show();
  };
  const add = async (/** @type {string} */ typed) => {
    const { labels, added, known } = addNames(app.labels, readNames(typed));
    input.value = "";
    if (added.length > 0) {
      await save(labels);
      announce(text.added(added));
    }
    fill(note, known.length > 0 ? text.known(known) : "");
  };
  const begin = () => {
    if (app.labels.length >= 2) app.go("annotate");
    else input.focus();
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

  /** @param {number} place */
  const remove = (place) => {
    const gone = /** @type {Label} */ (app.labels[place]);
    const answers = app.status?.classes.find((entry) => entry.label === gone.name)?.count ?? 0;
    input.focus();
    save(app.labels.filter((_, other) => other !== place)).then(() => fill(note, answers > 0 ? text.removeNote(gone.name, answers) : ""));
  };
  /** @param {number} place @param {string} description */
  const describe = (place, description) =>
    save(app.labels.map((label, other) => (other === place ? { ...label, description: description.trim() || undefined } : label)));

  const show = () => {
    const keys = assignKeys(app.labels);
    const focused = document.activeElement?.id;
    fill(list, ...app.labels.map((label, place) => labelRow(label, keys[place] ?? "", place, { remove, describe })));
    list.hidden = app.labels.length === 0;
    fill(empty, app.labels.length === 0 ? text.empty : app.labels.length === 1 ? text.needOneMore : "");
    empty.hidden = app.labels.length >= 2;
    fill(start, app.status?.events ? text.resume : text.start, h("kbd", { "aria-hidden": "true" }, "⏎"));
    start.disabled = app.labels.length < 2;
    if (focused) document.getElementById(focused)?.focus();
  };

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
    list,
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
 * @param {{ remove: (place: number) => void, describe: (place: number, description: string) => void }} actions
 */
function labelRow(label, key, place, { remove, describe }) {
  const description = h("input", {
    type: "text",
    id: `describe-${place}`,
    class: "description",
    value: label.description ?? "",
    placeholder: text.describePlaceholder,
    "aria-label": text.describe(label.name),
    dir: "auto",
    autocomplete: "off",
    onchange: () => describe(place, description.value),
  });
  return h(
    "li",
    { class: "label-row", vars: { "--hue": hueOf(place) } },
    keycap(key || "–"),
    h("span", { class: "name", dir: "auto" }, label.name),
    description,
    h("button", { type: "button", class: "plain icon", "aria-label": text.remove(label.name), onclick: () => remove(place) }, "×"),
  );
}

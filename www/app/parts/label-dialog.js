// @ts-check
// One label: its name, what it means, its key and colour; or into which other it is merged, or that it goes. Changes nothing itself.

import { fill, h } from "../dom.js";
import { PALETTE, hueFor, hueOfHex } from "../logic/colors.js";
import { keyProblem } from "../logic/keys.js";
import { changeLabel } from "../logic/label-edits.js";
import { strings } from "../strings.js";
import { keyField } from "./key-field.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../app.js").Label} Label
 * @typedef {{ kind: "change", changes: Partial<Label> } | { kind: "merge", into: number } | { kind: "remove" }} LabelChoice
 */

const text = strings.labels;

/**
 * @param {App} app
 * @param {number} place
 * @param {string} key the key that it has now, chosen or not
 * @returns {Promise<LabelChoice | null>}
 */
export function labelDialog(app, place, key) {
  const label = /** @type {Label} */ (app.labels[place]);
  /** @type {Partial<Label>} */
  const changes = { color: label.color ?? "", key: label.key ?? "" };
  return new Promise((resolve) => {
    /** @type {LabelChoice | null} */
    let chosen = null;
    const problem = h("p", { class: "problem small", role: "status", id: "label-problem" });
    const name = h("input", { type: "text", id: "label-name", value: label.name, dir: "auto", autocomplete: "off", spellcheck: "false", "aria-describedby": "label-problem" });
    const description = h("textarea", { id: "label-description", rows: 2, dir: "auto" }, label.description ?? "");
    const into = h(
      "select",
      { id: "merge-into" },
      h("option", { value: "" }, text.mergeChoose),
      app.labels.map((other, at) => (at === place ? null : h("option", { value: String(at) }, other.name))),
    );
    /** @param {LabelChoice} choice */
    const close = (choice) => {
      chosen = choice;
      dialog.close();
    };
    const save = (/** @type {Event} */ event) => {
      event.preventDefault();
      const all = { ...changes, name: name.value, description: description.value };
      const edit = changeLabel(app.labels, place, all);
      if ("labels" in edit) return close({ kind: "change", changes: all });
      fill(problem, edit.problem === "empty" ? text.noName : text.taken);
      name.focus();
    };
    const dialog = h(
      "dialog",
      { "aria-labelledby": "label-dialog-heading", onclose: () => (dialog.remove(), resolve(chosen)) },
      h("h2", { id: "label-dialog-heading" }, text.editHeading),
      h(
        "form",
        { class: "stack", onsubmit: save },
        h("div", { class: "field" }, h("label", { for: "label-name" }, text.name), name, problem),
        h("div", { class: "field" }, h("label", { for: "label-description" }, text.description), description),
        keyField({
          id: "label-key",
          label: text.key,
          value: label.key ?? "",
          placeholder: key || strings.keys.none,
          check: (pressed) => keyProblem(pressed, { label: label.name }, app.labels, app.settings.values.keys),
          change: (pressed) => void (changes.key = pressed),
        }),
        swatches(label, (color) => void (changes.color = color)),
        h("div", { class: "actions" }, h("button", { class: "primary" }, text.save), h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, strings.menu.cancel)),
      ),
      h(
        "div",
        { class: "apart" },
        app.labels.length > 1
          ? h(
              "div",
              { class: "field" },
              h("label", { for: "merge-into" }, text.mergeInto),
              h(
                "div",
                { class: "row" },
                into,
                h("button", { type: "button", onclick: () => (into.value === "" ? into.focus() : close({ kind: "merge", into: Number(into.value) })) }, text.merge),
              ),
              h("p", { class: "muted small" }, text.mergeNote),
            )
          : null,
        h("div", null, h("button", { type: "button", class: "danger", onclick: () => close({ kind: "remove" }) }, text.delete)),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    name.focus();
    name.select();
  });
}

/** @param {Label} label @param {(color: string) => void} change */
function swatches(label, change) {
  const own = hueOfHex(label.color ?? "");
  // A colour that another tool chose is not in the list: the nearest one stands for it.
  const nearest = own === null ? "" : PALETTE.reduce((best, color) => (apart(hueOfHex(color), own) < apart(hueOfHex(best), own) ? color : best), PALETTE[0] ?? "");
  /** @param {string} value @param {string} title */
  const swatch = (value, title) => {
    const input = h("input", { type: "radio", name: "color", value, "aria-label": title, onchange: () => change(value) });
    input.checked = value === nearest;
    return h("label", { class: ["color", value === "" && "auto"], vars: value ? { "--hue": hueFor({ color: value }, 0) } : {}, title }, input, h("span", { "aria-hidden": "true" }, value ? "Aa" : text.colorAuto));
  };
  return h("fieldset", { class: "colors" }, h("legend", null, text.color), h("div", null, swatch("", text.colorAuto), PALETTE.map((color, n) => swatch(color, text.colorNamed(n + 1)))));
}

/** @param {number | null} a @param {number} b */
function apart(a, b) {
  const turn = Math.abs((a ?? 0) - b) % 360;
  return Math.min(turn, 360 - turn);
}

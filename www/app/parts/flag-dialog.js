// @ts-check
// Asks for the note of a flag.

import { h } from "../dom.js";
import { strings } from "../strings.js";

const text = strings.annotate;

/**
 * @param {string | null} note the flag's note so far; null where the text has no flag
 * @param {string} [about] the text, where it is not on screen beside the dialog
 * @returns {Promise<{ note: string | null } | null>} a null note takes the flag away; null where nothing is to change
 */
export function flagDialog(note, about = "") {
  return new Promise((resolve) => {
    const id = "flag-heading";
    const field = h("input", { type: "text", id: "flag-note", value: note ?? "", autocomplete: "off", dir: "auto", "aria-describedby": "flag-hint", autofocus: true });
    const done = () => {
      dialog.remove();
      resolve(dialog.returnValue === "flag" ? { note: field.value.trim() } : dialog.returnValue === "remove" ? { note: null } : null);
    };
    const dialog = h(
      "dialog",
      { "aria-labelledby": id, onclose: done },
      h("h2", { id }, text.flagHeading),
      about ? h("p", { class: "muted", dir: "auto" }, about.length > 200 ? `${about.slice(0, 200)}…` : about) : null,
      h(
        "form",
        { method: "dialog", class: "stack" },
        h("div", { class: "field" }, h("label", { for: "flag-note" }, text.flagNote), field, h("p", { class: "muted small", id: "flag-hint" }, text.flagNoteHint)),
        h(
          "div",
          { class: "actions" },
          // The first button is the one that Enter presses in the field.
          h("button", { value: "flag", class: "primary" }, text.flagSave),
          note === null ? null : h("button", { value: "remove" }, text.flagRemove),
          h("button", { value: "", class: "plain" }, strings.menu.cancel),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
  });
}

// @ts-check
// Native dialogs: a question with two answers, and a sheet to read.

import { h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * Asks before something is lost.
 *
 * @param {{ heading: string, body: string, confirm: string }} question
 * @returns {Promise<boolean>}
 */
export function confirmDialog({ heading, body, confirm }) {
  return new Promise((resolve) => {
    const id = "dialog-heading";
    const dialog = h(
      "dialog",
      { class: "question", "aria-labelledby": id, onclose: () => (dialog.remove(), resolve(dialog.returnValue === "yes")) },
      h("h2", { id }, heading),
      h("p", null, body),
      h(
        "form",
        { method: "dialog", class: "actions" },
        h("button", { value: "no", autofocus: true }, strings.menu.cancel),
        h("button", { value: "yes", class: "danger" }, confirm),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * Asks for a line of text.
 *
 * @param {{ heading: string, label: string, value: string, confirm: string }} question
 * @returns {Promise<string | null>} null where the person changed their mind
 */
export function askDialog({ heading, label, value, confirm }) {
  return new Promise((resolve) => {
    const id = "dialog-heading";
    const field = h("input", { id: "dialog-field", value, autocomplete: "off", maxlength: 80, autofocus: true });
    const dialog = h(
      "dialog",
      { class: "question", "aria-labelledby": id, onclose: () => (dialog.remove(), resolve(dialog.returnValue === "yes" ? field.value : null)) },
      h("h2", { id }, heading),
      h("div", { class: "field" }, h("label", { for: "dialog-field" }, label), field),
      h(
        "form",
        // Enter in the field confirms: the field is the form's, though it stands before it.
        { method: "dialog", class: "actions", id: "dialog-form" },
        h("button", { value: "no", type: "button", onclick: () => dialog.close("no") }, strings.menu.cancel),
        h("button", { value: "yes", class: "primary" }, confirm),
      ),
    );
    field.setAttribute("form", "dialog-form");
    document.body.append(dialog);
    dialog.showModal();
    field.select();
  });
}

/**
 * Shows something to read.
 *
 * @param {string} heading
 * @param {(Node | null)[]} body
 * @param {string} close
 */
export function sheet(heading, body, close) {
  const id = "dialog-heading";
  const dialog = h(
    "dialog",
    { class: "sheet", "aria-labelledby": id, onclose: () => dialog.remove() },
    // The heading takes the focus, so that a long sheet opens at its beginning.
    h("h2", { id, tabindex: "-1", autofocus: true }, heading),
    body,
    h("form", { method: "dialog", class: "actions" }, h("button", { class: "primary" }, close)),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

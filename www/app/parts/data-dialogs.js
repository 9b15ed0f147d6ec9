// @ts-check
// Two dialogs about one text: its history, and the note of its flag.

import { h } from "../dom.js";
import { moment } from "../logic/format.js";
import { strings } from "../strings.js";
import { sheet } from "./dialogs.js";

/**
 * @typedef {import("../../handpick/protocol.js").BrowseRow} BrowseRow
 * @typedef {import("../../handpick/protocol.js").PastEvent} PastEvent
 */

const text = strings.data;

/**
 * Shows a text whole, and what happened to it, newest first.
 *
 * @param {BrowseRow} row
 * @param {PastEvent[]} events oldest first
 */
export function historyDialog(row, events) {
  const list = events.length === 0 ? h("p", { class: "muted" }, text.historyNone) : h("ol", { class: "past" }, events.toReversed().map(entry));
  sheet(
    text.history,
    [
      h("p", { class: "whole", dir: "auto", tabindex: 0 }, row.text.trim() === "" ? strings.annotate.blank : row.text),
      row.sourceLabel ? h("p", { class: "muted small", dir: "auto" }, text.sourceLabel(row.sourceLabel)) : null,
      list,
    ],
    text.historyClose,
  );
}

/** @param {PastEvent} event */
function entry(event) {
  const said = text.past[event.what];
  const what = typeof said === "string" ? said : said(event.what === "flagged" ? event.note : event.labels.join(", "));
  const more = [
    moment(event.at),
    event.audit ? strings.answers.randomCheck : "",
    event.askedBy && !event.audit ? text.askedBy(event.askedBy) : "",
    event.documents > 1 ? text.together(event.documents - 1) : "",
  ];
  return h("li", null, h("span", { dir: "auto" }, what), h("span", { class: "muted small" }, more.filter(Boolean).join(" · ")));
}

/**
 * Asks for a flag's note.
 *
 * @param {BrowseRow} row
 * @returns {Promise<{ note: string } | "remove" | null>} null where it stays as it is
 */
export function flagDialog(row) {
  return new Promise((resolve) => {
    const id = "dialog-heading";
    const note = h("input", { type: "text", id: "flag-note", autofocus: true, autocomplete: "off", dir: "auto", value: row.flag ?? "" });
    const answers = { save: () => ({ note: note.value.trim() }), remove: () => /** @type {const} */ ("remove") };
    const dialog = h(
      "dialog",
      {
        class: "question",
        "aria-labelledby": id,
        onclose: () => {
          dialog.remove();
          resolve(dialog.returnValue === "save" || dialog.returnValue === "remove" ? answers[dialog.returnValue]() : null);
        },
      },
      h("h2", { id }, text.flagHeading),
      h("p", { class: "muted", dir: "auto" }, row.text.length > 200 ? `${row.text.slice(0, 200)}…` : row.text),
      h(
        "form",
        { method: "dialog" },
        h("div", { class: "field" }, h("label", { for: note.id }, text.flagNote), note),
        // The first button is what Enter in the field presses.
        h(
          "div",
          { class: "actions" },
          h("button", { value: "save", class: "primary" }, text.flagSave),
          row.flag === undefined ? null : h("button", { value: "remove" }, text.flagRemove),
          h("button", { value: "cancel" }, strings.menu.cancel),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

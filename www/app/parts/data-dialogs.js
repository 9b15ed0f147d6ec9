// @ts-check
// A text whole, and what happened to it.

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

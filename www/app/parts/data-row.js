// @ts-check
// What one row of the list of texts shows. Owns its cells; knows nothing of places and selections.

import { h, spoken } from "../dom.js";
import { hueFor } from "../logic/colors.js";
import { hundredths, percent } from "../logic/format.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").BrowseRow} BrowseRow
 * @typedef {{ similar: (row: BrowseRow) => void, flag: (row: BrowseRow) => void, history: (row: BrowseRow) => void }} RowActions
 */

const text = strings.data;
/** Characters that can be seen in a row, at most. */
const SEEN = 400;

/**
 * @param {App} app
 * @param {RowActions} actions
 * @returns {(row: BrowseRow) => HTMLElement[]}
 */
export function rowCells(app, actions) {
  const places = new Map(app.labels.map((label, place) => [label.name, place]));
  /** @param {string} name */
  const chip = (name) => {
    const place = places.get(name) ?? 0;
    return h("span", { class: "chip", vars: { "--hue": hueFor(app.labels[place], place) } }, name);
  };

  return (row) => {
    const begin = row.text.trim().slice(0, 60) || strings.annotate.blank;
    const differs = row.state === "labelled" && row.predicted !== undefined && !row.labels.includes(row.predicted);
    /** @param {string} title @param {(row: BrowseRow) => void} action */
    const button = (title, action) => h("button", { type: "button", class: "plain small", tabindex: -1, "aria-label": `${title}: ${begin}`, onclick: () => action(row) }, title);
    return [
      h("span", { role: "gridcell", class: "select" }, h("input", { type: "checkbox", tabindex: -1, "aria-label": text.selectOf(begin) })),
      h("span", { role: "gridcell", class: "text" }, h("span", { class: "clamp", dir: "auto" }, row.text.trim() === "" ? strings.annotate.blank : row.text.slice(0, SEEN))),
      h(
        "span",
        { role: "gridcell", class: "answer" },
        row.labels.length > 0 ? row.labels.map(chip) : h("span", { class: "muted small" }, row.state === "labelled" ? text.noLabels : text.states[row.state]),
        row.flag === undefined ? null : h("span", { class: "flag small", dir: "auto", title: row.flag || null }, h("span", { "aria-hidden": "true" }, "⚑ "), spoken(text.flagged), ` ${row.flag}`),
      ),
      h(
        "span",
        { role: "gridcell", class: ["predicted", differs && "differs"] },
        row.predicted === undefined
          ? h("span", { class: "muted small" }, text.noPrediction)
          : [chip(row.predicted), h("span", { class: "share" }, percent(row.probability)), differs ? h("span", { class: "small muted" }, text.differs) : null],
        row.similarity === undefined ? null : h("span", { class: "small muted" }, text.similarity(hundredths(row.similarity))),
      ),
      h("span", { role: "gridcell", class: "do" }, button(text.similar, actions.similar), button(row.flag === undefined ? text.flag : text.changeFlag, actions.flag), button(text.history, actions.history)),
    ];
  };
}

// @ts-check
// How the model does on random checks, label by label: precision and recall, what is taken for what, whether it is as sure as it
// should be. Three tables to open; each is made when it is open, because many labels make a large one.

import { fill, h } from "../dom.js";
import { count, percent, percentRange } from "../logic/format.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../../handpick/protocol.js").AuditEstimate} AuditEstimate
 * @typedef {import("../dom.js").Child} Child
 */

const text = strings.progress;
/** With more labels than this the confusion matrix is not readable: the pairs that are confused are listed instead. */
const MATRIX = 12;
/** So many of them. */
const PAIRS = 20;

export function qualityDetails() {
  /** @type {AuditEstimate | undefined} */
  let audit;
  const parts = [
    disclosure(text.quality, qualityTable),
    disclosure(text.confusion, confusionTable),
    disclosure(text.calibration, calibrationTable),
  ];
  const element = h("div", { class: "quality", hidden: true }, parts.map((part) => part.element));

  /**
   * @param {string} title
   * @param {(audit: AuditEstimate) => Child[]} content
   */
  function disclosure(title, content) {
    const body = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title });
    const show = () => fill(body, ...(details.open && audit ? content(audit) : []));
    const details = h("details", { ontoggle: show }, h("summary", null, title), body);
    return { element: details, show };
  }

  return {
    element,
    /** @param {AuditEstimate | undefined} fresh */
    show(fresh) {
      audit = fresh;
      element.hidden = !fresh;
      parts.forEach((part) => part.show());
    },
  };
}

/** @param {AuditEstimate} audit @returns {Child[]} */
function qualityTable({ perClass }) {
  const { label, precision, recall, f1, support } = text.qualityColumns;
  const share = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    h("td", null, percent(value), " ", h("small", { class: "muted" }, percentRange(low, high)));
  const rows = perClass.map((entry) =>
    h(
      "tr",
      null,
      h("th", { scope: "row", dir: "auto" }, entry.label),
      share(entry.precision, entry.precisionLow, entry.precisionHigh),
      share(entry.recall, entry.recallLow, entry.recallHigh),
      h("td", null, percent(entry.f1)),
      h("td", null, count(entry.support)),
    ),
  );
  return [table(text.qualityNote, [label, precision, recall, f1, support], rows)];
}

/** @param {AuditEstimate} audit @returns {Child[]} */
function confusionTable({ confusion, perClass }) {
  const involved = perClass.flatMap((entry, place) => (entry.support + entry.predicted > 0 ? [place] : []));
  if (involved.length > MATRIX) return confusedPairs(confusion, perClass);
  const name = (/** @type {number} */ place) => perClass[place]?.label ?? "";
  const rows = involved.map((truth) =>
    h(
      "tr",
      null,
      h("th", { scope: "row", dir: "auto" }, name(truth)),
      involved.map((said) => h("td", { class: truth === said ? "hit" : "" }, count(confusion[truth]?.[said] ?? 0))),
    ),
  );
  return [table(text.confusionNote, [text.confusionCorner, ...involved.map(name)], rows)];
}

/**
 * @param {number[][]} confusion
 * @param {AuditEstimate["perClass"]} perClass
 * @returns {Child[]}
 */
function confusedPairs(confusion, perClass) {
  const pairs = confusion
    .flatMap((row, truth) => row.map((checks, said) => ({ truth, said, checks })))
    .filter(({ truth, said, checks }) => truth !== said && checks > 0)
    .sort((a, b) => b.checks - a.checks)
    .slice(0, PAIRS);
  if (pairs.length === 0) return [h("p", { class: "muted small" }, text.noneConfused)];
  const { truth, predicted, count: checks } = text.confusedColumns;
  const rows = pairs.map((pair) =>
    h("tr", null, h("th", { scope: "row", dir: "auto" }, perClass[pair.truth]?.label), h("td", { class: "name", dir: "auto" }, perClass[pair.said]?.label), h("td", null, count(pair.checks))),
  );
  return [table(text.confusedPairs, [truth, predicted, checks], rows)];
}

/** @param {AuditEstimate} audit @returns {Child[]} */
function calibrationTable({ calibration }) {
  const { range, confidence, accuracy, count: checks } = text.calibrationColumns;
  const rows = calibration.bins
    .filter((bin) => bin.count > 0)
    .map((bin) =>
      h(
        "tr",
        null,
        h("th", { scope: "row" }, percentRange(bin.low, bin.high)),
        [percent(bin.confidence), percent(bin.accuracy), count(bin.count)].map((cell) => h("td", null, cell)),
      ),
    );
  return [h("p", { class: "small" }, text.calibrationFigures(calibration)), table(text.calibrationNote, [range, confidence, accuracy, checks], rows)];
}

/**
 * @param {string} caption
 * @param {string[]} titles
 * @param {HTMLElement[]} rows
 */
function table(caption, titles, rows) {
  return h(
    "table",
    null,
    h("caption", { class: "small muted" }, caption),
    h("thead", null, h("tr", null, titles.map((title) => h("th", { scope: "col", dir: "auto" }, title)))),
    h("tbody", null, rows),
  );
}

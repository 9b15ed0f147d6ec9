// @ts-check
// What the list of texts is asked for: search, filters, order. Owns the fields and what they say together; fetches nothing.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").BrowseFilter} BrowseFilter
 * @typedef {import("../../handpick/protocol.js").BrowseSort} BrowseSort
 * @typedef {import("../../handpick/protocol.js").AnswerState} AnswerState
 * @typedef {{ filter: BrowseFilter, sort: BrowseSort }} ListQuery
 */

const text = strings.data;
/** Typing rests this long (ms) before the list is asked for. */
const REST = 180;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends it
 * @param {() => void} changed
 */
export function dataFilters(app, signal, changed) {
  let timer = 0;
  /** @type {{ ids: number[], words: string } | null} */
  let examples = null;
  signal.addEventListener("abort", () => clearTimeout(timer));
  const now = () => (clearTimeout(timer), changed());
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(changed, REST);
  };

  const problem = h("p", { class: "problem small", id: "data-problem", role: "alert" });
  const search = h("input", { type: "search", id: "data-search", autocomplete: "off", spellcheck: "false", "aria-describedby": "data-problem", oninput: soon });
  const regex = h("input", { type: "checkbox", id: "data-regex", onchange: now });
  const labels = () => app.labels.map((label, place) => h("option", { value: `label ${place}` }, label.name));
  const answer = h(
    "select",
    { id: "data-answer", onchange: now },
    h("option", { value: "" }, text.any),
    Object.entries(text.states).map(([state, title]) => h("option", { value: state }, title)),
    h("optgroup", { label: text.withLabel }, labels()),
  );
  const predicted = h("select", { id: "data-predicted", onchange: now }, h("option", { value: "" }, text.any), labels());
  /** @param {string} id */
  const share = (id) => h("input", { type: "number", id, min: 0, max: 100, step: 1, inputmode: "numeric", oninput: soon });
  const [low, high] = [share("data-low"), share("data-high")];
  const flagged = h("input", { type: "checkbox", onchange: now });
  const differs = h("input", { type: "checkbox", onchange: now });
  const given = h("input", { type: "checkbox", onchange: now });
  const similarity = h("option", { value: "similarity" }, text.sorts.similarity);
  const sort = h(
    "select",
    { id: "data-sort", onchange: now },
    Object.entries(text.sorts).map(([value, title]) => (value === "similarity" ? similarity : h("option", { value }, title))),
  );
  const exampleBar = h("p", { class: "examples" });

  const showExamples = () => {
    similarity.disabled = examples === null;
    similarity.hidden = examples === null;
    exampleBar.hidden = examples === null;
    fill(
      exampleBar,
      h("span", { dir: "auto" }, examples ? text.likeThis(examples.words) : ""),
      h("button", { type: "button", class: "small", onclick: () => (setExamples(null), now(), search.focus()) }, text.likeNone),
    );
  };
  /** @param {{ ids: number[], words: string } | null} next */
  const setExamples = (next) => {
    examples = next;
    if (next) sort.value = "similarity";
    else if (sort.value === "similarity") sort.value = "file";
    showExamples();
  };
  const clear = () => {
    for (const field of [search, low, high, answer, predicted]) field.value = "";
    for (const box of [regex, flagged, differs, given]) box.checked = false;
    setExamples(null);
    now();
    search.focus();
  };

  /** @param {string} title @param {HTMLElement} field */
  const labelled = (title, field) => h("div", { class: "field" }, h("label", { for: field.id }, title), field);
  /** @param {HTMLInputElement} box @param {string} title */
  const check = (box, title) => h("label", { class: "check" }, box, title);
  const element = h(
    "form",
    { class: "data-filters", role: "search", "aria-label": text.filters, onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), now()) },
    h("div", { class: "first" }, labelled(text.search, search), check(regex, text.regex), labelled(text.sort, sort)),
    problem,
    h(
      "details",
      { open: matchMedia("(min-width: 761px)").matches },
      h("summary", null, text.filters),
      h(
        "div",
        { class: "more" },
        labelled(text.answer, answer),
        labelled(text.prediction, predicted),
        h("fieldset", { class: "range" }, h("legend", null, text.confidence), labelled(text.from, low), labelled(text.to, high)),
        h("div", { class: "checks-only" }, check(flagged, text.onlyFlagged), check(differs, text.onlyDiffers), check(given, text.onlyGiven)),
        h("button", { type: "button", class: "small", onclick: clear }, text.clearFilters),
      ),
    ),
    exampleBar,
  );
  showExamples();

  return {
    element,
    /** What the fields say together. @returns {ListQuery} */
    query() {
      /** @type {BrowseFilter} */
      const filter = {};
      const label = labelOf(app, answer.value);
      if (search.value !== "") filter.search = search.value;
      if (regex.checked) filter.regex = true;
      if (label !== undefined) filter.labels = [label];
      else if (answer.value !== "") filter.answered = [/** @type {AnswerState} */ (answer.value)];
      const guess = labelOf(app, predicted.value);
      if (guess !== undefined) filter.predicted = [guess];
      if (low.value !== "") filter.minConfidence = Number(low.value) / 100;
      if (high.value !== "") filter.maxConfidence = Number(high.value) / 100;
      if (flagged.checked) filter.flagged = true;
      if (differs.checked) filter.disagrees = true;
      if (given.checked) filter.hasSourceLabel = true;
      if (examples) filter.similarTo = examples.ids;
      return { filter, sort: /** @type {BrowseSort} */ (sort.value) };
    },
    /** @param {{ ids: number[], words: string }} next */
    like(next) {
      setExamples(next);
      now();
    },
    /** Why the list could not be had; empty where it could. @param {string} message */
    complain(message) {
      fill(problem, message);
      search.setAttribute("aria-invalid", `${message !== "" && regex.checked}`);
    },
  };
}

/** @param {App} app @param {string} value such as `label 3` */
function labelOf(app, value) {
  const place = /^label (\d+)$/.exec(value)?.[1];
  return place === undefined ? undefined : app.labels[Number(place)]?.name;
}

// @ts-check
// “Is this what you meant?”: what the file seems to be, its first rows, what is odd in it. One Enter accepts.

import { fill, h, withNames } from "../dom.js";
import { strings } from "../strings.js";
import { confirmDialog } from "../parts/dialogs.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../app.js").PendingImport} PendingImport
 * @typedef {import("../app.js").ImportOptions} ImportOptions
 * @typedef {import("../../handpick/protocol.js").Preview} Preview
 *
 * @typedef {object} Choices
 * @property {boolean} labels whether the column's values become the labels
 * @property {boolean} answers whether they count as answers
 * @property {string | null | undefined} column the column that this was decided for
 */

const text = strings.import;
const ENCODINGS = ["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-2", "windows-1251", "KOI8-R", "Shift_JIS", "EUC-JP", "gb18030", "Big5", "EUC-KR", "macintosh"];
/** More distinct values than this are hardly labels. */
const MANY_LABELS = 60;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function importScreen(app, signal) {
  const pending = /** @type {PendingImport} */ (app.pending);
  /** @type {Choices} */
  const choices = { labels: true, answers: false, column: undefined };
  const sentence = h("p", { class: "lead", role: "status" });
  const body = h("div", { class: "import-body" });
  const accept = h("button", { class: "primary", type: "submit" }, text.accept, h("kbd", { "aria-hidden": "true" }, "⏎"));
  const busy = h("p", { class: "busy", role: "status" });

  /** @param {Partial<ImportOptions>} changes */
  const reread = async (changes) => {
    pending.options = { ...pending.options, ...changes };
    try {
      pending.preview = await (await app.learner()).inspect(pending.source, pending.options);
      show();
    } catch (error) {
      app.fail(error);
    }
  };

  const show = () => {
    const { preview } = pending;
    const focused = document.activeElement?.id;
    fill(sentence, withNames(preview.sentence));
    fill(
      body,
      h("div", { class: "fields" }, columnSelect("text-column", text.textColumn, preview.columns, preview.textColumn, (value) => reread({ textColumn: value })), labelField(preview, reread)),
      labelChoices(preview, choices, show),
      rows(preview),
      oddities(preview),
      readingOptions(preview, pending.options, reread),
    );
    if (focused) document.getElementById(focused)?.focus();
  };

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const answers = app.status?.labelled ?? 0;
    if (answers > 0 && !(await confirmDialog({ heading: text.replaceHeading, body: text.replaceBody(app.status?.name ?? "", answers), confirm: text.replaceConfirm }))) return;
    accept.disabled = true;
    fill(busy, text.taking);
    try {
      await takeIn(app, pending, choices);
    } catch (error) {
      app.fail(error);
      accept.disabled = false;
    }
    fill(busy);
  };

  const element = h(
    "section",
    { class: "import" },
    h("h1", { tabindex: "-1" }, pending.name),
    sentence,
    h(
      "form",
      { onsubmit: submit },
      body,
      h("div", { class: "actions stay" }, accept, h("a", { href: "#start" }, text.another), busy),
    ),
  );
  // Enter accepts wherever the person is, except where it has a meaning of its own.
  const onEnter = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Enter" && !event.repeat && !target.closest("button, a, summary, select, dialog, input")) accept.click();
  };
  addEventListener("keydown", onEnter, { signal });
  show();
  return { element, title: text.title };
}

/**
 * @param {App} app
 * @param {PendingImport} pending
 * @param {Choices} choices
 */
async function takeIn(app, pending, choices) {
  const learner = await app.learner();
  const { textColumn, labelColumn } = pending.preview;
  // What was shown is what is taken: the guesses are named, so that they are guesses no longer.
  const options = { ...pending.options, ...(textColumn ? { textColumn } : {}), labelColumn: labelColumn ?? "" };
  const imported = await learner.importDocuments(pending.source, options);
  app.settings.place = null;
  // Asks the browser to keep the project even when space gets short; its answer changes nothing here.
  learner.persist();
  if (labelColumn && choices.labels) {
    await learner.setLabels(imported.sourceLabels.map((name) => ({ name })));
    if (choices.answers) await learner.adoptSourceLabels();
  } else {
    await learner.setLabels([]);
  }
  app.pending = null;
  await app.open();
  app.go("labels");
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string[]} columns
 * @param {string | null | undefined} chosen
 * @param {(value: string) => void} change
 * @param {[string, string][]} [extra] values before the columns
 */
function columnSelect(id, label, columns, chosen, change, extra = []) {
  const options = [...extra, ...columns.map((column) => /** @type {[string, string]} */ ([column, column]))];
  return selectField(id, label, options, chosen ?? "", change);
}

/**
 * @param {string} id
 * @param {string} label
 * @param {[value: string, title: string][]} options
 * @param {string} chosen
 * @param {(value: string) => void} change
 */
function selectField(id, label, options, chosen, change) {
  const select = h(
    "select",
    { id, onchange: () => change(select.value) },
    options.map(([value, title]) => h("option", { value, selected: value === chosen }, title)),
  );
  return h("div", { class: "field" }, h("label", { for: id }, label), select);
}

/**
 * @param {Preview} preview
 * @param {(changes: Partial<ImportOptions>) => void} reread
 */
function labelField(preview, reread) {
  const others = preview.columns.filter((column) => column !== preview.textColumn);
  if (others.length === 0) return null;
  return columnSelect("label-column", text.labelColumn, others, preview.labelColumn, (value) => reread({ labelColumn: value }), [["", text.noColumn]]);
}

/**
 * @param {Preview} preview
 * @param {Choices} choices
 * @param {() => void} show
 */
function labelChoices(preview, choices, show) {
  if (!preview.labelColumn || preview.labelValues.length === 0) return null;
  const values = preview.labelValues;
  // A column of very many values is not offered as labels by itself; whoever ticks it shall have it.
  if (choices.column !== preview.labelColumn) {
    choices.column = preview.labelColumn;
    choices.labels = values.length <= MANY_LABELS;
  }
  const labels = h("input", { type: "checkbox", id: "use-labels", onchange: () => ((choices.labels = labels.checked), show()) });
  const answers = h("input", { type: "checkbox", id: "use-answers", onchange: () => (choices.answers = answers.checked), disabled: !choices.labels, "aria-describedby": "use-answers-note" });
  labels.checked = choices.labels;
  answers.checked = choices.answers && choices.labels;
  return h(
    "fieldset",
    { class: "choices" },
    h("legend", { class: "spoken" }, text.labelColumn),
    h("label", { class: "check" }, labels, h("span", null, text.useLabels(values.length), h("span", { class: "muted" }, `: ${values.slice(0, 6).join(", ")}${values.length > 6 ? " …" : ""}`))),
    h("label", { class: "check" }, answers, h("span", null, text.useAnswers, h("span", { class: "muted small below", id: "use-answers-note" }, text.useAnswersNote))),
  );
}

/** @param {Preview} preview */
function rows(preview) {
  const role = (/** @type {string} */ column) => (column === preview.textColumn ? "is-text" : column === preview.labelColumn ? "is-label" : "");
  const mark = (/** @type {string} */ column) => ({ "is-text": h("span", { class: "mark" }, text.textMark), "is-label": h("span", { class: "mark" }, text.labelMark), "": null })[role(column)];
  return h(
    "div",
    { class: "rows", tabindex: "0", role: "region", "aria-label": text.preview },
    h(
      "table",
      null,
      h("caption", { class: "spoken" }, text.preview),
      h("thead", null, h("tr", null, preview.columns.map((column) => h("th", { scope: "col", class: role(column) }, column, " ", mark(column) ?? null)))),
      h("tbody", null, preview.sample.map((row) => h("tr", null, row.map((cell, place) => h("td", { class: role(preview.columns[place] ?? ""), dir: "auto" }, clip(cell)))))),
    ),
  );
}

/** @param {Preview} preview */
function oddities({ warnings }) {
  if (warnings.length === 0) return null;
  return h(
    "details",
    { class: "oddities", open: warnings.length <= 4 },
    h("summary", null, text.oddities(warnings.length)),
    h(
      "ul",
      null,
      warnings.map((warning) => h("li", null, withNames(warning.message))),
    ),
    h("p", { class: "muted small" }, text.odditiesNote),
  );
}

/**
 * @param {Preview} preview
 * @param {ImportOptions} options
 * @param {(changes: Partial<ImportOptions>) => void} reread
 */
function readingOptions(preview, options, reread) {
  const forced = options.format || options.encoding || options.delimiter || options.hasHeader !== undefined;
  /** @type {[string, string][]} */
  const auto = [["", text.auto]];
  const encodings = [...new Set([preview.encoding, ...ENCODINGS])];
  const separated = preview.format === "csv" || preview.format === "tsv";
  // Another reading has other columns: the choice of columns starts afresh.
  const again = (/** @type {Partial<ImportOptions>} */ changes) => reread({ textColumn: undefined, labelColumn: undefined, ...changes });
  return h(
    "details",
    { class: "reading", open: Boolean(forced) },
    h("summary", null, text.readingOptions),
    h(
      "div",
      { class: "fields" },
      selectField("format", text.format, [...auto, .../** @type {[string, string][]} */ (Object.entries(text.formats))], options.format ?? "", (value) =>
        again({ format: /** @type {any} */ (value || undefined), delimiter: undefined }),
      ),
      selectField("encoding", text.encoding, [...auto, ...encodings.map((name) => /** @type {[string, string]} */ ([name, name]))], options.encoding ?? "", (value) => again({ encoding: value || undefined })),
      separated
        ? selectField("delimiter", text.delimiter, [...auto, .../** @type {[string, string][]} */ (Object.entries(text.delimiters))], options.delimiter ?? "", (value) => again({ delimiter: value || undefined }))
        : null,
      separated
        ? selectField("header", text.header, [["yes", text.headerYes], ["no", text.headerNo]], preview.hasHeader ? "yes" : "no", (value) => again({ hasHeader: value === "yes" }))
        : null,
    ),
  );
}

/** A cell as the preview shows it: its beginning. @param {string} cell */
function clip(cell) {
  return cell.length > 280 ? `${cell.slice(0, 280)}…` : cell;
}

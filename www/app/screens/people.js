// @ts-check
// Several people without a server: another's project file comes in, agreement is shown, what people disagree about is decided here.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";
import { announce } from "../parts/announcer.js";
import { pickFile, saveFile } from "../parts/downloads.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").Agreement} Agreement
 * @typedef {import("../../handpick/protocol.js").Disagreement} Disagreement
 */

const text = strings.people;
/** Disagreements shown at once: they are decided from the top. */
const PAGE = 20;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function peopleScreen(app, signal) {
  const name = h("input", { type: "text", id: "annotator", autocomplete: "off", maxlength: "80", "aria-describedby": "annotator-note", onchange: () => run(rename) });
  const table = h("div", { class: "agreement" });
  const lead = h("p", { class: "lead", role: "status" });
  const list = h("ul", { class: "answer-list" });

  /** @param {import("../app.js").Learner} learner */
  const load = async (learner) => {
    const [agreement, { documents, total }] = [await learner.agreement({ signal }), await learner.disagreements({ limit: PAGE, signal })];
    if (signal.aborted) return;
    const alone = agreement.annotators.length < 2;
    fill(lead, alone ? text.alone : text.lead(total));
    fill(table, alone ? null : agreementTable(agreement));
    fill(list, ...documents.map((document) => disagreementRow(document, (labels) => run((learner) => decide(learner, document, labels)))));
    save.disabled = alone;
  };

  /** @param {import("../app.js").Learner} learner */
  const rename = async (learner) => {
    await learner.setOptions({ annotator: name.value.trim() });
    announce(text.named);
  };

  /** @param {import("../app.js").Learner} learner */
  const merge = async (learner) => {
    const file = await pickFile(".json,application/json");
    if (!file) return;
    const merged = await learner.mergeProject(await file.arrayBuffer());
    announce(text.merged(merged.name, merged.answers));
    fill(note, text.merged(merged.name, merged.answers), merged.unmatched ? ` ${text.unmatched(merged.unmatched)}` : "", merged.unknownLabels.length ? ` ${text.unknown(merged.unknownLabels)}` : "");
  };

  /**
   * @param {import("../app.js").Learner} learner
   * @param {Disagreement} document
   * @param {string[]} labels
   */
  const decide = async (learner, document, labels) => {
    const [label] = labels;
    const status = app.status?.multiLabel ? await learner.annotateSet(document.id, labels, { audit: false }) : await learner.annotate(document.id, label ?? "", { audit: false, askedBy: "adjudication" });
    app.setStatus(status);
    announce(text.decided(labels.join(", ")));
  };

  /** @param {(learner: import("../app.js").Learner) => Promise<void>} work */
  const run = async (work) => {
    try {
      const learner = await app.learner();
      await work(learner);
      await load(learner);
    } catch (error) {
      if (!signal.aborted) app.fail(error);
    }
    list.querySelector("button")?.focus();
  };

  const note = h("p", { class: "muted", role: "status" });
  const save = h("button", { type: "button", disabled: true, onclick: () => run(async (learner) => saveFile(await learner.exportAnnotators())) }, text.save);
  const element = h(
    "section",
    { class: "people" },
    h("h1", { tabindex: "-1" }, text.heading),
    lead,
    h("div", { class: "field" }, h("label", { for: "annotator" }, text.name), name, h("p", { class: "muted small", id: "annotator-note" }, text.nameNote)),
    h("p", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: () => run(merge) }, text.merge), save),
    note,
    table,
    list,
    h("p", { class: "actions" }, h("a", { class: "button", href: "#annotate" }, strings.answers.back)),
  );
  (async () => {
    try {
      const learner = await app.learner();
      name.value = (await learner.options({ signal })).annotator ?? "";
      await load(learner);
    } catch (error) {
      if (!signal.aborted) app.fail(error);
    }
  })();
  return { element, title: text.title };
}

/** @param {Agreement} agreement */
function agreementTable({ annotators, pairs, alpha }) {
  return [
    h("p", null, annotators.map(({ name, answers }) => text.annotator(name, answers)).join(" · ")),
    h(
      "div",
      { class: "rows", tabindex: "0", role: "region", "aria-label": text.agreement },
      h(
        "table",
        null,
        h("caption", { class: "spoken" }, text.agreement),
        h("thead", null, h("tr", null, [text.pair, text.both, text.agreed, text.kappa].map((title) => h("th", { scope: "col" }, title)))),
        h(
          "tbody",
          null,
          pairs.map(({ annotators: names, both, agreed, kappa }) =>
            h("tr", null, h("th", { scope: "row" }, names.join(" – ")), h("td", null, String(both)), h("td", null, String(agreed)), h("td", null, figure(kappa))),
          ),
        ),
      ),
    ),
    h("p", null, text.alpha(figure(alpha))),
  ];
}

/**
 * @param {Disagreement} document
 * @param {(labels: string[]) => void} decide
 */
function disagreementRow(document, decide) {
  /** @type {Map<string, { labels: string[], by: string[] }>} */
  const said = new Map();
  for (const { annotator, labels } of document.answers) {
    const key = JSON.stringify(labels);
    const entry = said.get(key) ?? { labels, by: [] };
    entry.by.push(annotator);
    said.set(key, entry);
  }
  const begin = document.text.slice(0, 80);
  return h(
    "li",
    null,
    h("p", { class: "text", dir: "auto" }, document.text.length > 600 ? `${document.text.slice(0, 600)}…` : document.text),
    h(
      "div",
      { class: "row" },
      [...said.values()].map(({ labels, by }) => {
        const title = labels.length === 0 ? text.noLabel : labels.join(", ");
        return h("button", { type: "button", class: "small", "aria-label": text.decideFor(title, by, begin), onclick: () => decide(labels) }, title, h("span", { class: "muted" }, ` ${by.join(", ")}`));
      }),
    ),
  );
}

/** @param {number | undefined} value */
function figure(value) {
  return value === undefined ? text.undefined : value.toFixed(2);
}

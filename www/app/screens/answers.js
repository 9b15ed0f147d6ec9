// @ts-check
// The answers given so far: find one, change it, take it back.

import { fill, h } from "../dom.js";
import { moment } from "../logic/format.js";
import { hueFor } from "../logic/colors.js";
import { strings } from "../strings.js";
import { lookAgain } from "../parts/again.js";
import { announce } from "../parts/announcer.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").AnsweredDocument} AnsweredDocument
 */

const text = strings.answers;
const PAGE = 100;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function answersScreen(app, signal) {
  const lead = h("p", { class: "lead" });
  const list = h("ul", { class: "answer-list" });
  const more = h("button", { type: "button", onclick: () => ((limit += PAGE), show()) }, text.more);
  const search = h("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", oninput: () => ((limit = PAGE), show()) });
  const filter = h(
    "select",
    { id: "only", onchange: () => ((limit = PAGE), show()) },
    h("option", { value: "" }, text.all),
    app.labels.map((label, place) => h("option", { value: `${place}` }, label.name)),
    h("option", { value: "skipped" }, text.skipped),
  );
  /** @type {AnsweredDocument[]} */
  let answers = [];
  let limit = PAGE;

  const load = async () => {
    try {
      const learner = await app.learner();
      answers = (await learner.answered({ limit: app.status?.documents ?? 0 })).documents;
    } catch (error) {
      app.fail(error);
    }
    if (!signal.aborted) show();
  };

  /**
   * @param {AnsweredDocument} answer
   * @param {string} label
   */
  const relabel = (answer, label) =>
    run(async (learner) => {
      app.setStatus(await learner.annotate(answer.id, label, { audit: answer.audit }));
      answer.label = label;
      announce(text.changed);
    });
  /** @param {AnsweredDocument} answer */
  const remove = (answer) =>
    run(async (learner) => {
      app.setStatus(await learner.unlabel(answer.id));
      answers = answers.filter((other) => other !== answer);
      announce(text.removed);
      search.focus();
    });
  /** @param {(learner: import("../app.js").Learner) => Promise<void>} work */
  const run = async (work) => {
    try {
      await work(await app.learner());
    } catch (error) {
      app.fail(error);
    }
    show();
  };

  const show = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const only = filter.value === "" || filter.value === "skipped" ? null : app.labels[Number(filter.value)]?.name;
    const found = answers.filter(
      (answer) => (filter.value === "" || (filter.value === "skipped" ? answer.label === undefined : answer.label === only)) && answer.text.toLocaleLowerCase().includes(wanted),
    );
    const focused = document.activeElement?.id;
    fill(lead, text.lead(app.status?.labelled ?? 0, app.status?.skipped ?? 0));
    fill(list, ...found.slice(0, limit).map((answer) => answerRow(app, answer, { relabel, remove })));
    more.hidden = found.length <= limit;
    fill(none, answers.length === 0 ? text.empty : found.length === 0 ? text.none : "");
    if (focused) document.getElementById(focused)?.focus();
  };

  /** Finds one answer in the list and brings the keyboard to it. @param {number} id @param {string} words */
  const goTo = (id, words) => {
    filter.value = "";
    search.value = words.split(/\r?\n/).find((line) => line.trim() !== "")?.trim() ?? "";
    // Where many texts begin alike, the page of the list has to reach as far as this one.
    limit = Math.max(PAGE, answers.length);
    show();
    document.getElementById(`answer-${id}`)?.focus();
  };

  const none = h("p", { class: "muted", role: "status" });
  const element = h(
    "section",
    { class: "answers" },
    h("h1", { tabindex: "-1" }, text.heading),
    lead,
    lookAgain(app, signal, goTo),
    h(
      "div",
      { class: "fields" },
      h("div", { class: "field" }, h("label", { for: "search" }, text.search), search),
      h("div", { class: "field" }, h("label", { for: "only" }, text.show), filter),
    ),
    none,
    list,
    more,
    h("p", { class: "actions" }, h("a", { class: "button", href: "#annotate" }, text.back)),
  );
  load();
  return { element, title: text.title };
}

/**
 * @param {App} app
 * @param {AnsweredDocument} answer
 * @param {{ relabel: (answer: AnsweredDocument, label: string) => void, remove: (answer: AnsweredDocument) => void }} actions
 */
function answerRow(app, answer, { relabel, remove }) {
  const begin = answer.text.slice(0, 80);
  const place = app.labels.findIndex((label) => label.name === answer.label);
  const known = place >= 0;
  const select = h(
    "select",
    { id: `answer-${answer.id}`, "aria-label": text.labelOf(begin), onchange: () => relabel(answer, select.value) },
    known ? null : h("option", { value: "", selected: true, disabled: true }, answer.label ?? text.skipped),
    app.labels.map((label, other) => h("option", { value: label.name, selected: other === place }, label.name)),
  );
  return h(
    "li",
    { vars: known ? { "--hue": hueFor(app.labels[place], place) } : {}, class: known ? "" : "unlabelled" },
    h("p", { class: "text", dir: "auto" }, answer.text.length > 400 ? `${answer.text.slice(0, 400)}…` : answer.text),
    h(
      "div",
      { class: "row" },
      select,
      h("span", { class: "muted small" }, [moment(answer.at), answer.audit ? text.randomCheck : ""].filter(Boolean).join(" · ")),
      h("button", { type: "button", class: "plain small", "aria-label": text.removeOf(begin), onclick: () => remove(answer) }, text.remove),
    ),
  );
}

// @ts-check
// Answers to look at again: asked for by a button, because it takes the engine a moment. Owns the list; the answers themselves are
// changed where they stand.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").LabelIssues} LabelIssues
 */

const text = strings.answers;
const LIMIT = 20;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 * @param {(id: number, text: string) => void} goTo shows one answer
 */
export function lookAgain(app, signal, goTo) {
  const found = h("p", { class: "muted small", role: "status" });
  const list = h("ul", { class: "answer-list" });
  const button = h("button", { type: "button", onclick: () => look() }, text.look);

  const look = async () => {
    button.disabled = true;
    fill(found, text.looking);
    try {
      const issues = await (await app.learner()).labelIssues({ limit: LIMIT, signal });
      show(issues);
    } catch (error) {
      if (signal.aborted) return;
      fill(found);
      app.fail(error);
    }
    button.disabled = false;
  };

  /** @param {LabelIssues} issues */
  const show = ({ judged, suspicious, suspiciousTotal, contradictions }) => {
    const none = suspicious.length + contradictions.length === 0;
    fill(found, none ? text.noneAgain(judged) : text.someAgain(suspicious.length, suspiciousTotal));
    fill(
      list,
      ...contradictions.map((pair) =>
        row([...new Set(pair.texts)], pair.reason, [link(text.goToFirst, pair.ids[0], pair.texts[0]), link(text.goToSecond, pair.ids[1], pair.texts[1])]),
      ),
      ...suspicious.map((answer) => row([answer.text], answer.reason, [link(text.goTo, answer.id, answer.text)])),
    );
  };

  /**
   * @param {string[]} texts
   * @param {string} reason
   * @param {HTMLElement[]} links
   */
  const row = (texts, reason, links) =>
    h(
      "li",
      null,
      texts.map((words) => h("p", { class: "text", dir: "auto" }, words.length > 200 ? `${words.slice(0, 200)}…` : words)),
      h("div", { class: "row" }, h("span", { class: "small", dir: "auto" }, reason), links),
    );

  /**
   * @param {string} title
   * @param {number} id
   * @param {string} words
   */
  const link = (title, id, words) => h("button", { type: "button", class: "plain small", "aria-label": `${title}: ${words.slice(0, 80)}`, onclick: () => goTo(id, words) }, title);

  return h("details", { class: "again" }, h("summary", null, text.again), h("p", { class: "muted small" }, text.againNote), h("p", { class: "actions" }, button), found, list);
}

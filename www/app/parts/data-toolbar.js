// @ts-check
// What can be done with the selected texts at once, and the way back. Owns its buttons; the list and the learner are others'.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {object} ToolbarActions
 * @property {() => void} all
 * @property {() => void} none
 * @property {(label: string) => void} give
 * @property {() => void} takeBack
 * @property {() => void} similar
 * @property {() => void} undo
 */

const text = strings.data;

/**
 * @param {App} app
 * @param {ToolbarActions} actions
 */
export function dataToolbar(app, actions) {
  const label = h("select", { id: "data-label" }, app.labels.map((one, place) => h("option", { value: `${place}` }, one.name)));
  /** @param {string} title @param {() => void} action */
  const button = (title, action) => h("button", { type: "button", class: "small", onclick: action }, title);
  const number = h("p", { class: "number", role: "status" });
  const give = button(app.status?.multiLabel ? text.giveOnly : text.give, () => {
    const name = app.labels[Number(label.value)]?.name;
    if (name !== undefined) actions.give(name);
  });
  const [none, takeBack, similar] = [button(text.selectNone, actions.none), button(text.takeBack, actions.takeBack), button(text.moreLikeThese, actions.similar)];
  const all = button(text.selectAll, actions.all);
  const undo = button(text.undo, actions.undo);
  const element = h(
    "div",
    { class: "data-toolbar", role: "group", "aria-label": text.selection },
    number,
    all,
    none,
    h("div", { class: "give" }, h("label", { for: "data-label", class: "spoken" }, text.label), label, give),
    takeBack,
    similar,
    undo,
  );
  return {
    element,
    undo,
    /**
     * @param {number} selected
     * @param {number} total rows in the list
     * @param {boolean} busy whether something is being done
     */
    show(selected, total, busy) {
      const words = text.selected(selected);
      // Said aloud when it changes, and only then.
      if (number.textContent !== words) fill(number, words);
      for (const one of [none, give, takeBack, similar]) one.disabled = busy || selected === 0;
      all.disabled = busy || total === 0 || selected === total;
      undo.disabled = busy || (app.status?.events ?? 0) === 0;
    },
  };
}

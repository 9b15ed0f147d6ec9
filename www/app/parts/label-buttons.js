// @ts-check
// One button a label, with its key; skip and undo beside them. Many labels get a field to find one.

import { fill, h, keycap } from "../dom.js";
import { hueOf } from "../logic/label-list.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").QueryItem} QueryItem
 * @typedef {object} Actions
 * @property {(name: string) => void} label
 * @property {() => void} skip
 * @property {() => void} undo
 * @property {() => void} after called after a press by mouse or finger, to bring the focus back to the text
 */

const text = strings.annotate;
/** From so many labels on there is a field to find one. */
const MANY = 13;

/**
 * @param {App} app
 * @param {string[]} keys
 * @param {Actions} actions
 */
export function labelButtons(app, keys, actions) {
  /** A pressed button would keep the focus, and Space would press it again: after a pointer it is given back to the text. */
  const press = (/** @type {() => void} */ action) => (/** @type {MouseEvent} */ event) => {
    action();
    if (event.detail > 0) actions.after();
  };

  const buttons = app.labels.map((label, place) =>
    h(
      "button",
      { type: "button", class: "label", vars: { "--hue": hueOf(place) }, title: label.description ?? null, "aria-keyshortcuts": keys[place] || null, onclick: press(() => actions.label(label.name)) },
      keycap(keys[place] ?? ""),
      h("span", { class: "name", dir: "auto" }, label.name),
    ),
  );
  const skip = h("button", { type: "button", class: "small", "aria-keyshortcuts": "Space", onclick: press(actions.skip) }, text.skip, keycap("Space"));
  const undo = h("button", { type: "button", class: "small", "aria-keyshortcuts": "Backspace", onclick: press(actions.undo) }, text.undo, keycap("⌫"));

  const none = h("p", { class: "muted small", role: "status" });
  const find = h("input", { type: "search", id: "find-label", autocomplete: "off", spellcheck: "false" });
  const narrow = () => {
    const wanted = find.value.trim().toLocaleLowerCase();
    app.labels.forEach((label, place) => (buttons[place] ? (buttons[place].hidden = !label.name.toLocaleLowerCase().includes(wanted)) : null));
    fill(none, buttons.every((button) => button.hidden) ? text.filterNone : "");
  };
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    const first = buttons.find((button) => !button.hidden);
    if (event.key === "Enter" && find.value.trim() !== "" && !event.repeat) first?.click();
    find.value = "";
    narrow();
    actions.after();
  });

  const many = app.labels.length >= MANY;
  const element = h(
    "div",
    { class: "dock" },
    many ? h("div", { class: "find" }, h("label", { for: "find-label" }, text.filter, keycap("/")), find, none) : null,
    h("div", { class: ["buttons", many && "many"], vars: { "--columns": columns(buttons.length) }, role: "group", "aria-label": text.labels }, buttons),
    h("div", { class: "other" }, skip, undo),
  );

  return {
    element,
    filter: () => many && find.focus(),
    /** @param {QueryItem | null} item */
    show(item) {
      const guessed = item && !item.audit && app.settings.values.suggestions ? item.suggestion?.label : undefined;
      app.labels.forEach((label, place) => buttons[place]?.classList.toggle("guessed", label.name === guessed));
      // Not `disabled`: a button that is pressed must not lose the focus between two texts.
      for (const button of [...buttons, skip]) button.setAttribute("aria-disabled", String(item === null));
      undo.setAttribute("aria-disabled", String((app.status?.events ?? 0) === 0));
    },
  };
}

/** Columns that make rows of like length, at most five a row. @param {number} labels */
function columns(labels) {
  return Math.max(1, Math.ceil(labels / Math.ceil(labels / 5)));
}

// @ts-check
// What can be done with the text on screen: a button a label, with its key, the field that finds one among many, and skip, flag, undo beside
// them. Owns which labels are switched on where a text may have several; gives nothing itself.

import { fill, h, keycap } from "../dom.js";
import { hueFor } from "../logic/colors.js";
import { strings } from "../strings.js";
import { announce } from "./announcer.js";
import { keyForAria, keyName } from "./key-field.js";
import { labelPalette } from "./label-palette.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../logic/keys.js").ActionName} ActionName
 * @typedef {import("../../handpick/protocol.js").QueryItem} QueryItem
 * @typedef {object} Actions
 * @property {(labels: string[]) => void} give
 * @property {() => void} skip
 * @property {() => void} unsure
 * @property {() => void} flag
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} after called when the focus is to go back to the text
 */

const text = strings.annotate;
/** From so many labels on there is a field to find one. */
const MANY = 11;
/** More labels than this have no button each: they are found by typing. */
const BUTTONS = 60;

/**
 * @param {App} app
 * @param {readonly string[]} keys
 * @param {Actions} actions
 */
export function labelButtons(app, keys, actions) {
  const several = app.status?.multiLabel ?? false;
  const { shortcuts, keys: actionKeys } = app.settings.values;
  /** @type {Set<string>} */
  let chosen = new Set();
  /** @type {number | undefined} The text that they were chosen for. */
  let chosenFor;

  /** A pressed button would keep the focus, and Space would press it again: after a pointer it is given back to the text. */
  const press = (/** @type {() => void} */ action) => (/** @type {MouseEvent} */ event) => {
    action();
    if (event.detail > 0) actions.after();
  };
  /** @param {ActionName} action @param {string} title */
  const other = (action, title) => {
    const key = shortcuts ? actionKeys[action] : "";
    const run = () => /** @type {Record<string, () => void>} */ (/** @type {unknown} */ (actions))[action]?.();
    return h("button", { type: "button", class: "small", "aria-keyshortcuts": keyForAria(key), onclick: press(run) }, title, key ? keycap(keyName(key)) : null);
  };

  const label = (/** @type {number} */ place) => {
    const name = app.labels[place]?.name;
    if (name === undefined) return;
    if (!several) return actions.give([name]);
    chosen.has(name) ? chosen.delete(name) : chosen.add(name);
    announce(chosen.has(name) ? text.switchedOn(name) : text.switchedOff(name));
    showChosen();
  };
  const give = () => several && actions.give(app.labels.map(({ name }) => name).filter((name) => chosen.has(name)));

  const buttons = app.labels.slice(0, BUTTONS).map((entry, place) =>
    h(
      "button",
      {
        type: "button",
        class: "label",
        vars: { "--hue": hueFor(entry, place) },
        title: entry.description ?? null,
        "aria-keyshortcuts": keys[place] || null,
        "aria-pressed": several ? "false" : null,
        onclick: press(() => label(place)),
      },
      keycap(keyName(keys[place] ?? "")),
      h("span", { class: "name", dir: "auto" }, entry.name, entry.description ? h("span", { class: "what", dir: "auto" }, entry.description) : null),
    ),
  );
  const giveName = h("span");
  const giveButton = h("button", { type: "button", class: "primary", "aria-keyshortcuts": shortcuts ? "Enter" : null, onclick: press(() => give()) }, giveName, shortcuts ? keycap("⏎") : null);
  const chosenLine = h("p", { class: "chosen small" });
  const skip = other("skip", text.skip);
  const unsure = other("unsure", text.unsure);
  const flag = other("flag", text.flag);
  const undo = other("undo", text.undo);
  const redo = other("redo", text.redo);

  const showChosen = () => {
    const names = app.labels.filter(({ name }) => chosen.has(name));
    fill(giveName, names.length === 0 ? text.giveNone : text.give);
    buttons.forEach((button, place) => several && button.setAttribute("aria-pressed", String(chosen.has(app.labels[place]?.name ?? ""))));
    const chips = names.map((entry) => h("span", { class: "chip", dir: "auto", vars: { "--hue": hueFor(entry, app.labels.indexOf(entry)) } }, entry.name));
    fill(chosenLine, names.length > 0 ? h("span", { class: "muted" }, text.chosen) : null, ...chips);
    palette?.redraw();
  };

  // Where no single key labels, typing does, in a field that has the focus.
  const palette = app.labels.length >= MANY || !shortcuts ? labelPalette(app, keys, { pick: label, give, leave: actions.after, chosen: (name) => chosen.has(name) }) : null;
  const many = app.labels.length > 15;
  const described = app.labels.length <= 12 && app.labels.some((entry) => entry.description);
  const element = h(
    "div",
    { class: ["dock", several && "several"] },
    palette?.element,
    h("div", { class: ["buttons", many && "many", described && "described"], vars: { "--columns": columns(buttons.length) }, role: "group", "aria-label": text.labels }, buttons),
    app.labels.length > BUTTONS ? h("p", { class: "muted small" }, text.moreLabels(app.labels.length - BUTTONS)) : null,
    several ? h("div", { class: "give" }, giveButton, chosenLine) : null,
    h("div", { class: "other" }, skip, unsure, flag, undo, redo),
  );
  showChosen();

  return {
    element,
    /** Where the keyboard is at home: the field to type in where single keys are switched off. */
    home: shortcuts ? null : (palette?.input ?? null),
    label,
    give,
    find: () => palette?.focus(),
    /**
     * @param {QueryItem | null} item
     * @param {string[]} guessed labels that the model would give, as far as they are to be seen
     * @param {boolean} flagged
     * @param {readonly string[]} [given] what the text had been given, after an undo
     */
    show(item, guessed, flagged, given) {
      if (item?.id !== chosenFor || given) chosen = new Set(given ?? []);
      chosenFor = item?.id;
      showChosen();
      app.labels.slice(0, BUTTONS).forEach((entry, place) => buttons[place]?.classList.toggle("guessed", guessed.includes(entry.name)));
      if (flag.firstChild) flag.firstChild.textContent = flagged ? text.flagChange : text.flag;
      // Not `disabled`: a button that is pressed must not lose the focus between two texts.
      for (const button of [...buttons, giveButton, skip, unsure, flag]) button.setAttribute("aria-disabled", String(item === null));
      undo.setAttribute("aria-disabled", String((app.status?.events ?? 0) === 0));
      redo.setAttribute("aria-disabled", String((app.status?.redoable ?? 0) === 0));
    },
  };
}

/** Columns that make rows of like length, at most five a row. @param {number} labels */
function columns(labels) {
  return Math.max(1, Math.ceil(labels / Math.ceil(labels / 5)));
}

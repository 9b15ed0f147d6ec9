// @ts-check
// Finding a label by typing: a combobox with its list of options, of which only those in view are in the page. Owns the field and the list;
// what a label does when it is picked is the caller's.

import { fill, h, keycap } from "../dom.js";
import { hueFor } from "../logic/colors.js";
import { LabelFilter } from "../logic/label-filter.js";
import { strings } from "../strings.js";
import { keyName } from "./key-field.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {object} PaletteActions
 * @property {(place: number) => void} pick
 * @property {() => void} give Enter without anything typed, where a text may have several labels
 * @property {() => void} leave called when the field is done with
 * @property {(name: string) => boolean} chosen
 */

const text = strings.annotate;
/** Height of an option in pixels, as the style sheet has it; options in view; more above and below them, for scrolling. */
const ROW = 40;
const VISIBLE = 7;
const BESIDE = 4;

/**
 * @param {App} app
 * @param {readonly string[]} keys
 * @param {PaletteActions} actions
 */
export function labelPalette(app, keys, actions) {
  const filter = new LabelFilter(app.labels);
  const several = app.status?.multiLabel ?? false;
  const { keys: actionKeys, shortcuts } = app.settings.values;
  /** @type {number[]} */
  let found = [];
  let active = -1;

  const list = h("ul", { role: "listbox", id: "label-options", class: "options", "aria-label": text.labels, "aria-multiselectable": several ? "true" : null, hidden: true });
  const note = h("p", { class: "muted small note", role: "status" });
  const input = h("input", {
    type: "text",
    id: "find-label",
    role: "combobox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    dir: "auto",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-controls": "label-options",
  });

  const draw = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - BESIDE);
    const shown = found.slice(first, first + VISIBLE + 2 * BESIDE);
    list.style.setProperty("--rows", String(found.length));
    fill(list, ...shown.map((place, offset) => option(place, first + offset)));
    const current = found[active];
    if (current === undefined) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `label-option-${current}`);
  };

  /** @param {number} place @param {number} rank */
  const option = (place, rank) => {
    const label = app.labels[place];
    const name = label?.name ?? "";
    return h(
      "li",
      {
        role: "option",
        id: `label-option-${place}`,
        class: ["option", rank === active && "active"],
        vars: { "--rank": rank, "--hue": hueFor(label, place) },
        "aria-selected": String(several ? actions.chosen(name) : rank === active),
        "aria-setsize": found.length,
        "aria-posinset": rank + 1,
        onclick: () => pick(place),
      },
      h("span", { class: "mark", "aria-hidden": "true" }, several && actions.chosen(name) ? "✓" : ""),
      h("span", { class: "name", dir: "auto" }, name),
      label?.description ? h("span", { class: "muted small what", dir: "auto" }, label.description) : null,
      keys[place] ? keycap(keyName(keys[place] ?? "")) : null,
    );
  };

  /** Brings an option into view and makes it the one that Enter picks. @param {number} rank */
  const move = (rank) => {
    active = found.length === 0 ? -1 : Math.min(found.length - 1, Math.max(0, rank));
    const top = active * ROW;
    if (active >= 0 && top < list.scrollTop) list.scrollTop = top;
    if (active >= 0 && top + ROW > list.scrollTop + VISIBLE * ROW) list.scrollTop = top + ROW - VISIBLE * ROW;
    draw();
  };

  const open = () => {
    found = filter.find(input.value);
    active = input.value.trim() !== "" && found.length > 0 ? 0 : -1;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    list.style.setProperty("--rows", String(found.length));
    list.scrollTop = 0;
    draw();
    fill(note, found.length === 0 ? text.filterNone : "");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    fill(list);
    fill(note);
    active = -1;
  };
  const reset = () => {
    input.value = "";
    close();
  };

  /** @param {number} place */
  const pick = (place) => {
    actions.pick(place);
    input.value = "";
    if (several) return open();
    close();
    actions.leave();
  };

  input.addEventListener("input", open);
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("blur", reset);
  // A press on the list would take the focus away, and with it the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("scroll", draw);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: VISIBLE, PageUp: -VISIBLE })[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      if (list.hidden) open();
      return move(active < 0 && steps < 0 ? found.length - 1 : active + steps);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      reset();
      return actions.leave();
    }
    if (event.key !== "Enter" || event.repeat) return;
    event.preventDefault();
    const place = list.hidden ? undefined : found[active];
    if (place !== undefined) return pick(place);
    if (several && input.value.trim() === "") {
      close();
      actions.give();
    }
  });

  const element = h(
    "div",
    { class: "find" },
    h("label", { for: "find-label" }, text.filter, shortcuts && actionKeys.palette ? keycap(keyName(actionKeys.palette)) : null),
    h("div", { class: "combo" }, input, list),
    note,
  );
  return {
    element,
    input,
    focus: () => {
      input.focus();
      open();
    },
    redraw: () => !list.hidden && draw(),
  };
}

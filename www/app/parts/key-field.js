// @ts-check
// A field that takes the next key pressed in it. Owns how a key is shown and said; whether it may be used is the caller's to say.

import { fill, h } from "../dom.js";
import { FIXED_KEYS, keyOf } from "../logic/keys.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../logic/keys.js").KeyProblem} KeyProblem
 */

const text = strings.keys;
const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Dead", "Process", "Unidentified"];

/** A key as it stands on the keyboard. @param {string} key */
export function keyName(key) {
  return text.names[key] ?? key;
}

/** A key as `aria-keyshortcuts` has it; null for none. @param {string} key */
export function keyForAria(key) {
  return text.spoken[key] ?? (key || null);
}

/** @param {KeyProblem} problem @param {string} key */
export function keyProblemText(problem, key) {
  if (problem.kind === "action") return text.takenBy(keyName(keyOf(key)), text.does[problem.action]);
  if (problem.kind === "label") return text.takenByLabel(keyName(keyOf(key)), problem.label);
  return problem.kind === "fixed" ? text.fixed : text.unusable;
}

/**
 * @param {object} field
 * @param {string} field.id
 * @param {string} field.label
 * @param {string} field.value
 * @param {string} [field.placeholder] what holds where there is no key of its own
 * @param {(key: string) => KeyProblem | null} field.check
 * @param {(key: string) => void} field.change called with a key that passed, or with "" for none
 */
export function keyField({ id, label, value, placeholder = text.none, check, change }) {
  const problem = h("p", { class: "problem small", role: "status", id: `${id}-problem` });
  const input = h("input", { id, type: "text", class: "key-field", value: keyName(value), placeholder, readonly: true, autocomplete: "off", "aria-describedby": `${id}-problem` });
  /** @param {string} key */
  const take = (key) => {
    fill(problem);
    input.value = keyName(key);
    change(key);
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || FIXED_KEYS.includes(event.key) || MODIFIERS.includes(event.key)) return;
    event.preventDefault();
    const found = check(event.key);
    if (found) fill(problem, keyProblemText(found, event.key));
    else take(keyOf(event.key));
  });
  return h(
    "div",
    { class: "key-row" },
    h("label", { for: id }, label),
    h("div", { class: "row" }, input, h("button", { type: "button", class: "plain icon", "aria-label": text.clear(label), onclick: () => (take(""), input.focus()) }, "×")),
    problem,
  );
}

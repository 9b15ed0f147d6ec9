// @ts-check
// Which key gives which label or does what, whether a key is free, and what a key press on the labelling screen means.
// Pure: knows no element, no label's meaning, and not where the choices are kept.

/**
 * @typedef {"skip" | "unsure" | "flag" | "undo" | "redo" | "palette" | "guideline" | "help"} ActionName
 * @typedef {Record<ActionName, string>} ActionKeys the key of each, as `KeyboardEvent.key` says it; "" where it has none
 * @typedef {{ kind: "label", index: number } | { kind: "give" } | { kind: ActionName }} KeyAction
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat">} KeyPress
 * @typedef {{ action: ActionName } | { label: string }} KeyOwner
 * @typedef {{ kind: "fixed" } | { kind: "unusable" } | { kind: "action", action: ActionName } | { kind: "label", label: string }} KeyProblem
 */

/** @type {Readonly<ActionKeys>} */
export const DEFAULT_ACTION_KEYS = Object.freeze({ skip: " ", unsure: "n", flag: "f", undo: "Backspace", redo: "", palette: "/", guideline: "g", help: "?" });

/** @type {readonly ActionName[]} */
export const ACTIONS = Object.freeze(/** @type {ActionName[]} */ (Object.keys(DEFAULT_ACTION_KEYS)));

/** Keys by which every page is operated; nothing else is put on them. */
export const FIXED_KEYS = Object.freeze(["Enter", "Escape", "Tab"]);

/** Keys without a character that can be chosen all the same. */
const NAMED_KEYS = Object.freeze(["Backspace", "Delete", "Insert"]);

/** Keys that mean something else, as long as the person has not moved it, and are not given to a label. */
export const RESERVED_KEYS = Object.freeze(reservedKeys(DEFAULT_ACTION_KEYS));

const DIGITS = "123456789";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** @param {Readonly<ActionKeys>} actions */
export function reservedKeys(actions) {
  return [...FIXED_KEYS, ...Object.values(actions).filter((key) => key !== ""), " "].filter((key, place, all) => all.indexOf(key) === place);
}

/**
 * Stored choices as they can be used: what is no action or no usable key is left at its default, and so is what would take another's key.
 *
 * @param {unknown} stored
 * @returns {ActionKeys}
 */
export function readActionKeys(stored) {
  const given = /** @type {Record<string, unknown>} */ (stored && typeof stored === "object" ? stored : {});
  const keys = { ...DEFAULT_ACTION_KEYS };
  for (const action of ACTIONS) {
    const key = given[action];
    if (key === "" || (typeof key === "string" && isUsable(key))) keys[action] = key;
  }
  const used = Object.values(keys).filter((key) => key !== "");
  return new Set(used).size === used.length ? keys : { ...DEFAULT_ACTION_KEYS };
}

/** A key as it is kept: letters small. @param {string} key */
export function keyOf(key) {
  const small = key.toLowerCase();
  return isCharacter(key) && isCharacter(small) ? small : key;
}

/**
 * One key a label: its own where it asks for one, then 1–9, then letters. No key is given twice; labels past the last key get "".
 *
 * @param {readonly { name: string, key?: string | undefined }[]} labels
 * @param {Readonly<ActionKeys>} [actions]
 * @returns {string[]}
 */
export function assignKeys(labels, actions = DEFAULT_ACTION_KEYS) {
  const taken = new Set(reservedKeys(actions));
  const own = labels.map((label) => {
    const key = keyOf(label.key ?? "");
    if (!isCharacter(key) || /\s/u.test(key) || taken.has(key)) return "";
    taken.add(key);
    return key;
  });
  const free = [...DIGITS, ...LETTERS].filter((key) => !taken.has(key)).reverse();
  return own.map((key) => key || free.pop() || "");
}

/**
 * Why a key cannot be given to a label or an action; null where it can. A label's key that it did not choose gives way, so it is no hindrance.
 *
 * @param {string} key
 * @param {KeyOwner} owner
 * @param {readonly { name: string, key?: string | undefined }[]} labels
 * @param {Readonly<ActionKeys>} actions
 * @returns {KeyProblem | null}
 */
export function keyProblem(key, owner, labels, actions) {
  if (key === "") return null;
  if (FIXED_KEYS.includes(key)) return { kind: "fixed" };
  const usable = "label" in owner ? isCharacter(key) && !/\s/u.test(key) : isUsable(key);
  if (!usable) return { kind: "unusable" };
  const wanted = keyOf(key);
  const action = ACTIONS.find((name) => actions[name] === wanted);
  if (action && !("action" in owner && owner.action === action)) return { kind: "action", action };
  const label = labels.find((other) => keyOf(other.key ?? "") === wanted);
  return label && !("label" in owner && owner.label === label.name) ? { kind: "label", label: label.name } : null;
}

/**
 * What a key press asks for; null where it is none of ours. A key that is held down gives no second label.
 *
 * @param {KeyPress} press
 * @param {readonly string[]} keys as {@link assignKeys} gave them
 * @param {Readonly<ActionKeys>} [actions]
 * @returns {KeyAction | null}
 */
export function actionFor(press, keys, actions = DEFAULT_ACTION_KEYS) {
  if (press.repeat || press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return withControl(press);
  if (press.key === "Enter") return { kind: "give" };
  const named = ACTIONS.find((action) => actions[action] !== "" && actions[action] === keyOf(press.key));
  if (named) return { kind: named };
  const index = placeOf(press, keys);
  if (index >= 0) return { kind: "label", index };
  const action = ACTIONS[placeOf(press, ACTIONS.map((name) => actions[name]))];
  return action ? { kind: action } : null;
}

/** Undo and redo as everywhere; they stay where single keys are switched off. @param {KeyPress} press @returns {KeyAction | null} */
function withControl(press) {
  const key = press.key.toLowerCase();
  if (key === "z") return { kind: press.shiftKey ? "redo" : "undo" };
  return key === "y" && press.ctrlKey && !press.shiftKey ? { kind: "redo" } : null;
}

/**
 * By the character first; by the key's place where the layout has no such character there (digits on AZERTY, letters on Cyrillic).
 *
 * @param {KeyPress} press
 * @param {readonly string[]} keys
 */
function placeOf(press, keys) {
  if (!isCharacter(press.key)) return -1;
  const byCharacter = keys.indexOf(keyOf(press.key));
  if (byCharacter >= 0 || press.shiftKey || isLatin(press.key)) return byCharacter;
  const place = /^(?:Digit|Key)(.)$/.exec(press.code)?.[1];
  return place === undefined ? -1 : keys.indexOf(place.toLowerCase());
}

/** @param {string} key */
function isCharacter(key) {
  return [...key].length === 1 && !/\p{Cc}/u.test(key);
}

/** @param {string} key */
function isUsable(key) {
  return NAMED_KEYS.includes(key) || isCharacter(key);
}

/** @param {string} character */
function isLatin(character) {
  return /^[a-z0-9]$/i.test(character);
}

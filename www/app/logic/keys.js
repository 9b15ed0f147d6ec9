// @ts-check
// Which key gives which label, and what a key press on the labelling screen means.
// Pure: knows no element, no label's meaning.

/** Keys that mean something else and are never given to a label. */
export const RESERVED_KEYS = Object.freeze([" ", "Backspace", "Enter", "Escape", "Tab", "/", "?"]);

const DIGITS = "123456789";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * @typedef {{ kind: "label", index: number } | { kind: "skip" } | { kind: "undo" } | { kind: "filter" } | { kind: "help" }} KeyAction
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat">} KeyPress
 */

/**
 * One key a label: its own where it asks for one, then 1–9, then letters. No key is given twice; labels past the last key get "".
 *
 * @param {readonly { name: string, key?: string | undefined }[]} labels
 * @returns {string[]}
 */
export function assignKeys(labels) {
  const taken = new Set(RESERVED_KEYS);
  const own = labels.map((label) => {
    const key = (label.key ?? "").toLowerCase();
    if ([...key].length !== 1 || taken.has(key)) return "";
    taken.add(key);
    return key;
  });
  const free = [...DIGITS, ...LETTERS].filter((key) => !taken.has(key));
  return own.map((key) => key || free.shift() || "");
}

/**
 * What a key press asks for; null where it is none of ours. A key that is held down gives no second label.
 *
 * @param {KeyPress} press
 * @param {readonly string[]} keys as {@link assignKeys} gave them
 * @returns {KeyAction | null}
 */
export function actionFor(press, keys) {
  if (press.repeat || press.altKey) return null;
  if (press.ctrlKey || press.metaKey) {
    return press.key.toLowerCase() === "z" && !press.shiftKey ? { kind: "undo" } : null;
  }
  switch (press.key) {
    case " ":
      return { kind: "skip" };
    case "Backspace":
      return { kind: "undo" };
    case "/":
      return { kind: "filter" };
    case "?":
      return { kind: "help" };
  }
  const index = labelIndex(press, keys);
  return index < 0 ? null : { kind: "label", index };
}

/**
 * By the character first; by the key's place where the layout has no such character there (digits on AZERTY, letters on Cyrillic).
 *
 * @param {KeyPress} press
 * @param {readonly string[]} keys
 */
function labelIndex(press, keys) {
  if ([...press.key].length !== 1) return -1;
  const byCharacter = keys.indexOf(press.key.toLowerCase());
  if (byCharacter >= 0 || press.shiftKey || isLatin(press.key)) return byCharacter;
  const place = /^(?:Digit|Key)(.)$/.exec(press.code)?.[1];
  return place === undefined ? -1 : keys.indexOf(place.toLowerCase());
}

/** @param {string} character */
function isLatin(character) {
  return /^[a-z0-9]$/i.test(character);
}

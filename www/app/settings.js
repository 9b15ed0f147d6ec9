// @ts-check
// Small choices of the person, kept in this browser: never a text, never an answer (those are the learner's to keep).

import { readActionKeys } from "./logic/keys.js";

/**
 * @typedef {"shown" | "delayed" | "hidden"} Suggestions
 * @typedef {object} Settings
 * @property {import("../handpick/protocol.js").StrategyConfig["name"]} strategy name of the query strategy
 * @property {Suggestions} suggestions when the model's guess is shown: at once, after a moment of one's own thought, or never
 * @property {boolean} shortcuts whether single keys label
 * @property {import("./logic/keys.js").ActionKeys} keys the key of each action; a label's is the project's to keep
 * @property {boolean} guidelineOpen
 * @property {boolean} curveAsTable
 * @property {boolean} hasProject whether there was a project when the page was last open: what to show while it is opened
 */

/** @type {Settings} */
const DEFAULTS = {
  strategy: "auto",
  suggestions: "shown",
  shortcuts: true,
  keys: readActionKeys(null),
  guidelineOpen: false,
  curveAsTable: false,
  hasProject: false,
};

/** Once the guess was only shown or not. @param {unknown} stored @returns {Suggestions} */
export function readSuggestions(stored) {
  if (stored === false) return "hidden";
  return stored === "delayed" || stored === "hidden" ? stored : "shown";
}

/**
 * The text on screen, by its number alone, so that a reload comes back to it.
 *
 * @typedef {{ id: number, audit: boolean, reason: string, strategy: string, score: number }} Place
 */

/** Settings and place of one project. Where the browser denies storage, they last as long as the page. */
export class SettingsStore {
  /** @param {string} project */
  constructor(project) {
    this.key = `handpick:${project}:settings`;
    this.placeKey = `handpick:${project}:place`;
    /** @type {Settings} */
    const stored = /** @type {Settings} */ (readObject(this.key) ?? {});
    this.values = { ...DEFAULTS, ...stored, suggestions: readSuggestions(stored.suggestions), keys: readActionKeys(stored.keys) };
  }

  /** @param {Partial<Settings>} changes */
  set(changes) {
    this.values = { ...this.values, ...changes };
    write(this.key, this.values);
  }

  /** @returns {Place | null} */
  get place() {
    const place = /** @type {Partial<Place> | null} */ (readObject(this.placeKey));
    return place && typeof place.id === "number" ? { audit: false, reason: "", strategy: "", score: 0, ...place, id: place.id } : null;
  }

  /** @param {Place | null} place */
  set place(place) {
    if (place === null) remove(this.placeKey);
    else write(this.placeKey, { id: place.id, audit: place.audit, reason: place.reason, strategy: place.strategy, score: place.score });
  }

  /** Drops what is kept for a project that is deleted. @param {string} project */
  forget(project) {
    remove(`handpick:${project}:settings`);
    remove(`handpick:${project}:place`);
  }
}

/** @param {string} key */
function readObject(key) {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null");
    return value && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** @param {string} key @param {object} value */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Denied or full: a setting is no answer, so that it is lost with the page is all that happens.
  }
}

/** @param {string} key */
function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

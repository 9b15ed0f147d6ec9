// @ts-check
// Small choices of the person, kept in this browser: never a text, never an answer (those are the learner's to keep).

/**
 * @typedef {object} Settings
 * @property {import("../handpick/protocol.js").StrategyConfig["name"]} strategy name of the query strategy
 * @property {boolean} suggestions whether the model's guess is shown
 * @property {boolean} shortcuts whether single keys label
 * @property {boolean} curveAsTable
 * @property {boolean} hasProject whether there was a project when the page was last open: what to show while it is opened
 */

/** @type {Settings} */
const DEFAULTS = { strategy: "auto", suggestions: true, shortcuts: true, curveAsTable: false, hasProject: false };

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
    this.values = { ...DEFAULTS, ...readObject(this.key) };
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

// @ts-check
// The texts waiting to be shown: one on screen, a few behind it, so that a key press never waits for the ranking.
// Pure: knows no learner and no element; it is told what was ranked and what was answered.

/** @typedef {import("../../handpick/protocol.js").QueryItem} QueryItem */

export class ReviewQueue {
  /** @type {QueryItem | null} The text on screen. */
  current = null;
  /** @type {QueryItem[]} What comes after it, next first. */
  upcoming = [];
  /** @type {Set<number>} Answered here; a ranking that was under way meanwhile may still name them. */
  #answered = new Set();
  /** @type {QueryItem | null} A random check whose turn passed before the ranking that named it came back. */
  #owed = null;
  #given = 0;

  /** How many texts were answered so far; goes with a question for a ranking, and back to {@link accept} with its answer. */
  get mark() {
    return this.#given;
  }

  /**
   * Takes a fresh ranking in. What is on screen stays on screen.
   *
   * A ranking's first place is what was on screen when it was asked for, so a random check at place `n` has to stay the
   * `n`-th text shown from there: the places of checks are kept while the others move up.
   *
   * @param {readonly QueryItem[]} ranked
   * @param {number} mark the {@link mark} at which it was asked for
   */
  accept(ranked, mark = this.#given) {
    const open = ranked.filter((item) => !this.#answered.has(item.id) && item.id !== this.current?.id);
    const places = ranked.map((item) => (item.audit ? item : null));
    const passed = Math.max(0, this.#given - mark) + (this.current === null ? 0 : 1);
    this.#owed = places.slice(0, passed).find((check) => check && open.includes(check)) ?? this.#owed;
    this.upcoming = this.#fill(places.slice(passed), open);
    if (this.current === null) return this.#advance();
    const fresh = ranked.find((item) => item.id === this.current?.id);
    if (fresh?.suggestion) this.suggest(fresh.id, fresh.suggestion);
  }

  /**
   * A suggestion that was not there yet when the text came on screen is added to it; one that is there stays.
   *
   * @param {number} id
   * @param {NonNullable<QueryItem["suggestion"]>} suggestion
   */
  suggest(id, suggestion) {
    if (this.current?.id === id && !this.current.suggestion) this.current = { ...this.current, suggestion };
  }

  /**
   * The text on screen was answered or skipped: the next one takes its place.
   *
   * @param {number} id
   */
  answered(id) {
    this.#answered.add(id);
    this.#given += 1;
    this.upcoming = this.upcoming.filter((item) => item.id !== id);
    if (this.#owed?.id === id) this.#owed = null;
    if (this.current?.id === id) this.#advance();
  }

  /**
   * An answer was taken back elsewhere: the text may be asked about again.
   *
   * @param {number} id
   */
  reopened(id) {
    if (this.#answered.delete(id)) this.#given -= 1;
  }

  /**
   * Puts a text on screen (after undo, or a reload); the one that was there comes next.
   *
   * @param {QueryItem} item
   */
  show(item) {
    this.reopened(item.id);
    const behind = this.current ? [this.current, ...this.upcoming] : this.upcoming;
    this.upcoming = behind.filter((other) => other.id !== item.id);
    this.current = item;
  }

  /** Forgets everything: another strategy, another file. Keeps what is on screen only where asked. */
  clear({ keepCurrent = false } = {}) {
    this.upcoming = [];
    this.#owed = null;
    if (!keepCurrent) {
      this.current = null;
      this.#answered.clear();
      this.#given = 0;
    }
  }

  #advance() {
    this.current = this.upcoming.shift() ?? null;
    if (this.current !== null && this.current.id === this.#owed?.id) this.#owed = null;
  }

  /**
   * @param {(QueryItem | null)[]} places the random checks at their places, null where a pick goes
   * @param {QueryItem[]} open what may be shown, best first
   */
  #fill(places, open) {
    const picks = open.filter((item) => !item.audit);
    const owed = this.#owed && !this.#answered.has(this.#owed.id) && this.#owed.id !== this.current?.id ? [this.#owed] : [];
    const placed = places.map((check) => (check && open.includes(check) ? check : picks.shift()));
    const filled = [...owed, ...placed, ...picks].filter((item) => item !== undefined);
    return filled.filter((item, place) => filled.findIndex((other) => other.id === item.id) === place);
  }
}

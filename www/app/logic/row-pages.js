// @ts-check
// The rows of a long list, fetched a page at a time where they are looked at. Owns the order of requests: one at a time, always for what
// is wanted now, and an answer to a list that was left meanwhile is dropped. Pure: knows neither learner nor element.

/** Rows asked for at once. */
export const PAGE = 100;
/** Pages kept; those farthest from what is looked at go first. */
const KEPT = 30;

/**
 * @template Query
 * @template Row
 */
export class RowPages {
  total = 0;
  /** @type {Query | null} The list that is shown. */
  query = null;
  /** @type {Map<number, Row[]>} */
  #pages = new Map();
  #wanted = { first: 0, last: 0 };
  #fetching = false;
  /** Counts lists: what was asked for an earlier one is of no use. */
  #list = 0;

  /**
   * @param {(query: Query, offset: number, limit: number) => Promise<{ total: number, rows: Row[] }>} fetch
   * @param {{ changed: () => void, failed: (error: unknown) => void }} tell
   */
  constructor(fetch, tell) {
    this.fetch = fetch;
    this.tell = tell;
  }

  /**
   * Shows another list, or the same one anew, once its first rows are there; until then, and where that fails, the former one stays.
   *
   * @param {Query} query
   * @param {number} [at] a row that is looked at
   * @returns {Promise<boolean>} whether it is shown now; not where it failed, or another was asked for meanwhile
   */
  async open(query, at = 0) {
    const list = (this.#list += 1);
    const page = Math.floor(at / PAGE);
    try {
      let first = await this.fetch(query, page * PAGE, PAGE);
      const end = Math.max(0, Math.ceil(first.total / PAGE) - 1);
      // The list became shorter than what is looked at.
      const there = Math.min(page, end);
      if (there !== page) first = await this.fetch(query, there * PAGE, PAGE);
      if (list !== this.#list) return false;
      this.query = query;
      this.total = first.total;
      this.#pages = new Map([[there, first.rows]]);
    } catch (error) {
      if (list === this.#list) this.tell.failed(error);
      return false;
    }
    this.tell.changed();
    return true;
  }

  /** A row, where it is there. @param {number} index @returns {Row | undefined} */
  row(index) {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /**
   * Says which rows are looked at; those that are missing come.
   *
   * @param {number} first
   * @param {number} last
   */
  want(first, last) {
    this.#wanted = { first, last };
    if (!this.#fetching) this.#fetchMissing();
  }

  async #fetchMissing() {
    this.#fetching = true;
    try {
      for (let page = this.#missing(); page !== undefined && this.query !== null; page = this.#missing()) {
        const list = this.#list;
        const { rows } = await this.fetch(this.query, page * PAGE, PAGE);
        if (list !== this.#list) continue;
        this.#pages.set(page, rows);
        this.#forget(page);
        this.tell.changed();
      }
    } catch (error) {
      this.tell.failed(error);
    } finally {
      this.#fetching = false;
    }
  }

  #missing() {
    const last = Math.min(this.#wanted.last, this.total - 1);
    for (let page = Math.floor(this.#wanted.first / PAGE); page * PAGE <= last; page += 1) {
      if (!this.#pages.has(page)) return page;
    }
    return undefined;
  }

  /** @param {number} near */
  #forget(near) {
    const farthest = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of farthest.slice(0, Math.max(0, this.#pages.size - KEPT))) this.#pages.delete(page);
  }
}

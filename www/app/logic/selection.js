// @ts-check
// Which rows of a long list are selected. Pure: knows rows by their number in the list and their id, and nothing of what they hold.

export class Selection {
  /** @type {Set<number>} */
  ids = new Set();
  /** The row from which a range is counted; -1 where there is none. */
  anchor = -1;
  /** @type {Set<number>} What was selected when the range began. */
  #base = new Set();

  /**
   * Selects a row, or no longer; the next range begins here.
   *
   * @param {number} row
   * @param {number} id
   */
  toggle(row, id) {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.begin(row);
  }

  /** The next range begins at a row. @param {number} row */
  begin(row) {
    this.anchor = row;
    this.#base = new Set(this.ids);
  }

  /**
   * Selects everything from the range's beginning to a row; a range that shrinks gives back what it had taken.
   *
   * @param {number} row
   * @param {(first: number, last: number) => number[]} idsBetween both ends included
   */
  extend(row, idsBetween) {
    if (this.anchor < 0) this.begin(row);
    const range = idsBetween(Math.min(this.anchor, row), Math.max(this.anchor, row));
    this.ids = new Set([...this.#base, ...range]);
  }

  /** @param {Iterable<number>} ids */
  replace(ids) {
    this.ids = new Set(ids);
    this.begin(-1);
  }

  clear() {
    this.replace([]);
  }
}

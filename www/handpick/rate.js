// @ts-check
// How fast work goes on, for the bar and for “so much time left”. Owns no clock of its own but the browser's.

/** How fast something grows, over the last seconds, and whether it is time to say so. */
export class Rate {
  /** @type {{ at: number, done: number }[]} */ #points = [];
  #said = -Infinity;

  /** @param {boolean} last */
  due(last) {
    const now = performance.now();
    if (!last && now - this.#said < 200) return false;
    this.#said = now;
    return true;
  }

  /** @param {number} done */
  of(done) {
    const now = performance.now();
    const last = this.#points.at(-1);
    if (last && done < last.done) this.#points = [];
    this.#points.push({ at: now, done });
    while (this.#points.length > 2 && now - this.#points[0].at > 10_000) this.#points.shift();
    const [first] = this.#points;
    return now - first.at < 250 ? 0 : (1000 * (done - first.done)) / (now - first.at);
  }
}

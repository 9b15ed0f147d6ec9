// @ts-check
// Finding a label by a few typed letters, among very many. Pure: knows no element.

/** @typedef {import("../../handpick/protocol.js").Label} Label */

export class LabelFilter {
  #names;
  #notes;

  /** @param {readonly Label[]} labels */
  constructor(labels) {
    this.#names = labels.map((label) => folded(label.name));
    this.#notes = labels.map((label) => folded(label.description ?? ""));
  }

  /**
   * Places of the labels that fit what is typed, the best first: the same name, then names that begin with it, then words that do, then
   * names that contain it, then descriptions that do; of alike ones in the order of the labels. All of them where nothing is typed.
   *
   * @param {string} typed
   * @returns {number[]}
   */
  find(typed) {
    const wanted = folded(typed.trim());
    if (wanted === "") return this.#names.map((_, place) => place);
    /** @type {number[][]} */
    const ranks = [[], [], [], [], []];
    this.#names.forEach((name, place) => ranks[rankOf(name, this.#notes[place] ?? "", wanted)]?.push(place));
    return ranks.flat();
  }
}

/** @param {string} name @param {string} note @param {string} wanted */
function rankOf(name, note, wanted) {
  const at = name.indexOf(wanted);
  if (at === 0) return name.length === wanted.length ? 0 : 1;
  if (at > 0) return beginsWord(name, wanted, at) ? 2 : 3;
  return note.includes(wanted) ? 4 : -1;
}

/** @param {string} name @param {string} wanted @param {number} first */
function beginsWord(name, wanted, first) {
  for (let at = first; at > 0; at = name.indexOf(wanted, at + 1)) if (!/[\p{L}\p{N}]/u.test(name[at - 1] ?? "")) return true;
  return false;
}

/** Without case and accents, so that "cafe" finds "Café". @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

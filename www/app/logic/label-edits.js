// @ts-check
// Changes of labels as the learner takes them: the labels from now on, and who is called what from now on. Pure.

/**
 * @typedef {import("../../handpick/protocol.js").Label} Label
 * @typedef {import("../../handpick/protocol.js").Rename} Rename
 * @typedef {object} LabelEdit
 * @property {Label[]} labels
 * @property {Rename[]} renames
 * @property {boolean} step whether it is a step to be undone; a key or a description alone is none, as no answer depends on it
 */

/**
 * @param {readonly Label[]} labels
 * @param {number} place
 * @param {Partial<Label>} changes what is there but empty is taken away; the name is trimmed
 * @returns {LabelEdit | { problem: "empty" | "taken" }}
 */
export function changeLabel(labels, place, changes) {
  const old = labels[place];
  if (!old) return { labels: [...labels], renames: [], step: false };
  const name = changes.name === undefined ? old.name : changes.name.trim();
  if (name === "") return { problem: "empty" };
  if (labels.some((other, at) => at !== place && other.name === name)) return { problem: "taken" };
  /** @type {Label} */
  const next = { name };
  for (const field of /** @type {const} */ (["description", "key", "color"])) {
    const value = (field in changes ? changes[field] : old[field])?.trim();
    if (value) next[field] = value;
  }
  return {
    labels: labels.map((label, at) => (at === place ? next : label)),
    renames: name === old.name ? [] : [{ from: old.name, to: name }],
    step: name !== old.name || (next.color ?? "") !== (old.color ?? ""),
  };
}

/**
 * One label's answers become another's, and it goes.
 *
 * @param {readonly Label[]} labels
 * @param {number} place
 * @param {number} into
 * @returns {LabelEdit}
 */
export function mergeLabels(labels, place, into) {
  const [from, to] = [labels[place], labels[into]];
  if (!from || !to || from === to) return { labels: [...labels], renames: [], step: false };
  return { labels: labels.filter((label) => label !== from), renames: [{ from: from.name, to: to.name }], step: true };
}

/**
 * @param {readonly Label[]} labels
 * @param {number} place
 * @returns {LabelEdit}
 */
export function removeLabel(labels, place) {
  return { labels: labels.filter((_, at) => at !== place), renames: [], step: true };
}

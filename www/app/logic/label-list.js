// @ts-check
// Label names as people type and paste them. Pure.

/** @typedef {import("../../handpick/protocol.js").Label} Label */

/**
 * Names in a typed or pasted text: one a line (or a cell) where it has several lines; else separated by commas or semicolons.
 *
 * @param {string} text
 * @returns {string[]} trimmed, none empty, none twice
 */
export function readNames(text) {
  const separator = /[\r\n\t]/.test(text.trim()) ? /[\r\n\t]+/ : /[,;]+/;
  const names = text.split(separator).map((name) => name.trim().replace(/^[-*•]\s+/, ""));
  return [...new Set(names.filter((name) => name !== ""))];
}

/**
 * Adds names to a list of labels; names that are there already are passed over.
 *
 * @param {readonly Label[]} labels
 * @param {readonly string[]} names
 * @returns {{ labels: Label[], added: string[], known: string[] }}
 */
export function addNames(labels, names) {
  const there = new Set(labels.map((label) => label.name));
  const added = names.filter((name) => !there.has(name));
  const known = names.filter((name) => there.has(name));
  return { labels: [...labels, ...added.map((name) => ({ name }))], added, known };
}

/** Hues for label colours, far apart for neighbours; lightness comes from the style sheet, so that contrast holds in both themes. */
export const HUES = [250, 30, 150, 310, 80, 200, 355, 115, 275, 55, 175, 330];

/** @param {number} index place of the label */
export function hueOf(index) {
  return HUES[index % HUES.length] ?? 250;
}

// @ts-check
// What a step was that was just taken back or done again, told by what it changed. Pure.

/**
 * @typedef {import("../../handpick/protocol.js").Status} Status
 * @typedef {"answer" | "flag" | "unflag" | "many" | "labels"} StepKind "flag": there is one now that was not before
 *
 * @param {{ id?: number, documents: number }} result as undo and redo give it
 * @param {Pick<Status, "flagged">} before
 * @param {Pick<Status, "flagged">} after
 * @returns {StepKind}
 */
export function stepKind({ id, documents }, before, after) {
  if (id === undefined) return documents === 0 ? "labels" : "many";
  if (after.flagged > before.flagged) return "flag";
  return after.flagged < before.flagged ? "unflag" : "answer";
}

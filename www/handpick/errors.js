// @ts-check
// The one error that the library throws. Owns the codes that only JavaScript knows; all others come from the engine
// (see `Code` in src/error.rs). Knows neither workers nor the page.

/**
 * A failure: `code` is stable and meant for programs, `message` says what happened and what to do.
 *
 * Beside the engine's codes there is `disposed`: the learner was used after `dispose()`.
 */
export class HandpickError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "HandpickError";
    this.code = code;
  }
}

/**
 * Whatever was thrown, in the shape in which it crosses a worker's border.
 * @param {unknown} thrown
 * @returns {import("./protocol.js").WireError}
 */
export function toWire(thrown) {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string" && "message" in thrown) {
    return { code: thrown.code, message: String(thrown.message) };
  }
  return { code: "internal", message: `Something broke inside Handpick: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
}

/**
 * @param {import("./protocol.js").WireError} wire
 */
export function fromWire(wire) {
  return new HandpickError(wire.code, wire.message);
}

/** @param {string} what */
export function cancelled(what) {
  return new HandpickError("cancelled", `${what} was cancelled.`);
}

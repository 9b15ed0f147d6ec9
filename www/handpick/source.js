// @ts-check
// What a caller may hand over as documents, turned into what the engine takes. Knows no format: the engine reads files.

import { HandpickError } from "./errors.js";

/**
 * @typedef {Blob | Uint8Array | ArrayBuffer | string[] | Record<string, unknown>[]} Documents
 *   a file (or its bytes), a list of texts, or a list of rows
 */

/**
 * @param {Documents} documents
 * @param {string} [name] of the file, where bytes are given
 * @returns {import("./protocol.js").Source | import("./messages.js").SourceOnTheWay}
 */
export function toSource(documents, name) {
  if (typeof Blob !== "undefined" && documents instanceof Blob) {
    const own = "name" in documents && typeof documents.name === "string" ? documents.name : "";
    return { type: "blob", name: name ?? own, blob: documents };
  }
  if (documents instanceof Uint8Array) return { type: "file", name: name ?? "", bytes: documents };
  if (documents instanceof ArrayBuffer) return { type: "file", name: name ?? "", bytes: new Uint8Array(documents) };
  if (Array.isArray(documents)) {
    if (documents.every((text) => typeof text === "string")) return { type: "texts", texts: /** @type {string[]} */ (documents) };
    if (documents.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))) {
      return { type: "rows", rows: /** @type {Record<string, any>[]} */ (documents) };
    }
  }
  throw new HandpickError("invalid_argument", "Documents are a File, Blob, Uint8Array or ArrayBuffer, a list of texts, or a list of row objects.");
}

// @ts-check
// Hands a file over to the person: from memory to their disk, through no server.

/** @typedef {import("../../handpick/protocol.js").Exported} Exported */

/** @param {Exported} file */
export function saveFile({ fileName, mediaType, bytes }) {
  const address = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: mediaType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the bytes over by then; kept any longer, they would stay in memory.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Asks for one file.
 *
 * @param {string} accept such as `.json`
 * @returns {Promise<File | null>} null where the person changed their mind
 */
export function pickFile(accept) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null), { once: true });
    input.addEventListener("cancel", () => resolve(null), { once: true });
    input.click();
  });
}

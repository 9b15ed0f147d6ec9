// @ts-check
// One project, one tab: two engines on one store would write over each other. Owns the lock, which the browser releases when
// the worker ends, however it ends.

import { HandpickError } from "./errors.js";

/** A worker that has just been ended may hold its lock for a moment. */
const PATIENCE = 3000;

/**
 * Holds the project for the life of this worker. Where the browser has no locks (pages that are not served over https), the
 * store's own check has to do: it refuses an event whose number is taken.
 * @param {string} project
 * @returns {Promise<void>}
 */
export function lockProject(project) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return Promise.resolve();
  return new Promise((resolve, reject) => {
    locks
      .request(`handpick/${project}`, { signal: AbortSignal.timeout(PATIENCE) }, () => {
        resolve();
        return new Promise(() => {});
      })
      .catch((error) => {
        const message =
          error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")
            ? `The project “${project}” is open in another tab; close it there, or choose another name.`
            : `The project “${project}” could not be locked: ${error instanceof Error ? error.message : error}`;
        reject(new HandpickError("storage_unavailable", message));
      });
  });
}

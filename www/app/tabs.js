// @ts-check
// Several tabs and one project: whether another tab holds it, and how one asks the other to let go. The lock itself is the library's
// (handpick/lock.js); this only looks at it. Knows no element.

/** @param {string} project */
const nameOf = (project) => `handpick/${project}`;

/**
 * Whether some tab holds the project. False too where the browser does not tell.
 *
 * @param {string} project
 */
export async function isHeld(project) {
  const held = (await navigator.locks?.query().catch(() => null))?.held ?? [];
  return held.some(({ name }) => name === nameOf(project));
}

/**
 * Does something with a project that no tab holds, and keeps all from opening it meanwhile.
 *
 * @template T
 * @param {string} project
 * @param {() => Promise<T>} work
 * @returns {Promise<T | null>} null where a tab holds it; nothing was done then
 */
export async function alone(project, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(nameOf(project), { ifAvailable: true }, async (lock) => (lock ? work() : null));
}

/** Asks for a project that another tab has, and hears when another asks for this tab's. */
export class Tabs {
  /**
   * @param {string} project
   * @param {() => void} asked another tab asks for the project
   */
  constructor(project, asked) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(nameOf(project));
    this.channel?.addEventListener("message", ({ data }) => data === "let go" && asked());
  }

  /** Asks. The other tab finishes what it was told to do, and lets go. */
  ask() {
    this.channel?.postMessage("let go");
  }
}

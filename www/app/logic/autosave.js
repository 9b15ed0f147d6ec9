// @ts-check
// When the project is written to the person's file: some seconds after the last change, or at the latest so long after the first one that
// is not in it yet. Owns the schedule and the state; what writes, what asks and what counts the time is given. Knows no browser.

/**
 * @typedef {{ name: string, queryPermission: (mode: { mode: "readwrite" }) => Promise<PermissionState>,
 *   requestPermission: (mode: { mode: "readwrite" }) => Promise<PermissionState>,
 *   createWritable: () => Promise<{ write: (bytes: any) => Promise<void>, close: () => Promise<void>, abort: () => Promise<void> }> }} FileHandle
 *
 * @typedef {object} Clock
 * @property {() => number} now
 * @property {(work: () => void, after: number) => any} start
 * @property {(timer: any) => void} stop
 *
 * @typedef {{ kind: "off" } | { kind: "asking", name: string } | { kind: "waiting" | "writing" | "written", name: string, at: number }
 *   | { kind: "failed", name: string, at: number, reason: string }} AutosaveState `at`: when it was last written, 0 if not yet
 */

/** Rest after the last change (ms): the engine writes the whole project, and nobody should wait for that with a key pressed. */
const REST = 4000;
/** Whoever labels without a rest is written all the same (ms). */
const LATEST = 60_000;

/** @type {Clock} */
const REAL = { now: () => Date.now(), start: (work, after) => setTimeout(work, after), stop: (timer) => clearTimeout(timer) };

export class Autosave extends EventTarget {
  /** @type {FileHandle | null} */
  #handle = null;
  /** @type {AutosaveState} */
  state = { kind: "off" };
  #timer = /** @type {any} */ (null);
  /** When the first change that is not in the file was made; null where all are in it. @type {number | null} */
  #since = null;
  #writing = false;
  #at = 0;

  /**
   * @param {() => Promise<Uint8Array>} save the project as a file
   * @param {Clock} [clock]
   */
  constructor(save, clock = REAL) {
    super();
    this.save = save;
    this.clock = clock;
  }

  /**
   * Takes a file that was chosen earlier: it is written once the browser permits.
   *
   * @param {FileHandle} handle
   */
  async resume(handle) {
    this.#handle = handle;
    this.#at = 0;
    if ((await handle.queryPermission({ mode: "readwrite" })) !== "granted") return this.#become({ kind: "asking", name: handle.name });
    this.#become({ kind: "waiting", name: handle.name, at: 0 });
    this.changed();
  }

  /** Asks the browser for the file again; only a press of the person may do that. */
  async permit() {
    const handle = this.#handle;
    if (!handle) return;
    if ((await handle.requestPermission({ mode: "readwrite" })) !== "granted") return this.#become({ kind: "asking", name: handle.name });
    await this.start(handle);
  }

  /**
   * Takes a file that was chosen just now, and writes at once.
   *
   * @param {FileHandle} handle
   */
  async start(handle) {
    this.#handle = handle;
    this.#at = 0;
    this.#since = this.clock.now();
    await this.flush();
  }

  stop() {
    this.clock.stop(this.#timer);
    this.#handle = null;
    this.#since = null;
    this.#become({ kind: "off" });
  }

  /** The project has changed. */
  changed() {
    if (!this.#handle || this.state.kind === "asking") return;
    const now = this.clock.now();
    this.#since ??= now;
    this.clock.stop(this.#timer);
    this.#timer = this.clock.start(() => void this.flush(), Math.max(0, Math.min(REST, this.#since + LATEST - now)));
    if (!this.#writing && this.state.kind !== "failed") this.#become({ kind: "waiting", name: this.#handle.name, at: this.#at });
  }

  /** Writes what is not in the file yet. A failure becomes the state, and the next change tries again. */
  async flush() {
    const handle = this.#handle;
    this.clock.stop(this.#timer);
    if (!handle || this.#since === null || this.#writing) return;
    const since = this.#since;
    this.#since = null;
    this.#writing = true;
    this.#become({ kind: "writing", name: handle.name, at: this.#at });
    /** @type {AutosaveState} */
    let state;
    try {
      await write(handle, await this.save());
      this.#at = this.clock.now();
      state = { kind: "written", name: handle.name, at: this.#at };
    } catch (error) {
      this.#since ??= since;
      const { name, message } = /** @type {Error} */ (error);
      state = name === "NotAllowedError" ? { kind: "asking", name: handle.name } : { kind: "failed", name: handle.name, at: this.#at, reason: message };
    }
    this.#writing = false;
    // Another file, or none, was chosen meanwhile.
    if (this.#handle !== handle) return this.#handle ? this.start(this.#handle) : undefined;
    this.#become(state);
    if (this.#since !== null && state.kind === "written") this.changed();
  }

  /** @param {AutosaveState} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * The file is as it was or as it is to be, never in between: the browser writes beside it, and puts that in its place at the end.
 *
 * @param {FileHandle} handle
 * @param {Uint8Array} bytes
 */
async function write(handle, bytes) {
  const stream = await handle.createWritable();
  try {
    await stream.write(bytes);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
}

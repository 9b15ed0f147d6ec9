// @ts-check
// What all screens share: the learner, where the project stands, the labels, progress and device, and the way from screen to screen.
// Knows no element. Everything about texts and answers is asked of the learner, through its public interface alone.

import { createLearner } from "../handpick/index.js";
import { SettingsStore } from "./settings.js";
import { isHeld } from "./tabs.js";

/**
 * @typedef {import("../handpick/index.js").Learner} Learner
 * @typedef {import("../handpick/protocol.js").Status} Status
 * @typedef {import("../handpick/protocol.js").Label} Label
 * @typedef {import("../handpick/protocol.js").Progress} Progress
 * @typedef {import("../handpick/protocol.js").DeviceChoice} DeviceChoice
 * @typedef {import("../handpick/protocol.js").Evaluation} Evaluation
 * @typedef {import("../handpick/protocol.js").Preview} Preview
 * @typedef {import("../handpick/protocol.js").ImportOptions} ImportOptions
 * @typedef {{ code: string, message: string }} Failure
 * @typedef {"start" | "import" | "labels" | "annotate" | "answers" | "data" | "replay" | "people" | "projects" | "elsewhere"} ScreenName
 * @typedef {{ source: File | string[], name: string, preview: Preview, options: ImportOptions }} PendingImport
 * @typedef {"status" | "labels" | "progress" | "device" | "failure" | "screen" | "settings" | "filed"} AppEvent `filed`: the project was saved as a file
 */

/** A tab that is being closed may hold its project for this long (ms). */
const CLOSING = 300;

export class App extends EventTarget {
  /** @type {Promise<Learner> | null} */
  #starting = null;
  /** @type {Status | null} */
  status = null;
  /** @type {Label[]} */
  labels = [];
  /** @type {{ model: Progress | null, embed: Progress | null }} */
  progress = { model: null, embed: null };
  /** @type {DeviceChoice | null} */
  device = null;
  /** Whether the model could not be loaded, as far as is known. */
  modelFailed = false;
  /** @type {Map<number, string | null>} Flags set (with their notes) and taken away since the page was opened. */
  flags = new Map();
  /** @type {PendingImport | null} A file that was read but not taken in yet. */
  pending = null;
  /** Whether another tab has the project: nothing is asked of it here then. */
  elsewhere = false;

  /** @param {import("./logic/options.js").PageOptions} options */
  constructor(options) {
    super();
    this.options = options;
    this.settings = new SettingsStore(options.project);
  }

  /**
   * The learner, started on first use. Resolves when the engine runs; the model may still be on its way.
   *
   * @returns {Promise<Learner>}
   */
  learner() {
    if (this.elsewhere) return Promise.reject({ code: "disposed", message: "Another tab has the project." });
    this.#starting ??= this.#start().catch((error) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  /** Reads the project that this browser holds. Where another tab has it open, `elsewhere` says so. */
  async open() {
    this.elsewhere = false;
    const learner = await this.learner().catch(async (error) => {
      if (/** @type {Partial<Failure>} */ (error)?.code !== "storage_unavailable" || !(await isHeld(this.options.project))) throw error;
      await new Promise((resolve) => setTimeout(resolve, CLOSING));
      if (!(await isHeld(this.options.project))) throw error;
      return null;
    });
    if (!learner) {
      this.elsewhere = true;
      return;
    }
    this.setStatus(await learner.status());
    this.labels = await learner.labels();
    this.#tell("labels");
  }

  /** Lets another tab have the project, once everything that was asked of it here is done. */
  async release() {
    const starting = this.#starting;
    if (!starting) return;
    this.elsewhere = true;
    this.#tell("screen");
    const learner = await starting.catch(() => null);
    // Calls are answered in their order: after this one nothing is under way.
    await learner?.status().catch(() => {});
    learner?.dispose();
    this.#starting = null;
    this.status = null;
    this.labels = [];
    this.progress = { model: null, embed: null };
    this.#tell("status");
    this.#tell("screen");
  }

  /** Tries once more what failed: to open the project, to load the model, to read the texts. */
  async retry() {
    const opened = this.status !== null;
    await this.open();
    if (!opened) this.#tell("screen");
    if (!this.elsewhere) await (await this.learner()).embedAll();
  }

  /** @param {Status} status */
  setStatus(status) {
    this.status = status;
    const hasProject = status.documents > 0;
    if (hasProject !== this.settings.values.hasProject) this.settings.set({ hasProject });
    this.#tell("status");
  }

  /** @param {Label[]} labels */
  async setLabels(labels) {
    const learner = await this.learner();
    const status = await learner.setLabels(labels);
    this.labels = labels;
    this.#tell("labels");
    this.setStatus(status);
  }

  /**
   * Changes labels: where there is something to undo, as a step that can be undone too.
   *
   * @param {import("./logic/label-edits.js").LabelEdit} edit
   */
  async editLabels({ labels, renames, step }) {
    const { events = 0, redoable = 0 } = this.status ?? {};
    if (!step || events + redoable === 0) return this.setLabels(labels);
    const learner = await this.learner();
    this.labels = await learner.editLabels(labels, { renames });
    this.#tell("labels");
    this.setStatus(await learner.status());
  }

  /** Reads the labels again, after an undo that may have changed them. */
  async refreshLabels() {
    this.labels = await (await this.learner()).labels();
    this.#tell("labels");
  }

  /** @param {Partial<import("./settings.js").Settings>} changes */
  change(changes) {
    this.settings.set(changes);
    this.#tell("settings");
  }

  /**
   * Goes to a screen; the address follows, so that the browser's Back works and a reload comes back.
   *
   * @param {ScreenName} screen
   */
  go(screen) {
    const hash = `#${screen}`;
    if (location.hash === hash) this.#tell("screen");
    else location.hash = hash;
  }

  /** The screen that fits: the one that the address names where the project is that far, else the furthest it is. */
  screen() {
    const wanted = location.hash.slice(1);
    const phase = this.status?.phase ?? "documents";
    if (wanted === "projects") return "projects";
    if (this.elsewhere) return "elsewhere";
    if (wanted === "start") return "start";
    if (wanted === "import" && this.pending) return "import";
    if (phase === "documents") return "start";
    if (wanted === "replay") return "replay";
    if (wanted === "people" && this.labels.length >= 2) return "people";
    if (wanted === "labels" || phase === "labels" || this.labels.length < 2) return "labels";
    return wanted === "answers" || wanted === "data" ? wanted : "annotate";
  }

  /**
   * Shows a failure to the person.
   *
   * @param {unknown} error
   */
  fail(error) {
    const failure = asFailure(error);
    // What was still asked of a project that another tab has taken.
    if (failure.code === "disposed" && this.elsewhere) return;
    if (/^(model|device)_/.test(failure.code)) this.modelFailed = true;
    this.dispatchEvent(new CustomEvent("failure", { detail: failure }));
  }

  /**
   * @param {AppEvent} name
   * @param {(detail: any) => void} listener
   * @param {AbortSignal} [signal]
   */
  on(name, listener, signal) {
    this.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail), signal ? { signal } : {});
  }

  async #start() {
    const { device, model, workers, project, seed } = this.options;
    const learner = await createLearner({ model: new URL(model, document.baseURI), device, seed, project, ...(workers ? { workers } : {}) });
    learner.addEventListener("progress", (event) => {
      const progress = /** @type {CustomEvent<Progress>} */ (event).detail;
      this.modelFailed = false;
      // A replay is shown by its own screen alone.
      if (progress.stage === "simulate") return;
      if (progress.stage === "model") this.progress.model = progress;
      else this.progress.embed = progress;
      this.#tell("progress");
    });
    learner.addEventListener("change", (event) => this.setStatus(/** @type {CustomEvent<Status>} */ (event).detail));
    learner.addEventListener("device", (event) => {
      this.device = /** @type {CustomEvent<DeviceChoice>} */ (event).detail;
      this.#tell("device");
    });
    for (const name of ["error", "notice"]) learner.addEventListener(name, (event) => this.fail(/** @type {CustomEvent} */ (event).detail));
    return learner;
  }

  /** @param {AppEvent} name */
  #tell(name) {
    this.dispatchEvent(new CustomEvent(name));
  }
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function asFailure(error) {
  const { code, message } = /** @type {Partial<Failure>} */ (error ?? {});
  if (typeof code === "string" && message) return { code, message };
  console.error(error);
  return { code: "internal", message: "" };
}

// @ts-check
// What all screens share: the learner, where the project stands, the labels, progress and device, and the way from screen to screen.
// Knows no element. Everything about texts and answers is asked of the learner, through its public interface alone.

import { createLearner } from "../handpick/index.js";
import { SettingsStore } from "./settings.js";

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
 * @typedef {"start" | "import" | "labels" | "annotate" | "answers" | "data" | "replay"} ScreenName
 * @typedef {{ source: File | string[], name: string, preview: Preview, options: ImportOptions }} PendingImport
 * @typedef {"status" | "labels" | "progress" | "device" | "failure" | "screen" | "settings"} AppEvent
 */

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
  /** @type {PendingImport | null} A file that was read but not taken in yet. */
  pending = null;

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
    this.#starting ??= this.#start().catch((error) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  /** Reads the project that this browser holds. */
  async open() {
    const learner = await this.learner();
    this.setStatus(await learner.status());
    this.labels = await learner.labels();
    this.#tell("labels");
  }

  /** Tries once more what failed: to open the project, to load the model, to read the texts. */
  async retry() {
    const opened = this.status !== null;
    await this.open();
    if (!opened) this.#tell("screen");
    await (await this.learner()).embedAll();
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
    if (wanted === "start") return "start";
    if (wanted === "import" && this.pending) return "import";
    if (phase === "documents") return "start";
    if (wanted === "replay") return "replay";
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

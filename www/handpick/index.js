// @ts-check
// Handpick inside any page: `createLearner` and the object that it gives. Owns the public names; every method is one
// message to the engine's worker. Computes nothing and touches no DOM.
//
// All files are found beside this module, so that it works from any sub-path; `worker`, `wasm` and `model` override that.

import { Client } from "./client.js";
import { HandpickError } from "./errors.js";
import { workerPort } from "./port.js";
import { toSource } from "./source.js";

export { HandpickError };

/**
 * @typedef {import("./protocol.js").Status} Status
 * @typedef {import("./protocol.js").QueryItem} QueryItem
 * @typedef {import("./protocol.js").Exported} Exported
 * @typedef {import("./source.js").Documents} Documents
 *
 * @typedef {import("./protocol.js").Progress | ({ stage: "device" } & import("./protocol.js").DeviceChoice)} ProgressReport
 *
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal] cancels the call; see `Client.call` for what that means for calls that change the project
 *
 * @typedef {object} FileOptions how a file is to be read; what is left out is found out
 * @property {string} [name] the file's name, where bytes or texts are given
 * @property {string} [textColumn]
 * @property {string} [labelColumn] an empty string says that there is none
 * @property {import("./protocol.js").Format} [format]
 * @property {string} [encoding] such as `utf-8` or `windows-1252`
 * @property {string} [delimiter] one character
 * @property {boolean} [hasHeader]
 *
 * @typedef {Partial<Omit<import("./protocol.js").SimulationOptions, "strategies">> & {
 *   strategy?: StrategyChoice,
 *   strategies?: StrategyChoice[],
 * }} SimulateOptions one strategy or several; see `SimulationOptions` for the rest
 * @typedef {import("./protocol.js").StrategyConfig | import("./protocol.js").StrategyConfig["name"]} StrategyChoice a name, or an object with parameters
 *
 * @typedef {object} LearnerOptions
 * @property {string | URL} [model] folder with config.json, tokenizer.json and model.safetensors
 * @property {import("./messages.js").DeviceRequest} [device] `auto` starts on the CPU and changes to WebGPU where that proves faster
 * @property {number} [seed] of a new project; a stored one keeps its own
 * @property {string | null} [project] name under which the browser stores it; `null` keeps it in memory only
 * @property {number} [workers] encoder workers on the CPU; each takes the memory of one model
 * @property {(report: ProgressReport) => void} [onProgress]
 * @property {AbortSignal} [signal] cancels the opening
 * @property {string | URL} [worker] the engine's worker script
 * @property {string | URL} [wasm] the engine's WebAssembly file
 */

/**
 * Opens a project: the stored one of that name, or a new one. The model loads in the background meanwhile; `loadModel()`
 * waits for it, `embedAll()` for the embeddings.
 *
 * Fails with `storage_unavailable` (pass `project: null` to work without storage), `device_unavailable` (WebGPU was forced
 * and this browser has none), `cancelled` or `internal`.
 * @param {LearnerOptions} [options]
 * @returns {Promise<Learner>}
 */
export async function createLearner(options = {}) {
  const { device = "auto", seed = 0, project = "default", workers = 1, onProgress, signal } = options;
  if (!["auto", "webgpu", "cpu"].includes(device)) throw invalid(`The device is “auto”, “webgpu” or “cpu”, not “${device}”.`);
  if (!Number.isSafeInteger(seed) || seed < 0) throw invalid("A seed is a whole number, not below 0.");
  if (!Number.isSafeInteger(workers) || workers < 1 || workers > 64) throw invalid("The number of workers is a whole number from 1 to 64.");
  if (project !== null && (typeof project !== "string" || project === "")) throw invalid("A project has a name that is not empty, or null.");
  const model = resolve(options.model ?? new URL("../models/all-MiniLM-L6-v2/", import.meta.url));
  const worker = options.worker === undefined ? new URL("./worker.js", import.meta.url) : resolve(options.worker);
  const learner = new Learner(
    () => workerPort(worker, "handpick"),
    {
      model: model.endsWith("/") ? model : `${model}/`,
      wasm: options.wasm === undefined ? new URL("./engine_bg.wasm", import.meta.url).href : resolve(options.wasm),
      device,
      seed,
      project,
      workers,
    },
    onProgress,
  );
  try {
    await learner.open(signal);
  } catch (error) {
    learner.dispose();
    throw error;
  }
  return learner;
}

/**
 * Deletes a stored project with all its answers. It must not be open.
 * @param {string} project
 * @returns {Promise<void>}
 */
export function deleteProject(project) {
  return new Promise((resolvePromise, reject) => {
    const request = indexedDB.deleteDatabase(`handpick/${project}`);
    request.onsuccess = () => resolvePromise();
    request.onerror = () => reject(new HandpickError("storage_unavailable", `The project “${project}” could not be deleted: ${request.error?.message}`));
    request.onblocked = () => reject(new HandpickError("storage_unavailable", `The project “${project}” is still open in some tab; close it there first.`));
  });
}

/**
 * One project. Calls may overlap: the worker does one after the other. Every call gets exactly one answer: a value, or a
 * `HandpickError` with a stable `code`.
 *
 * Events, each with its data in `detail`: `change` ({@link Status}), `progress`, `device`, `error` (something went wrong in
 * the background), `notice` (a cache could not be kept, and the like).
 */
export class Learner extends EventTarget {
  /** @type {Client} */ #client;
  /** Items that were handed out as random checks: an answer to one counts as such without being told. */
  #audits = new Set();
  /** @type {Map<number, string>} which strategy asked about a document, as `query` said last */
  #askedBy = new Map();

  /**
   * @param {() => import("./messages.js").Port} spawn
   * @param {import("./messages.js").OpenOptions} options
   * @param {(report: ProgressReport) => void} [onProgress]
   */
  constructor(spawn, options, onProgress) {
    super();
    const onEvent = (/** @type {import("./messages.js").EngineEvent} */ event) => {
      if (event.name === "progress") onProgress?.(event.detail);
      if (event.name === "device") onProgress?.({ stage: "device", ...event.detail });
      this.dispatchEvent(new CustomEvent(event.name, { detail: event.detail }));
    };
    this.#client = new Client({ spawn, options, onEvent });
  }

  /**
   * Called by `createLearner`.
   * @param {AbortSignal} [signal]
   */
  open(signal) {
    return this.#client.open(signal);
  }

  /**
   * Looks at a file without taking it in: format, columns, first rows, oddities.
   * @param {Documents} documents
   * @param {FileOptions & CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Preview>}
   */
  async inspect(documents, { signal, name, ...options } = {}) {
    return (await this.#call({ type: "inspect", source: toSource(documents, name), options }, signal)).preview;
  }

  /**
   * Takes documents in. They replace those of the project, and its answers with them.
   * @param {Documents} documents
   * @param {FileOptions & CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Imported>}
   */
  async importDocuments(documents, { signal, name, ...options } = {}) {
    const { imported } = await this.#call({ type: "import", source: toSource(documents, name), options }, signal);
    this.#audits.clear();
    this.#askedBy.clear();
    return imported;
  }

  /**
   * Names the labels. Answers with a label that is no longer there stop counting, but come back with it.
   * @param {(string | import("./protocol.js").Label)[]} labels
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async setLabels(labels, { signal } = {}) {
    const named = labels.map((label) => (typeof label === "string" ? { name: label } : label));
    return (await this.#call({ type: "setLabels", labels: named }, signal)).status;
  }

  /**
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Label[]>}
   */
  async labels({ signal } = {}) {
    return (await this.#call({ type: "labels" }, signal)).labels;
  }

  /**
   * Gives every unanswered document the label that its file gave, where that is one of the labels.
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async adoptSourceLabels({ signal } = {}) {
    return (await this.#call({ type: "adoptSourceLabels", at: Date.now() }, signal)).status;
  }

  /**
   * The texts most worth asking about, best first. Never waits: texts that are not embedded yet are drawn at random.
   * @param {{ strategy?: StrategyChoice, count?: number } & CallOptions} [options]
   * @returns {Promise<QueryItem[]>}
   */
  async query({ strategy, count = 1, signal } = {}) {
    /** @type {QueryItem[]} */
    const items = (await this.#call({ type: "query", strategy, count }, signal)).items;
    for (const { id, audit, strategy: by } of items) {
      audit ? this.#audits.add(id) : this.#audits.delete(id);
      this.#askedBy.set(id, by);
    }
    return items;
  }

  /**
   * One document as `query` would show it, answered or not: for coming back to it after an undo or a reload.
   * @param {number} id
   * @param {CallOptions} [options]
   * @returns {Promise<{ item: QueryItem, answered: boolean }>}
   */
  async item(id, { signal } = {}) {
    const { item, answered } = await this.#call({ type: "item", id }, signal);
    return { item, answered };
  }

  /**
   * Gives a document a label.
   * @param {number} id
   * @param {string} label
   * @param {{ audit?: boolean, askedBy?: string } & CallOptions} [options] `audit` and `askedBy` are as the item said (`audit`, `strategy`), where left out
   * @returns {Promise<Status>}
   */
  async annotate(id, label, { audit = this.#audits.has(id), askedBy = this.#askedBy.get(id), signal } = {}) {
    return (await this.#call({ type: "annotate", id, label, audit, askedBy, at: Date.now() }, signal)).status;
  }

  /**
   * Gives a document all of its labels, perhaps none: in a project where a text may have several.
   * @param {number} id
   * @param {string[]} labels
   * @param {{ audit?: boolean, askedBy?: string } & CallOptions} [options] as for `annotate`
   * @returns {Promise<Status>}
   */
  async annotateSet(id, labels, { audit = this.#audits.has(id), askedBy = this.#askedBy.get(id), signal } = {}) {
    return (await this.#call({ type: "annotateSet", id, labels, audit, askedBy, at: Date.now() }, signal)).status;
  }

  /**
   * Gives several documents the same label, as one step that one `undo` takes back.
   * @param {number[]} ids
   * @param {string[]} labels exactly one, where a text has one label
   * @param {CallOptions} [options]
   * @returns {Promise<{ documents: number, status: Status }>}
   */
  async annotateMany(ids, labels, { signal } = {}) {
    const { documents, status } = await this.#call({ type: "annotateMany", ids, labels, at: Date.now() }, signal);
    return { documents, status };
  }

  /**
   * Takes several documents' answers back, as one step.
   * @param {number[]} ids
   * @param {CallOptions} [options]
   * @returns {Promise<{ documents: number, status: Status }>}
   */
  async unlabelMany(ids, { signal } = {}) {
    const { documents, status } = await this.#call({ type: "unlabelMany", ids, at: Date.now() }, signal);
    return { documents, status };
  }

  /**
   * Marks a document to come back to; its answer stays as it is.
   * @param {number} id
   * @param {string} [note]
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async flag(id, note = "", { signal } = {}) {
    return (await this.#call({ type: "flag", id, note, at: Date.now() }, signal)).status;
  }

  /**
   * Takes a document's flag away.
   * @param {number} id
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async unflag(id, { signal } = {}) {
    return (await this.#call({ type: "unflag", id, at: Date.now() }, signal)).status;
  }

  /**
   * Renames, merges, adds, recolours or removes labels, as one step that `undo` takes back. Answers follow their label through `renames`;
   * those of a label that is neither there nor renamed stop counting.
   * @param {import("./protocol.js").Label[]} labels the labels from now on
   * @param {{ renames?: { from: string, to: string }[] } & CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Label[]>}
   */
  async editLabels(labels, { renames = [], signal } = {}) {
    return (await this.#call({ type: "editLabels", labels, renames, at: Date.now() }, signal)).labels;
  }

  /**
   * The project's settings: several labels a text, annotator, guideline, how the head is fitted. What is left out has its default.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").ProjectOptions>}
   */
  async options({ signal } = {}) {
    return (await this.#call({ type: "options" }, signal)).options;
  }

  /**
   * Changes some of the project's settings; the others stay as they are.
   * @param {import("./protocol.js").OptionChanges} changes
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").ProjectOptions>}
   */
  async setOptions(changes, { signal } = {}) {
    return (await this.#call({ type: "setOptions", changes }, signal)).options;
  }

  /**
   * Passes a document over.
   * @param {number} id
   * @param {{ audit?: boolean, unsure?: boolean } & CallOptions} [options] `unsure` where the annotator cannot tell
   * @returns {Promise<Status>}
   */
  async skip(id, { audit = this.#audits.has(id), unsure = false, signal } = {}) {
    return (await this.#call({ type: "skip", id, audit, unsure, at: Date.now() }, signal)).status;
  }

  /**
   * Takes a document's answer back.
   * @param {number} id
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async unlabel(id, { signal } = {}) {
    return (await this.#call({ type: "unlabel", id, at: Date.now() }, signal)).status;
  }

  /**
   * Undoes the last step, whatever it was: an answer, a flag, many answers at once, a change of labels.
   * @param {CallOptions} [options]
   * @returns {Promise<{ id?: number, documents: number, status: Status }>} `id` where it was about one document; how many it was about
   */
  async undo({ signal } = {}) {
    const { id, documents, status } = await this.#call({ type: "undo" }, signal);
    return { id, documents, status };
  }

  /**
   * Does again what was undone last; possible until something else is done.
   * @param {CallOptions} [options]
   * @returns {Promise<{ id?: number, documents: number, status: Status }>}
   */
  async redo({ signal } = {}) {
    const { id, documents, status } = await this.#call({ type: "redo" }, signal);
    return { id, documents, status };
  }

  /**
   * Answered documents, most recent first.
   * @param {{ offset?: number, limit?: number } & CallOptions} [options]
   * @returns {Promise<{ total: number, documents: import("./protocol.js").AnsweredDocument[] }>}
   */
  async answered({ offset = 0, limit = 50, signal } = {}) {
    const { total, documents } = await this.#call({ type: "answered", offset, limit }, signal);
    return { total, documents };
  }

  /**
   * Takes in what another person answered, from their project file of the same texts. One `undo` takes it back.
   * @param {Uint8Array | ArrayBuffer} bytes
   * @param {{ name?: string } & CallOptions} [options] `name` for a project that names no annotator
   * @returns {Promise<import("./protocol.js").Merged>}
   */
  async mergeProject(bytes, { name, signal } = {}) {
    const file = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
    return (await this.#call({ type: "mergeProject", bytes: file, ...(name ? { name } : {}), at: Date.now() }, signal)).merged;
  }

  /**
   * How far the annotators agree: Cohen's kappa of every two, Krippendorff's alpha of all.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Agreement>}
   */
  async agreement({ signal } = {}) {
    return (await this.#call({ type: "agreement" }, signal)).agreement;
  }

  /**
   * Documents on which people disagree and that were not decided since; answering one decides it.
   * @param {{ offset?: number, limit?: number } & CallOptions} [options]
   * @returns {Promise<{ total: number, documents: import("./protocol.js").Disagreement[] }>}
   */
  async disagreements({ offset = 0, limit = 50, signal } = {}) {
    const { total, documents } = await this.#call({ type: "disagreements", offset, limit }, signal);
    return { total, documents };
  }

  /**
   * Every annotator's answers side by side, as CSV.
   * @param {CallOptions} [options]
   * @returns {Promise<Exported>}
   */
  async exportAnnotators({ signal } = {}) {
    return (await this.#call({ type: "exportAnnotators" }, signal)).exported;
  }

  /**
   * Every document's label and probabilities. Documents that are not embedded yet have none; see `embedAll`.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").DocumentPrediction[]>}
   */
  async predict({ signal } = {}) {
    return (await this.#call({ type: "predict" }, signal)).predictions;
  }

  /**
   * Answers worth looking at again: those that the others contradict, and pairs that contradict each other. Takes a few seconds on a
   * large project, so ask now and then rather than after every answer.
   * @param {{ limit?: number } & CallOptions} [options] at most so many of each kind
   * @returns {Promise<import("./protocol.js").LabelIssues>}
   */
  async labelIssues({ limit = 20, signal } = {}) {
    return (await this.#call({ type: "labelIssues", limit }, signal)).issues;
  }

  /**
   * The list of all texts: those that pass the filter, in order, a page at a time. Scrolling through one list computes nothing again.
   * @param {{ filter?: import("./protocol.js").BrowseFilter, sort?: import("./protocol.js").BrowseSort, offset?: number, limit?: number } & CallOptions} [options]
   * @returns {Promise<{ total: number, rows: import("./protocol.js").BrowseRow[] }>}
   */
  async browse({ filter = {}, sort = "file", offset = 0, limit = 100, signal } = {}) {
    const { total, rows } = await this.#call({ type: "browse", filter, sort, offset, limit }, signal);
    return { total, rows };
  }

  /**
   * All texts that pass the filter, in order, by their numbers alone: for `annotateMany` and `unlabelMany`.
   * @param {{ filter?: import("./protocol.js").BrowseFilter, sort?: import("./protocol.js").BrowseSort } & CallOptions} [options]
   * @returns {Promise<number[]>}
   */
  async browseIds({ filter = {}, sort = "file", signal } = {}) {
    return (await this.#call({ type: "browseIds", filter, sort }, signal)).ids;
  }

  /**
   * What happened to a document, oldest first; what was undone is not part of it.
   * @param {number} id
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").PastEvent[]>}
   */
  async history(id, { signal } = {}) {
    return (await this.#call({ type: "history", id }, signal)).events;
  }

  /**
   * Accuracy on random checks with its interval, calibration, when to stop, the learning curve, counts.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Evaluation>}
   */
  async evaluate({ signal } = {}) {
    return (await this.#call({ type: "evaluate" }, signal)).evaluation;
  }

  /**
   * Labels the project's documents again with a simulated annotator who knows the gold labels (the answers given, or those in
   * `goldColumn`), and measures the strategies on held-out texts: learning curves with intervals, areas, the comparison with `random`.
   * Changes nothing. Every text with a gold label must be embedded, see `embedAll`. Reports `progress` with the stage `simulate`; other calls
   * go on meanwhile. Aborting it stops it.
   * @param {SimulateOptions & CallOptions} [options]
   * @returns {Promise<import("./protocol.js").Simulation>}
   */
  async simulate({ signal, strategy = "auto", strategies = [strategy], ...rest } = {}) {
    // What is left out takes its default, and so does what is there but undefined.
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null));
    return (await this.#call({ type: "simulate", options: { ...given, strategies } }, signal)).simulation;
  }

  /**
   * The columns of the file that can serve as gold labels for `simulate`.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").GoldColumn[]>}
   */
  async goldColumns({ signal } = {}) {
    return (await this.#call({ type: "goldColumns" }, signal)).columns;
  }

  /**
   * Answers and predictions as a file, with all columns of the source.
   * @param {import("./protocol.js").ExportFormat} [format]
   * @param {CallOptions} [options]
   * @returns {Promise<Exported>}
   */
  async exportAnnotations(format = "csv", { signal } = {}) {
    return (await this.#call({ type: "exportAnnotations", format }, signal)).exported;
  }

  /**
   * The classifier head as JSON, with all that is needed to reproduce its predictions.
   * @param {CallOptions} [options]
   * @returns {Promise<Exported>}
   */
  async exportHead({ signal } = {}) {
    return (await this.#call({ type: "exportHead" }, signal)).exported;
  }

  /**
   * The whole project as the bytes of one file.
   * @param {CallOptions} [options]
   * @returns {Promise<Uint8Array>}
   */
  async save({ signal } = {}) {
    return (await this.#call({ type: "save" }, signal)).exported.bytes;
  }

  /**
   * Opens a project file in place of what is there.
   * @param {Uint8Array | ArrayBuffer} bytes
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async restore(bytes, { signal } = {}) {
    const { status } = await this.#call({ type: "restore", bytes: bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes }, signal);
    this.#audits.clear();
    this.#askedBy.clear();
    return status;
  }

  /**
   * Where the project stands.
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async status({ signal } = {}) {
    return (await this.#call({ type: "status" }, signal)).status;
  }

  /**
   * The menu of strategies.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./protocol.js").StrategyInfo[]>}
   */
  async strategies({ signal } = {}) {
    return (await this.#call({ type: "listStrategies" }, signal)).strategies;
  }

  /**
   * Waits until the model is loaded and a device is at work; tries again where that failed before.
   * @param {CallOptions} [options]
   * @returns {Promise<import("./messages.js").ModelStatus>}
   */
  loadModel({ signal } = {}) {
    return this.#call({ type: "loadModel" }, signal);
  }

  /**
   * Waits until every text is embedded. Embedding goes on by itself after an import; this starts it again where it failed or
   * was stopped. Aborting the last such call stops it.
   * @param {CallOptions} [options]
   * @returns {Promise<Status>}
   */
  async embedAll({ signal } = {}) {
    return (await this.#call({ type: "embedAll" }, signal)).status;
  }

  /** Settles when every text that is there now is embedded. */
  get embedded() {
    return this.embedAll();
  }

  /**
   * Asks the browser not to evict what is stored when space gets short. Some browsers ask the person.
   * @returns {Promise<boolean>} whether it agreed
   */
  async persist() {
    return (await globalThis.navigator?.storage?.persist?.()) ?? false;
  }

  /** Rejects what is pending and ends the workers; every later call rejects with `disposed`. */
  dispose() {
    this.#client.dispose();
  }

  /**
   * @param {import("./messages.js").AnyRequest} request
   * @param {AbortSignal} [signal]
   */
  #call(request, signal) {
    return this.#client.call(request, { signal });
  }
}

/** @param {string | URL} url */
function resolve(url) {
  return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href;
}

/** @param {string} message */
function invalid(message) {
  return new HandpickError("invalid_argument", message);
}

// @ts-check
// Keeps encoders busy until every text is embedded: loads the model, starts workers, deals out chunks, replaces the dead.
// Owns the loop and its failures; which device is worth it is decided in device.js, and what an embedding is for is not
// known here.

import { HandpickError, cancelled, toWire } from "./errors.js";
import { Rate } from "./rate.js";
import { CHOSEN, LOST, SAMPLE_TEXTS, checkedWebgpu, compare } from "./device.js";

/** A chunk should take about so long: long enough for batches of like length, short enough for steady progress. */
const CHUNK_SECONDS = 3;
const SMALLEST_CHUNK = 16;
const LARGEST_CHUNK = 512;

/** How often an encoder is replaced before its failure is taken for an answer: in a row, and by the same texts. */
const RESPAWNS = 3;

/** Milliseconds without a sign of life after which a worker counts as hung: a batch of long texts on a slow phone is slow. */
const CPU_PATIENCE = 180_000;

/**
 * @typedef {import("./encoders.js").EncoderWorker} EncoderWorker
 * @typedef {import("./encoders.js").Rows} Rows
 * @typedef {{ generation: number, keys: Uint32Array, texts: string[], failures?: number }} Chunk
 *
 * @typedef {object} Parts everything that the loop uses, handed in so that tests can hand in others
 * @property {Pick<import("./engine.js").Engine, "status" | "useModel" | "pendingTexts" | "addFeatures" | "keepFeatures">} engine
 * @property {() => Promise<{ name: string, id: string } | undefined>} identify the model, without loading it
 * @property {(onProgress: (done: number, total: number) => void) => Promise<import("./messages.js").ModelFiles>} load
 * @property {(device: "cpu" | "webgpu", files: import("./messages.js").ModelFiles, patience: number) => Promise<EncoderWorker>} spawn starts one
 * @property {() => Promise<{ available: boolean, software: boolean, adapter: string, reason: string }>} probe
 * @property {string[]} golden texts of the self-test
 * @property {(left: Float32Array, right: Float32Array) => number} difference
 * @property {import("./messages.js").DeviceRequest} device
 * @property {number} workers
 * @property {(event: import("./messages.js").EngineEvent) => void} emit
 */

export class Embedder {
  /** @type {Parts} */ #parts;
  /** @type {Set<EncoderWorker>} in use */ #encoders = new Set();
  /** @type {Map<EncoderWorker, number>} texts per second, as last measured */ #rates = new Map();
  /** @type {Set<EncoderWorker>} at work on a chunk */ #busy = new Set();
  /** @type {Chunk[]} given back by encoders that failed */ #returned = [];
  /** @type {Promise<import("./messages.js").ModelStatus> | null} */ #model = null;
  /** @type {{ name: string, id: string, maxTokens: number } | null} */ #known = null;
  /** @type {{ resolve: () => void, reject: (error: unknown) => void }[]} */ #waiting = [];
  /** @type {Promise<void>} which model it is, and what is stored of it */ #identified = Promise.resolve();
  /** @type {import("./protocol.js").DeviceChoice} */ #choice = { device: "cpu", reason: "" };
  /** @type {"untried" | "trying" | "tried"} */ #trial;
  /** Lookups of stored embeddings that are under way; meanwhile nothing is handed out. */
  #searches = 0;
  /** Whether the model was asked for since the attempt under way began. */
  #askedAgain = false;
  #failures = 0;
  #paused = false;
  #progress = new Rate();

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#trial = parts.device === "auto" ? "untried" : "tried";
  }

  /**
   * Begins in the background. Where everything is embedded already, the model is not even loaded.
   * @returns {Promise<void>}
   */
  async begin() {
    this.#identified = this.#identify();
    await this.#identified;
    if (!this.#isDone() || this.#parts.engine.status().texts === 0) this.#inBackground();
  }

  /**
   * The texts have changed: what is stored of them is looked up, the rest is embedded. Failures are events.
   * @param {boolean} replaced whether there are other documents now, and not only other labels
   */
  async textsChanged(replaced) {
    this.#paused = false;
    if (replaced) this.#returned = [];
    if (replaced && this.#known) await this.#useModel();
    this.#inBackground();
  }

  /**
   * Loads the model and starts encoders, once; again after a failure. Asked while an attempt is under way that then fails,
   * it makes another: what was wrong when that one began may have been mended since.
   * @returns {Promise<import("./messages.js").ModelStatus>}
   */
  loadModel() {
    this.#askedAgain = this.#model !== null;
    return this.#loaded();
  }

  /**
   * Settles when all texts are embedded. When `signal` aborts the last such call, embedding stops until it is asked for again.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>}
   */
  async embedAll(signal) {
    this.#paused = false;
    await this.#identified.catch(() => {});
    if (this.#isDone()) return;
    /** @type {Promise<void>} */
    const done = new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled("Embedding"));
      const waiter = { resolve, reject };
      this.#waiting.push(waiter);
      signal?.addEventListener("abort", () => {
        const place = this.#waiting.indexOf(waiter);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        if (this.#waiting.length === 0) this.#paused = true;
        reject(cancelled("Embedding"));
      });
    });
    this.#askedAgain = this.#model !== null;
    this.#inBackground();
    return done;
  }

  #isDone() {
    const { texts, embedded } = this.#parts.engine.status();
    return this.#searches === 0 && embedded >= texts;
  }

  #inBackground() {
    // Its failure is told by an event, and to whoever waits.
    this.#loaded().then(() => this.#work()).catch(() => {});
  }

  /** @returns {Promise<import("./messages.js").ModelStatus>} */
  #loaded() {
    this.#model ??= this.#attempt().catch((error) => {
      this.#fail(error);
      throw error;
    });
    return this.#model.then((model) => ({ ...model, ...this.#choice }));
  }

  /** @returns {Promise<import("./messages.js").ModelStatus>} */
  async #attempt() {
    for (;;) {
      this.#askedAgain = false;
      try {
        return await this.#prepare();
      } catch (error) {
        if (!this.#askedAgain) throw error;
        this.#endEncoders();
      }
    }
  }

  /** Learns which model it is, which brings back the embeddings stored for it. */
  async #identify() {
    const model = await this.#parts.identify();
    if (!model) return;
    this.#known = { ...model, maxTokens: 0 };
    await this.#useModel();
    this.#changed(true);
  }

  async #useModel() {
    if (!this.#known) return;
    this.#searches += 1;
    try {
      await this.#parts.engine.useModel(this.#known.name, this.#known.id, this.#known.maxTokens);
    } finally {
      this.#searches -= 1;
    }
    this.#work();
  }

  /** @returns {Promise<import("./messages.js").ModelStatus>} */
  async #prepare() {
    const files = await this.#load();
    await this.#start(files);
    const [encoder] = this.#encoders;
    this.#known = { name: files.name, id: files.id, maxTokens: encoder.maxTokens };
    await this.#useModel();
    return { ...this.#known, ...this.#choice };
  }

  async #load() {
    const rate = new Rate();
    const files = await this.#parts.load((done, total) => {
      if (rate.due(done === total)) this.#emit("progress", { stage: "model", done, total, rate: rate.of(done) });
    });
    if (files.notice) this.#emit("notice", files.notice);
    return files;
  }

  /** @param {import("./messages.js").ModelFiles} files */
  async #start(files) {
    if (this.#parts.device === "webgpu") {
      this.#encoders.add(await checkedWebgpu(this.#parts, files));
      return this.#choose("webgpu", CHOSEN.forced("webgpu"));
    }
    await this.#startCpu(files, this.#parts.workers);
    this.#choose("cpu", this.#parts.device === "cpu" ? CHOSEN.forced("cpu") : CHOSEN.start);
  }

  /**
   * @param {import("./messages.js").ModelFiles} files
   * @param {number} count
   */
  async #startCpu(files, count) {
    const starting = Array.from({ length: count }, () => this.#parts.spawn("cpu", files, CPU_PATIENCE));
    // Those that start are kept track of even if another does not, so that they end with the attempt.
    for (const start of await Promise.allSettled(starting)) if (start.status === "fulfilled") this.#encoders.add(start.value);
    await Promise.all(starting);
  }

  /** Sets every idle encoder to work. */
  #work() {
    for (const encoder of this.#encoders) {
      if (!this.#busy.has(encoder)) this.#keepBusy(encoder);
    }
  }

  /** @param {EncoderWorker} encoder */
  async #keepBusy(encoder) {
    this.#busy.add(encoder);
    try {
      while (!this.#paused && this.#encoders.has(encoder)) {
        const chunk = this.#next(encoder);
        if (!chunk) break;
        if (!(await this.#embed(encoder, chunk))) break;
      }
    } finally {
      this.#busy.delete(encoder);
    }
    if (!this.#encoders.has(encoder)) encoder.terminate();
    await this.#settle();
  }

  /**
   * @param {EncoderWorker} encoder
   * @returns {Chunk | null}
   */
  #next(encoder) {
    if (this.#searches > 0) return null;
    const returned = this.#returned.pop();
    if (returned) return returned;
    const rate = this.#rates.get(encoder) ?? 0;
    let size = Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, Math.round(rate * CHUNK_SECONDS)));
    const { texts, embedded } = this.#parts.engine.status();
    // Towards the end, everyone gets a share.
    size = Math.max(SMALLEST_CHUNK, Math.min(size, Math.ceil((texts - embedded) / this.#encoders.size)));
    const chunk = this.#parts.engine.pendingTexts(size);
    return chunk.keys.length > 0 ? chunk : null;
  }

  /**
   * @param {EncoderWorker} encoder
   * @param {Chunk} chunk
   * @returns {Promise<boolean>} whether the encoder can go on
   */
  async #embed(encoder, chunk) {
    const missing = new Set(chunk.keys.keys());
    const sample = this.#trial === "untried" && this.#rates.has(encoder) ? new Float32Array(chunk.texts.length * encoder.dims) : null;
    let milliseconds;
    try {
      milliseconds = await encoder.embed(chunk.texts, (batch) => {
        const keys = batch.positions.map((position) => chunk.keys[position]);
        this.#parts.engine.addFeatures(chunk.generation, keys, batch.rows, batch.dropped);
        batch.positions.forEach((position, place) => {
          missing.delete(position);
          sample?.set(batch.rows.subarray(place * encoder.dims, (place + 1) * encoder.dims), position * encoder.dims);
        });
        this.#changed(false);
      });
      if (missing.size > 0) throw new HandpickError("internal", `The encoder left ${missing.size} texts out.`);
    } catch (error) {
      const left = [...missing];
      const failures = (chunk.failures ?? 0) + 1;
      this.#returned.push({ ...chunk, failures, keys: Uint32Array.from(left, (place) => chunk.keys[place]), texts: left.map((place) => chunk.texts[place]) });
      await this.#replace(encoder, error, failures);
      return false;
    }
    this.#failures = 0;
    this.#rates.set(encoder, (1000 * chunk.texts.length) / Math.max(milliseconds, 1));
    await this.#keep(false);
    if (sample && this.#trial === "untried") this.#tryWebgpu({ texts: chunk.texts.slice(0, SAMPLE_TEXTS), rows: sample });
    return true;
  }

  /**
   * An encoder failed: another takes its place, or the failure becomes everyone's.
   * @param {EncoderWorker} encoder
   * @param {unknown} error
   * @param {number} failures of the chunk that it was at
   */
  async #replace(encoder, error, failures) {
    encoder.terminate();
    // A trial may have retired it meanwhile.
    if (!this.#encoders.delete(encoder)) return;
    const { message } = toWire(error);
    // Texts that bring down every encoder would do so for ever.
    if (failures > RESPAWNS) return this.#fail(error);
    try {
      this.#failures += 1;
      if (this.#failures > RESPAWNS) throw error;
      const files = await this.#load();
      if (encoder.device === "webgpu" && this.#parts.device === "auto") {
        await this.#startCpu(files, this.#parts.workers);
        this.#choose("cpu", LOST.toCpu(message));
      } else if (encoder.device === "webgpu") {
        this.#encoders.add(await checkedWebgpu(this.#parts, files));
        this.#choose("webgpu", LOST.again(message));
      } else {
        await this.#startCpu(files, 1);
      }
    } catch (last) {
      if (this.#encoders.size === 0) return this.#fail(last);
    }
    this.#work();
  }

  /**
   * Times WebGPU on texts that the CPU has just embedded, and changes over if it is faster. The CPU goes on meanwhile.
   * @param {{ texts: string[], rows: Float32Array }} sample
   */
  async #tryWebgpu(sample) {
    const { texts, embedded } = this.#parts.engine.status();
    const cpuRate = [...this.#encoders].reduce((sum, encoder) => sum + (this.#rates.get(encoder) ?? 0), 0);
    const verdict = await (async () => {
      this.#trial = "trying";
      return compare(this.#parts, () => this.#load(), sample, cpuRate, texts - embedded);
    })();
    this.#trial = verdict.again ? "untried" : "tried";
    if (verdict.encoder && this.#encoders.size > 0) {
      const retired = [...this.#encoders];
      this.#encoders = new Set([verdict.encoder]);
      this.#rates.set(verdict.encoder, verdict.rate);
      for (const encoder of retired) {
        this.#rates.delete(encoder);
        if (!this.#busy.has(encoder)) encoder.terminate();
      }
      this.#choose("webgpu", verdict.reason);
      this.#work();
    } else {
      verdict.encoder?.terminate();
      if (!verdict.again) this.#choose("cpu", verdict.reason);
    }
  }

  /** Tells those who wait, once there is nothing left to hand out and nobody at work. */
  async #settle() {
    if (this.#busy.size > 0 || this.#encoders.size === 0 || this.#paused || this.#searches > 0) return;
    const { texts, embedded } = this.#parts.engine.status();
    if (embedded < texts) {
      // Texts came while the last encoder finished.
      if (this.#returned.length > 0) this.#work();
      else {
        const [encoder] = this.#encoders;
        const chunk = this.#next(encoder);
        if (chunk) {
          this.#returned.push(chunk);
          this.#work();
        }
      }
      if (this.#busy.size > 0) return;
    }
    await this.#keep(true);
    this.#changed(true);
    // The next work's speed is not to be reckoned from the end of this one.
    this.#progress = new Rate();
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** @param {boolean} all */
  async #keep(all) {
    const notice = await this.#parts.engine.keepFeatures(all);
    if (notice) this.#emit("notice", notice);
  }

  /** @param {boolean} last whether it has to be said even if something was said just now */
  #changed(last) {
    if (!this.#progress.due(last)) return;
    const status = this.#parts.engine.status();
    this.#emit("progress", { stage: "embed", done: status.embedded, total: status.texts, rate: this.#progress.of(status.embedded) });
    this.#emit("change", status);
  }

  #endEncoders() {
    for (const encoder of this.#encoders) encoder.terminate();
    this.#encoders.clear();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#model = null;
    this.#endEncoders();
    const wire = toWire(error);
    const failure = new HandpickError(wire.code, wire.message);
    for (const { reject } of this.#waiting.splice(0)) reject(failure);
    this.#emit("error", wire);
  }

  /**
   * @param {"cpu" | "webgpu"} device
   * @param {string} reason
   */
  #choose(device, reason) {
    this.#choice = { device, reason };
    this.#emit("device", this.#choice);
  }

  /**
   * @param {import("./messages.js").EngineEvent["name"]} name
   * @param {any} detail
   */
  #emit(name, detail) {
    this.#parts.emit({ type: "event", name, detail });
  }
}

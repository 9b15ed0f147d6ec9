// @ts-check
// One encoder worker seen from the engine's worker: start it, give it texts, notice when it hangs or dies.
// Knows nothing of projects, nor of which device is the better one.

import { HandpickError, fromWire } from "./errors.js";

/**
 * @typedef {{ positions: Uint32Array, rows: Float32Array, dropped: Uint32Array }} Rows
 *   embeddings of some of the texts of a call: `positions` into its list, `rows` one after the other
 */

export class EncoderWorker {
  /** @type {import("./messages.js").Port} */ #port;
  /** @type {{ resolve: (value: any) => void, reject: (error: HandpickError) => void, onRows: (rows: Rows) => void } | null} */ #call = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #watchdog;
  /** Milliseconds without a sign of life after which the worker counts as hung. */
  #patience;
  /** @type {HandpickError | null} why it can no longer be used */
  #dead = null;

  /** @type {"cpu" | "webgpu"} */ device;
  dims = 0;
  maxTokens = 0;

  /**
   * @param {import("./messages.js").Port} port
   * @param {"cpu" | "webgpu"} device
   * @param {number} patience
   */
  constructor(port, device, patience) {
    this.#port = port;
    this.#patience = patience;
    this.device = device;
    port.listen(
      (message) => this.#receive(message),
      (reason) => this.#die(new HandpickError(device === "webgpu" ? "device_lost" : "internal", reason)),
    );
  }

  /**
   * Hands the compiled engine and the model's files over.
   * @param {WebAssembly.Module} module
   * @param {import("./messages.js").ModelFiles} files
   * @returns {Promise<void>}
   */
  async start(module, { config, tokenizer, weights }) {
    const { dims, maxTokens } = await this.#ask({ type: "start", module, device: this.device, config, tokenizer, weights }, () => {});
    this.dims = dims;
    this.maxTokens = maxTokens;
  }

  /**
   * Compares the device's numbers with stored ones; fails with `device_wrong` where they differ.
   * @param {string} modelId
   * @returns {Promise<boolean>} whether numbers of this model are stored
   */
  async selfTest(modelId) {
    return (await this.#ask({ type: "selfTest", modelId }, () => {})).known;
  }

  /**
   * Embeds texts; rows come batch by batch, in no particular order. Returns how long the encoder took, in milliseconds.
   * @param {string[]} texts
   * @param {(rows: Rows) => void} onRows
   * @returns {Promise<number>}
   */
  async embed(texts, onRows) {
    return (await this.#ask({ type: "embed", texts }, onRows)).milliseconds;
  }

  /**
   * The same, as one matrix in the order of the texts.
   * @param {string[]} texts
   * @returns {Promise<{ rows: Float32Array, milliseconds: number }>}
   */
  async embedTogether(texts) {
    const rows = new Float32Array(texts.length * this.dims);
    const milliseconds = await this.embed(texts, (batch) => {
      batch.positions.forEach((position, place) => {
        rows.set(batch.rows.subarray(place * this.dims, (place + 1) * this.dims), position * this.dims);
      });
    });
    return { rows, milliseconds };
  }

  terminate() {
    this.#die(new HandpickError("cancelled", "The encoder was stopped."));
  }

  /**
   * @param {import("./messages.js").ToEncoder} message
   * @param {(rows: Rows) => void} onRows
   * @returns {Promise<any>}
   */
  #ask(message, onRows) {
    if (this.#dead) return Promise.reject(this.#dead);
    return new Promise((resolve, reject) => {
      this.#call = { resolve, reject, onRows };
      this.#watch();
      this.#port.post(message);
    });
  }

  /** @param {import("./messages.js").FromEncoder} message */
  #receive(message) {
    if (this.#dead) return;
    if (message.type === "failed") return this.#die(fromWire(message.error));
    if (message.type === "rows") {
      this.#watch();
      return this.#call?.onRows(message);
    }
    clearTimeout(this.#watchdog);
    const call = this.#call;
    this.#call = null;
    call?.resolve(message);
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      const message = `The ${this.device === "webgpu" ? "graphics card" : "encoder"} gave no sign of life for ${Math.round(this.#patience / 1000)} seconds.`;
      this.#die(new HandpickError(this.device === "webgpu" ? "device_lost" : "internal", message));
    }, this.#patience);
  }

  /** @param {HandpickError} error */
  #die(error) {
    if (this.#dead) return;
    this.#dead = error;
    clearTimeout(this.#watchdog);
    this.#port.terminate();
    const call = this.#call;
    this.#call = null;
    call?.reject(error);
  }
}

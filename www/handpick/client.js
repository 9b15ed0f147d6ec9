// @ts-check
// Calls and their answers: gives every call an id and exactly one answer, whatever happens to the worker.
// Owns ids, cancellation, and the restart after a crash. Knows no DOM and no method of the engine beyond which of them
// change a project.

import { CHANGES, KEPT_BY_IMPORT } from "./changes.js";
import { HandpickError, cancelled, fromWire } from "./errors.js";

/**
 * @typedef {import("./messages.js").AnyRequest} AnyRequest
 * @typedef {{
 *   resolve: (value: any) => void,
 *   reject: (error: HandpickError) => void,
 *   request: AnyRequest | null,
 *   settle: () => void,
 * }} Pending
 */

export class Client {
  /** @type {() => import("./messages.js").Port} */ #spawn;
  /** @type {import("./messages.js").OpenOptions} */ #options;
  /** @type {(event: import("./messages.js").EngineEvent) => void} */ #onEvent;
  /** @type {import("./messages.js").Port | null} */ #port = null;
  /** @type {Map<number, Pending>} */ #pending = new Map();
  #nextId = 1;
  #disposed = false;
  /**
   * Where nothing is stored, what was done so far: a fresh worker does it again after a crash.
   * @type {AnyRequest[] | null}
   */
  #journal;

  /**
   * @param {{
   *   spawn: () => import("./messages.js").Port,
   *   options: import("./messages.js").OpenOptions,
   *   onEvent: (event: import("./messages.js").EngineEvent) => void,
   * }} parts
   */
  constructor({ spawn, options, onEvent }) {
    this.#spawn = spawn;
    this.#options = options;
    this.#onEvent = onEvent;
    this.#journal = options.project === null ? [] : null;
  }

  /**
   * Starts the worker and opens the project.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>}
   */
  open(signal) {
    if (signal?.aborted) return Promise.reject(cancelled("Opening the project"));
    return this.#start(signal);
  }

  /**
   * Sends one call. The promise settles exactly once: with the answer, or with a `HandpickError`.
   *
   * Aborting a call that only reads rejects at once with `cancelled`. A call that changes the project is taken out of the
   * queue if it has not begun, and rejects with `cancelled`; if it has, its true answer is given.
   * @param {AnyRequest} request
   * @param {{ signal?: AbortSignal, transfer?: Transferable[] }} [options]
   * @returns {Promise<any>}
   */
  call(request, { signal, transfer } = {}) {
    if (this.#disposed) return Promise.reject(disposed());
    if (signal?.aborted) return Promise.reject(cancelled(`“${request.type}”`));
    if (this.#port === null) {
      // Its answer is that of the calls behind it: the worker fails them alike when it cannot open.
      this.#start().catch(() => {});
    }
    return this.#send(request, (id) => ({ type: "call", id, request }), signal, transfer);
  }

  /** Rejects what is pending and ends the worker. Harmless when called again. */
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#end(disposed());
  }

  /** @param {AbortSignal} [signal] */
  #start(signal) {
    const port = this.#spawn();
    this.#port = port;
    port.listen(
      (message) => port === this.#port && this.#receive(message),
      (reason) => port === this.#port && this.#died({ code: "internal", message: reason }),
    );
    const opened = this.#send(null, (id) => ({ type: "open", id, options: this.#options }), signal);
    for (const request of this.#journal ?? []) {
      this.#send(null, (id) => ({ type: "call", id, request })).catch((error) => {
        this.#onEvent({ type: "event", name: "error", detail: { code: error.code, message: `What was done before the crash could not all be done again: ${error.message}` } });
      });
    }
    return opened;
  }

  /**
   * @param {AnyRequest | null} request
   * @param {(id: number) => import("./messages.js").ToWorker} envelope
   * @param {AbortSignal} [signal]
   * @param {Transferable[]} [transfer]
   */
  #send(request, envelope, signal, transfer) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#port?.post({ type: "cancel", id });
        if (request === null || !CHANGES.has(request.type)) this.#take(id)?.reject(cancelled(`“${request?.type ?? "open"}”`));
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#pending.set(id, { resolve, reject, request, settle: () => signal?.removeEventListener("abort", onAbort) });
      try {
        this.#port?.post(envelope(id), transfer);
      } catch (error) {
        const message = `The arguments of “${request?.type ?? "open"}” cannot be sent to the worker: ${error instanceof Error ? error.message : error}`;
        this.#take(id)?.reject(new HandpickError("invalid_argument", message));
      }
    });
  }

  /** @param {import("./messages.js").FromWorker} message */
  #receive(message) {
    if (message.type === "event") return this.#onEvent(message);
    if (message.type === "died") return this.#died(message.error);
    const call = this.#take(message.id);
    // A call that was cancelled has had its answer already.
    if (!call) return;
    if (message.type === "failure") return call.reject(fromWire(message.error));
    if (call.request) this.#record(call.request);
    call.resolve(message.value);
  }

  /** @param {number} id */
  #take(id) {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.settle();
    return call;
  }

  /** @param {AnyRequest} request */
  #record(request) {
    if (this.#journal === null || !CHANGES.has(request.type)) return;
    if (request.type === "restore") this.#journal = [];
    if (request.type === "import") {
      const labels = this.#journal.findLastIndex((earlier) => earlier.type === "setLabels");
      this.#journal = this.#journal.filter((earlier, place) => KEPT_BY_IMPORT.includes(earlier.type) && (earlier.type === "setOptions" || place >= labels));
    }
    this.#journal.push(request);
  }

  /** @param {import("./protocol.js").WireError} error */
  #died(error) {
    const kept = this.#journal === null ? "what was stored" : "what was done so far in this page";
    this.#end(new HandpickError(error.code, `The engine stopped: ${error.message} The next call starts it again from ${kept}.`));
    this.#onEvent({ type: "event", name: "error", detail: error });
  }

  /** @param {HandpickError} error */
  #end(error) {
    this.#port?.terminate();
    this.#port = null;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }
}

function disposed() {
  return new HandpickError("disposed", "This learner was disposed of; create a new one.");
}

// @ts-check
// One call after the other, each with exactly one answer. Owns order and cancellation; what a call does is not known here.

import { cancelled, toWire } from "./errors.js";

/**
 * @typedef {{ id: number, run: () => unknown, beside?: (signal: AbortSignal) => Promise<unknown> }} Task
 */

export class Queue {
  /** @type {(message: import("./messages.js").FromWorker) => void} */ #say;
  /** @type {Task[]} */ #tasks = [];
  /** @type {Map<number, AbortController>} */ #beside = new Map();
  #running = false;

  /** @param {(message: any) => void} say */
  constructor(say) {
    this.#say = say;
  }

  /**
   * @param {number} id
   * @param {() => unknown} run its turn in the queue
   * @param {(signal: AbortSignal) => Promise<unknown>} [beside] what its answer waits for after its turn, beside the queue
   */
  push(id, run, beside) {
    this.#tasks.push({ id, run, beside });
    if (!this.#running) this.#drain();
  }

  /**
   * Takes a call out of the queue, or aborts what it waits for; a call whose turn has come is carried through.
   * @param {number} id
   */
  cancel(id) {
    const place = this.#tasks.findIndex((task) => task.id === id);
    if (place >= 0) {
      this.#tasks.splice(place, 1);
      this.#say({ type: "failure", id, error: toWire(cancelled("The call")) });
    }
    this.#beside.get(id)?.abort();
  }

  async #drain() {
    this.#running = true;
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) {
      const { id, run, beside } = task;
      if (beside) {
        // Its turn is only its place in the order.
        const controller = new AbortController();
        this.#beside.set(id, controller);
        this.#answer(id, async () => {
          await run();
          return beside(controller.signal);
        }).finally(() => this.#beside.delete(id));
      } else {
        await this.#answer(id, run);
      }
      // Lets messages in: a cancellation, or embeddings.
      if (this.#tasks.length > 0) await nextTask();
    }
    this.#running = false;
  }

  /**
   * @param {number} id
   * @param {() => unknown} run
   */
  async #answer(id, run) {
    try {
      this.#say({ type: "answer", id, value: /** @type {any} */ (await run()) });
    } catch (error) {
      this.#say({ type: "failure", id, error: toWire(error) });
    }
  }
}

/**
 * Settles when messages that wait have had their turn.
 * @returns {Promise<void>}
 */
export function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

// @ts-check
// A worker that a test plays by hand: what was posted is kept, and the test answers.

/** @import { Port } from "../../../www/handpick/messages.js" */

export class FakePort {
  /** @type {any[]} */ posted = [];
  terminated = false;
  /** @type {(data: any) => void} */ #message = () => {};
  /** @type {(reason: string) => void} */ #failure = () => {};

  /** @param {any} message */
  post(message) {
    // What crosses a worker's border has to be cloneable there, and here.
    this.posted.push(structuredClone(message));
  }

  /**
   * @param {(data: any) => void} message
   * @param {(reason: string) => void} failure
   */
  listen(message, failure) {
    this.#message = message;
    this.#failure = failure;
  }

  terminate() {
    this.terminated = true;
  }

  /** @param {any} message */
  say(message) {
    this.#message(structuredClone(message));
  }

  /** @param {string} reason */
  crash(reason) {
    this.#failure(reason);
  }

  /** The calls that were posted, by their request's type. @param {string} type */
  calls(type) {
    return this.posted.filter((message) => message.type === "call" && message.request.type === type);
  }

  /** Answers every call that has not been answered. @param {(message: any) => any} value */
  answerAll(value = () => ({})) {
    for (const message of this.posted.splice(0)) {
      if (message.type !== "cancel") this.say({ type: "answer", id: message.id, value: value(message) });
    }
  }
}

/** Lets promises that are settled run. */
export const settled = () => new Promise((resolve) => setTimeout(resolve));

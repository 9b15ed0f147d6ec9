// @ts-check
// Calls are done one after the other, in order, and answered once.
import assert from "node:assert/strict";
import { test } from "node:test";

import { HandpickError } from "../../www/handpick/errors.js";
import { Queue } from "../../www/handpick/queue.js";

function start() {
  /** @type {any[]} */
  const said = [];
  /** @type {(() => void)[]} */
  const listeners = [];
  const queue = new Queue((message) => {
    said.push(message);
    listeners.splice(0).forEach((listener) => listener());
  });
  /** Waits until so much was said. @param {number} count */
  const until = async (count) => {
    while (said.length < count) await new Promise((resolve) => listeners.push(() => resolve(undefined)));
  };
  return { queue, said, until };
}

test("a call begins when the one before it is done", async () => {
  const { queue, said, until } = start();
  /** @type {string[]} */
  const order = [];
  for (const id of [1, 2, 3]) {
    queue.push(id, async () => {
      order.push(`begin ${id}`);
      await new Promise((resolve) => setTimeout(resolve, 5 * (4 - id)));
      order.push(`end ${id}`);
      return id;
    });
  }
  await until(3);
  assert.deepEqual(order, ["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"]);
  assert.deepEqual(said, [1, 2, 3].map((id) => ({ type: "answer", id, value: id })));
});

test("a call that throws is answered, and the next one is done", async () => {
  const { queue, said, until } = start();
  queue.push(1, () => {
    throw new HandpickError("not_ready", "later");
  });
  queue.push(2, () => {
    throw new TypeError("x is undefined");
  });
  queue.push(3, () => 3);
  await until(3);
  assert.deepEqual(said[0], { type: "failure", id: 1, error: { code: "not_ready", message: "later" } });
  assert.equal(said[1].error.code, "internal");
  assert.match(said[1].error.message, /x is undefined/);
  assert.deepEqual(said[2], { type: "answer", id: 3, value: 3 });
});

test("a call that waits in the queue can be cancelled, one that has begun cannot", async () => {
  const { queue, said, until } = start();
  /** @type {(value: string) => void} */
  let finish = () => {};
  queue.push(1, () => new Promise((resolve) => (finish = resolve)));
  queue.push(2, () => assert.fail("it was cancelled"));
  queue.cancel(1);
  queue.cancel(2);
  queue.cancel(3);
  await until(1);
  assert.equal(said[0].id, 2);
  assert.equal(said[0].error.code, "cancelled");
  finish("done");
  await until(2);
  assert.deepEqual(said[1], { type: "answer", id: 1, value: "done" });
});

test("a call that waits beside the queue does not hold it up, and can be cancelled", async () => {
  const { queue, said, until } = start();
  queue.push(1, () => {}, (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new HandpickError("cancelled", "")))));
  queue.push(2, () => 2);
  await until(1);
  assert.deepEqual(said[0], { type: "answer", id: 2, value: 2 });
  queue.cancel(1);
  await until(2);
  assert.equal(said[1].error.code, "cancelled");
});

// @ts-check
// A replay is carried through in slices, says how far it is, can be given up, and is freed whatever comes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { carryThrough } from "../../www/handpick/replay.js";

/** Stands for the engine's: every batch takes `milliseconds`. @param {number} total @param {number} milliseconds @param {number} [failing] */
function fake(total, milliseconds, failing) {
  const replay = {
    done: 0,
    total,
    freed: 0,
    step() {
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
      if (replay.done === failing) throw Object.assign(new Error("broken"), { code: "not_ready" });
      if (replay.done === total) return false;
      replay.done += 1;
      return true;
    },
    result: () => ({ type: "simulation", simulation: replay.done }),
    free: () => (replay.freed += 1),
  };
  return replay;
}

test("it reaches its end, and others get their turn on the way", async () => {
  const replay = fake(40, 10);
  /** @type {any[]} */
  const said = [];
  let turns = 0;
  const other = setInterval(() => (turns += 1), 1);
  const reply = await carryThrough(/** @type {any} */ (replay), new AbortController().signal, (event) => said.push(event.detail));
  clearInterval(other);
  assert.deepEqual(reply, { type: "simulation", simulation: 40 });
  assert.ok(turns >= 4, `${turns} turns`);
  assert.deepEqual(said.at(-1).done, 40);
  assert.ok(said.length >= 2 && said.every(({ stage, total }) => stage === "simulate" && total === 40));
  assert.equal(replay.freed, 1);
});

test("what is given up stops within a slice", async () => {
  const replay = fake(1000, 10);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 60);
  await assert.rejects(carryThrough(/** @type {any} */ (replay), controller.signal, () => {}), { code: "cancelled" });
  assert.ok(replay.done > 0 && replay.done < 100, `${replay.done}`);
  assert.equal(replay.freed, 1);
});

test("what was given up before it began never begins", async () => {
  const replay = fake(5, 0);
  await assert.rejects(carryThrough(/** @type {any} */ (replay), AbortSignal.abort(), () => {}), { code: "cancelled" });
  assert.deepEqual([replay.done, replay.freed], [0, 1]);
});

test("a failure on the way is its answer", async () => {
  const replay = fake(5, 0, 2);
  await assert.rejects(carryThrough(/** @type {any} */ (replay), new AbortController().signal, () => {}), { code: "not_ready" });
  assert.equal(replay.freed, 1);
});

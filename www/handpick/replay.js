// @ts-check
// Carries a replay through beside the queue: a slice of batches, then a breath in which calls and embeddings get their turn.
// Owns the slices; what a batch is, the engine knows.

import { cancelled } from "./errors.js";
import { nextTask } from "./queue.js";
import { Rate } from "./rate.js";

/** A slice takes this long (ms), or one batch where that takes longer: a key waits for no more. */
const SLICE = 30;

/**
 * @param {import("./engine.js").Replay} replay freed in the end, whatever comes
 * @param {AbortSignal} signal gives it up after the slice under way
 * @param {(event: import("./messages.js").EngineEvent) => void} say is told how far it is
 * @returns {Promise<import("./protocol.js").Reply>}
 */
export async function carryThrough(replay, signal, say) {
  const rate = new Rate();
  try {
    for (let more = true; more; ) {
      // Also before the first slice: what is cancelled right away never begins.
      await nextTask();
      if (signal.aborted) throw cancelled("The replay");
      const until = performance.now() + SLICE;
      do more = replay.step();
      while (more && performance.now() < until);
      if (rate.due(!more)) say({ type: "event", name: "progress", detail: { stage: "simulate", done: replay.done, total: replay.total, rate: rate.of(replay.done) } });
    }
    return replay.result();
  } finally {
    replay.free();
  }
}

// @ts-check
// Which device embeds, and why, in sentences for a person. A device is used only if its numbers agree with the CPU's on
// golden texts, and WebGPU by itself only if it is faster on the person's own texts. Owns no loop and no state.

import { HandpickError, toWire } from "./errors.js";

/** Greatest difference in one number of a unit-length embedding that still counts as the same. */
const TOLERANCE = 1e-4;

/** Texts of the person's own on which the devices are timed. */
export const SAMPLE_TEXTS = 64;

/** Less work than this, in seconds on the CPU, is not worth starting another device for. */
const WORTH_TRYING_SECONDS = 10;

/** Compiling shaders takes seconds; a trial may not go on for ever, a forced device gets the time that it needs. */
const TRIAL_PATIENCE = 30_000;
const FORCED_PATIENCE = 300_000;

export const CHOSEN = {
  start: "Started on the CPU; WebGPU is tried once there is enough work to compare them on.",
  forced: (/** @type {"cpu" | "webgpu"} */ device) => (device === "cpu" ? "The CPU was asked for." : "WebGPU was asked for, and its self-test gave the right numbers."),
};

export const LOST = {
  toCpu: (/** @type {string} */ why) => `WebGPU failed, so the CPU went on: ${why}`,
  again: (/** @type {string} */ why) => `WebGPU failed and was started again: ${why}`,
};

/**
 * A WebGPU encoder that has passed the self-test: against stored numbers where the model is a known one, else against the CPU's.
 * @param {Pick<import("./embedder.js").Parts, "spawn" | "golden" | "difference" | "probe">} parts
 * @param {import("./messages.js").ModelFiles} files
 * @param {number} [patience] milliseconds
 * @returns {Promise<import("./encoders.js").EncoderWorker>}
 */
export async function checkedWebgpu({ spawn, golden, difference, probe }, files, patience = FORCED_PATIENCE) {
  const found = await probe();
  if (!found.available) throw new HandpickError("device_unavailable", `${found.reason} Choose the device “auto” or “cpu”.`);
  const webgpu = await spawn("webgpu", files, patience);
  try {
    if (await webgpu.selfTest(files.id)) return webgpu;
    const cpu = await spawn("cpu", files, FORCED_PATIENCE);
    try {
      const reference = await cpu.embedTogether(golden);
      agree(difference(reference.rows, (await webgpu.embedTogether(golden)).rows), "on the self-test");
    } finally {
      cpu.terminate();
    }
    return webgpu;
  } catch (error) {
    webgpu.terminate();
    throw error;
  }
}

/**
 * @param {number} difference
 * @param {string} where
 */
function agree(difference, where) {
  // Not a number must not pass for a small one.
  if (difference <= TOLERANCE) return;
  throw new HandpickError("device_wrong", `WebGPU computes other numbers than the CPU ${where} (off by ${difference.toPrecision(2)}).`);
}

/**
 * Tries WebGPU against the CPU on texts that the CPU has embedded.
 * @param {Pick<import("./embedder.js").Parts, "spawn" | "golden" | "difference" | "probe">} parts
 * @param {() => Promise<import("./messages.js").ModelFiles>} load
 * @param {{ texts: string[], rows: Float32Array }} sample
 * @param {number} cpuRate texts per second, all workers together
 * @param {number} remaining texts
 * @returns {Promise<{ encoder: import("./encoders.js").EncoderWorker | null, rate: number, reason: string, again: boolean }>}
 *   the encoder if it won; `again` where it was too early to try
 */
export async function compare(parts, load, sample, cpuRate, remaining) {
  const stay = (/** @type {string} */ reason, again = false) => ({ encoder: null, rate: 0, reason, again });
  if (remaining < cpuRate * WORTH_TRYING_SECONDS) return stay(CHOSEN.start, true);
  /** @type {import("./encoders.js").EncoderWorker | null} */
  let encoder = null;
  try {
    const found = await parts.probe();
    if (!found.available) return stay(`${found.reason} The CPU embeds.`);
    if (found.software) return stay(`WebGPU is there, but it is emulated on the CPU (${found.adapter}), which is slower than the CPU itself.`);
    encoder = await checkedWebgpu(parts, await load(), TRIAL_PATIENCE);
    // The first run compiles what the sizes of these texts need.
    const { rows } = await encoder.embedTogether(sample.texts);
    agree(parts.difference(sample.rows.subarray(0, rows.length), rows), "on your texts");
    const times = [(await encoder.embedTogether(sample.texts)).milliseconds, (await encoder.embedTogether(sample.texts)).milliseconds];
    const rate = (1000 * sample.texts.length) / Math.max(Math.min(...times), 1);
    const figures = `WebGPU (${found.adapter}) embeds ${round(rate)} of your texts a second, the CPU ${round(cpuRate)}`;
    if (rate > cpuRate) return { encoder, rate, reason: `${figures}, so WebGPU goes on.`, again: false };
    encoder.terminate();
    return stay(`${figures}, so the CPU goes on.`);
  } catch (error) {
    encoder?.terminate();
    return stay(`WebGPU was tried and is not used: ${toWire(error).message}`);
  }
}

/** @param {number} rate */
function round(rate) {
  return rate >= 10 ? String(Math.round(rate)) : rate.toPrecision(2);
}

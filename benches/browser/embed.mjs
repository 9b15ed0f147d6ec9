// @ts-check
// Texts per second in the same browser, on the same texts, by turns: Handpick on the CPU, and transformers.js (fp32, its best batch size).
// Ours is the whole way of the public interface: import, duplicates, tokenizer, Transformer, rows handed back. Loading is in neither figure.
// Usage: node benches/browser/embed.mjs [--workloads short,mixed] [--limit N] [--turns N] [--json FILE]
//        node benches/browser/embed.mjs --webgpu [--limit 8]      on a WebGPU that computes on the processor: a ratio, no speed
import { writeFileSync } from "node:fs";
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { inProject, machine, median, onPage, peer, short, table, workload } from "./support.mjs";

const { values: options } = parseArgs({
  options: {
    workloads: { type: "string", default: "short,medium,long,mixed" },
    limit: { type: "string" },
    turns: { type: "string", default: "3" },
    webgpu: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
/** So many texts of each take about as long. @type {Record<string, number>} */
const FIRST = options.webgpu ? { short: 8, medium: 4, long: 2, mixed: 4 } : { short: 512, medium: 128, long: 64, mixed: 256 };

/**
 * Runs in the page: a fresh learner, warmed up on other texts, then timed.
 * @param {{ texts: string[], warmUp: string[], workers: number, device: string }} work
 */
const embed = async ({ texts, warmUp, workers, device }) => {
  const { createLearner } = /** @type {typeof import("../../www/handpick/index.js")} */ (await import(/** @type {any} */ (new URL("handpick/index.js", location.href).href)));
  const learner = await createLearner({ device: /** @type {"cpu"} */ (device), project: null, workers });
  await learner.loadModel();
  await learner.importDocuments(warmUp);
  await learner.embedAll();
  const begin = performance.now();
  await learner.importDocuments(texts);
  await learner.embedAll();
  const seconds = (performance.now() - begin) / 1000;
  learner.dispose();
  return seconds;
};

/** @param {string[]} texts @param {number} workers @returns {Promise<number>} texts a second */
const ours = (texts, workers) =>
  onPage({ webgpu: options.webgpu }, async (page) => {
    const warmUp = texts.slice(0, options.webgpu ? 1 : 48).map((text) => `${text} (again)`);
    return texts.length / (await page.evaluate(embed, { texts, warmUp, workers, device: options.webgpu ? "webgpu" : "cpu" }));
  });

/** @param {string} name @param {number} limit @param {number} threads @returns {number} texts a second */
const theirs = (name, limit, threads) => {
  const device = options.webgpu ? ["--device", "webgpu", "--warmup-seconds", "1", "--batch", "1,8"] : ["--device", "wasm", "--batch", "1"];
  const run = peer(["--workload", inProject(`../shared/data/workloads/${name}.json`), "--dtype", "fp32", "--threads", String(threads), "--reps", "1", "--limit", String(limit), ...device]);
  return Math.max(...run.results.map((/** @type {any} */ result) => result.texts_per_s.median));
};

const results = [];
for (const name of options.workloads.split(",")) {
  const limit = options.limit === undefined ? FIRST[name] : Number(options.limit);
  const texts = workload(name).slice(0, limit);
  for (const workers of options.webgpu ? [1] : [1, 2]) {
    /** @type {{ ours: number, theirs: number }[]} */
    const turns = [];
    for (let turn = 0; turn < Number(options.turns); turn += 1) turns.push({ ours: await ours(texts, workers), theirs: theirs(name, limit, workers) });
    results.push({
      workload: name,
      texts: texts.length,
      workers,
      ours: median(turns.map((turn) => turn.ours)),
      theirs: median(turns.map((turn) => turn.theirs)),
      ratio: median(turns.map((turn) => turn.ours / turn.theirs)),
      turns,
    });
  }
}
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
stdout.write(`Texts per second, median of ${options.turns} turns by turns; ${machine()}; ${options.webgpu ? "WebGPU on a software adapter" : "CPU, fp32"}\n\n`);
stdout.write(
  `${table(
    ["workload", "texts", "workers or threads", "Handpick", "transformers.js", "ratio (each turn)"],
    results.map(({ workload, texts, workers, ours, theirs, ratio, turns }) => [
      workload,
      texts,
      workers,
      short(ours),
      short(theirs),
      `${ratio.toFixed(2)} (${turns.map((turn) => (turn.ours / turn.theirs).toFixed(2)).join(", ")})`,
    ]),
  )}\n`,
);

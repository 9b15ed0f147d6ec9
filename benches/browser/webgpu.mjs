// @ts-check
// Where the time goes on WebGPU: calls counted and timed inside the encoder's worker, for a first run of each shape and a second one.
// On a software adapter the kernels run on the processor, so their share says nothing of a graphics card; counts do.
// Usage: node benches/browser/webgpu.mjs [--texts 8] [--workload short]
import { readFileSync } from "node:fs";
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { serve } from "../../scripts/static-server.mjs";
import { launch } from "../../tests/e2e/support/browser.mjs";
import { inProject, machine, short, table, workload } from "./support.mjs";

const { values: options } = parseArgs({ options: { texts: { type: "string", default: "8" }, workload: { type: "string", default: "short" } } });

/** Runs in the encoder's worker, before anything else: wraps the calls, and answers with the counts when asked. */
const watch = () => {
  const counts = { shaders: 0, pipelines: 0, dispatches: 0, submits: 0, waits: 0, compile: 0, waiting: 0 };
  const tap = (/** @type {any} */ type, /** @type {string} */ method, /** @type {(milliseconds: number) => void} */ after) => {
    const original = type.prototype[method];
    type.prototype[method] = function (/** @type {unknown[]} */ ...args) {
      const begin = performance.now();
      const result = original.apply(this, args);
      if (result instanceof Promise) return result.finally(() => after(performance.now() - begin));
      after(performance.now() - begin);
      return result;
    };
  };
  const scope = /** @type {any} */ (globalThis);
  tap(scope.GPUDevice, "createShaderModule", (ms) => ((counts.shaders += 1), (counts.compile += ms)));
  tap(scope.GPUDevice, "createComputePipeline", (ms) => ((counts.pipelines += 1), (counts.compile += ms)));
  tap(scope.GPUComputePassEncoder, "dispatchWorkgroups", () => (counts.dispatches += 1));
  tap(scope.GPUComputePassEncoder, "dispatchWorkgroupsIndirect", () => (counts.dispatches += 1));
  tap(scope.GPUQueue, "submit", () => (counts.submits += 1));
  tap(scope.GPUBuffer, "mapAsync", (ms) => ((counts.waits += 1), (counts.waiting += ms)));
  const channel = new BroadcastChannel("counts");
  channel.onmessage = () => channel.postMessage({ ...counts });
};

/** Runs in the page. @param {string[]} texts */
const measure = async (texts) => {
  const { createLearner } = /** @type {typeof import("../../www/handpick/index.js")} */ (await import(/** @type {any} */ (new URL("handpick/index.js", location.href).href)));
  const channel = new BroadcastChannel("counts");
  const counts = () =>
    new Promise((resolve) => {
      channel.onmessage = ({ data }) => data && resolve(data);
      channel.postMessage(null);
    });
  const learner = await createLearner({ device: "webgpu", project: null, workers: 1 });
  await learner.loadModel();
  const runs = [];
  for (const [title, batch] of /** @type {[string, string[]][]} */ ([
    ["first batch", texts],
    ["the same shape again", texts.map((text) => text.toUpperCase())],
  ])) {
    const before = /** @type {any} */ (await counts());
    const begin = performance.now();
    await learner.importDocuments(batch);
    await learner.embedAll();
    const seconds = (performance.now() - begin) / 1000;
    const after = /** @type {any} */ (await counts());
    runs.push({ title, seconds, ...Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]])) });
  }
  learner.dispose();
  return runs;
};

const site = await serve({
  folder: inProject("dist"),
  fault: (asked, response) => {
    if (asked === "/blank.html") {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Measuring</title><link rel=icon href=data:,>");
      return true;
    }
    if (!asked.endsWith("/encoder-worker.js")) return false;
    // Imports come first wherever they stand; the guard that closes the ways out is called after this.
    response.writeHead(200, { "content-type": "text/javascript" }).end(`(${watch})();\n${readFileSync(inProject("dist/handpick/encoder-worker.js"), "utf8")}`);
    return true;
  },
});
const browser = await launch({ webgpu: true });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`${site.url}blank.html`);
  const runs = /** @type {any[]} */ (await page.evaluate(measure, workload(options.workload).slice(0, Number(options.texts))));
  stdout.write(`${options.texts} texts of “${options.workload}” on a software adapter; ${machine()}\n\n`);
  const rows = runs.map((run) => [
    run.title,
    short(run.seconds),
    run.shaders,
    run.pipelines,
    short(run.compile / 1000),
    run.dispatches,
    run.submits,
    short(run.waiting / 1000),
  ]);
  stdout.write(`${table(["", "s", "shaders", "pipelines", "s compiling (in the call)", "dispatches", "submits", "s waiting for results"], rows)}\n`);
} finally {
  await browser.close();
  await site.close();
}

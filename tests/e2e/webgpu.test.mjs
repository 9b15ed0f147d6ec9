// @ts-check
// The same learner on WebGPU: a whole session with a tiny model, and one golden text with the real one.
// The adapter is a software one, which computes slowly and rightly.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { acceptFile, allRead, answer, chooseFile, currentText, nameLabels, open, startLabelling, strings } from "./support/handpick.mjs";
import { inProject, stage } from "./support/stage.mjs";

/** The address of a model in the tests' fixtures, for a server that has it beside the page. @type {import("../../scripts/static-server.mjs").Fault} */
const withTinyModel = async (path, response) => {
  const [, name] = /^\/models\/tiny\/([\w.-]+)$/.exec(path) ?? [];
  if (name === undefined) return false;
  const bytes = await readFile(inProject(`tests/fixtures/tiny_model/${name}`)).catch(() => undefined);
  response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  return true;
};

/** What a float64 reference computes for “Hello world”: the first five of 384. */
const HELLO_WORLD = [-0.03447723, 0.03102321, 0.00673495, 0.02610898, -0.03936198];

const TEXTS = Array.from({ length: 16 }, (_, place) => `${place % 2 ? "The chain is off" : "A week for two"}, ${place}.`);
const FILE = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from(TEXTS.join("\n")) };

test("a session on WebGPU with a tiny model", { timeout: 600_000 }, async (t) => {
  const { page, site, complaints } = await stage(t, { webgpu: true, fault: withTinyModel });
  await open(page, `${site.url}?device=webgpu&model=models/tiny/`);
  await chooseFile(page, FILE);
  await acceptFile(page);
  await nameLabels(page, ["Repair", "Booking"]);
  await startLabelling(page);
  await allRead(page, 500_000);
  await page.getByText(strings.engine.device.webgpu).first().waitFor();
  for (let place = 0; place < 6; place += 1) await answer(page, (await currentText(page)).includes("chain") ? "Repair" : "Booking");
  assert.deepEqual(complaints, []);
});

for (const device of ["cpu", "webgpu"]) {
  test(`all-MiniLM-L6-v2 gives the reference's numbers on ${device}`, { timeout: 600_000 }, async (t) => {
    const { page, site } = await stage(t, { webgpu: device === "webgpu" });
    await open(page, site.url);
    const { row, seconds } = await page.evaluate(embedHelloWorld, { device, folder: `${site.url}models/all-MiniLM-L6-v2/`, engine: `${site.url}handpick/engine.js` });
    t.diagnostic(`to load the model: ${seconds.load.toFixed(1)} s, first embedding: ${seconds.first.toFixed(1)} s, second: ${seconds.second.toFixed(1)} s`);
    assert.equal(row.length, 384);
    HELLO_WORLD.forEach((number, place) => assert.ok(Math.abs(row[place] - number) < 1e-4, `${row[place]} is not ${number}`));
    assert.ok(Math.abs(Math.hypot(...row) - 1) < 1e-5);
  });
}

/** Runs in the page. @param {{ device: string, folder: string, engine: string }} where */
const embedHelloWorld = async ({ device, folder, engine }) => {
  const { default: init, EncoderHost } = await import(engine);
  await init();
  const file = async (/** @type {string} */ name) => new Uint8Array(await (await fetch(folder + name)).arrayBuffer());
  const times = [performance.now()];
  const host = await EncoderHost.load(await file("config.json"), await file("tokenizer.json"), await file("model.safetensors"), device);
  times.push(performance.now());
  /** @type {number[]} */
  let row = [];
  for (let turn = 0; turn < 2; turn += 1) {
    await host.embed(["Hello world"], (/** @type {unknown} */ _, /** @type {Float32Array} */ rows) => (row = [...rows]));
    times.push(performance.now());
  }
  const [load, first, second] = times.slice(1).map((time, place) => (time - times[place]) / 1000);
  return { row, seconds: { load, first, second } };
};

// @ts-check
// All texts are embedded once, whatever happens to the encoders; the faster device wins, and says why.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Embedder } from "../../www/handpick/embedder.js";
import { HandpickError } from "../../www/handpick/errors.js";

const FILES = { config: new Uint8Array(), tokenizer: new Uint8Array(), weights: new Uint8Array(), name: "tiny", id: "abc" };

/** An engine that only counts: text `i` is to get the row `[i, i]`. */
class FakeEngine {
  /** @type {number[]} */ rows = [];
  generation = 0;
  #next = 0;
  /** @type {string[]} */ models = [];

  /** @param {number} texts */
  constructor(texts) {
    this.texts = texts;
  }

  status() {
    return /** @type {any} */ ({ texts: this.texts, embedded: this.rows.filter((row) => row !== undefined).length });
  }

  /** @param {string} name @param {string} id */
  async useModel(name, id) {
    this.models.push(`${name} ${id}`);
    // As the real one: while it looks texts up, there are none to be had.
    const next = this.#next;
    this.#next = this.texts;
    await new Promise((resolve) => setTimeout(resolve, 10));
    this.#next = next;
    return 0;
  }

  /** @param {number} limit */
  pendingTexts(limit) {
    const keys = Array.from({ length: Math.min(limit, this.texts - this.#next) }, (_, place) => this.#next + place);
    this.#next += keys.length;
    return { generation: this.generation, keys: Uint32Array.from(keys), texts: keys.map(String) };
  }

  /** @param {number} generation @param {Uint32Array} keys @param {Float32Array} rows */
  addFeatures(generation, keys, rows) {
    if (generation !== this.generation) return;
    keys.forEach((key, place) => {
      assert.equal(this.rows[key], undefined, `text ${key} came twice`);
      this.rows[key] = rows[2 * place];
    });
  }

  async keepFeatures() {
    return undefined;
  }
}

/** @typedef {{ device: "cpu" | "webgpu", pace?: number, off?: number, dieAt?: number, poison?: string, neverStarts?: boolean }} Habits */

/** An encoder that takes `pace` milliseconds a text, of a clock that is only told, not waited for. */
class FakeEncoder {
  dims = 2;
  maxTokens = 8;
  ended = false;
  calls = 0;

  /** @param {Habits} habits */
  constructor(habits) {
    this.habits = habits;
    this.device = habits.device;
  }

  async selfTest() {
    return false;
  }

  /** @param {string[]} texts @param {(rows: any) => void} onRows */
  async embed(texts, onRows) {
    if (this.ended) throw new HandpickError("cancelled", "The encoder was stopped.");
    this.calls += 1;
    const half = Math.ceil(texts.length / 2);
    for (const [begin, end] of [[0, half], [half, texts.length]]) {
      await new Promise((resolve) => setTimeout(resolve));
      if ((begin > 0 && this.calls === this.habits.dieAt) || texts.slice(begin, end).includes(this.habits.poison ?? "")) throw new HandpickError(this.device === "webgpu" ? "device_lost" : "internal", "It died.");
      const positions = Uint32Array.from({ length: end - begin }, (_, place) => end - 1 - place);
      const rows = Float32Array.from([...positions].flatMap((position) => Array(2).fill(Number(texts[position]) + (this.habits.off ?? 0))));
      if (positions.length > 0) onRows({ positions, rows, dropped: new Uint32Array(positions.length) });
    }
    return (this.habits.pace ?? 10) * texts.length;
  }

  /** @param {string[]} texts */
  async embedTogether(texts) {
    const rows = new Float32Array(2 * texts.length);
    const milliseconds = await this.embed(texts, (batch) => batch.positions.forEach((/** @type {number} */ position, /** @type {number} */ place) => rows.set(batch.rows.subarray(2 * place, 2 * place + 2), 2 * position)));
    return { rows, milliseconds };
  }

  terminate() {
    this.ended = true;
  }
}

/**
 * @param {{ texts?: number, device?: "auto" | "cpu" | "webgpu", workers?: number, habits?: (device: "cpu" | "webgpu", number: number) => Partial<Habits>, probe?: any, load?: () => Promise<any> }} [options]
 */
function start({ texts = 100, device = "cpu", workers = 1, habits = () => ({}), probe, load = async () => FILES } = {}) {
  const engine = new FakeEngine(texts);
  /** @type {FakeEncoder[]} */
  const encoders = [];
  /** @type {any[]} */
  const events = [];
  let loads = 0;
  const embedder = new Embedder({
    engine: /** @type {any} */ (engine),
    identify: async () => undefined,
    load: async () => {
      loads += 1;
      return load();
    },
    spawn: async (kind) => {
      const own = /** @type {Habits} */ ({ device: kind, ...habits(kind, encoders.length) });
      if (own.neverStarts) throw new HandpickError("device_unavailable", "It would not start.");
      const encoder = new FakeEncoder(own);
      encoders.push(encoder);
      return /** @type {any} */ (encoder);
    },
    probe: async () => probe ?? { available: true, software: false, adapter: "test card", reason: "" },
    golden: ["1", "2"],
    difference: (left, right) => (left.length === right.length ? Math.max(...left.map((number, place) => Math.abs(number - right[place]))) : NaN),
    device,
    workers,
    emit: (event) => events.push(event),
  });
  const complete = () => assert.deepEqual(engine.rows, Array.from({ length: engine.texts }, (_, text) => text));
  const choices = () => events.filter((event) => event.name === "device").map((event) => event.detail);
  return { embedder, engine, encoders, events, complete, choices, loads: () => loads };
}

for (const workers of [1, 2, 5]) {
  test(`every text is embedded once by ${workers} encoder(s), and progress ends at all`, async () => {
    const { embedder, encoders, events, complete, engine } = start({ texts: 333, workers });
    await embedder.begin();
    await embedder.embedAll();
    complete();
    assert.equal(encoders.length, workers);
    assert.ok(encoders.every((encoder) => encoder.calls > 0), "all of them worked");
    assert.deepEqual(engine.models, ["tiny abc"]);
    const progress = events.filter((event) => event.name === "progress" && event.detail.stage === "embed").at(-1);
    assert.deepEqual([progress.detail.done, progress.detail.total], [333, 333]);
  });
}

test("nothing to do is done at once", async () => {
  const { embedder } = start({ texts: 0 });
  await embedder.embedAll();
});

test("texts that come later are embedded too", async () => {
  const { embedder, engine, complete } = start({ texts: 20 });
  await embedder.embedAll();
  engine.texts = 90;
  await embedder.textsChanged(false);
  await embedder.embedAll();
  complete();
});

test("an encoder that dies is replaced, and what it had left is done by others", async () => {
  const { embedder, encoders, complete, loads } = start({ texts: 200, workers: 2, habits: (_, number) => (number < 2 ? { dieAt: 2 } : {}) });
  await embedder.embedAll();
  complete();
  assert.equal(encoders.length, 4);
  assert.ok(encoders[0].ended && encoders[1].ended);
  assert.equal(loads(), 3);
});

test("encoders that always die end in an answer, and the next call tries again", async () => {
  let sick = true;
  const { embedder, complete, events } = start({ habits: () => (sick ? { dieAt: 1 } : {}) });
  await assert.rejects(embedder.embedAll(), { code: "internal", message: "It died." });
  assert.deepEqual(events.filter((event) => event.name === "error").map((event) => event.detail.code), ["internal"]);
  sick = false;
  await embedder.embedAll();
  complete();
});

test("texts that bring down every encoder end in an answer, while others get through", async () => {
  const { embedder, engine, encoders } = start({ texts: 4000, workers: 2, habits: () => ({ poison: "1000" }) });
  await assert.rejects(embedder.embedAll(), { code: "internal", message: "It died." });
  assert.ok(encoders.length <= 6, `${encoders.length} encoders were started`);
  assert.equal(engine.rows[1000], undefined);
});

test("where all is embedded already, the model is not even loaded", async () => {
  const { embedder, engine, encoders, loads } = start({ texts: 3 });
  engine.rows = [0, 1, 2];
  await embedder.begin();
  await embedder.embedAll();
  assert.deepEqual([loads(), encoders.length], [0, 0]);
});

test("a model that cannot be had is said once to each who waits, and is tried again when asked", async () => {
  let online = false;
  const { embedder, events, complete } = start({
    load: async () => {
      if (!online) throw new HandpickError("model_unavailable", "No connection.");
      return FILES;
    },
  });
  const waiting = [embedder.embedAll(), embedder.loadModel()];
  for (const promise of waiting) await assert.rejects(promise, { code: "model_unavailable" });
  assert.equal(events.filter((event) => event.name === "error").length, 1);
  online = true;
  assert.deepEqual(await embedder.loadModel(), { name: "tiny", id: "abc", maxTokens: 8, device: "cpu", reason: "The CPU was asked for." });
  await embedder.embedAll();
  complete();
});

test("asked while an attempt is under way that fails, it makes another, and says nothing of the first", async () => {
  let attempts = 0;
  /** @type {(error: unknown) => void} */ let breakOff = () => {};
  const { embedder, events, complete } = start({
    load: () => {
      attempts += 1;
      return attempts === 1 ? new Promise((_, reject) => (breakOff = reject)) : Promise.resolve(FILES);
    },
  });
  embedder.textsChanged(false);
  while (attempts === 0) await new Promise((resolve) => setTimeout(resolve));
  const asked = embedder.loadModel();
  breakOff(new HandpickError("model_corrupt", "Begun before it was mended."));
  assert.equal((await asked).name, "tiny");
  await embedder.embedAll();
  assert.equal(attempts, 2);
  assert.deepEqual(events.filter((event) => event.name === "error"), []);
  complete();
});

test("aborting the last call that waits stops the work; asking again goes on with it", async () => {
  const { embedder, engine, complete } = start({ texts: 5000 });
  const controller = new AbortController();
  const waiting = embedder.embedAll(controller.signal);
  while (engine.rows.length < 20) await new Promise((resolve) => setTimeout(resolve));
  controller.abort();
  await assert.rejects(waiting, { code: "cancelled" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const stopped = engine.rows.length;
  assert.ok(stopped < 5000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(engine.rows.length, stopped);
  await embedder.embedAll();
  complete();
});

test("a faster WebGPU takes over, with the figures as the reason", async () => {
  const { embedder, encoders, complete, choices } = start({ texts: 3000, device: "auto", habits: (device) => ({ pace: device === "cpu" ? 50 : 2 }) });
  await embedder.embedAll();
  complete();
  assert.deepEqual(choices().map((choice) => choice.device), ["cpu", "webgpu"]);
  assert.equal(choices()[1].reason, "WebGPU (test card) embeds 500 of your texts a second, the CPU 20, so WebGPU goes on.");
  assert.deepEqual(encoders.filter((encoder) => !encoder.ended).map((encoder) => encoder.device), ["webgpu"]);
});

test("a slower WebGPU is given up, with the figures as the reason", async () => {
  const { embedder, encoders, complete, choices } = start({ texts: 3000, device: "auto", habits: (device) => ({ pace: device === "cpu" ? 50 : 400 }) });
  await embedder.embedAll();
  complete();
  assert.deepEqual(choices().map((choice) => choice.device), ["cpu", "cpu"]);
  assert.match(choices()[1].reason, /embeds 2\.5 of your texts a second, the CPU 20, so the CPU goes on/);
  assert.ok(encoders.filter((encoder) => encoder.device === "webgpu").every((encoder) => encoder.ended));
});

for (const [what, options, reason] of /** @type {[string, any, RegExp][]} */ ([
  ["computes other numbers", { habits: (/** @type {string} */ device) => ({ pace: device === "cpu" ? 50 : 2, off: device === "cpu" ? 0 : 0.01 }) }, /other numbers than the CPU/],
  ["computes numbers that are none", { habits: (/** @type {string} */ device) => ({ pace: device === "cpu" ? 50 : 2, off: device === "cpu" ? 0 : NaN }) }, /other numbers than the CPU/],
  ["is not there", { habits: () => ({ pace: 50 }), probe: { available: false, software: false, adapter: "", reason: "This browser has no WebGPU." } }, /^This browser has no WebGPU\. The CPU embeds\.$/],
  ["is emulated", { habits: () => ({ pace: 50 }), probe: { available: true, software: true, adapter: "swiftshader", reason: "" } }, /emulated on the CPU \(swiftshader\)/],
  ["does not start", { habits: (/** @type {string} */ device) => ({ pace: 50, neverStarts: device === "webgpu" }) }, /not used: It would not start/],
])) {
  test(`a WebGPU that ${what} is not used, and the reason is said`, async () => {
    const { embedder, complete, choices } = start({ texts: 3000, device: "auto", ...options });
    await embedder.embedAll();
    complete();
    assert.deepEqual(choices().map((choice) => choice.device), ["cpu", "cpu"]);
    assert.match(choices()[1].reason, reason);
  });
}

test("a WebGPU that is lost after it took over gives way to the CPU", async () => {
  const { embedder, complete, choices } = start({ texts: 6000, device: "auto", habits: (device) => ({ pace: device === "cpu" ? 50 : 2, dieAt: device === "cpu" ? undefined : 6 }) });
  await embedder.embedAll();
  complete();
  assert.deepEqual(choices().map((choice) => choice.device), ["cpu", "webgpu", "cpu"]);
  assert.equal(choices()[2].reason, "WebGPU failed, so the CPU went on: It died.");
});

test("little work is not worth another device", async () => {
  const { embedder, encoders, complete } = start({ texts: 40, device: "auto" });
  await embedder.embedAll();
  complete();
  assert.deepEqual(encoders.map((encoder) => encoder.device), ["cpu"]);
});

test("a forced WebGPU is checked, used, and replaced when it is lost", async () => {
  const { embedder, encoders, complete, choices } = start({ texts: 300, device: "webgpu", habits: (_, number) => (number === 0 ? { dieAt: 3 } : {}) });
  await embedder.embedAll();
  complete();
  assert.deepEqual(encoders.map((encoder) => encoder.device), ["webgpu", "cpu", "webgpu", "cpu"]);
  assert.deepEqual(encoders.map((encoder) => encoder.ended), [true, true, false, true]);
  assert.match(choices()[1].reason, /started again: It died/);
});

test("a forced WebGPU that is wrong or not there is an error, not a change of device", async () => {
  const wrong = start({ device: "webgpu", habits: (device) => ({ off: device === "cpu" ? 0 : 1 }) });
  await assert.rejects(wrong.embedder.embedAll(), { code: "device_wrong" });
  const absent = start({ device: "webgpu", probe: { available: false, software: false, adapter: "", reason: "This browser has no WebGPU." } });
  await assert.rejects(absent.embedder.loadModel(), { code: "device_unavailable", message: "This browser has no WebGPU. Choose the device “auto” or “cpu”." });
});

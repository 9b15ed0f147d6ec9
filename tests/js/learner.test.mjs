// @ts-check
// The public methods: what they send, and what of the answer they give.
import assert from "node:assert/strict";
import { test } from "node:test";

import { HandpickError, Learner, createLearner } from "../../www/handpick/index.js";
import { FakePort } from "./support/fake-port.mjs";

const OPTIONS = /** @type {const} */ ({ model: "m/", wasm: "w", device: "cpu", seed: 1, project: "default", workers: 1 });
const STATUS = { documents: 2 };

async function opened() {
  const port = new FakePort();
  /** @type {any[]} */
  const reports = [];
  const learner = new Learner(() => port, OPTIONS, (report) => reports.push(report));
  const open = learner.open();
  port.answerAll();
  await open;
  return { learner, port, reports };
}

/** @type {[string, (learner: Learner) => Promise<any>, object, any, any][]} what is called, what is sent, what comes, what is given */
const CALLS = [
  ["inspect", (learner) => learner.inspect(["a"]), { type: "inspect", source: { type: "texts", texts: ["a"] }, options: {} }, { preview: 1 }, 1],
  [
    "importDocuments with options",
    (learner) => learner.importDocuments(new Uint8Array([97]), { name: "a.csv", textColumn: "t", labelColumn: "" }),
    { type: "import", source: { type: "file", name: "a.csv", bytes: new Uint8Array([97]) }, options: { textColumn: "t", labelColumn: "" } },
    { imported: { documents: 1 } },
    { documents: 1 },
  ],
  ["importDocuments of rows", (learner) => learner.importDocuments([{ t: "x", n: 1 }]), { type: "import", source: { type: "rows", rows: [{ t: "x", n: 1 }] }, options: {} }, { imported: 1 }, 1],
  ["setLabels by name", (learner) => learner.setLabels(["a", { name: "b", key: "x" }]), { type: "setLabels", labels: [{ name: "a" }, { name: "b", key: "x" }] }, { status: STATUS }, STATUS],
  ["labels", (learner) => learner.labels(), { type: "labels" }, { labels: [] }, []],
  ["query", (learner) => learner.query({ strategy: "margin", count: 3 }), { type: "query", strategy: "margin", count: 3 }, { items: [] }, []],
  ["answered", (learner) => learner.answered({ limit: 5 }), { type: "answered", offset: 0, limit: 5 }, { total: 1, documents: [2] }, { total: 1, documents: [2] }],
  [
    "browse",
    (learner) => learner.browse({ filter: { search: "a.b", regex: true, labels: ["x"] }, sort: "least_confident", offset: 40, limit: 20 }),
    { type: "browse", filter: { search: "a.b", regex: true, labels: ["x"] }, sort: "least_confident", offset: 40, limit: 20 },
    { type: "rows", total: 41, rows: [1] },
    { total: 41, rows: [1] },
  ],
  ["browse of everything", (learner) => learner.browse(), { type: "browse", filter: {}, sort: "file", offset: 0, limit: 100 }, { total: 0, rows: [] }, { total: 0, rows: [] }],
  ["browseIds", (learner) => learner.browseIds({ filter: { similarTo: [3] }, sort: "similarity" }), { type: "browseIds", filter: { similarTo: [3] }, sort: "similarity" }, { ids: [3, 1] }, [3, 1]],
  ["history", (learner) => learner.history(3), { type: "history", id: 3 }, { events: [1] }, [1]],
  ["predict", (learner) => learner.predict(), { type: "predict" }, { predictions: [1] }, [1]],
  ["evaluate", (learner) => learner.evaluate(), { type: "evaluate" }, { evaluation: 1 }, 1],
  ["labelIssues", (learner) => learner.labelIssues({ limit: 7 }), { type: "labelIssues", limit: 7 }, { issues: 1 }, 1],
  [
    "simulate",
    (learner) => learner.simulate({ goldColumn: "topic", strategies: ["margin", "random"], protocol: "B", budget: undefined, seeds: 3 }),
    { type: "simulate", options: { goldColumn: "topic", strategies: ["margin", "random"], protocol: "B", seeds: 3 } },
    { simulation: 1 },
    1,
  ],
  ["simulate with one strategy", (learner) => learner.simulate({ strategy: "random", rounds: 4 }), { type: "simulate", options: { rounds: 4, strategies: ["random"] } }, { simulation: 1 }, 1],
  ["goldColumns", (learner) => learner.goldColumns(), { type: "goldColumns" }, { columns: [1] }, [1]],
  ["exportAnnotations", (learner) => learner.exportAnnotations("jsonl"), { type: "exportAnnotations", format: "jsonl" }, { exported: 1 }, 1],
  ["exportHead", (learner) => learner.exportHead(), { type: "exportHead" }, { exported: 1 }, 1],
  ["save", (learner) => learner.save(), { type: "save" }, { exported: { bytes: new Uint8Array([1]) } }, new Uint8Array([1])],
  ["restore", (learner) => learner.restore(new Uint8Array([1])), { type: "restore", bytes: new Uint8Array([1]) }, { status: STATUS }, STATUS],
  ["status", (learner) => learner.status(), { type: "status" }, { status: STATUS }, STATUS],
  ["strategies", (learner) => learner.strategies(), { type: "listStrategies" }, { strategies: [1] }, [1]],
  ["embedAll", (learner) => learner.embedAll(), { type: "embedAll" }, { status: STATUS }, STATUS],
  ["undo", (learner) => learner.undo(), { type: "undo" }, { id: 3, documents: 1, status: STATUS }, { id: 3, documents: 1, status: STATUS }],
  ["redo", (learner) => learner.redo(), { type: "redo" }, { documents: 9, status: STATUS }, { id: undefined, documents: 9, status: STATUS }],
  ["agreement", (learner) => learner.agreement(), { type: "agreement" }, { agreement: { pairs: [] } }, { pairs: [] }],
  [
    "setOptions",
    (learner) => learner.setOptions({ guideline: "Read twice." }),
    { type: "setOptions", changes: { guideline: "Read twice." } },
    { options: { guideline: "Read twice.", multiLabel: true }, status: STATUS },
    { guideline: "Read twice.", multiLabel: true },
  ],
  ["options", (learner) => learner.options(), { type: "options" }, { options: { multiLabel: true }, status: STATUS }, { multiLabel: true }],
];

for (const [what, call, request, reply, given] of CALLS) {
  test(`${what} sends one call and gives its answer`, async () => {
    const { learner, port } = await opened();
    const answer = call(learner);
    assert.deepEqual(port.posted.map((message) => message.request), [request]);
    port.answerAll(() => reply);
    assert.deepEqual(await answer, given);
  });
}

test("another's project file is handed over with the time, and with a name only where one is given", async () => {
  const { learner, port } = await opened();
  const merge = learner.mergeProject(new Uint8Array([1]), { name: "Ben" });
  learner.mergeProject(new Uint8Array([2]).buffer).catch(() => {});
  const [named, plain] = port.posted.map((message) => message.request);
  assert.deepEqual([named.name, named.bytes, Math.abs(named.at - Date.now()) < 60_000], ["Ben", new Uint8Array([1]), true]);
  assert.deepEqual(["name" in plain, plain.bytes], [false, new Uint8Array([2])]);
  port.answerAll(() => ({ merged: { answers: 1 }, status: STATUS }));
  assert.deepEqual(await merge, { answers: 1 });
});

test("a file is handed to the worker unread", async () => {
  const { learner, port } = await opened();
  learner.importDocuments(new File(["a,b"], "notes.csv")).catch(() => {});
  const { source } = port.posted[0].request;
  assert.deepEqual([source.type, source.name, source.blob instanceof Blob], ["blob", "notes.csv", true]);
  learner.dispose();
});

test("documents of another kind are refused before anything is sent", async () => {
  const { learner, port } = await opened();
  for (const wrong of [7, "text", ["a", 1], null, [["a"]]]) {
    await assert.rejects(learner.importDocuments(/** @type {any} */ (wrong)), { code: "invalid_argument" });
  }
  assert.deepEqual(port.posted, []);
});

test("an answer to a random check counts as one without being told", async () => {
  const { learner, port } = await opened();
  const query = learner.query({ count: 2 });
  port.answerAll(() => ({ items: [{ id: 4, audit: true }, { id: 5, audit: false }] }));
  await query;
  learner.annotate(4, "a").catch(() => {});
  learner.annotate(5, "a").catch(() => {});
  learner.skip(4).catch(() => {});
  learner.annotate(4, "a", { audit: false }).catch(() => {});
  assert.deepEqual(port.posted.map((message) => message.request.audit), [true, false, true, false]);
  assert.ok(port.posted.every((message) => Math.abs(message.request.at - Date.now()) < 60_000));
  learner.dispose();
});

test("events reach their listeners, progress and device also the callback", async () => {
  const { learner, port, reports } = await opened();
  /** @type {any[]} */
  const heard = [];
  for (const name of ["change", "progress", "device", "notice"]) learner.addEventListener(name, (event) => heard.push([name, /** @type {CustomEvent} */ (event).detail]));
  port.say({ type: "event", name: "change", detail: STATUS });
  port.say({ type: "event", name: "progress", detail: { stage: "embed", done: 1, total: 2, rate: 0 } });
  port.say({ type: "event", name: "device", detail: { device: "cpu", reason: "why" } });
  port.say({ type: "event", name: "notice", detail: { code: "storage_full", message: "" } });
  assert.deepEqual(heard.map(([name]) => name), ["change", "progress", "device", "notice"]);
  assert.deepEqual(reports, [{ stage: "embed", done: 1, total: 2, rate: 0 }, { stage: "device", device: "cpu", reason: "why" }]);
});

test("options that make no sense are refused before a worker is started", async () => {
  for (const wrong of [{ device: "abacus" }, { seed: -1 }, { seed: 1.5 }, { workers: 0 }, { project: "" }]) {
    await assert.rejects(createLearner(/** @type {any} */ (wrong)), (error) => error instanceof HandpickError && error.code === "invalid_argument");
  }
});

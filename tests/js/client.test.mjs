// @ts-check
// Every call has exactly one answer, whatever becomes of the worker.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "../../www/handpick/client.js";
import { FakePort } from "./support/fake-port.mjs";

const OPTIONS = /** @type {const} */ ({ model: "m/", wasm: "w", device: "cpu", seed: 1, project: "default", workers: 1 });

/** @param {Partial<import("../../www/handpick/messages.js").OpenOptions>} [options] */
function start(options = {}) {
  /** @type {FakePort[]} */
  const ports = [];
  /** @type {any[]} */
  const events = [];
  const client = new Client({
    spawn: () => {
      const port = new FakePort();
      ports.push(port);
      return port;
    },
    options: { ...OPTIONS, ...options },
    onEvent: (event) => events.push(event),
  });
  return { client, ports, events };
}

async function opened(options = {}) {
  const started = start(options);
  const open = started.client.open();
  started.ports[0].answerAll();
  await open;
  return { ...started, port: started.ports[0] };
}

/** @param {number} id @param {string} label */
const annotate = (id, label) => /** @type {const} */ ({ type: "annotate", id, label, audit: false, at: 0 });

test("answers find their calls, in whatever order they come", async () => {
  const { client, port } = await opened();
  const calls = [client.call({ type: "status" }), client.call({ type: "labels" }), client.call({ type: "predict" })];
  const sent = port.posted.splice(0);
  assert.deepEqual(sent.map((message) => message.request.type), ["status", "labels", "predict"]);
  for (const message of sent.toReversed()) port.say({ type: "answer", id: message.id, value: message.request.type });
  assert.deepEqual(await Promise.all(calls), ["status", "labels", "predict"]);
});

test("a failure keeps its code and its words", async () => {
  const { client, port } = await opened();
  const call = client.call(annotate(0, "x"));
  port.say({ type: "failure", id: port.posted[0].id, error: { code: "unknown_label", message: "“x” is not one of the labels." } });
  await assert.rejects(call, { name: "HandpickError", code: "unknown_label", message: "“x” is not one of the labels." });
});

test("a second answer to the same call changes nothing", async () => {
  const { client, port } = await opened();
  const call = client.call({ type: "status" });
  const { id } = port.posted[0];
  port.say({ type: "answer", id, value: 1 });
  port.say({ type: "answer", id, value: 2 });
  port.say({ type: "failure", id, error: { code: "internal", message: "" } });
  assert.equal(await call, 1);
});

test("a call that reads is rejected as soon as it is cancelled, and its late answer is dropped", async () => {
  const { client, port } = await opened();
  const controller = new AbortController();
  const call = client.call({ type: "predict" }, { signal: controller.signal });
  const { id } = port.posted[0];
  controller.abort();
  await assert.rejects(call, { code: "cancelled" });
  assert.deepEqual(port.posted[1], { type: "cancel", id });
  port.say({ type: "answer", id, value: 1 });
});

test("a call that changes the project waits for the truth when it is cancelled", async () => {
  const { client, port } = await opened();
  const [late, early] = [new AbortController(), new AbortController()];
  const begun = client.call(annotate(0, "a"), { signal: late.signal });
  const queued = client.call(annotate(1, "b"), { signal: early.signal });
  const [first, second] = port.posted.map((message) => message.id);
  late.abort();
  early.abort();
  port.say({ type: "answer", id: first, value: "done" });
  port.say({ type: "failure", id: second, error: { code: "cancelled", message: "" } });
  assert.equal(await begun, "done");
  await assert.rejects(queued, { code: "cancelled" });
});

test("a call that was cancelled before it was made is not sent", async () => {
  const { client, port } = await opened();
  await assert.rejects(client.call({ type: "status" }, { signal: AbortSignal.abort() }), { code: "cancelled" });
  assert.deepEqual(port.posted, []);
});

test("arguments that cannot be sent are refused, and the client goes on", async () => {
  const { client, port } = await opened();
  const call = client.call(/** @type {any} */ ({ type: "annotate", id: () => 1 }));
  await assert.rejects(call, { code: "invalid_argument" });
  const next = client.call({ type: "status" });
  port.answerAll(() => 7);
  assert.equal(await next, 7);
});

for (const [how, kill] of /** @type {[string, (port: FakePort) => void][]} */ ([
  ["a worker that crashes", (port) => port.crash("out of memory")],
  ["a worker that panics", (port) => port.say({ type: "died", error: { code: "internal", message: "out of memory" } })],
])) {
  test(`${how} rejects all that is pending, and the next call starts a fresh one`, async () => {
    const { client, ports, port, events } = await opened();
    const pending = [client.call({ type: "predict" }), client.call(annotate(0, "a"))];
    kill(port);
    for (const call of pending) await assert.rejects(call, (error) => error.code === "internal" && /out of memory/.test(error.message));
    assert.ok(port.terminated);
    assert.equal(ports.length, 1, "nothing is started before it is needed");
    assert.equal(events.at(-1).name, "error");

    const call = client.call({ type: "status" });
    assert.equal(ports.length, 2);
    assert.deepEqual(ports[1].posted.map((message) => message.type), ["open", "call"]);
    ports[1].answerAll(() => "again");
    assert.equal(await call, "again");
    port.say({ type: "event", name: "change", detail: {} });
    assert.equal(events.filter((event) => event.name === "change").length, 0, "a dead worker is not listened to");
  });
}

test("an engine that cannot open fails the opening with its own code", async () => {
  const { client, ports } = start();
  const open = client.open();
  ports[0].say({ type: "failure", id: ports[0].posted[0].id, error: { code: "storage_unavailable", message: "denied" } });
  await assert.rejects(open, { code: "storage_unavailable" });
});

test("a project in memory is built up again after a crash, without what was undone or replaced", async () => {
  const { client, ports, port } = await opened({ project: null });
  /** @type {any[]} */
  const done = [
    { type: "import", source: { type: "texts", texts: ["old"] }, options: {} },
    { type: "setLabels", labels: [{ name: "a" }] },
    annotate(0, "a"),
    { type: "import", source: { type: "texts", texts: ["new"] }, options: {} },
    annotate(0, "a"),
    { type: "status" },
    { type: "annotateMany", ids: [0, 1], labels: ["a"], at: 0 },
    { type: "flag", id: 1, note: "why", at: 0 },
    { type: "mergeProject", bytes: new Uint8Array([1]), at: 0 },
  ];
  for (const request of done) {
    const call = client.call(request);
    port.answerAll();
    await call;
  }
  const failed = client.call(annotate(1, "b"));
  port.say({ type: "failure", id: port.posted[0].id, error: { code: "unknown_label", message: "" } });
  await assert.rejects(failed);
  port.crash("gone");

  const call = client.call({ type: "status" });
  assert.deepEqual(
    ports[1].posted.slice(1).map((message) => message.request),
    [done[1], done[3], done[4], done[6], done[7], done[8], { type: "status" }],
  );
  ports[1].answerAll(() => "there");
  assert.equal(await call, "there");
});

test("a stored project is not built up again: the store has it", async () => {
  const { client, ports, port } = await opened();
  const call = client.call(annotate(0, "a"));
  port.answerAll();
  await call;
  port.crash("gone");
  client.call({ type: "status" }).catch(() => {});
  assert.deepEqual(ports[1].posted.map((message) => message.type), ["open", "call"]);
  client.dispose();
});

test("disposing rejects what is pending, ends the worker, and refuses later calls", async () => {
  const { client, port } = await opened();
  const pending = client.call({ type: "predict" });
  client.dispose();
  client.dispose();
  await assert.rejects(pending, { code: "disposed" });
  assert.ok(port.terminated);
  await assert.rejects(client.call({ type: "status" }), { code: "disposed" });
});

// The list of the page's files, and the worker that keeps them: run here with a server and caches in memory. Run: node --test tests/js/
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import vm from "node:vm";
import { fileURLToPath } from "node:url";

import { isPart, precache } from "../../scripts/precache.mjs";

const SOURCE = fileURLToPath(new URL("../../www/service-worker.js", import.meta.url));
const SCOPE = "https://example.test/tools/pick%20me/";

/** A built page of a few files. @param {import("node:test").TestContext} t @param {Record<string, string>} files */
const built = async (t, files) => {
  const folder = await mkdtemp(join(tmpdir(), "handpick-precache-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await put(folder, files);
  await writeFile(join(folder, "service-worker.js"), await readFile(SOURCE));
  return folder;
};
const put = async (folder, files) => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
};

/** What the browser keeps, and what the server is asked for. */
const world = (folder) => {
  const stores = new Map();
  const storage = {
    open: async (name) => {
      if (!stores.has(name)) stores.set(name, new Map());
      const store = stores.get(name);
      return { put: async (address, response) => void store.set(address, response), match: async (address) => store.get(address)?.clone() };
    },
    keys: async () => [...stores.keys()],
    has: async (name) => stores.has(name),
    delete: async (name) => stores.delete(name),
  };
  const asked = [];
  const serve = async (address) => {
    const url = String(address.url ?? address);
    assert.ok(url.startsWith(SCOPE), url);
    const name = decodeURIComponent(url.slice(SCOPE.length)) || "index.html";
    asked.push(name);
    const bytes = await readFile(join(folder, name)).catch(() => null);
    return bytes ? new Response(bytes) : new Response("", { status: 404 });
  };
  return { storage, stores, asked, serve, offline: false };
};

/** The worker as the folder has it now. */
const start = async (folder, place) => {
  const listeners = {};
  const self = { location: { href: `${SCOPE}service-worker.js` }, addEventListener: (name, listener) => (listeners[name] = listener), skipWaiting() {} };
  const fetch = async (address) => {
    if (place.offline) throw new TypeError("no network");
    return place.serve(address);
  };
  vm.runInNewContext(await readFile(join(folder, "service-worker.js"), "utf8"), { self, caches: place.storage, fetch, crypto: webcrypto, URL, Response, TextDecoder, Uint8Array, Promise, Object, Array, Error, JSON });
  const lifecycle = (name) => {
    let work;
    listeners[name]({ waitUntil: (promise) => (work = promise) });
    return work;
  };
  const get = async (name, method = "GET") => {
    let answer = null;
    listeners.fetch({ request: { url: new URL(name, SCOPE).href, method }, respondWith: (response) => (answer = response) });
    return answer === null ? null : (await answer).text();
  };
  return { install: () => lifecycle("install"), activate: () => lifecycle("activate"), get };
};

const PAGE = { "index.html": "<p>one", "app/main.js": "one", "handpick/engine.wasm": "engine", "models/m/model.safetensors": "weights", "handpick/protocol.d.ts": "types" };

test("the list has every file of the page with its digest, and neither model nor types", async (t) => {
  const folder = await built(t, PAGE);
  const { files } = await precache(folder);
  const list = JSON.parse(await readFile(join(folder, "precache.json"), "utf8"));
  assert.deepEqual(Object.keys(list.files), ["app/main.js", "handpick/engine.wasm", "index.html"]);
  assert.equal(files, 3);
  assert.equal(list.files["app/main.js"], createHash("sha256").update("one").digest("hex"));
  assert.equal(isPart("service-worker.js"), false);
  assert.equal(isPart(".nojekyll") || isPart("app/.DS_Store"), false);
});

test("listing again changes nothing, and any change of a file or of the worker is another version", async (t) => {
  const folder = await built(t, PAGE);
  const first = await precache(folder);
  assert.deepEqual(await precache(folder), first);
  await put(folder, { "app/main.js": "two" });
  const second = await precache(folder);
  assert.notEqual(second.version, first.version);
  await writeFile(join(folder, "service-worker.js"), `${await readFile(join(folder, "service-worker.js"), "utf8")}\n// more\n`);
  assert.notEqual((await precache(folder)).version, second.version);
});

test("a worker that was not told its version keeps nothing and answers nothing", async (t) => {
  const folder = await built(t, PAGE);
  const place = world(folder);
  const worker = await start(folder, place);
  await worker.install();
  assert.equal(place.stores.size, 0);
  assert.deepEqual(place.asked, []);
  assert.equal(await worker.get("app/main.js"), null);
});

test("once installed, every file comes without a network; the model is left to the engine", async (t) => {
  const folder = await built(t, PAGE);
  await precache(folder);
  const place = world(folder);
  const worker = await start(folder, place);
  await worker.install();
  place.offline = true;
  assert.equal(await worker.get("./?project=x#annotate"), "<p>one");
  assert.equal(await worker.get("index.html"), "<p>one");
  assert.equal(await worker.get("app/main.js"), "one");
  assert.equal(await worker.get("models/m/model.safetensors"), null);
  assert.equal(await worker.get("app/main.js", "POST"), null);
  assert.equal(await worker.get("https://elsewhere.test/app/main.js"), null);
  assert.equal(await worker.get("/another/page.js"), null);
});

test("an update fetches what has changed alone, beside the version in use, and the former goes when it takes over", async (t) => {
  const folder = await built(t, PAGE);
  await precache(folder);
  const place = world(folder);
  const former = await start(folder, place);
  await former.install();
  await former.activate();
  await put(folder, { "index.html": "<p>two", "app/main.js": "two", "app/more.js": "new" });
  await precache(folder);
  place.asked.length = 0;
  const next = await start(folder, place);
  await next.install();
  assert.deepEqual(place.asked.sort(), ["app/main.js", "app/more.js", "index.html", "precache.json"]);
  // Each still gives its own version, whatever the server has.
  assert.equal(await former.get("app/main.js"), "one");
  assert.equal(await former.get("./"), "<p>one");
  assert.equal(await next.get("app/main.js"), "two");
  assert.equal(await next.get("handpick/engine.wasm"), "engine");
  assert.equal(place.stores.size, 2);
  place.stores.set("handpick-page / other", new Map());
  place.stores.set("handpick-models", new Map());
  await next.activate();
  assert.deepEqual([...place.stores.keys()].filter((name) => name.startsWith("handpick-page /tools")).length, 1);
  assert.ok(place.stores.has("handpick-page / other") && place.stores.has("handpick-models"), "what is another page's or the engine's was deleted");
  assert.equal(await next.get("app/main.js"), "two");
});

test("a server in the middle of being changed gives no version at all, and the one in use stays", async (t) => {
  const folder = await built(t, PAGE);
  await precache(folder);
  const place = world(folder);
  const former = await start(folder, place);
  await former.install();
  await put(folder, { "app/main.js": "two" });
  await precache(folder);
  const next = await start(folder, place);
  await put(folder, { "app/main.js": "three" });
  await assert.rejects(next.install(), /app\/main\.js is not that of the version/);
  assert.equal(place.stores.size, 1);
  await precache(folder);
  await assert.rejects(next.install(), /precache\.json is not that of the version/);
  assert.equal(await former.get("app/main.js"), "one");
});

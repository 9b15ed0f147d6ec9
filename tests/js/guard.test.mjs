// A worker's ways out, closed. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { closeWaysOut } from "../../www/handpick/guard.js";

/** A worker's global, as far as the guard goes: fetch is inherited, the rest is its own. */
const scope = () => {
  const fetched = [];
  class Cache {
    add() {}
    addAll() {}
    put() {}
  }
  const inherited = { fetch: async (request) => fetched.push(request.url) };
  const global = Object.assign(Object.create(inherited), { Request, Cache, WebSocket: class {}, XMLHttpRequest: class {}, importScripts() {}, location: { href: "http://here.test/app/worker.js" } });
  return { global, inherited, fetched };
};

const refused = { code: "internal" };

test("what was allowed is read, and nothing else", async () => {
  const { global, fetched } = scope();
  const { allow } = closeWaysOut(global);
  await assert.rejects(global.fetch("http://here.test/models/m/config.json"), refused);
  allow("http://here.test/models/m/");
  allow("./engine_bg.wasm");
  await global.fetch("http://here.test/models/m/config.json");
  await global.fetch("http://here.test/app/engine_bg.wasm");
  assert.deepEqual(fetched, ["http://here.test/models/m/config.json", "http://here.test/app/engine_bg.wasm"]);
  for (const address of ["http://elsewhere.test/", "http://here.test/models/other/x", "http://here.test/models/m/../../x", "http://here.test/models/m/x?text=secret", "http://here.test/app/engine_bg.wasm?x"]) {
    await assert.rejects(global.fetch(address), refused, address);
  }
});

test("nothing is sent, not even to an address that may be read", async () => {
  const { global } = scope();
  closeWaysOut(global).allow("http://here.test/models/m/");
  await assert.rejects(global.fetch("http://here.test/models/m/x", { method: "POST", body: "text" }), refused);
  await assert.rejects(global.fetch(new Request("http://here.test/models/m/x", { method: "PUT", body: "text" })), refused);
});

test("other ways out are gone, and cannot be put back", () => {
  const { global, inherited } = scope();
  closeWaysOut(global);
  for (const name of ["WebSocket", "XMLHttpRequest", "importScripts"]) {
    assert.equal(global[name], undefined);
    assert.throws(() => Object.defineProperty(global, name, { value: () => {} }), TypeError);
  }
  assert.equal(global.Cache.prototype.add, undefined);
  assert.equal(global.Cache.prototype.addAll, undefined);
  assert.equal(typeof global.Cache.prototype.put, "function");
  // The inherited fetch is the guarded one as well.
  assert.equal(inherited.fetch, global.fetch);
  assert.throws(() => {
    "use strict";
    global.fetch = () => {};
  }, TypeError);
});

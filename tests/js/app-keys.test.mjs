// Which key gives which label, and what a key press means. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { RESERVED_KEYS, actionFor, assignKeys } from "../../www/app/logic/keys.js";

const named = (count) => Array.from({ length: count }, (_, place) => ({ name: `label ${place}` }));
const press = (key, more = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more });

test("digits come first, then letters", () => {
  assert.deepEqual(assignKeys(named(11)), ["1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b"]);
});

test("no key is given twice and none is reserved, however many labels there are and whatever keys they ask for", () => {
  for (let count = 0; count <= 60; count += 1) {
    const labels = named(count).map((label, place) => (place % 3 === 0 ? { ...label, key: ["b", "B", "2", " ", "/", "é", "Enter", ""][place % 8] } : label));
    const keys = assignKeys(labels).filter((key) => key !== "");
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.every((key) => !RESERVED_KEYS.includes(key)));
    assert.ok(keys.length >= Math.min(count, 35));
  }
});

test("a label's own key wins, and a label past the last key has none", () => {
  assert.deepEqual(assignKeys([{ name: "x" }, { name: "y", key: "1" }]), ["2", "1"]);
  assert.equal(assignKeys(named(40))[39], "");
});

test("keys mean labels, skip and undo", () => {
  const keys = assignKeys(named(10));
  assert.deepEqual(actionFor(press("3"), keys), { kind: "label", index: 2 });
  assert.deepEqual(actionFor(press("a"), keys), { kind: "label", index: 9 });
  assert.deepEqual(actionFor(press("A"), keys), { kind: "label", index: 9 });
  assert.deepEqual(actionFor(press(" "), keys), { kind: "skip" });
  assert.deepEqual(actionFor(press("Backspace"), keys), { kind: "undo" });
  assert.deepEqual(actionFor(press("z", { ctrlKey: true }), keys), { kind: "undo" });
  assert.equal(actionFor(press("b"), keys), null);
});

test("a held key and the browser's own shortcuts label nothing", () => {
  const keys = assignKeys(named(10));
  assert.equal(actionFor(press("1", { repeat: true }), keys), null);
  assert.equal(actionFor(press("Backspace", { repeat: true }), keys), null);
  assert.equal(actionFor(press("1", { ctrlKey: true }), keys), null);
  assert.equal(actionFor(press("a", { metaKey: true }), keys), null);
  assert.equal(actionFor(press("1", { altKey: true }), keys), null);
  assert.equal(actionFor(press("Tab"), keys), null);
});

test("layouts without the character fall back on the key's place; Latin letters never do", () => {
  const keys = assignKeys(named(12));
  assert.deepEqual(actionFor(press("&", { code: "Digit1" }), keys), { kind: "label", index: 0 });
  assert.deepEqual(actionFor(press("ф", { code: "KeyA" }), keys), { kind: "label", index: 9 });
  assert.deepEqual(actionFor(press("a", { code: "KeyQ" }), keys), { kind: "label", index: 9 });
  assert.equal(actionFor(press("q", { code: "KeyA" }), keys), null);
  assert.equal(actionFor(press("!", { code: "Digit1", shiftKey: true }), keys), null);
});

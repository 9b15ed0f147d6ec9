// Which key gives which label, and what a key press means. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { ACTIONS, DEFAULT_ACTION_KEYS, FIXED_KEYS, RESERVED_KEYS, actionFor, assignKeys, keyOf, keyProblem, readActionKeys } from "../../www/app/logic/keys.js";

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
    assert.ok(keys.length >= Math.min(count, 32));
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

test("undo and redo are where they are everywhere, on any layout of the letters", () => {
  const control = (key, more = {}) => actionFor(press(key, { ctrlKey: true, ...more }), []);
  assert.deepEqual(control("z"), { kind: "undo" });
  assert.deepEqual(control("Z", { shiftKey: true }), { kind: "redo" });
  assert.deepEqual(control("y"), { kind: "redo" });
  assert.deepEqual(actionFor(press("z", { metaKey: true, shiftKey: true }), []), { kind: "redo" });
  assert.equal(actionFor(press("y", { metaKey: true }), []), null);
  assert.equal(control("f"), null);
});

test("flag, not sure, the palette, the guideline and the keys have keys of their own", () => {
  const keys = assignKeys(named(32));
  assert.deepEqual(["f", "n", "/", "g", "?", "Enter"].map((key) => actionFor(press(key), keys)?.kind), ["flag", "unsure", "palette", "guideline", "help", "give"]);
  assert.deepEqual(actionFor(press("т", { code: "KeyN" }), keys), { kind: "unsure" });
});

test("an action that was moved leaves its old key to the labels and takes the new one from them", () => {
  const actions = readActionKeys({ flag: "1", skip: "Delete" });
  const keys = assignKeys(named(32), actions);
  assert.ok(!keys.includes("1"));
  assert.ok(keys.includes("f"));
  assert.deepEqual(actionFor(press("1"), keys, actions), { kind: "flag" });
  assert.deepEqual(actionFor(press("Delete"), keys, actions), { kind: "skip" });
  assert.equal(actionFor(press(" "), keys, actions), null);
});

test("stored keys that make no sense, or that two actions would share, are not used", () => {
  assert.deepEqual(readActionKeys(null), DEFAULT_ACTION_KEYS);
  assert.deepEqual(readActionKeys("f"), DEFAULT_ACTION_KEYS);
  assert.deepEqual(readActionKeys({ flag: "n" }), DEFAULT_ACTION_KEYS);
  assert.deepEqual(readActionKeys({ flag: "Enter", undo: 7, skip: "F5", invented: "x" }), DEFAULT_ACTION_KEYS);
  assert.deepEqual(readActionKeys({ flag: "", unsure: "f" }), { ...DEFAULT_ACTION_KEYS, flag: "", unsure: "f" });
});

test("a key is refused where something else has it, and only there", () => {
  const labels = [{ name: "a", key: "q" }, { name: "b" }];
  const actions = readActionKeys(null);
  assert.deepEqual(keyProblem("F", { label: "b" }, labels, actions), { kind: "action", action: "flag" });
  assert.equal(keyProblem("f", { action: "flag" }, labels, actions), null);
  assert.deepEqual(keyProblem("q", { action: "flag" }, labels, actions), { kind: "label", label: "a" });
  assert.deepEqual(keyProblem("Q", { label: "b" }, labels, actions), { kind: "label", label: "a" });
  assert.equal(keyProblem("q", { label: "a" }, labels, actions), null);
  // The key that a label has without having chosen it gives way.
  assert.equal(keyProblem("1", { action: "flag" }, labels, actions), null);
  for (const key of FIXED_KEYS) assert.deepEqual(keyProblem(key, { action: "redo" }, labels, actions), { kind: "fixed" });
  for (const key of ["F5", "Home", "\u0007"]) assert.deepEqual(keyProblem(key, { action: "redo" }, labels, actions), { kind: "unusable" });
  assert.deepEqual(keyProblem(" ", { label: "b" }, labels, { ...actions, skip: "" }), { kind: "unusable" });
  assert.equal(keyProblem("é", { label: "b" }, labels, actions), null);
  assert.equal(keyProblem("", { action: "skip" }, labels, actions), null);
});

test("whatever was chosen and passed, no key is on two things", () => {
  const wanted = ["x", "1", "f", "é", "Backspace", " ", "Delete", "n", "ß", "/", "0"];
  let seed = 7;
  const draw = (most) => (seed = (seed * 48271) % 2147483647) % most;
  for (let round = 0; round < 300; round += 1) {
    let actions = readActionKeys(null);
    const labels = named(1 + draw(60));
    for (let change = 0; change < 12; change += 1) {
      const key = wanted[draw(wanted.length)];
      const action = ACTIONS[draw(ACTIONS.length)];
      const label = labels[draw(labels.length)];
      if (draw(2) === 0) {
        if (!keyProblem(key, { action }, labels, actions)) actions = { ...actions, [action]: keyOf(key) };
      } else if (!keyProblem(key, { label: label.name }, labels, actions)) label.key = keyOf(key);
    }
    assert.deepEqual(readActionKeys(JSON.parse(JSON.stringify(actions))), actions);
    const used = [...assignKeys(labels, actions), ...Object.values(actions)].filter((key) => key !== "");
    assert.equal(new Set(used).size, used.length);
    labels.forEach((label, place) => label.key && assert.equal(assignKeys(labels, actions)[place], label.key));
  }
});

// Finding labels, changing them, their colours, and what an undone step was. Run: node --test tests/js/
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { PALETTE, hueFor, hueOfHex, rgbOf } from "../../www/app/logic/colors.js";
import { changeLabel, mergeLabels, removeLabel } from "../../www/app/logic/label-edits.js";
import { LabelFilter } from "../../www/app/logic/label-filter.js";
import { stepKind } from "../../www/app/logic/steps.js";
import { SettingsStore, readSuggestions } from "../../www/app/settings.js";

test("the best fit comes first: the name, its beginning, a word's beginning, anywhere, the description", () => {
  const labels = ["Card payment", "Repay", "pay", "Payroll", "Refund"].map((name) => ({ name }));
  labels.push({ name: "Invoice", description: "what one has to pay" });
  const names = (typed) => new LabelFilter(labels).find(typed).map((place) => labels[place].name);
  assert.deepEqual(names("PAY"), ["pay", "Payroll", "Card payment", "Repay", "Invoice"]);
  assert.deepEqual(names("nothing"), []);
  assert.deepEqual(names("  "), labels.map(({ name }) => name));
});

test("case, accents and full-width letters are no hindrance, and no sign is a pattern", () => {
  const labels = ["Café", "ＣＡＦＥ 2", "a.b", "a+b (c)", "Größe", "標籤"].map((name) => ({ name }));
  const names = (typed) => new LabelFilter(labels).find(typed).map((place) => labels[place].name);
  assert.deepEqual(names("cafe"), ["Café", "ＣＡＦＥ 2"]);
  assert.deepEqual(names("a.b"), ["a.b"]);
  assert.deepEqual(names("b (c"), ["a+b (c)"]);
  assert.deepEqual(names("gro"), ["Größe"]);
  assert.deepEqual(names("籤"), ["標籤"]);
});

test("ten thousand labels are filtered within the time of a key press", () => {
  const filter = new LabelFilter(Array.from({ length: 10_000 }, (_, place) => ({ name: `label ${place}`, description: `number ${place}` })));
  const begun = performance.now();
  for (const typed of ["l", "la", "label 9", "label 99", "zzz"]) filter.find(typed);
  assert.ok((performance.now() - begun) / 5 < 50);
  assert.equal(filter.find("label 9999")[0], 9999);
  assert.equal(filter.find("label 99").length, 111);
});

const LABELS = [{ name: "a", description: "first", color: "#aa3355" }, { name: "b", key: "x" }, { name: "c" }];

test("a new name is a rename that keeps everything else", () => {
  assert.deepEqual(changeLabel(LABELS, 0, { name: "  A  " }), {
    labels: [{ name: "A", description: "first", color: "#aa3355" }, LABELS[1], LABELS[2]],
    renames: [{ from: "a", to: "A" }],
    step: true,
  });
});

test("a colour is a step; a key or a description alone is none; what is empty is taken away", () => {
  assert.deepEqual(changeLabel(LABELS, 2, { color: "#123456" }), { labels: [LABELS[0], LABELS[1], { name: "c", color: "#123456" }], renames: [], step: true });
  assert.deepEqual(changeLabel(LABELS, 1, { key: "" }), { labels: [LABELS[0], { name: "b" }, LABELS[2]], renames: [], step: false });
  assert.deepEqual(changeLabel(LABELS, 1, { description: " new " }), { labels: [LABELS[0], { name: "b", description: "new", key: "x" }, LABELS[2]], renames: [], step: false });
  assert.equal(changeLabel(LABELS, 0, { color: "" }).step, true);
});

test("no name, and another label's name, are refused", () => {
  assert.deepEqual(changeLabel(LABELS, 0, { name: " " }), { problem: "empty" });
  assert.deepEqual(changeLabel(LABELS, 0, { name: "b" }), { problem: "taken" });
  assert.ok("labels" in changeLabel(LABELS, 0, { name: "a" }));
});

test("merging takes one label away and sends its answers to the other; deleting sends them nowhere", () => {
  assert.deepEqual(mergeLabels(LABELS, 0, 2), { labels: [LABELS[1], LABELS[2]], renames: [{ from: "a", to: "c" }], step: true });
  assert.deepEqual(mergeLabels(LABELS, 1, 1).renames, []);
  assert.deepEqual(removeLabel(LABELS, 1), { labels: [LABELS[0], LABELS[2]], renames: [], step: true });
});

test("what an undone step was is told by what it changed", () => {
  const flagged = (n) => ({ flagged: n });
  assert.equal(stepKind({ id: 3, documents: 1 }, flagged(1), flagged(1)), "answer");
  assert.equal(stepKind({ id: 3, documents: 1 }, flagged(1), flagged(0)), "unflag");
  assert.equal(stepKind({ id: 3, documents: 1 }, flagged(0), flagged(1)), "flag");
  assert.equal(stepKind({ documents: 12 }, flagged(0), flagged(0)), "many");
  assert.equal(stepKind({ documents: 0 }, flagged(0), flagged(0)), "labels");
});

test("a chosen colour gives its hue, a grey or none gives the place's", () => {
  for (const color of PALETTE) assert.match(color, /^#[0-9a-f]{6}$/);
  assert.equal(new Set(PALETTE.map(hueOfHex)).size, PALETTE.length);
  assert.ok(Math.abs(hueOfHex("#ff0000") - 29) <= 1);
  assert.ok(Math.abs(hueOfHex("#0000ff") - 264) <= 1);
  assert.equal(hueOfHex("#808080"), null);
  assert.equal(hueOfHex("red"), null);
  assert.equal(hueFor({ color: "#808080" }, 1), 30);
  assert.equal(hueFor({ color: "#ff0000" }, 1), hueOfHex("#ff0000"));
});

test("text in every hue has a contrast of 4.5:1 or more on its ground and on the card, in both themes", () => {
  const css = readFileSync(new URL("../../www/app/style/tokens.css", import.meta.url), "utf8");
  const found = (name) => [...css.matchAll(new RegExp(`--${name}: oklch\\(([\\d.]+) ([\\d.]+) var\\(--hue, 250\\)\\)`, "g"))].map(([, l, c]) => [Number(l), Number(c)]);
  const cards = [...css.matchAll(/--card: #([0-9a-f]{6})/g)].map(([, hex]) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const [inks, softs] = [found("label-ink"), found("label-soft")];
  assert.deepEqual([inks.length, softs.length, cards.length], [2, 2, 2]);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => Math.min(1, Math.max(0, part))).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  for (let hue = 0; hue < 360; hue += 1) {
    inks.forEach(([l, c], theme) => {
      const ink = rgbOf(l, c, hue);
      assert.ok(contrast(ink, rgbOf(...softs[theme], hue)) >= 4.5, `theme ${theme}, hue ${hue} on its ground`);
      assert.ok(contrast(ink, cards[theme]) >= 4.5, `theme ${theme}, hue ${hue} on the card`);
    });
  }
});

test("the guess is shown, delayed or hidden; the former yes and no are understood", () => {
  assert.deepEqual([true, false, "delayed", "hidden", "shown", undefined, 3].map(readSuggestions), ["shown", "hidden", "delayed", "hidden", "shown", "shown", "shown"]);
});

test("stored settings are read with the keys that make sense, and without storage there are defaults", (t) => {
  const kept = new Map([["handpick:p:settings", JSON.stringify({ suggestions: false, keys: { flag: "x", skip: "Enter" }, shortcuts: false })]]);
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  t.after(() => delete globalThis.localStorage);
  const store = new SettingsStore("p");
  assert.equal(store.values.suggestions, "hidden");
  assert.equal(store.values.shortcuts, false);
  assert.equal(store.values.keys.flag, "x");
  assert.equal(store.values.keys.skip, " ");
  store.set({ keys: { ...store.values.keys, undo: "u" } });
  assert.equal(new SettingsStore("p").values.keys.undo, "u");
  assert.equal(new SettingsStore("other").values.suggestions, "shown");
});

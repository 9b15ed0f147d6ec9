// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { byFamily } from "../../www/app/logic/families.js";

const entry = (/** @type {string} */ name, /** @type {string} */ family, singleLabel = true) =>
  /** @type {import("../../www/handpick/protocol.js").StrategyInfo} */ ({ name, title: name, family, paper: "", formula: "", cost: "", needs: "", singleLabel, multiLabel: true, summary: "" });

test("strategies are offered family by family, those for several labels left out, none lost", () => {
  const menu = [entry("margin", "uncertainty"), entry("cvirs", "multi-label", false), entry("auto", "adaptive"), entry("entropy", "uncertainty"), entry("odd", "new")];
  const groups = byFamily(menu).map(({ title, members }) => [title, members.map(({ name }) => name)]);
  assert.deepEqual(groups, [
    ["Choosing by itself", ["auto"]],
    ["What the model is unsure of", ["margin", "entropy"]],
    ["new", ["odd"]],
  ]);
});

test("where a text may have several labels, those for it are offered", () => {
  const menu = [entry("margin", "uncertainty"), entry("cvirs", "multi-label", false), { ...entry("coreset", "representation"), multiLabel: false }];
  assert.deepEqual(byFamily(menu, true).flatMap(({ members }) => members.map(({ name }) => name)), ["margin", "cvirs"]);
});

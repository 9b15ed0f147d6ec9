// @ts-check
// Looks a view over with axe, and for anything wider than the window.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

/** The checker, to be put beside the page: it is no part of it, so its own policy would keep it out. */
export const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** @param {import("playwright-core").Page} page @param {string} where */
export const inspect = async (page, where) => {
  const violations = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ["violations"] });
    return violations.map((/** @type {any} */ found) => `${found.id}: ${found.help}: ${found.nodes.map((/** @type {any} */ node) => node.target.join(" ")).join(", ")}`);
  });
  assert.deepEqual(violations, [], where);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px wider than the window`);
};

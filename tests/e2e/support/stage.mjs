// @ts-check
// The page on a stage of its own: a server, a browser, one page, put away when the test ends.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve } from "../../../scripts/static-server.mjs";
import { launch } from "./browser.mjs";

/** @param {string} path relative to the project @returns {string} */
export const inProject = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const DIST = inProject("dist");

/**
 * @typedef {object} Stage
 * @property {import("../../../scripts/static-server.mjs").Served} site
 * @property {import("playwright-core").Browser} browser
 * @property {import("playwright-core").BrowserContext} context
 * @property {import("playwright-core").Page} page
 * @property {string[]} complaints what the page threw or logged as an error
 */

/**
 * @param {import("node:test").TestContext} t
 * @param {{ base?: string, fault?: import("../../../scripts/static-server.mjs").Fault, webgpu?: boolean, context?: import("playwright-core").BrowserContextOptions }} [options]
 * @returns {Promise<Stage>}
 */
export const stage = async (t, { base = "/", fault, webgpu = false, context: contextOptions = {} } = {}) => {
  if (!existsSync(`${DIST}/index.html`)) throw new Error("The page is not built: run scripts/serve.sh --build-only first.");
  const site = await serve({ folder: DIST, base, ...(fault === undefined ? {} : { fault }) });
  t.after(() => site.close());
  const browser = await launch({ webgpu });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...contextOptions });
  const page = await context.newPage();
  return { site, browser, context, page, complaints: listen(page) };
};

/** Collects what a page throws or logs as an error. @param {import("playwright-core").Page} page @returns {string[]} */
export const listen = (page) => {
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return complaints;
};

// @ts-check
// What the measurements share: a browser with a page of our own site in it, and numbers about numbers.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { exit, stderr } from "node:process";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/static-server.mjs";
import { launch } from "../../tests/e2e/support/browser.mjs";

/** @param {string} path relative to the project @returns {string} */
export const inProject = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const PEER = inProject("benches/browser/.peer");

/** A text workload. @param {string} name @returns {string[]} */
export const workload = (name) => {
  const file = inProject(`../shared/data/workloads/${name}.json`);
  if (!existsSync(file)) fail(`the workload ${file} is not on this machine`);
  const content = JSON.parse(readFileSync(file, "utf8"));
  return Array.isArray(content) ? content : content.texts;
};

/** @param {string} words @returns {never} */
export const fail = (words) => {
  stderr.write(`${words}\n`);
  exit(1);
};

/** An empty page of the site, from which the learner is used as any other page would. */
const BLANK = "<!doctype html><meta charset=utf-8><title>Measuring</title><link rel=icon href=data:,>";

/**
 * Opens a page of `dist/` in a browser of its own, runs `work` and puts both away.
 * @template T
 * @param {{ webgpu?: boolean, path?: string }} options
 * @param {(page: import("playwright-core").Page, url: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export const onPage = async ({ webgpu = false, path = "blank.html" }, work) => {
  if (!existsSync(inProject("dist/index.html"))) fail("the page is not built: run scripts/serve.sh --build-only");
  const site = await serve({
    folder: inProject("dist"),
    fault: (asked, response) => {
      if (asked !== "/blank.html") return false;
      response.writeHead(200, { "content-type": "text/html" }).end(BLANK);
      return true;
    },
  });
  const browser = await launch({ webgpu });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(0);
    page.on("pageerror", (error) => stderr.write(`page: ${error.message}\n`));
    page.on("console", (message) => message.type() === "error" && stderr.write(`console: ${message.text()}\n`));
    await page.goto(site.url + path);
    return await work(page, site.url);
  } finally {
    await browser.close();
    await site.close();
  }
};

/**
 * transformers.js on the same texts, as its own benchmark measures it.
 * @param {string[]} args
 * @returns {any}
 */
export const peer = (args) => {
  if (!existsSync(`${PEER}/models/minilm/onnx/model.onnx`)) fail("transformers.js is not set up: run benches/browser/peer.sh");
  const { status, stdout } = spawnSync("node", ["bench.mjs", ...args], { cwd: PEER, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 });
  if (status !== 0) fail("transformers.js could not be measured");
  return JSON.parse(stdout);
};

/** @param {number[]} numbers @param {number} share */
export const quantile = (numbers, share) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
};

/** @param {number[]} numbers */
export const median = (numbers) => quantile(numbers, 0.5);

/** What it was measured on. */
export const machine = () => `${cpus()[0].model.trim()}, ${cpus().length} cores`;

/** A Markdown table. @param {string[]} head @param {(string | number)[][]} rows */
export const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Three significant figures. @param {number} number */
export const short = (number) => (number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2));

// @ts-check
// A model that cannot be had, or is not what it says: the page names what is wrong, goes on without, and can try again.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { acceptFile, allRead, answer, chooseFile, currentText, nameLabels, open, startLabelling, strings } from "./support/handpick.mjs";
import { DIST, stage } from "./support/stage.mjs";

const TEXTS = Array.from({ length: 12 }, (_, place) => `${place % 2 ? "The saddle is loose" : "Are you open on Sunday"}, bike ${place}.`);
const FILE = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from(TEXTS.join("\n")) };
const labelOf = (/** @type {string} */ text) => (text.includes("saddle") ? "Repair" : "Hours");
const WEIGHTS = "model.safetensors";

/**
 * @typedef {import("node:http").ServerResponse} Response
 * @typedef {{ title: string, file: string, code: RegExp, answer: (response: Response) => void | Promise<void> }} Fault
 */

/** @type {Fault[]} */
const FAULTS = [
  { title: "weights that are not there", file: WEIGHTS, code: /model_unavailable/, answer: (response) => void response.writeHead(404).end("not found") },
  {
    title: "a server that fails",
    file: "tokenizer.json",
    code: /model_unavailable/,
    answer: (response) => void response.writeHead(500).end("no"),
  },
  {
    title: "weights that end too early, though the server calls them whole",
    file: WEIGHTS,
    code: /model_(corrupt|malformed|unavailable)/,
    answer: async (response) => {
      const bytes = (await readFile(`${DIST}/models/all-MiniLM-L6-v2/${WEIGHTS}`)).subarray(0, 5_000_000);
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length }).end(bytes);
    },
  },
  {
    title: "a connection that breaks off",
    file: WEIGHTS,
    code: /model_(unavailable|corrupt)/,
    answer: async (response) => {
      const bytes = await readFile(`${DIST}/models/all-MiniLM-L6-v2/${WEIGHTS}`);
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length });
      response.write(bytes.subarray(0, 3_000_000), () => response.destroy());
    },
  },
  {
    title: "a page of HTML in the model's place, with status 200",
    file: WEIGHTS,
    code: /model_(corrupt|malformed|unavailable)/,
    answer: (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome</title>"),
  },
  {
    title: "a page of HTML in the configuration's place",
    file: "config.json",
    code: /model_(corrupt|malformed|unavailable)/,
    answer: (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome</title>"),
  },
  {
    title: "weights with one byte changed",
    file: WEIGHTS,
    code: /model_corrupt/,
    answer: async (response) => {
      const bytes = Buffer.from(await readFile(`${DIST}/models/all-MiniLM-L6-v2/${WEIGHTS}`));
      bytes[bytes.length - 1000] ^= 1;
      response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length }).end(bytes);
    },
  },
];

/** @param {import("playwright-core").Page} page @param {string} url */
const begin = async (page, url) => {
  await open(page, url);
  await chooseFile(page, FILE);
  await acceptFile(page);
  await nameLabels(page, ["Repair", "Hours"]);
  await startLabelling(page);
};

/** @param {import("playwright-core").Page} page */
const tryAgain = async (page) => {
  await page.getByRole("alert").getByRole("button", { name: strings.errors.retry }).click();
  await allRead(page);
};

for (const fault of FAULTS) {
  test(`${fault.title}: said, survived, and mended by trying again`, { timeout: 300_000 }, async (t) => {
    let broken = true;
    const { page, site } = await stage(t, {
      fault: async (path, response) => {
        if (!broken || !path.endsWith(`/${fault.file}`)) return false;
        await fault.answer(response);
        return true;
      },
    });
    await begin(page, `${site.url}?device=cpu`);
    const alert = page.getByRole("alert");
    await alert.waitFor({ timeout: 60_000 });
    const words = (await alert.textContent()) ?? "";
    assert.match(words, fault.code);
    t.diagnostic(words);
    // Labelling goes on meanwhile.
    await answer(page, labelOf(await currentText(page)));
    broken = false;
    await tryAgain(page);
    assert.equal(await alert.isVisible(), false);
    await answer(page, labelOf(await currentText(page)));
    // What was kept is the good model, not the bad one: a second visit needs no network for it.
    const fetched = site.requests.filter((path) => path.includes("/models/") && path.endsWith(WEIGHTS)).length;
    await begin(page, `${site.url}?device=cpu&project=another`);
    await allRead(page, 60_000);
    assert.equal(site.requests.filter((path) => path.includes("/models/") && path.endsWith(WEIGHTS)).length, fetched, "the weights were fetched again");
  });
}

test("a full disk: the model works without being kept, and is kept once there is room", { timeout: 300_000 }, async (t) => {
  const { page, site, context } = await stage(t);
  const origin = new URL(site.url).origin;
  const url = `${site.url}?device=cpu`;
  const downloads = () => site.requests.filter((path) => path.includes("/models/") && path.endsWith(WEIGHTS)).length;
  const protocol = await context.newCDPSession(page);
  await protocol.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 20_000_000 });
  await begin(page, url);
  await allRead(page);
  for (let place = 0; place < 4; place += 1) await answer(page, labelOf(await currentText(page)));
  assert.equal(downloads(), 1);

  await protocol.send("Storage.overrideQuotaForOrigin", { origin });
  // With all texts read, a visit needs no model: another project asks for it again.
  await begin(page, `${url}&project=second`);
  await allRead(page);
  assert.equal(downloads(), 2, "what did not fit was kept all the same");

  await begin(page, `${url}&project=third`);
  await allRead(page);
  assert.equal(downloads(), 2, "what fitted was not kept");
});

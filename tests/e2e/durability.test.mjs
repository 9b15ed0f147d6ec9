// @ts-check
// No answer is lost: not when the tab is closed, not when it crashes, not when the whole browser is killed, not when a worker dies.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { QUIET, browserPath } from "./support/browser.mjs";
import { acceptFile, allRead, answer, answerEach, answersGiven, beginWith, changed, chooseFile, currentText, nameLabels, open, startLabelling } from "./support/handpick.mjs";
import { DIST, stage } from "./support/stage.mjs";
import { serve } from "../../scripts/static-server.mjs";

const TEXTS = Array.from({ length: 60 }, (_, place) => `${place % 2 ? "The brake of bike" : "What does it cost to keep bike"} ${place} ${place % 2 ? "squeaks." : "for a day?"}`);
const FILE = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from(TEXTS.join("\n")) };
const labelOf = (/** @type {string} */ text) => (text.includes("brake") ? "Repair" : "Price");

/** @param {import("playwright-core").Page} page @param {string} url */
const begin = (page, url) => beginWith(page, url, FILE, ["Repair", "Price"]);
/** @param {import("playwright-core").Page} page @param {number} count */
const answerSome = (page, count) => answerEach(page, count, labelOf);

test("a tab that is closed loses nothing", { timeout: 300_000 }, async (t) => {
  const { page, site, context } = await stage(t);
  const url = `${site.url}?device=cpu`;
  await begin(page, url);
  await answerSome(page, 5);
  const text = await currentText(page);
  await page.close();
  const again = await context.newPage();
  await again.goto(url);
  assert.equal(await currentText(again), text);
  assert.equal(await answersGiven(again), 5);
});

test("a tab that crashes loses nothing, whatever key came last", { timeout: 300_000 }, async (t) => {
  const { page, site, context } = await stage(t);
  const url = `${site.url}?device=cpu`;
  await begin(page, url);
  await answerSome(page, 4);
  const text = await currentText(page);
  const protocol = await context.newCDPSession(page);
  protocol.send("Page.crash").catch(() => {});
  await page.waitForEvent("crash");
  await page.close();
  const again = await context.newPage();
  await again.goto(url);
  assert.equal(await currentText(again), text);
  assert.equal(await answersGiven(again), 4);
});

/** How often the next test kills the tab: fewer times than a person labels in a morning, unless told otherwise. */
const KILLS = Number(process.env.HANDPICK_KILLS ?? 20);

test(`a tab that is killed after each of ${KILLS} answers loses none of them`, { timeout: 120_000 + KILLS * 15_000 }, async (t) => {
  const { page: first, site, context } = await stage(t);
  const url = `${site.url}?device=cpu`;
  const many = Array.from({ length: KILLS + 40 }, (_, place) => `${place % 2 ? "The brake of bike" : "What does it cost to keep bike"} ${place} ${place % 2 ? "squeaks." : "for a day?"}`);
  await open(first, url);
  await chooseFile(first, { ...FILE, buffer: Buffer.from(many.join("\n")) });
  await acceptFile(first);
  await nameLabels(first, ["Repair", "Price"]);
  await startLabelling(first);
  let page = first;
  for (let given = 1; given <= KILLS; given += 1) {
    // Killed as soon as the next text is on screen: by then the answer is on the disk.
    await answer(page, labelOf(await currentText(page)));
    const protocol = await context.newCDPSession(page);
    const crashed = page.waitForEvent("crash");
    protocol.send("Page.crash").catch(() => {});
    await crashed;
    await page.close();
    page = await context.newPage();
    await page.goto(url);
    await currentText(page);
    assert.equal(await answersGiven(page), given);
  }
});

test("a browser that is killed right after a text was answered loses nothing", { timeout: 300_000 }, async (t) => {
  const site = await serve({ folder: DIST });
  t.after(() => site.close());
  const profile = await mkdtemp(join(tmpdir(), "handpick-profile-"));
  t.after(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const url = `${site.url}?device=cpu`;
  let given = 0;
  for (const answers of [3, 2, 1]) {
    const context = await chromium.launchPersistentContext(profile, { executablePath: browserPath(), args: QUIET });
    const page = context.pages()[0] ?? (await context.newPage());
    if (given === 0) await begin(page, url);
    else await page.goto(url);
    // Which text is on screen is kept less strictly than answers are; a power cut may cost that.
    await currentText(page);
    assert.equal(await answersGiven(page), given);
    await answerSome(page, answers);
    given += answers;
    await kill(context);
  }
});

/** Ends the browser as a power cut would. @param {import("playwright-core").BrowserContext} context */
const kill = async (context) => {
  const browser = context.browser();
  const closed = new Promise((done) => context.once("close", () => done(undefined)));
  const session = await /** @type {import("playwright-core").Browser} */ (browser).newBrowserCDPSession();
  session.send("Browser.crash").catch(() => {});
  await closed;
};

test("an engine that dies is started afresh from what was stored, and labelling goes on", { timeout: 300_000 }, async (t) => {
  const { page, site } = await stage(t);
  await begin(page, `${site.url}?device=cpu`);
  await answerSome(page, 3);
  const engine = page.workers().find((worker) => /\/worker\.js/.test(worker.url()));
  assert.ok(engine, `workers: ${page.workers().map((worker) => worker.url())}`);
  // An error that nothing catches, in the middle of whatever it does.
  await engine.evaluate(() => void setTimeout(() => { throw new Error("the engine dies here"); }));
  await page.waitForTimeout(200);
  const text = await currentText(page);
  await page.keyboard.press("1");
  await changed(page, text);
  assert.equal(await answersGiven(page), 4);
  await answerSome(page, 2);
  assert.equal(await answersGiven(page), 6);
  await page.reload();
  await currentText(page);
  assert.equal(await answersGiven(page), 6);
});

test("an encoder that dies in the middle of reading is replaced, and every text is read", { timeout: 300_000 }, async (t) => {
  const { page, site } = await stage(t);
  const many = Array.from({ length: 400 }, (_, place) => `Bike ${place} has a ${["loose", "bent", "missing", "rusty"][place % 4]} part, says customer ${place * 13}.`);
  await open(page, `${site.url}?device=cpu&workers=1`);
  await chooseFile(page, { ...FILE, buffer: Buffer.from(many.join("\n")) });
  await acceptFile(page);
  await nameLabels(page, ["Repair", "Price"]);
  await startLabelling(page);
  await page.getByText(/^The model has read [1-9]\d* of \d+ texts/).first().waitFor({ timeout: 60_000 });
  const encoder = page.workers().find((worker) => worker.url().includes("encoder-worker.js"));
  assert.ok(encoder, `workers: ${page.workers().map((worker) => worker.url())}`);
  await encoder.evaluate(() => void setTimeout(() => { throw new Error("the encoder dies here"); }));
  await allRead(page);
});

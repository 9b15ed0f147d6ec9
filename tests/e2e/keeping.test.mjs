// @ts-check
// How a project is kept: without a network, through updates of the page, in one tab at a time, in files, beside other projects.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { precache } from "../../scripts/precache.mjs";
import { serve } from "../../scripts/static-server.mjs";
import { AXE, inspect } from "./support/axe.mjs";
import { launch } from "./support/browser.mjs";
import { acceptFile, allRead, answerEach, answersGiven, beginWith, chooseFile, currentText, download, nameLabels, open, startLabelling, strings } from "./support/handpick.mjs";
import { DIST, listen, stage } from "./support/stage.mjs";

const TEXTS = Array.from({ length: 30 }, (_, place) => `${place % 2 ? "The chain of bike" : "What does it cost to keep bike"} ${place} ${place % 2 ? "is rusty." : "for a week?"}`);
const FILE = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from(TEXTS.join("\n")) };
const labelOf = (/** @type {string} */ text) => (text.includes("chain") ? "Repair" : "Price");

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {string} url */
const begin = (page, url) => beginWith(page, url, FILE, ["Repair", "Price"]);
/** @param {Page} page @param {number} count */
const answerSome = (page, count) => answerEach(page, count, labelOf);

/** @param {Page} page */
const keptOffline = (page) => page.getByText(strings.keeping.offlineShort).waitFor({ timeout: 120_000 });

test("after the first visit the page works without a network: open, label, export, from a sub-path too", { timeout: 300_000 }, async (t) => {
  const { page, site, context, complaints } = await stage(t, { base: "/tools/pick me/" });
  const url = `${site.url}?device=cpu`;
  await begin(page, url);
  await answerSome(page, 3);
  await allRead(page);
  await keptOffline(page);
  assert.deepEqual(complaints, []);

  // With a network, a second visit asks whether there is another version, and of the model what it should be; nothing else.
  const before = site.requests.length;
  await page.reload();
  await currentText(page);
  await keptOffline(page);
  const asked = new Set(site.requests.slice(before).map((path) => path.replace("/tools/pick me/", "")));
  // Chromium looks the tab's icon up past every service worker.
  asked.delete("app/icon.svg");
  for (const name of asked) assert.match(name, /^(service-worker\.js|models\/[^/]+\/handpick-model\.json)$/);

  await context.setOffline(true);
  await site.close();

  await page.reload();
  await currentText(page);
  assert.equal(await answersGiven(page), 3);
  await answerSome(page, 4);
  assert.equal(await answersGiven(page), 7);
  const { bytes } = await download(page, strings.menu.csv);
  assert.equal(bytes.toString().trim().split("\n").length, TEXTS.length + 1);

  // Another tab and another project, which needs the model: it is there too.
  const second = await context.newPage();
  await begin(second, `${url}&project=second`);
  await allRead(second);
  await answerSome(second, 2);
});

test("an update never mixes versions, and takes over when the person says so or with the next start", { timeout: 300_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "handpick-update-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(DIST, folder, { recursive: true, dereference: true, filter: (source) => !source.includes("models") });
  /** Every module of a version says which it is, and so does the page. @param {number} version */
  const deploy = async (version) => {
    for (const name of ["app/main.js", "app/strings.js", "app/app.js", "handpick/index.js", "handpick/worker.js"]) {
      const bare = (await readFile(join(folder, name), "utf8")).replace(/\n\(globalThis\.versions.*$/s, "");
      await writeFile(join(folder, name), `${bare}\n(globalThis.versions ??= []).push(${version});\n`);
    }
    const page = await readFile(join(folder, "index.html"), "utf8");
    await writeFile(join(folder, "index.html"), page.replace(/<html lang="en"[^>]*>/, `<html lang="en" data-version="${version}">`));
    await precache(folder);
  };
  await deploy(1);
  const site = await serve({ folder });
  t.after(() => site.close());
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  const url = `${site.url}?device=cpu`;

  /** The one version that page and engine are of. @param {Page} of */
  const versionOf = async (of) => {
    await of.locator("main h1").first().waitFor();
    await of.waitForFunction(() => /** @type {any} */ (globalThis).versions?.length === 4);
    const engine = await (of.workers().find((worker) => worker.url().endsWith("/worker.js")) ?? of.waitForEvent("worker"));
    const found = [
      ...(await of.evaluate(() => /** @type {any} */ (globalThis).versions)),
      ...(await engine.evaluate(() => /** @type {any} */ (globalThis).versions)),
      Number(await of.locator("html").getAttribute("data-version")),
    ];
    assert.equal(new Set(found).size, 1, `versions ${found}`);
    return found[0];
  };
  const update = (/** @type {Page} */ of) => of.getByRole("button", { name: strings.keeping.updateNow });

  await page.goto(url);
  await keptOffline(page);
  assert.equal(await versionOf(page), 1);

  // Half a deployment: a file has changed, the list has not. Nothing of it is seen.
  const strange = join(folder, "app/strings.js");
  const good = await readFile(strange, "utf8");
  await writeFile(strange, `${good}\nglobalThis.versions.push(99);\n`);
  await page.reload();
  assert.equal(await versionOf(page), 1);
  await writeFile(strange, good);

  await deploy(2);
  await page.reload();
  assert.equal(await versionOf(page), 1);
  await update(page).waitFor({ timeout: 60_000 });
  await page.reload();
  assert.equal(await versionOf(page), 1, "a reload alone made the new version take over while a tab was open");
  await update(page).waitFor();
  const other = await context.newPage();
  await other.goto(`${url}&project=other`);
  assert.equal(await versionOf(other), 1);
  // The other tab is told too. Until it has loaded everything, the worker that serves it is busy, and Chromium does not put one aside that a
  // debugger (such as this test) watches.
  await update(other).waitFor();
  await other.waitForLoadState("networkidle");
  await Promise.all([page.waitForEvent("load"), other.waitForEvent("load"), update(page).click()]);
  assert.equal(await versionOf(page), 2);
  assert.equal(await versionOf(other), 2);
  const caches = () => page.evaluate(async () => (await globalThis.caches.keys()).filter((name) => name.startsWith("handpick-page")).length);
  assert.equal(await caches(), 1, "the former version's cache is still there");

  // One more, with nobody pressing anything: it comes with the next start, once no tab uses the former one.
  await deploy(3);
  await page.reload();
  await update(page).waitFor({ timeout: 60_000 });
  assert.equal(await versionOf(page), 2);
  await other.close();
  await page.goto("about:blank");
  await page.waitForTimeout(1000);
  await page.goto(url);
  assert.equal(await versionOf(page), 3);
  assert.equal(await caches(), 1);
});

test("a second tab on the same project is told, can take it over, and neither loses an answer", { timeout: 300_000 }, async (t) => {
  const { page: first, site, context, complaints } = await stage(t);
  const url = `${site.url}?device=cpu`;
  await begin(first, url);
  await answerSome(first, 3);

  const second = await context.newPage();
  const heard = listen(second);
  await second.goto(url);
  await second.getByRole("heading", { name: strings.elsewhere.heading }).waitFor();
  await answerSome(first, 2);

  await second.getByRole("button", { name: strings.elsewhere.take }).click();
  await currentText(second);
  assert.equal(await answersGiven(second), 5);
  await first.getByRole("heading", { name: strings.elsewhere.heading }).waitFor();
  // Keys count for nothing where the project is not.
  await first.keyboard.press("1");
  await answerSome(second, 2);
  assert.equal(await answersGiven(second), 7);

  // And back, in the middle of answering.
  await first.getByRole("button", { name: strings.elsewhere.take }).click();
  await currentText(first);
  assert.equal(await answersGiven(first), 7);
  await second.getByRole("heading", { name: strings.elsewhere.heading }).waitFor();

  await second.getByRole("button", { name: strings.elsewhere.other }).click();
  await second.getByLabel(strings.projects.newLabel).fill("Second thoughts");
  await second.getByRole("button", { name: strings.projects.create }).click();
  await second.getByRole("heading", { name: strings.start.heading }).waitFor();
  assert.deepEqual([...complaints, ...heard], []);
});

test("several projects: made, listed, renamed, opened, deleted; one that is open elsewhere is not deleted", { timeout: 300_000 }, async (t) => {
  const { page, site, context, complaints } = await stage(t);
  const list = page.getByRole("list", { name: strings.projects.heading }).getByRole("listitem");
  const toList = async () => {
    await page.getByRole("link", { name: strings.keeping.link }).click();
    await page.getByRole("heading", { name: strings.projects.heading }).waitFor();
  };
  await begin(page, `${site.url}?device=cpu`);
  await answerSome(page, 3);
  await page.getByText(/^Saved \d\d:\d\d:\d\d, 3 answers$/).waitFor();
  await toList();
  assert.match((await list.first().textContent()) ?? "", /notes\.txt.*open.*3 answers for 30 texts/);

  await page.getByLabel(strings.projects.newLabel).fill("Wheels & more");
  await page.getByRole("button", { name: strings.projects.create }).click();
  await page.getByRole("heading", { name: strings.start.heading }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("project"), "Wheels & more");
  await chooseFile(page, { ...FILE, name: "wheels.txt", buffer: Buffer.from(TEXTS.slice(0, 10).join("\n")) });
  await acceptFile(page);
  await nameLabels(page, ["Repair", "Price"]);
  await startLabelling(page);
  await answerSome(page, 1);
  await toList();
  assert.equal(await list.count(), 2);
  assert.match((await list.first().textContent()) ?? "", /Wheels & more.*wheels\.txt.*1 answer for 10 texts/);

  await page.getByRole("button", { name: strings.projects.renameOf("notes.txt") }).click();
  await page.getByRole("dialog").getByLabel(strings.projects.nameLabel).fill("Letters");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Letters" }).waitFor();
  // A name that is taken is refused.
  await page.getByLabel(strings.projects.newLabel).fill("Letters");
  await page.getByRole("button", { name: strings.projects.create }).click();
  await page.getByText(strings.projects.taken).waitFor();

  const other = await context.newPage();
  await other.goto(`${site.url}?device=cpu`);
  await currentText(other);
  assert.equal(await answersGiven(other), 3);
  const remove = async (/** @type {string} */ title) => {
    await page.getByRole("button", { name: strings.projects.deleteOf(title) }).click();
    await page.getByRole("dialog").getByRole("button", { name: strings.projects.deleteConfirm }).click();
  };
  await remove("Letters");
  await page.getByText(strings.projects.deleteHeld("Letters")).waitFor();
  await answerSome(other, 1);
  await other.close();

  await remove("Wheels & more");
  await page.getByRole("heading", { name: strings.start.heading }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("project"), null);
  await page.getByRole("button", { name: strings.start.continueButton }).click();
  await currentText(page);
  assert.equal(await answersGiven(page), 4);
  const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.startsWith("handpick/")));
  assert.deepEqual(databases, ["handpick/default"]);
  await toList();
  await remove("Letters");
  await page.getByRole("heading", { name: strings.start.heading }).waitFor();
  assert.equal(await page.getByRole("button", { name: strings.start.continueButton }).isVisible(), false);
  assert.deepEqual(complaints, []);
});

/**
 * The head is fitted anew, from another starting point: its numbers are the same within the tolerance of the fit, all else to the byte.
 *
 * @param {Buffer} again
 * @param {Buffer} before
 */
const same = (again, before) => {
  const [{ head: left, ...rest }, { head: right, ...kept }] = [again, before].map((bytes) => JSON.parse(bytes.toString("utf8")));
  assert.equal(JSON.stringify(rest), JSON.stringify(kept));
  // How many steps the fit took is no part of what it found.
  const numbers = (/** @type {any} */ { iterations, ...head }) => (JSON.stringify(head).match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  assert.ok(b.length > 384, "the file has no head");
  assert.equal(a.length, b.length);
  a.forEach((number, place) => assert.ok(Math.abs(number - (b[place] ?? NaN)) < 1e-3, `${number} was ${b[place]}`));
};

test("a project file opens in a fresh profile, and saved there it is the same, the head that is derived from it to a thousandth", { timeout: 300_000 }, async (t) => {
  const { page, site, browser } = await stage(t);
  const url = `${site.url}?device=cpu`;
  await begin(page, url);
  await allRead(page);
  await answerSome(page, 6);
  await page.keyboard.press("Space");
  await page.keyboard.press("Backspace");
  await answerSome(page, 2);
  const saved = await download(page, strings.menu.save);

  const context = await browser.newContext({ acceptDownloads: true });
  t.after(() => context.close());
  const fresh = await context.newPage();
  await open(fresh, url);
  const chooser = fresh.waitForEvent("filechooser");
  await fresh.getByRole("button", { name: strings.start.openProject }).click();
  await (await chooser).setFiles({ name: saved.name, mimeType: "application/json", buffer: saved.bytes });
  await currentText(fresh);
  assert.equal(await answersGiven(fresh), await answersGiven(page));
  await allRead(fresh);
  same((await download(fresh, strings.menu.save)).bytes, saved.bytes);
});

test("the project is written to a file that the person picks, and goes on after a reload once permitted", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  // The browser's own dialog cannot be driven: a file of the origin's private file system stands in for the one that is picked there. Handles,
  // writing and keeping are the browser's.
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      showSaveFilePicker: async (/** @type {any} */ { suggestedName }) => (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
    });
  });
  const content = () => page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle("notes-project.json")).getFile()).text());
  await begin(page, `${site.url}?device=cpu`);
  await answerSome(page, 2);
  await page.getByRole("link", { name: strings.keeping.link }).click();
  await page.getByRole("button", { name: strings.projects.filePick }).click();
  await page.locator("footer").getByText(/^notes-project\.json last written \d\d:\d\d:\d\d$/).waitFor();
  const first = await content();
  assert.ok(first.length > 0);
  await page.goBack();
  await answerSome(page, 2);
  await page.locator("footer").getByText(/changes follow in a moment|is written in a moment/).waitFor();
  await page.locator("footer").getByText(/^notes-project\.json last written \d\d:\d\d:\d\d$/).waitFor({ timeout: 20_000 });
  const saved = await download(page, strings.menu.save);
  assert.equal(await content(), saved.bytes.toString());
  assert.notEqual(saved.bytes.toString(), first);

  await page.reload();
  await currentText(page);
  await answerSome(page, 1);
  await page.locator("footer").getByText(/^notes-project\.json last written \d\d:\d\d:\d\d$/).waitFor({ timeout: 20_000 });
  await page.waitForFunction(async (former) => (await (await (await navigator.storage.getDirectory()).getFileHandle("notes-project.json")).getFile()).text().then((text) => text !== former), saved.bytes.toString(), { timeout: 20_000 });
  assert.deepEqual(complaints, []);
});

test("where the browser writes no files the person is reminded, and saving ends the reminder", { timeout: 300_000 }, async (t) => {
  const { page, site } = await stage(t);
  await page.addInitScript(() => void delete (/** @type {any} */ (globalThis).showSaveFilePicker));
  await begin(page, `${site.url}?device=cpu`);
  await answerSome(page, 24);
  const reminder = page.getByText(strings.keeping.unfiled);
  assert.equal(await reminder.count(), 0);
  await answerSome(page, 1);
  await reminder.waitFor();
  const arrives = page.waitForEvent("download");
  await page.getByRole("button", { name: strings.keeping.fileNow }).click();
  await arrives;
  await reminder.waitFor({ state: "detached" });
});

test("little room is said where the browser reports it, and where something does not fit", { timeout: 300_000 }, async (t) => {
  const { page, site, context } = await stage(t);
  const notice = page.getByRole("status").getByText(strings.keeping.nearFull);
  const protocol = await context.newCDPSession(page);
  // Chromium reports a quota that does not depend on the disk: what it does not report shows when the model cannot be kept.
  await protocol.send("Storage.overrideQuotaForOrigin", { origin: new URL(site.url).origin, quotaSize: 20_000_000 });
  await begin(page, `${site.url}?device=cpu`);
  await allRead(page);
  await notice.waitFor();
  await answerSome(page, 2);
  await protocol.send("Storage.overrideQuotaForOrigin", { origin: new URL(site.url).origin });
  await page.reload();
  await currentText(page);
  assert.equal(await answersGiven(page), 2);
  assert.equal(await notice.count(), 0);
  await page.evaluate(() => Object.assign(navigator.storage, { estimate: async () => ({ usage: 960, quota: 1000 }) }));
  await page.getByRole("link", { name: strings.keeping.link }).click();
  await notice.waitFor();
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [360, 1440]) {
    test(`the views of keeping have no axe violation: ${colorScheme}, ${width} px`, { timeout: 300_000 }, async (t) => {
      const { page, site, context } = await stage(t, { context: { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce", bypassCSP: true } });
      // Every notice at once: the browser writes no files, has little room, and a new version waits.
      await context.addInitScript({ path: AXE });
      await context.addInitScript(() => {
        delete (/** @type {any} */ (globalThis).showSaveFilePicker);
        navigator.storage.estimate = async () => ({ usage: 980e6, quota: 1e9 });
      });
      await begin(page, `${site.url}?device=cpu&project=An%20Extraordinarily-Long-Name-Of-A-Project-Without-Any-Space-In-It-At-All`);
      await answerSome(page, 25);
      await page.getByText(strings.keeping.unfiled).waitFor();
      await inspect(page, "labelling, with notices");
      await page.getByRole("link", { name: strings.keeping.link }).click();
      await page.getByRole("listitem").filter({ hasText: "An Extraordinarily" }).waitFor();
      await inspect(page, "projects");
      if (process.env.HANDPICK_PICTURES) await page.screenshot({ path: `${process.env.HANDPICK_PICTURES}/projects-${colorScheme}-${width}.png`, fullPage: true });
      await page.getByRole("button", { name: /^Rename/ }).click();
      await inspect(page, "renaming a project");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Delete/ }).click();
      await inspect(page, "deleting a project");
      await page.keyboard.press("Escape");
      const second = await context.newPage();
      await second.goto(page.url().replace(/#.*/, ""));
      await second.getByRole("heading", { name: strings.elsewhere.heading }).waitFor();
      await inspect(second, "open in another tab");
      if (process.env.HANDPICK_PICTURES) await second.screenshot({ path: `${process.env.HANDPICK_PICTURES}/elsewhere-${colorScheme}-${width}.png`, fullPage: true });
    });
  }
}

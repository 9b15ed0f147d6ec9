// @ts-check
// The list of all texts, on the sample: search, patterns, filters, comparison by example, many labelled at once, one undo, flags, history,
// the keyboard; and on a long file: only rows in sight are in the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AXE, inspect } from "./support/axe.mjs";
import { parseCsv, sample } from "./support/files.mjs";
import { acceptFile, allRead, answer, chooseFile, currentText, nameLabels, open, startLabelling, strings } from "./support/handpick.mjs";
import { stage } from "./support/stage.mjs";

const text = strings.data;

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const grid = (page) => page.getByRole("grid", { name: text.list });
/** The rows in the page, the heading's left out. @param {Page} page */
const rows = (page) => grid(page).locator(".data-rows [role=row]");
/** The row at a place of the list, from 0. @param {Page} page @param {number} place */
const row = (page, place) => grid(page).locator(`.data-rows [aria-rowindex="${place + 2}"]`);
/** @param {import("playwright-core").Locator} one */
const wordsOf = async (one) => (await one.locator(".clamp").textContent()) ?? "";

/** Waits until the list says that it has so many texts. @param {Page} page @param {number} found @param {number} all */
const finds = async (page, found, all) => {
  await page.locator(".data .found").getByText(found === 0 ? text.none : text.found(found, all), { exact: true }).waitFor();
  assert.equal(await grid(page).getAttribute("aria-rowcount"), `${found + 1}`);
};

/** Goes to the list. @param {Page} page */
const openList = async (page) => {
  await page.getByRole("link", { name: strings.header.data, exact: true }).click();
  await page.getByRole("heading", { name: text.heading }).waitFor();
  await row(page, 0).locator(".clamp").waitFor();
};

test("the list of all texts finds, compares, labels many at once and takes it back", { timeout: 400_000 }, async (t) => {
  const { page, site, complaints } = await stage(t, { context: { bypassCSP: true } });
  await page.addInitScript({ path: AXE });
  const { gold, buffer, rows: all } = sample();
  const messages = parseCsv(buffer.toString("utf8")).slice(1).map((cells) => cells[1] ?? "");
  await open(page, `${site.url}?device=cpu`);
  await page.getByRole("button", { name: strings.start.sample }).click();
  await acceptFile(page);
  await startLabelling(page);
  await allRead(page);
  for (let given = 0; given < 12; given += 1) await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
  await openList(page);
  const search = page.getByLabel(text.search, { exact: true });
  const regex = page.getByLabel(text.regex, { exact: true });
  const toolbar = page.getByRole("group", { name: text.selection });
  const answers = page.getByLabel(text.answer, { exact: true });

  await t.test("every text is in the list, in file order, with its prediction", async () => {
    await finds(page, all, all);
    assert.ok((await rows(page).count()) < 60, "only rows in sight are in the page");
    assert.equal(await wordsOf(row(page, 0)), messages[0]);
    await row(page, 0).locator(".predicted .chip").waitFor();
    await inspect(page, "the list");
  });

  await t.test("a search finds its words whatever their case", async () => {
    const expected = messages.filter((message) => message.toLowerCase().includes("refund"));
    assert.ok(expected.length > 1 && expected.length < all, `${expected.length} messages speak of a refund`);
    await search.fill("REFUND");
    await finds(page, expected.length, all);
    assert.equal(await wordsOf(row(page, 0)), expected[0]);
    await search.fill("zeppelin");
    await finds(page, 0, all);
  });

  await t.test("a regular expression finds; one that cannot be read says why and where, and the list stays", async () => {
    const expected = messages.filter((message) => /^(hi|hello)\b/i.test(message)).length;
    await regex.check();
    await search.fill(String.raw`^(hi|hello)\b`);
    await finds(page, expected, all);
    await search.fill("ab(c");
    await page.getByRole("alert").filter({ hasText: "character 3" }).waitFor();
    assert.equal(await search.getAttribute("aria-invalid"), "true");
    await finds(page, expected, all);
    await regex.uncheck();
    await search.fill("");
    await finds(page, all, all);
    assert.equal(await page.locator("#data-problem").textContent(), "");
  });

  await t.test("many are labelled at once, and one undo brings all back", async () => {
    const label = /** @type {string} */ (sample().labels[0]);
    await answers.selectOption({ label: text.states.open });
    await finds(page, all - 12, all);
    const before = await wordsOf(row(page, 0));
    await row(page, 0).getByRole("checkbox").click();
    await row(page, 4).click({ modifiers: ["Shift"], position: { x: 8, y: 8 } });
    await toolbar.getByText(text.selected(5), { exact: true }).waitFor();
    assert.equal(await row(page, 3).getAttribute("aria-selected"), "true");
    await toolbar.getByLabel(text.label, { exact: true }).selectOption({ label });
    await toolbar.getByRole("button", { name: text.give, exact: true }).click();
    await finds(page, all - 17, all);
    assert.notEqual(await wordsOf(row(page, 0)), before);
    await toolbar.getByRole("button", { name: text.undo, exact: true }).click();
    await finds(page, all - 12, all);
    assert.equal(await wordsOf(row(page, 0)), before);
    await page.locator(".data .about").getByText(text.undone(5), { exact: true }).waitFor();
  });

  await t.test("everything that a filter finds is labelled at once, and found by its label", async () => {
    const label = /** @type {string} */ (sample().labels[1]);
    await toolbar.getByRole("button", { name: text.selectAll, exact: true }).click();
    await toolbar.getByText(text.selected(all - 12), { exact: true }).waitFor();
    await toolbar.getByLabel(text.label, { exact: true }).selectOption({ label });
    await toolbar.getByRole("button", { name: text.give, exact: true }).click();
    await finds(page, 0, all);
    await answers.selectOption(`label ${sample().labels.indexOf(label)}`);
    await page.locator(".data .found").getByText(new RegExp(` of ${all} texts$`)).waitFor();
    const named = Number.parseInt((await page.locator(".data .found").textContent()) ?? "", 10);
    assert.ok(named >= all - 12 && named < all, `${named} with ${label}`);
    for (const chip of await rows(page).locator(".answer .chip").allTextContents()) assert.equal(chip, label);
    await page.keyboard.press("Control+z");
    await finds(page, named - (all - 12), all);
    await answers.selectOption({ label: text.any });
    await finds(page, all, all);
  });

  await t.test("more like this puts the text itself first, then those that are most alike", async () => {
    const example = await wordsOf(row(page, 2));
    await row(page, 2).getByRole("button", { name: text.similar }).click();
    await page.locator(".examples").waitFor();
    await page.waitForFunction((words) => document.querySelector('.data-grid .data-rows [aria-rowindex="2"] .clamp')?.textContent === words, example);
    const cosines = (await rows(page).locator(".predicted").allTextContents()).map((words) => Number(/alike: (-?\d\.\d+)/.exec(words)?.[1]));
    assert.equal(cosines[0], 1);
    assert.ok(cosines.every((cosine, place) => place === 0 || cosine <= (cosines[place - 1] ?? 1)), `${cosines}`);
    await inspect(page, "the list, compared");
    await page.getByRole("button", { name: text.likeNone }).click();
    await page.waitForFunction((words) => document.querySelector('.data-grid .data-rows [aria-rowindex="2"] .clamp')?.textContent === words, messages[0]);
  });

  await t.test("a flag keeps its note, is found, and stands in the text's history", async () => {
    await row(page, 1).getByRole("button", { name: text.flag, exact: false }).click();
    await page.getByLabel(strings.annotate.flagNote).fill("ask Ann");
    await page.keyboard.press("Enter");
    await row(page, 1).locator(".flag").getByText("ask Ann").waitFor();
    await page.getByLabel(text.onlyFlagged, { exact: true }).check();
    await finds(page, 1, all);
    await row(page, 0).getByRole("button", { name: text.history }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(text.past.flagged("ask Ann"), { exact: true }).waitFor();
    assert.equal(await dialog.locator(".whole").textContent(), messages[1]);
    await inspect(page, "history");
    await page.keyboard.press("Escape");
    await row(page, 0).getByRole("button", { name: text.changeFlag }).click();
    await page.getByRole("button", { name: strings.annotate.flagRemove }).click();
    await finds(page, 0, all);
    await page.getByRole("button", { name: text.clearFilters }).click();
    await finds(page, all, all);
  });

  await t.test("the keyboard goes through the list, selects, and keeps its place", async () => {
    await row(page, 0).focus();
    /** @param {number} place */
    const focusedAt = (place) => page.waitForFunction((index) => document.activeElement?.getAttribute("aria-rowindex") === index, `${place + 2}`);
    await page.keyboard.press("End");
    await focusedAt(all - 1);
    await page.waitForFunction((words) => document.activeElement?.querySelector(".clamp")?.textContent === words, messages[all - 1]);
    await page.keyboard.press("Home");
    await focusedAt(0);
    await page.keyboard.press("Space");
    await toolbar.getByText(text.selected(1), { exact: true }).waitFor();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await toolbar.getByText(text.selected(3), { exact: true }).waitFor();
    await page.keyboard.press("Shift+ArrowUp");
    await toolbar.getByText(text.selected(2), { exact: true }).waitFor();
    await focusedAt(1);
    await page.keyboard.press("PageDown");
    await page.waitForFunction(() => Number(document.activeElement?.getAttribute("aria-rowindex")) > 5);
    await page.keyboard.press("Control+a");
    await toolbar.getByText(text.selected(all), { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await toolbar.getByText(text.selected(0), { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "row");
  });

  await t.test("it fits a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await row(page, 0).locator(".clamp").waitFor();
    await inspect(page, "the list on a phone");
  });
  assert.deepEqual(complaints, []);
});

test("a file of 20,000 texts scrolls to its end with a handful of rows in the page", { timeout: 200_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  const count = 20_000;
  await open(page, `${site.url}?device=cpu`);
  const lines = Array.from({ length: count }, (_, place) => `line ${place} of a long file`);
  await chooseFile(page, { name: "long.txt", mimeType: "text/plain", buffer: Buffer.from(lines.join("\n")) });
  await acceptFile(page);
  await nameLabels(page, ["odd", "even"]);
  await startLabelling(page);
  await openList(page);
  await finds(page, count, count);
  await row(page, 0).focus();
  await page.keyboard.press("End");
  await row(page, count - 1).getByText(/** @type {string} */ (lines[count - 1]), { exact: true }).waitFor();
  assert.ok((await rows(page).count()) < 80, `${await rows(page).count()} rows are in the page`);
  await page.getByLabel(text.search, { exact: true }).fill("line 19999 ");
  await finds(page, 1, count);
  assert.deepEqual(complaints, []);
});

// @ts-check
// Two people, two browsers, no server: one's project file comes into the other's project, and what they disagree about is decided.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beginWith, currentText, strings } from "./support/handpick.mjs";
import { listen, stage } from "./support/stage.mjs";

const FILE = { name: "fruit.txt", mimeType: "text/plain", buffer: Buffer.from(["a red apple", "a green apple", "a wooden boat", "a long boat", "a small boat"].join("\n")) };

/**
 * Labels all five texts: what `label` says of each.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} url
 * @param {string} annotator
 * @param {(text: string) => "1" | "2"} label
 */
async function labelAll(page, url, annotator, label) {
  await beginWith(page, url, FILE, ["fruit", "ship"]);
  for (let count = 0; count < 5; count += 1) {
    const text = await currentText(page);
    await page.keyboard.press(label(text));
    if (count < 4) await page.waitForFunction((before) => document.querySelector("article .text")?.textContent !== before, text);
  }
  await page.waitForFunction(() => document.querySelector("article .text") === null || document.body.textContent?.includes("5"));
  await page.goto(`${url}#people`);
  await page.getByLabel(strings.people.name).fill(annotator);
  await page.keyboard.press("Tab");
}

test("two people's answers are compared, and what they disagree about is decided by one click", { timeout: 240_000 }, async (t) => {
  const { site, browser, page, complaints } = await stage(t);
  const url = `${site.url}?device=cpu`;
  await labelAll(page, url, "Ann", (text) => (text.includes("apple") ? "1" : "2"));

  const context = await browser.newContext({ acceptDownloads: true });
  const other = await context.newPage();
  const others = listen(other);
  await labelAll(other, url, "Ben", (text) => (text.includes("apple") || text.includes("long") ? "1" : "2"));
  await other.locator("summary", { hasText: strings.header.more }).click();
  const download = other.waitForEvent("download");
  await other.getByRole("button", { name: strings.menu.save }).click();
  const path = await (await download).path();

  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: strings.people.merge }).click();
  await (await chooser).setFiles(path);
  await page.getByText(strings.people.lead(1)).waitFor();
  const row = page.getByRole("row").filter({ hasText: "Ann – Ben" });
  // scikit-learn: cohen_kappa_score of f f s s s and f f s f s is 0.615.
  assert.match((await row.textContent()) ?? "", /5\s*4\s*0\.62/);
  await page.getByRole("button", { name: new RegExp(`^fruit, said by Ben: a long boat`) }).click();
  await page.getByText(strings.people.lead(0)).waitFor();
  assert.deepEqual([...complaints, ...others], []);
});

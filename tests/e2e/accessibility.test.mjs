// @ts-check
// No axe violation on any screen, light and dark, wide and narrow; nothing wider than the screen; a whole session by keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AXE, inspect } from "./support/axe.mjs";
import { sample } from "./support/files.mjs";
import { acceptFile, allRead, answer, answersGiven, currentText, open, startLabelling, strings } from "./support/handpick.mjs";
import { listen, stage } from "./support/stage.mjs";

test("no screen has an axe violation", { timeout: 600_000 }, async (t) => {
  const { gold } = sample();
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [360, 1440]) {
      await t.test(`${colorScheme}, ${width} px`, async (t) => {
        const { page, site, complaints } = await stage(t, { context: { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce", bypassCSP: true } });
        // The checker is not part of the page, so its own policy would keep it out: it is put in beside it.
        await page.addInitScript({ path: AXE });
        await open(page, `${site.url}?device=cpu`);
        await inspect(page, "start");
        await page.getByRole("button", { name: strings.start.sample }).click();
        await page.getByRole("button", { name: strings.import.accept }).waitFor();
        await inspect(page, "import");
        await acceptFile(page);
        await inspect(page, "labels");
        await startLabelling(page);
        await inspect(page, "labelling, first text");
        await allRead(page);
        for (let given = 0; given < 26; given += 1) await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
        await page.getByRole("button", { name: strings.progress.asTable }).waitFor();
        await inspect(page, "labelling, with a curve");
        await page.getByRole("button", { name: strings.progress.asTable }).click();
        await inspect(page, "labelling, with the curve as a table");
        await page.getByText(strings.header.more, { exact: true }).click();
        await inspect(page, "menu");
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await page.getByRole("dialog").waitFor();
        await inspect(page, "keys");
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: strings.header.bytesSent }).click();
        await page.getByRole("dialog").waitFor();
        await inspect(page, "privacy");
        await page.keyboard.press("Escape");
        await page.getByRole("link", { name: strings.header.answers }).click();
        await page.getByRole("heading", { name: strings.answers.heading }).waitFor();
        await inspect(page, "answers");
        await page.getByRole("link", { name: strings.header.data, exact: true }).click();
        await page.getByRole("gridcell").first().waitFor();
        await inspect(page, "texts");
        await page.getByText(strings.header.more, { exact: true }).click();
        await page.getByRole("button", { name: strings.menu.replay }).click();
        await page.getByRole("checkbox", { name: "Random" }).waitFor();
        await inspect(page, "replay");
        await page.getByLabel(strings.replay.seeds).fill("2");
        await page.getByRole("button", { name: strings.replay.run }).click();
        await page.getByRole("heading", { name: strings.replay.result }).waitFor({ timeout: 120_000 });
        await inspect(page, "replay, with a result");
        assert.deepEqual(complaints, []);
      });
    }
  }
});

test("a session by keyboard alone, with the focus always to be seen", { timeout: 300_000 }, async (t) => {
  const { page, site } = await stage(t);
  const complaints = listen(page);
  const { gold } = sample();
  await open(page, `${site.url}?device=cpu`);

  /** Tabs on to an element of that name. @param {string | RegExp} name */
  const tabTo = async (name) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press("Tab");
      const words = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
      const outlined = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return true;
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      });
      assert.ok(outlined, `the focus on “${words}” cannot be seen`);
      if (typeof name === "string" ? words.includes(name) : name.test(words)) return;
    }
    assert.fail(`${name} cannot be reached with Tab`);
  };

  await tabTo(strings.start.sample);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: strings.import.accept }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: strings.labels.heading }).waitFor();
  await page.keyboard.press("Enter");
  for (let given = 0; given < 4; given += 1) await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
  assert.equal(await answersGiven(page), 4);
  // The next text is said to a screen reader.
  const text = await currentText(page);
  await page.waitForFunction((begin) => [...document.querySelectorAll('[aria-live="polite"]')].some((region) => region.textContent?.includes(begin)), text.slice(0, 40));
  await tabTo(/^\d/);
  await page.keyboard.press("Enter");
  await page.waitForFunction((before) => document.querySelector("article .text")?.textContent !== before, text);
  assert.equal(await answersGiven(page), 5);
  assert.deepEqual(complaints, []);
});

// @ts-check
// Answering as a person does all day: fast keys, undo and redo, flags, a palette of many labels, several labels a text, keys of one's own,
// labels that change under way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AXE, inspect } from "./support/axe.mjs";
import { parseCsv, sample } from "./support/files.mjs";
import { acceptFile, allRead, answersGiven, card, changed, chooseFile, currentText, download, open, startLabelling, strings } from "./support/handpick.mjs";
import { stage } from "./support/stage.mjs";

/** @typedef {import("playwright-core").Page} Page */

const TOPICS = ["delivery", "billing", "praise", "repair"];
const { annotate, keys, labels, menu } = strings;

/** Some texts of their own words, as one file. @param {number} count */
const texts = (count) => {
  const lines = Array.from({ length: count }, (_, n) => `Message ${n + 1}: the ${["wheel", "invoice", "saddle", "parcel", "lamp"][n % 5]} of order ${1000 + 37 * n} needs a look.`);
  return { name: "messages.txt", mimeType: "text/plain", buffer: Buffer.from(`${lines.join("\n")}\n`) };
};

/** Takes texts in and names labels. @param {Page} page @param {string} url @param {{ count?: number, names?: string[] }} [what] */
const begin = async (page, url, { count = 40, names = TOPICS } = {}) => {
  await open(page, `${url}?device=cpu`);
  await chooseFile(page, texts(count));
  await acceptFile(page);
  await page.getByLabel(labels.input, { exact: true }).fill(names.join(", "));
  await page.keyboard.press("Enter");
  await page.getByRole("listitem").filter({ hasText: names[0] }).first().waitFor();
};

/** The line about the last answer. @param {Page} page @param {string} words */
const lastAnswer = (page, words) => page.locator(".below p").filter({ hasText: words }).first().waitFor();

/** @param {Page} page @param {number} count */
const untilAnswers = (page, count) =>
  page.waitForFunction((wanted) => document.querySelector(".panel")?.textContent?.includes(`${wanted} of `), count, { timeout: 60_000 });

/** @param {Page} page @param {string} name */
const labelButton = (page, name) => page.getByRole("group", { name: annotate.labels }).getByRole("button", { name });

/** Each text's answer, as the exported file has it. @param {Page} page */
const exported = async (page) => {
  const [head, ...rows] = parseCsv((await download(page, menu.csv)).bytes.toString("utf8"));
  const [text, label] = [head.findIndex((name) => name === "message" || name === "text"), head.indexOf("label")];
  return new Map(rows.filter((row) => row[label] !== "").map((row) => [row[text], row[label]]));
};

test("twenty keys a second go to the text that was visible, and fifty of them are undone and done again across reloads", { timeout: 600_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  await open(page, `${site.url}?device=cpu`);
  await page.getByRole("button", { name: strings.start.sample }).click();
  await page.getByRole("button", { name: strings.import.accept }).waitFor();
  await acceptFile(page);
  await startLabelling(page);
  const names = sample().labels;
  // What was visible when a key went down, written down before the page hears of it.
  await page.evaluate((article) => {
    const pressed = /** @type {[string, string][]} */ ((/** @type {any} */ (globalThis).pressed = []));
    addEventListener("keydown", (event) => pressed.push([event.key, document.querySelector(`article[aria-label="${article}"] .text`)?.textContent ?? ""]), { capture: true });
  }, annotate.item);
  const shortcuts = await Promise.all(names.map(async (name) => (await labelButton(page, name).first().getAttribute("aria-keyshortcuts")) ?? ""));

  // Typed by the page's own timer: messages to the browser would take longer than a key.
  await page.evaluate(
    ([chosen, wanted]) =>
      new Promise((done) => {
        let given = 0;
        const typing = setInterval(() => {
          const key = chosen[(given * 7) % chosen.length];
          document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, code: `Digit${key}`, bubbles: true, cancelable: true }));
          given += 1;
          const seen = new Set(/** @type {any} */ (globalThis).pressed.map((/** @type {string[]} */ [, text]) => text)).size;
          if (seen < wanted && given < 1200) return;
          clearInterval(typing);
          setTimeout(done, 1500);
        }, 50);
      }),
    /** @type {[string[], number]} */ ([shortcuts, 80]),
  );
  const pressed = /** @type {[string, string][]} */ (await page.evaluate(() => /** @type {any} */ (globalThis).pressed));
  // A text that was still on screen when the next key came has the first one.
  const expected = new Map(pressed.toReversed().map(([key, text]) => [text, names[shortcuts.indexOf(key)]]));
  const before = await exported(page);
  assert.deepEqual(new Map([...before].sort()), new Map([...expected].sort()));
  t.diagnostic(`${pressed.length} keys at 20 a second gave ${before.size} answers; ${pressed.length - before.size} came while the one before was being kept`);
  assert.equal(before.size, 80);

  const total = await answersGiven(page);
  for (let n = 1; n <= 50; n += 1) {
    await page.keyboard.press(n % 2 ? "Backspace" : "Control+z");
    await untilAnswers(page, total - n);
    if (n !== 25) continue;
    await page.reload();
    await currentText(page);
    await untilAnswers(page, total - n);
  }
  await page.reload();
  await currentText(page);
  for (let n = 1; n <= 50; n += 1) {
    await page.keyboard.press(n % 2 ? "Control+Shift+Z" : "Control+y");
    await untilAnswers(page, total - 50 + n);
  }
  assert.deepEqual(await exported(page), before);
  assert.deepEqual(complaints, []);
});

test("a palette finds one of sixty labels, and keys go on after the mouse", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  const names = Array.from({ length: 60 }, (_, n) => `topic ${n + 1}`);
  await begin(page, site.url, { names });
  await startLabelling(page);
  const field = page.getByRole("combobox", { name: annotate.filter });
  const options = page.getByRole("listbox", { name: annotate.labels }).getByRole("option");

  await page.keyboard.press("/");
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  assert.ok((await options.count()) < 20);
  await page.keyboard.type("topic 57");
  await page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
  assert.equal(await field.getAttribute("aria-activedescendant"), await options.first().getAttribute("id"));
  const first = await currentText(page);
  await page.keyboard.press("Enter");
  await changed(page, first);
  await lastAnswer(page, "topic 57");

  await page.keyboard.press("/");
  await page.keyboard.type("topic 2");
  await page.keyboard.press("ArrowDown");
  const second = await currentText(page);
  await page.keyboard.press("Enter");
  await changed(page, second);
  await lastAnswer(page, "topic 20");

  await page.keyboard.press("/");
  await page.keyboard.type("nothing of that name");
  await page.getByText(annotate.filterNone).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "ARTICLE");
  assert.equal(await answersGiven(page), 2);
  // After the mouse, keys go on: the label's key right after a click on another label.
  const third = await currentText(page);
  await labelButton(page, "topic 3").first().click();
  await changed(page, third);
  const fourth = await currentText(page);
  await page.keyboard.press("1");
  await changed(page, fourth);
  assert.equal(await answersGiven(page), 4);
  assert.deepEqual(complaints, []);
});

test("a text is flagged with a note, passed over as not sure, and both are undone and done again", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  await begin(page, site.url);
  await startLabelling(page);
  const text = await currentText(page);
  await page.keyboard.press("f");
  await page.getByLabel(annotate.flagNote).fill("ask Kim about this");
  await page.keyboard.press("Enter");
  await card(page).getByText("ask Kim about this").waitFor();
  assert.equal(await currentText(page), text);
  await page.keyboard.press("Backspace");
  await card(page).getByText("ask Kim about this").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+Z");
  await card(page).getByText("ask Kim about this").waitFor();
  await page.keyboard.press("f");
  await page.getByRole("button", { name: annotate.flagRemove }).click();
  await card(page).getByText("ask Kim about this").waitFor({ state: "detached" });
  assert.equal(await answersGiven(page), 0);

  await page.keyboard.press("n");
  await changed(page, text);
  await lastAnswer(page, annotate.unsured);
  await page.getByText(strings.progress.skipped(1)).first().waitFor();
  const next = await currentText(page);
  await page.keyboard.press("Backspace");
  await changed(page, next);
  assert.equal(await currentText(page), text);
  await page.keyboard.press("Control+y");
  await changed(page, text);
  await page.getByText(strings.progress.skipped(1)).first().waitFor();
  assert.deepEqual(complaints, []);
});

test("where a text may have several labels, keys switch them on and off and Enter gives them, none too", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  await begin(page, site.url);
  await page.getByLabel(labels.several).check();
  await startLabelling(page);
  const pressed = (/** @type {string} */ name) => labelButton(page, name).getAttribute("aria-pressed");
  const first = await currentText(page);
  for (const key of ["1", "3", "2", "2"]) await page.keyboard.press(key);
  assert.deepEqual(await Promise.all(TOPICS.map(pressed)), ["true", "false", "true", "false"]);
  assert.equal(await currentText(page), first);
  await page.keyboard.press("Enter");
  await changed(page, first);
  await lastAnswer(page, "delivery, praise");
  assert.deepEqual(await Promise.all(TOPICS.map(pressed)), ["false", "false", "false", "false"]);

  const second = await currentText(page);
  await page.getByRole("button", { name: annotate.giveNone }).waitFor();
  await page.keyboard.press("Enter");
  await changed(page, second);
  await lastAnswer(page, annotate.noneOfThese);

  for (const text of [second, first]) {
    const now = await currentText(page);
    await page.keyboard.press("Backspace");
    await changed(page, now);
    assert.equal(await currentText(page), text);
  }
  assert.deepEqual(await Promise.all(TOPICS.map(pressed)), ["true", "false", "true", "false"]);
  await page.keyboard.press("Control+Shift+Z");
  await changed(page, first);
  await lastAnswer(page, "delivery, praise");
  assert.deepEqual(complaints, []);
});

test("labels are renamed, merged, coloured and deleted once there are answers, each undone as one step", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  await begin(page, site.url);
  await startLabelling(page);
  for (const key of ["1", "2", "1", "2", "3", "2"]) {
    const text = await currentText(page);
    await page.keyboard.press(key);
    await changed(page, text);
  }
  const before = await exported(page);
  const count = async (/** @type {string} */ label) => [...(await exported(page)).values()].filter((given) => given === label).length;
  const screen = () => page.getByRole("link", { name: strings.header.labels, exact: true }).click();
  const edit = async (/** @type {string} */ name) => {
    await page.getByRole("button", { name: labels.edit(name), exact: true }).click();
    return page.getByRole("dialog");
  };
  await screen();

  let dialog = await edit("billing");
  await dialog.getByLabel(labels.name, { exact: true }).fill("delivery");
  await dialog.getByRole("button", { name: labels.save }).click();
  await dialog.getByText(labels.taken).waitFor();
  await dialog.getByLabel(labels.name, { exact: true }).fill("money");
  await dialog.getByRole("radio", { name: labels.colorNamed(4) }).check();
  await dialog.getByRole("button", { name: labels.save }).click();
  await page.getByText(labels.renamed("billing", "money")).waitFor();
  assert.equal(await count("money"), 3);

  dialog = await edit("delivery");
  await dialog.getByLabel(labels.mergeInto).selectOption({ label: "money" });
  await dialog.getByRole("button", { name: labels.merge, exact: true }).click();
  await page.getByText(labels.merged("delivery", "money", 2)).waitFor();
  assert.equal(await count("money"), 5);

  await page.getByRole("button", { name: labels.remove("praise") }).click();
  await page.getByText(labels.deleteBody(1)).waitFor();
  await page.getByRole("button", { name: labels.delete, exact: true }).click();
  await page.getByText(labels.removeNote("praise", 1)).waitFor();
  assert.equal((await exported(page)).size, 5);

  // The last change here, the others on the screen of the texts, which says what was taken back.
  await page.getByRole("button", { name: labels.undo, exact: true }).click();
  await page.getByRole("listitem").filter({ hasText: "praise" }).waitFor();
  await startLabelling(page);
  await page.keyboard.press("Control+z");
  await page.getByRole("status").filter({ hasText: annotate.undoneLabels }).waitFor();
  await labelButton(page, "delivery").waitFor();
  await page.keyboard.press("Control+z");
  await labelButton(page, "billing").waitFor();
  assert.deepEqual(await exported(page), before);
  await page.keyboard.press("Control+Shift+Z");
  await labelButton(page, "money").waitFor();
  assert.equal(await count("money"), 3);
  assert.deepEqual(complaints, []);
});

test("keys are chosen for actions and labels, never twice the same, and stay so after a reload; single keys can be switched off", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  await begin(page, site.url);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: labels.edit("praise"), exact: true }).click();
  await dialog.getByLabel(labels.key, { exact: true }).press("f");
  await dialog.getByText(keys.takenBy("f", keys.does.flag)).waitFor();
  await dialog.getByLabel(labels.key, { exact: true }).press("p");
  await dialog.getByRole("button", { name: labels.save }).click();
  await startLabelling(page);

  await page.keyboard.press("?");
  await dialog.getByLabel(keys.actions.flag, { exact: true }).press("p");
  await dialog.getByText(keys.takenByLabel("p", "praise")).waitFor();
  await dialog.getByLabel(keys.actions.flag, { exact: true }).press("x");
  await dialog.getByRole("button", { name: keys.close }).click();

  await page.reload();
  const first = await currentText(page);
  await page.keyboard.press("f");
  assert.equal(await dialog.count(), 0);
  await page.keyboard.press("x");
  await page.getByRole("heading", { name: annotate.flagHeading }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("p");
  await changed(page, first);
  await lastAnswer(page, "praise");

  await page.keyboard.press("?");
  await dialog.getByLabel(keys.single).uncheck();
  await dialog.getByRole("button", { name: keys.close }).click();
  await page.reload();
  const second = await currentText(page);
  // The field to type in has the focus, so that a key is a letter there and nothing else; elsewhere it is nothing at all.
  await page.keyboard.press("p");
  assert.equal(await page.getByRole("combobox", { name: annotate.filter }).inputValue(), "p");
  await page.keyboard.press("Escape");
  await card(page).focus();
  for (const key of ["p", "1", "Space", "x"]) await page.keyboard.press(key);
  assert.equal(await dialog.count(), 0);
  assert.equal(await currentText(page), second);
  assert.equal(await answersGiven(page), 1);
  await page.getByRole("combobox", { name: annotate.filter }).focus();
  await page.keyboard.type("repair");
  await page.keyboard.press("Enter");
  await changed(page, second);
  await lastAnswer(page, "repair");
  await page.keyboard.press("Control+z");
  await untilAnswers(page, 1);
  assert.deepEqual(complaints, []);
});

test("of ten thousand labels the palette has only those in view in the page, and opens and filters within a moment", { timeout: 300_000 }, async (t) => {
  const { page, site } = await stage(t);
  // Without the model: to read ten thousand names is another matter.
  await open(page, `${site.url}?device=cpu&model=none/`);
  await chooseFile(page, texts(40));
  await acceptFile(page);
  await page.getByLabel(labels.input, { exact: true }).fill(Array.from({ length: 10_000 }, (_, n) => `intent ${n + 1}`).join(", "));
  await page.keyboard.press("Enter");
  await page.getByRole("listitem").filter({ hasText: "intent 1" }).first().waitFor({ timeout: 60_000 });
  assert.ok((await page.getByRole("listitem").count()) < 300);
  await startLabelling(page);
  await page.keyboard.press("/");
  const times = await page.evaluate(async () => {
    const field = /** @type {HTMLInputElement} */ (document.querySelector("[role=combobox]"));
    const took = [];
    for (const typed of ["", "i", "intent 7", "intent 9999"]) {
      const begun = performance.now();
      field.value = typed;
      field.dispatchEvent(new Event("input"));
      document.querySelector("[role=listbox]")?.getBoundingClientRect();
      took.push(performance.now() - begun);
    }
    return took;
  });
  t.diagnostic(`opened and filtered in ${times.map((time) => time.toFixed(1)).join(", ")} ms`);
  assert.ok(Math.max(...times) < 100, `${times}`);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("intent 12");
  const options = page.getByRole("listbox", { name: annotate.labels }).getByRole("option");
  assert.ok((await options.count()) <= 16);
  assert.equal(await options.first().getAttribute("aria-setsize"), "111");
  const text = await currentText(page);
  await page.keyboard.press("Enter");
  await changed(page, text);
  await lastAnswer(page, "intent 12");
});

test("the guess is shown, comes after a moment, or is hidden; the guideline is beside the text; both stay so after a reload", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  await begin(page, site.url);
  await startLabelling(page);
  await allRead(page);
  const guess = card(page).getByText(annotate.looksLike);
  await guess.waitFor();
  const choose = async (/** @type {string} */ value) => {
    await page.getByText(strings.header.more, { exact: true }).click();
    await page.getByLabel(menu.suggestions).selectOption(value);
    await page.keyboard.press("Escape");
  };
  await choose("hidden");
  await guess.waitFor({ state: "detached" });
  assert.equal(await page.locator(".label.guessed").count(), 0);
  await choose("delayed");
  await card(page).getByText(annotate.guessWaiting).waitFor();
  assert.equal(await page.locator(".label.guessed").count(), 0);
  await guess.waitFor();
  assert.equal(await page.locator(".label.guessed").count(), 1);

  await page.keyboard.press("g");
  const pane = page.locator(".guideline");
  await pane.getByRole("button", { name: annotate.guidelineEdit }).click();
  await pane.getByRole("textbox", { name: annotate.guideline }).fill("First the parcel,\nthen the money.");
  await pane.getByRole("button", { name: annotate.guidelineSave }).click();
  await pane.getByText("then the money.").waitFor();
  await page.reload();
  await currentText(page);
  await pane.getByText("then the money.").waitFor();
  await card(page).getByText(annotate.guessWaiting).waitFor();
  assert.deepEqual(complaints, []);
});

test("no view of answering has an axe violation, light and dark, wide and narrow", { timeout: 600_000 }, async (t) => {
  for (const [colorScheme, width] of /** @type {const} */ ([["light", 360], ["dark", 1440]])) {
    await t.test(`${colorScheme}, ${width} px`, async (t) => {
      const { page, site } = await stage(t, { context: { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce", bypassCSP: true } });
      await page.addInitScript({ path: AXE });
      await begin(page, site.url, { names: [...TOPICS, ...Array.from({ length: 10 }, (_, n) => `topic ${n + 1}`)] });
      await page.getByLabel(labels.describe("praise")).fill("what somebody liked");
      await page.keyboard.press("Tab");
      await inspect(page, "labels");
      await page.getByRole("button", { name: labels.edit("praise"), exact: true }).click();
      await inspect(page, "a label");
      await page.keyboard.press("Escape");
      await page.getByLabel(labels.several).check();
      await startLabelling(page);
      await page.keyboard.press("g");
      await page.keyboard.press("f");
      await page.getByLabel(annotate.flagNote).fill("later");
      await inspect(page, "flag");
      await page.keyboard.press("Enter");
      await card(page).getByText("later").waitFor();
      await page.keyboard.press("2");
      await inspect(page, "several labels, with a flag and the guideline");
      await page.keyboard.press("/");
      await page.keyboard.type("topic");
      await inspect(page, "palette");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await inspect(page, "keys");
    });
  }
});

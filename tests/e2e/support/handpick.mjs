// @ts-check
// What a person does with the page, step by step. Finds things as a person would: by role and by the words on them.
import assert from "node:assert/strict";
import { strings } from "../../../www/app/strings.js";

export { strings };

/** Opens the page and waits until it can be used. @param {import("playwright-core").Page} page @param {string} url */
export const open = async (page, url) => {
  await page.goto(url);
  await page.locator("main h1").first().waitFor();
};

/**
 * Chooses a file on the first screen, and waits for what the page makes of it.
 * @param {import("playwright-core").Page} page
 * @param {string | { name: string, mimeType: string, buffer: Buffer }} file
 */
export const chooseFile = async (page, file) => {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: strings.start.choose }).click();
  await (await chooser).setFiles(/** @type {any} */ (file));
  await page.getByRole("button", { name: strings.import.accept }).waitFor();
};

/** Takes the file in as it was recognised. @param {import("playwright-core").Page} page */
export const acceptFile = async (page) => {
  await page.getByRole("button", { name: strings.import.accept }).click();
  await page.getByRole("heading", { name: strings.labels.heading }).waitFor();
};

/**
 * @param {import("playwright-core").Page} page
 * @param {string[]} names
 */
export const nameLabels = async (page, names) => {
  for (const name of names) {
    await page.getByLabel(strings.labels.input, { exact: true }).fill(name);
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").filter({ hasText: name }).waitFor();
  }
};

/** @param {import("playwright-core").Page} page */
export const startLabelling = async (page) => {
  await page.getByRole("button", { name: new RegExp(`^(${strings.labels.start}|${strings.labels.resume})`) }).click();
  await currentText(page);
};

/**
 * From a file to its first text: chosen, taken in, its labels named.
 * @param {import("playwright-core").Page} page
 * @param {string} url
 * @param {Parameters<typeof chooseFile>[1]} file
 * @param {string[]} labels
 */
export const beginWith = async (page, url, file, labels) => {
  await open(page, url);
  await chooseFile(page, file);
  await acceptFile(page);
  await nameLabels(page, labels);
  await startLabelling(page);
};

/**
 * Answers so many texts, each as it should be.
 * @param {import("playwright-core").Page} page
 * @param {number} count
 * @param {(text: string) => string} labelOf
 */
export const answerEach = async (page, count, labelOf) => {
  for (let done = 0; done < count; done += 1) await answer(page, labelOf(await currentText(page)));
};

/** The card that shows one text. @param {import("playwright-core").Page} page */
export const card = (page) => page.getByRole("article", { name: strings.annotate.item });

/** The text on screen, once there is one. @param {import("playwright-core").Page} page @returns {Promise<string>} */
export const currentText = async (page) => {
  const text = card(page).locator(".text");
  await text.waitFor({ timeout: 60_000 });
  return (await text.textContent()) ?? "";
};

/**
 * Answers the text on screen with the key of a label, and waits for the next one.
 * @param {import("playwright-core").Page} page
 * @param {string} label
 * @returns {Promise<string>} the text that was answered
 */
export const answer = async (page, label) => {
  const text = await currentText(page);
  const key = await page.getByRole("group", { name: strings.annotate.labels }).getByRole("button", { name: label }).getAttribute("aria-keyshortcuts");
  assert.ok(key, `the label ${label} has no key`);
  await page.keyboard.press(key);
  await changed(page, text);
  return text;
};

/** Waits until another text is on screen. @param {import("playwright-core").Page} page @param {string} from */
export const changed = (page, from) =>
  page.waitForFunction(
    ([name, before]) => {
      const text = document.querySelector(`article[aria-label="${name}"] .text`)?.textContent;
      return text !== undefined && text !== before;
    },
    [strings.annotate.item, from],
    { timeout: 60_000 },
  );

/** How many answers the page says there are. @param {import("playwright-core").Page} page @returns {Promise<number>} */
export const answersGiven = async (page) => {
  const words = await page.getByText(/ of [\d,.]+ texts? answered/).first().textContent();
  return Number(/^([\d,.]+) of/.exec(words?.trim() ?? "")?.[1]?.replace(/[,.]/g, "") ?? Number.NaN);
};

/** Waits until the model has read every text. @param {import("playwright-core").Page} page @param {number} [timeout] */
export const allRead = async (page, timeout = 240_000) => {
  const done = page.getByText(/^The model has read all /).first();
  await done.waitFor({ timeout }).catch(async (error) => {
    throw new Error(`The model did not read all texts. On the page: ${await page.locator("body").innerText()}`, { cause: error });
  });
};

/**
 * Something from the menu that gives a file.
 * @param {import("playwright-core").Page} page
 * @param {string} entry
 * @returns {Promise<{ name: string, bytes: Buffer }>}
 */
export const download = async (page, entry) => {
  const arrives = page.waitForEvent("download");
  await page.getByText(strings.header.more, { exact: true }).click();
  await page.getByRole("button", { name: entry }).click();
  const file = await arrives;
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
};

// @ts-check
// A whole session with the real model on the CPU: import, labels, answers, curve, export, and back again after a reload.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv, parseJsonl, sample, textMessages } from "./support/files.mjs";
import { acceptFile, allRead, answer, answersGiven, card, changed, chooseFile, currentText, download, open, startLabelling, strings } from "./support/handpick.mjs";
import { stage } from "./support/stage.mjs";

/**
 * Answers what is asked, as the file itself would.
 * @param {import("playwright-core").Page} page
 * @param {Map<string, string>} gold
 * @param {number} count
 */
const answerMany = async (page, gold, count) => {
  for (let done = 0; done < count; done += 1) {
    const label = gold.get(await currentText(page));
    assert.ok(label, `the page asked about a text that the file does not have: ${await currentText(page)}`);
    await answer(page, label);
  }
};

/**
 * @param {import("node:test").TestContext} t
 * @param {{ rows: number, gold: Map<string, string>, labels: string[], textColumn: string, labelColumn: string, begin: (page: import("playwright-core").Page) => Promise<void> }} file
 * @param {number} answers
 */
const wholeSession = async (t, { rows, gold, labels, textColumn, labelColumn, begin }, answers) => {
  const { page, site, complaints } = await stage(t);
  await open(page, `${site.url}?device=cpu`);
  await begin(page);
  await acceptFile(page);
  for (const label of labels) await page.getByRole("listitem").filter({ hasText: label }).first().waitFor();
  await startLabelling(page);

  await answerMany(page, gold, 8);
  assert.equal(await answersGiven(page), 8);

  await t.test("Backspace takes the last answer back, and brings its text back", async () => {
    const text = await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
    const next = await currentText(page);
    await page.keyboard.press("Backspace");
    await changed(page, next);
    assert.equal(await currentText(page), text);
    assert.equal(await answersGiven(page), 8);
  });

  await t.test("Space passes a text over", async () => {
    const text = await currentText(page);
    await page.keyboard.press("Space");
    await changed(page, text);
    await page.getByText(strings.progress.skipped(1)).first().waitFor();
    assert.equal(await answersGiven(page), 8);
  });

  await allRead(page);
  await answerMany(page, gold, answers - 8);
  assert.equal(await answersGiven(page), answers);

  await t.test("accuracy is measured on random checks, and the curve is there as a table too", async () => {
    await page.getByText(/random checks?/).first().waitFor();
    await page.getByRole("button", { name: strings.progress.asTable }).click();
    const points = page.getByRole("table", { name: strings.progress.curve }).locator("tbody tr");
    await points.first().waitFor();
    assert.ok((await points.count()) >= 2, "the curve has no two points");
    await page.getByRole("button", { name: strings.progress.asChart }).click();
    await page.locator(".plot canvas").waitFor();
  });

  await t.test("the CSV has every source column, every row, the answers and the predictions", async () => {
    const { name, bytes } = await download(page, strings.menu.csv);
    assert.match(name, /\.csv$/);
    const [head, ...body] = parseCsv(bytes.toString("utf8"));
    assert.equal(body.length, rows);
    assert.ok(head.includes(textColumn) && head.includes(labelColumn), `columns: ${head}`);
    for (const label of labels) assert.ok(head.includes(`p_${label}`), `columns: ${head}`);
    const [text, label, predicted, skipped] = [textColumn, "label", "predicted_label", "skipped"].map((column) => head.indexOf(column));
    const answered = body.filter((row) => row[label] !== "");
    assert.equal(answered.length, answers);
    for (const row of answered) assert.equal(row[label], gold.get(row[text]));
    assert.equal(body.filter((row) => row[skipped] === "true").length, 1);
    for (const row of body) assert.ok(labels.includes(row[predicted]), `predicted: ${row[predicted]}`);
  });

  await t.test("what it learned holds for the texts that nobody answered", async () => {
    const { bytes } = await download(page, strings.menu.jsonl);
    const unanswered = parseJsonl(bytes).filter((row) => !row.label);
    const right = unanswered.filter((row) => row.predicted_label === gold.get(row[textColumn])).length / unanswered.length;
    const commonest = Math.max(...labels.map((label) => unanswered.filter((row) => gold.get(row[textColumn]) === label).length)) / unanswered.length;
    t.diagnostic(`${(right * 100).toFixed(1)} % right after ${answers} answers; always saying the commonest label: ${(commonest * 100).toFixed(1)} %`);
    assert.ok(right > commonest, `${right} against ${commonest}`);
  });

  await t.test("the head and the project can be taken along", async () => {
    const head = JSON.parse((await download(page, strings.menu.head)).bytes.toString("utf8"));
    assert.deepEqual(Object.keys(head).length > 3, true);
    const project = await download(page, strings.menu.save);
    assert.ok(project.bytes.length > rows);
  });

  await t.test("a reload comes back to the same text, the same answers, the same model", async () => {
    const text = await currentText(page);
    await page.reload();
    assert.equal(await currentText(page), text);
    assert.equal(await answersGiven(page), answers);
    await allRead(page, 30_000);
    await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
    assert.equal(await answersGiven(page), answers + 1);
  });
  assert.deepEqual(complaints, []);
  assert.ok(await card(page).isVisible());
};

test("the sample project, labelled from begin to end", { timeout: 600_000 }, async (t) => {
  const { rows, gold, labels } = sample();
  const begin = async (/** @type {import("playwright-core").Page} */ page) => {
    await page.getByRole("button", { name: strings.start.sample }).click();
    await page.getByRole("button", { name: strings.import.accept }).waitFor();
  };
  await wholeSession(t, { rows, gold, labels, textColumn: "message", labelColumn: "topic", begin }, 48);
});

test("a column of very many labels is taken when it is asked for", { timeout: 120_000 }, async (t) => {
  const { page, site } = await stage(t);
  await open(page, `${site.url}?device=cpu`);
  const lines = Array.from({ length: 280 }, (_, place) => `message ${place} about thing ${place % 70},${place < 210 ? `thing ${place % 70}` : ""}`);
  await chooseFile(page, { name: "many.csv", mimeType: "text/csv", buffer: Buffer.from(["text,label", ...lines].join("\n")) });
  const [labels, answers] = [page.locator("#use-labels"), page.locator("#use-answers")];
  assert.equal(await labels.isChecked(), false, "seventy values are hardly labels, unless someone says so");
  await labels.check();
  await answers.check();
  assert.equal(await labels.isChecked(), true);
  await acceptFile(page);
  await startLabelling(page);
  assert.equal(await answersGiven(page), 210);
});

test("a real file, labelled from begin to end", { timeout: 600_000 }, async (t) => {
  const file = textMessages(240);
  if (file === undefined) return t.skip("the real data is not on this machine");
  const begin = (/** @type {import("playwright-core").Page} */ page) => chooseFile(page, file.upload);
  await wholeSession(t, { ...file, textColumn: "SMS", labelColumn: "Label", begin }, 48);
});

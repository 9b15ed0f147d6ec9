// @ts-check
// How quick the loop is with 5,000 embedded texts and 500 answers: from the key that goes down to the next text on screen,
// and from an answer to the pool ranked again.
// Usage: node benches/browser/loop.mjs [--texts 5000] [--answers 500] [--keys 100] [--set agnews|banking77]
import { readFileSync } from "node:fs";
import { stderr, stdout } from "node:process";
import { parseArgs } from "node:util";
import { parseCsv } from "../../tests/e2e/support/files.mjs";
import { acceptFile, allRead, answersGiven, chooseFile, currentText, open, startLabelling, strings } from "../../tests/e2e/support/handpick.mjs";
import { inProject, machine, onPage, quantile, short, table } from "./support.mjs";

const { values: options } = parseArgs({
  options: { texts: { type: "string", default: "5000" }, answers: { type: "string", default: "500" }, keys: { type: "string", default: "100" }, set: { type: "string", default: "agnews" } },
});
/** @type {Record<string, { file: string, row: (cells: string[]) => [text: string, label: string] }>} */
const SETS = {
  agnews: { file: "agnews/test.csv", row: ([topic, title]) => [title, ["World", "Sports", "Business", "Technology"][Number(topic) - 1]] },
  banking77: { file: "banking77/train.csv", row: ([text, category]) => [text, category] },
};
const set = SETS[options.set];
const rows = parseCsv(readFileSync(inProject(`../shared/data/${set.file}`), "utf8"))
  .filter((cells) => cells.length > 1 && cells[0] !== "text")
  .map(set.row);
// Every label early, then as the file has them: the files are sorted by label, so rows are taken in strides.
const stride = Math.floor(rows.length / Number(options.texts));
const texts = Array.from({ length: Number(options.texts) }, (_, place) => rows[(place * stride + (place % stride)) % rows.length]);
const every = Math.floor(texts.length / Number(options.answers));
const cell = (/** @type {string} */ words) => `"${words.replaceAll('"', '""')}"`;
const csv = ["text,label", ...texts.map(([text, label], place) => `${cell(text)},${place % every === 0 ? cell(label) : ""}`)].join("\n");
const labels = [...new Set(texts.filter((_, place) => place % every === 0).map(([, label]) => label))];

/**
 * Runs in the page: presses keys as a person would, and waits for each next text to be painted.
 * @param {{ keys: number, article: string, pause: number }} work
 * @returns {Promise<number[]>} milliseconds
 */
const pressKeys = async ({ keys, article, pause }) => {
  const text = () => document.querySelector(`article[aria-label="${article}"] .text`)?.textContent;
  /** @type {number[]} */
  const times = [];
  for (let press = 0; press < keys; press += 1) {
    const before = text();
    const begin = performance.now();
    /** @type {HTMLElement} */ (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: "1", code: "Digit1", bubbles: true, cancelable: true }));
    await new Promise((shown) => {
      const look = () => (text() !== undefined && text() !== before ? requestAnimationFrame(() => setTimeout(() => shown(undefined))) : setTimeout(look, 1));
      look();
    });
    times.push(performance.now() - begin);
    await new Promise((done) => setTimeout(done, pause));
  }
  return times;
};

/**
 * Runs in the page: answer and rank again, through the public interface.
 * @param {{ rounds: number, strategy: string }} work
 */
const rankAgain = async ({ rounds, strategy }) => {
  const { createLearner } = /** @type {typeof import("../../www/handpick/index.js")} */ (await import(/** @type {any} */ (new URL("handpick/index.js", location.href).href)));
  const learner = await createLearner({ device: "cpu" });
  const status = await learner.embedAll();
  const names = await learner.labels();
  /** @type {{ answer: number[], rank: number[] }} */
  const times = { answer: [], rank: [] };
  let [item] = await learner.query({ strategy: /** @type {any} */ (strategy), count: 1 });
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    await learner.annotate(item.id, names[round % names.length].name);
    const answered = performance.now();
    [item] = await learner.query({ strategy: /** @type {any} */ (strategy), count: 6 });
    times.answer.push(answered - begin);
    times.rank.push(performance.now() - answered);
  }
  learner.dispose();
  return { times, status };
};

await onPage({ path: "?device=cpu&workers=2" }, async (page, url) => {
  await open(page, page.url());
  await chooseFile(page, { name: "measured.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.locator("#use-labels").check();
  await page.locator("#use-answers").check();
  await acceptFile(page);
  await startLabelling(page);
  stderr.write("embedding…\n");
  await allRead(page, 0);
  const given = await answersGiven(page);
  await currentText(page);
  const keys = Number(options.keys);
  const settled = await page.evaluate(pressKeys, { keys, article: strings.annotate.item, pause: 700 });
  const quick = await page.evaluate(pressKeys, { keys, article: strings.annotate.item, pause: 50 });
  await page.goto(`${url}blank.html`);
  /** @type {[string, number[]][]} */
  const rows = [
    ["key to next text, a key each 0.7 s", settled],
    ["key to next text, as fast as it goes", quick],
  ];
  for (const strategy of ["auto", "margin", "entropy", "coreset"]) {
    const { times } = await page.evaluate(rankAgain, { rounds: keys, strategy });
    rows.push([`answer stored (${strategy})`, times.answer], [`refit and rank again (${strategy})`, times.rank]);
  }
  stdout.write(`${texts.length} texts, ${given} answers at the start, ${labels.length} labels (${options.set}); ${machine()}; milliseconds\n\n`);
  stdout.write(`${table(["", "median", "p95", "most"], rows.map(([what, times]) => [what, short(quantile(times, 0.5)), short(quantile(times, 0.95)), short(Math.max(...times))]))}\n`);
});

// @ts-check
// A replay in the page: begun, stopped, carried through, and taken along as CSV, SVG and PNG; the project stays as it was.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv, sample } from "./support/files.mjs";
import { acceptFile, allRead, answer, answersGiven, currentText, open, startLabelling, strings } from "./support/handpick.mjs";
import { stage } from "./support/stage.mjs";

const text = strings.replay;

test("strategies compared on the sample's own labels", { timeout: 600_000 }, async (t) => {
  const { page, site, complaints } = await stage(t);
  const { gold, rows } = sample();
  await open(page, `${site.url}?device=cpu`);
  await page.getByRole("button", { name: strings.start.sample }).click();
  await page.getByRole("button", { name: strings.import.accept }).waitFor();
  await acceptFile(page);
  await startLabelling(page);
  await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
  await allRead(page);

  const openReplay = async () => {
    await page.getByText(strings.header.more, { exact: true }).click();
    await page.getByRole("button", { name: strings.menu.replay }).click();
    await page.getByRole("checkbox", { name: "Random" }).waitFor();
  };
  const run = page.getByRole("button", { name: text.run });

  await t.test("a long one can be stopped, and leaving the screen stops it too", async () => {
    await openReplay();
    await page.getByLabel(text.protocol).selectOption("C");
    await page.getByLabel(text.seeds).fill("50");
    await run.click();
    await page.getByText(/^[\d,]+ of [\d,]+ batches/).waitFor();
    await page.getByRole("button", { name: text.stop }).click();
    await run.waitFor();
    assert.equal(await page.getByRole("heading", { name: text.result }).count(), 0);
    await run.click();
    await page.getByText(/^[\d,]+ of [\d,]+ batches/).waitFor();
    await page.getByRole("link", { name: strings.header.labelling }).click();
    // The engine is free for the next text at once.
    await answer(page, /** @type {string} */ (gold.get(await currentText(page))));
    assert.equal(await answersGiven(page), 2);
  });

  await t.test("the result is a chart and a table", async () => {
    await openReplay();
    await page.getByLabel(text.protocol).selectOption("B");
    await page.getByLabel(text.seeds).fill("2");
    await run.click();
    await page.getByRole("heading", { name: text.result }).waitFor({ timeout: 240_000 });
    await page.locator(".replay-chart canvas").waitFor();
    const table = page.getByRole("table", { name: text.table });
    assert.ok((await table.locator("tbody tr").count()) >= 2);
    await page.getByText(/2 seeds cannot show significance/).waitFor();
  });

  /** @param {string} button */
  const save = async (button) => {
    const arrives = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const file = await arrives;
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
  };

  await t.test("it can be taken along as CSV, SVG and PNG", async () => {
    const csv = await save(text.saveCsv);
    const [head, ...points] = parseCsv(csv.bytes.toString("utf8"));
    assert.deepEqual(head, ["strategy", "seed", "labels", "accuracy", "macro_f1"]);
    assert.deepEqual([...new Set(points.map((point) => point[2]))], ["30", "40", "50", "60", "70", "80", "90", "100", "110", "120", "130"]);
    for (const point of points) assert.ok(Number(point[3]) >= 0 && Number(point[3]) <= 1, `${point}`);
    const last = points.filter((point) => point[2] === "130").map((point) => Number(point[3]));
    assert.ok(last.every((accuracy) => accuracy > 0.5), `${last} on ${rows} texts`);

    const svg = await save(text.saveSvg);
    assert.match(svg.bytes.toString("utf8"), /^<svg [\s\S]*random/);

    const png = await save(text.savePng);
    assert.match(png.name, /-replay\.png$/);
    assert.deepEqual([...png.bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.equal(png.bytes.readUInt32BE(16), 3 * 760);
    // An empty canvas of that size packs to a few kilobytes.
    assert.ok(png.bytes.length > 40_000, `${png.bytes.length} bytes`);
  });

  await t.test("the project is as it was", async () => {
    await page.getByRole("link", { name: strings.header.labelling }).click();
    await currentText(page);
    assert.equal(await answersGiven(page), 2);
  });
  assert.deepEqual(complaints, []);
});

// @ts-check
// Takes pictures of the built page for the documents, with the sample and its own answers: the labelling screen, wide and narrow, light and dark.
// Usage: node scripts/screenshots.mjs [--url http://127.0.0.1:8080/] [--answers N] [--out docs/screenshots]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../tests/e2e/support/browser.mjs";
import { sample } from "../tests/e2e/support/files.mjs";
import { acceptFile, allRead, answer, chooseFile, currentText, startLabelling } from "../tests/e2e/support/handpick.mjs";

const { values } = parseArgs({
  options: { url: { type: "string", default: "http://127.0.0.1:8080/" }, answers: { type: "string", default: "70" }, out: { type: "string", default: "docs/screenshots" } },
});
const { buffer, gold } = sample();
mkdirSync(values.out, { recursive: true });

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`${values.url}?device=cpu`);
await page.screenshot({ path: join(values.out, "start-wide-light.png") });
await chooseFile(page, { name: "bike-rental-messages.csv", mimeType: "text/csv", buffer });
await page.screenshot({ path: join(values.out, "import-wide-light.png") });
await acceptFile(page);
await startLabelling(page);
await allRead(page);
for (let given = 0; given < Number(values.answers); given += 1) {
  const text = await currentText(page);
  await answer(page, gold.get(text) ?? "Feedback");
}
await page.waitForTimeout(1500);
for (const [width, height, shape] of /** @type {const} */ ([[1440, 900, "wide"], [360, 780, "narrow"]])) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(values.out, `annotate-${shape}-${colorScheme}.png`), fullPage: shape === "narrow" });
  }
}
await browser.close();

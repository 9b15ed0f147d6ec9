// @ts-check
// The first screen: one place to drop a file, and a sample to try.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";
import { pickFile } from "../parts/downloads.js";
import { openProject } from "../parts/menu.js";

/** @typedef {import("../app.js").App} App */

const text = strings.start;
const ACCEPT = ".csv,.tsv,.json,.jsonl,.ndjson,.txt,text/*,application/json";
const SAMPLE = "sample/bike-rental-messages.csv";

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function startScreen(app, signal) {
  const busy = h("p", { class: "busy", role: "status" });
  /** @param {() => Promise<unknown>} work */
  const run = async (work) => {
    fill(busy, text.reading);
    try {
      await work();
    } catch (error) {
      app.fail(error);
    }
    fill(busy);
  };
  const take = (/** @type {File} */ file) => run(() => receive(app, file));

  const drop = h(
    "div",
    { class: "drop" },
    h("p", { class: "drop-title" }, h("span", { class: "at-rest" }, text.drop), h("span", { class: "over" }, text.dropNow)),
    h("p", { class: "muted small" }, text.formats),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "primary", onclick: async () => pickFile(ACCEPT).then((file) => file && take(file)) }, text.choose),
      h("button", { type: "button", onclick: () => run(() => receiveSample(app)) }, text.sample),
    ),
    h("p", { class: "muted small" }, text.sampleNote),
    busy,
  );
  acceptDrops(app, drop, take, signal);

  const paste = pasteBox((texts) => run(() => inspect(app, texts, strings.import.pastedName)));
  const element = h(
    "section",
    { class: "start" },
    h("h1", { tabindex: "-1" }, text.heading),
    h("p", { class: "lead" }, text.lead),
    resume(app, signal),
    drop,
    h(
      "p",
      { class: "also" },
      h("button", { type: "button", class: "plain link", onclick: () => paste.open() }, text.paste),
      h("button", { type: "button", class: "plain link", onclick: () => openProject(app).catch((error) => app.fail(error)) }, text.openProject),
    ),
    paste.element,
    h("ol", { class: "steps" }, text.steps.map(([title, body]) => h("li", null, h("h2", null, title), h("p", null, body)))),
  );
  return { element, title: text.title };
}

/**
 * Reads a file, and shows what it seems to be. A project file, known by its name, opens as one.
 *
 * @param {App} app
 * @param {File} file
 */
export async function receive(app, file) {
  if (/-project\.json$/i.test(file.name)) return openProject(app, file);
  return inspect(app, file, file.name);
}

/**
 * @param {App} app
 * @param {File | string[]} source
 * @param {string} name
 */
async function inspect(app, source, name) {
  const learner = await app.learner();
  const preview = await learner.inspect(source, {});
  app.pending = { source, name, preview, options: {} };
  app.go("import");
}

/** @param {App} app */
async function receiveSample(app) {
  const response = await fetch(SAMPLE).catch(() => null);
  if (!response?.ok) throw { code: "import_empty", message: strings.errors.sampleMissing };
  await receive(app, new File([await response.blob()], SAMPLE.split("/").at(-1) ?? SAMPLE, { type: "text/csv" }));
}

/**
 * The whole window takes a drop, so that nobody has to aim.
 *
 * @param {App} app
 * @param {HTMLElement} zone
 * @param {(file: File) => void} take
 * @param {AbortSignal} signal
 */
function acceptDrops(app, zone, take, signal) {
  let depth = 0;
  const mark = (/** @type {number} */ change) => {
    depth = change === 0 ? 0 : Math.max(0, depth + change);
    zone.classList.toggle("dragging", depth > 0);
  };
  addEventListener("dragenter", () => mark(1), { signal });
  addEventListener("dragleave", () => mark(-1), { signal });
  addEventListener(
    "drop",
    (event) => {
      mark(0);
      const files = event.dataTransfer?.files ?? [];
      if (files.length > 1) app.fail({ code: "invalid_argument", message: text.notOneFile });
      else if (files[0]) take(files[0]);
    },
    { signal },
  );
}

/**
 * @param {App} app
 * @param {AbortSignal} signal
 */
function resume(app, signal) {
  const card = h("div", { class: "resume" });
  const show = () => {
    const status = app.status;
    card.hidden = !status || status.documents === 0;
    if (!status || card.hidden) return fill(card);
    fill(
      card,
      h("div", null, h("h2", null, text.continueHeading), h("p", { class: "muted" }, text.continueNote(status.name, status.labelled, status.documents))),
      h("button", { type: "button", class: "primary", onclick: () => app.go("annotate") }, text.continueButton),
    );
  };
  app.on("status", show, signal);
  show();
  return card;
}

/** @param {(texts: string[]) => void} use */
function pasteBox(use) {
  const area = h("textarea", { id: "paste", rows: 8, dir: "auto", spellcheck: "false" });
  const problem = h("p", { class: "problem", role: "status" });
  const close = () => {
    element.hidden = true;
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const texts = area.value.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
    if (texts.length === 0) return fill(problem, text.pasteEmpty);
    fill(problem);
    use(texts);
  };
  const element = h(
    "form",
    { class: "paste card", hidden: true, onsubmit: submit },
    h("label", { for: "paste" }, text.pasteLabel),
    area,
    problem,
    h("div", { class: "actions" }, h("button", { class: "primary" }, text.pasteUse), h("button", { type: "button", onclick: close }, text.pasteCancel)),
  );
  const open = () => {
    element.hidden = false;
    area.focus();
  };
  return { element, open };
}

// @ts-check
// What can be done with a project as a whole: take it with you, open another, begin again.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";
import { announce } from "./announcer.js";
import { confirmDialog } from "./dialogs.js";
import { keySheet } from "./key-sheet.js";
import { pickFile, saveFile } from "./downloads.js";

/**
 * @typedef {import("../app.js").App} App
 */

const text = strings.menu;

/** @param {App} app */
export function projectMenu(app) {
  const list = h("div", { class: "menu-list" });
  const menu = h("details", { class: "menu" }, h("summary", { class: "button small" }, strings.header.more), list);
  const close = () => {
    menu.open = false;
  };

  /** @param {string} label @param {() => unknown} action @param {string} [kind] */
  const entry = (label, action, kind = "") => {
    const run = async () => {
      close();
      try {
        await action();
      } catch (error) {
        app.fail(error);
      }
    };
    return h("button", { type: "button", class: ["plain", kind], onclick: run }, label);
  };
  /** @param {"shortcuts"} name @param {string} label */
  const toggle = (name, label) => {
    const box = h("input", { type: "checkbox", onchange: () => app.change({ [name]: box.checked }) });
    box.checked = app.settings.values[name];
    return h("label", { class: "check" }, box, label);
  };

  const build = () =>
    fill(
      list,
      h("h2", null, text.export),
      ...exports(app).map(([label, action]) => entry(label, action)),
      h("h2", null, text.project),
      entry(text.open, () => openProject(app)),
      entry(text.replay, () => app.go("replay")),
      entry(text.people, () => app.go("people")),
      entry(text.another, () => app.go("start")),
      entry(strings.keeping.link, () => app.go("projects")),
      entry(text.startOver, () => startOver(app), "danger"),
      h("h2", null, text.settings),
      suggestionField(app),
      toggle("shortcuts", text.shortcuts),
      entry(text.keys, () => keySheet(app)),
    );

  menu.addEventListener("toggle", () => menu.open && build());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => menu.open && !menu.contains(/** @type {Node} */ (event.target)) && close());
  return menu;
}

/** When the model's guess is seen. @param {App} app */
function suggestionField(app) {
  const choices = /** @type {[import("../settings.js").Suggestions, string][]} */ (Object.entries(text.suggestionChoices));
  const select = h(
    "select",
    { id: "suggestions", onchange: () => app.change({ suggestions: /** @type {import("../settings.js").Suggestions} */ (select.value) }) },
    choices.map(([value, title]) => h("option", { value, selected: value === app.settings.values.suggestions }, title)),
  );
  return h("div", { class: "field menu-field" }, h("label", { for: "suggestions" }, text.suggestions), select);
}

/**
 * The files that a project can be taken along as: a title and what makes the file.
 *
 * @param {App} app
 * @returns {[string, () => Promise<void>][]}
 */
export function exports(app) {
  /** @param {(learner: import("../app.js").Learner) => Promise<import("./downloads.js").Exported>} make */
  const save = (make) => async () => {
    const file = await make(await app.learner());
    saveFile(file);
    announce(text.saved(file.fileName));
  };
  return [
    [text.csv, save((learner) => learner.exportAnnotations("csv"))],
    [text.jsonl, save((learner) => learner.exportAnnotations("jsonl"))],
    [text.head, save((learner) => learner.exportHead())],
    [text.save, () => saveProject(app)],
  ];
}

/** Saves the project as a file, as it is now. @param {App} app */
export async function saveProject(app) {
  const learner = await app.learner();
  const fileName = projectFileName(app);
  saveFile({ fileName, mediaType: "application/json", bytes: await learner.save() });
  app.dispatchEvent(new CustomEvent("filed"));
  announce(text.saved(fileName));
}

/** The source's name without its ending, as the learner names its other files. @param {App} app */
export function projectFileName(app) {
  const stem = (app.status?.name ?? "").replace(/\.[^.]*$/, "");
  return `${stem || "handpick"}-project.json`;
}

/**
 * Opens a project file in place of what is there.
 *
 * @param {App} app
 * @param {File} [given] where the person has chosen one already
 */
export async function openProject(app, given) {
  const file = given ?? (await pickFile(".json,application/json"));
  if (!file) return;
  const answers = app.status?.labelled ?? 0;
  if (answers > 0 && !(await confirmDialog({ heading: text.openHeading, body: text.openBody(answers), confirm: text.openConfirm }))) return;
  const learner = await app.learner();
  await learner.restore(new Uint8Array(await file.arrayBuffer()));
  app.settings.place = null;
  await app.open();
  app.go("annotate");
}

/** @param {App} app */
async function startOver(app) {
  const { labelled = 0, skipped = 0, name = "" } = app.status ?? {};
  if (labelled + skipped === 0) return app.go("annotate");
  const sure = await confirmDialog({ heading: text.startOverHeading, body: text.startOverBody(labelled, name), confirm: text.startOverConfirm });
  if (!sure) return;
  const learner = await app.learner();
  const { documents } = await learner.answered({ limit: app.status?.documents ?? 0 });
  app.setStatus((await learner.unlabelMany(documents.map(({ id }) => id))).status);
  app.settings.place = null;
  announce(text.startedOver);
  app.go("annotate");
}

// @ts-check
// The projects of this browser, and how the one that is open is kept: in the browser, in a file, without a network.

import { fill, h } from "../dom.js";
import { clock, megabytes, moment } from "../logic/format.js";
import { searchFor, titleOf } from "../logic/projects.js";
import { strings } from "../strings.js";
import { announce } from "../parts/announcer.js";
import { askDialog, confirmDialog } from "../parts/dialogs.js";
import { projectFileName, saveProject } from "../parts/menu.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../keeping.js").Keeping} Keeping
 * @typedef {import("../offline.js").Offline} Offline
 * @typedef {import("../logic/projects.js").ListedProject} ListedProject
 */

const text = strings.projects;
const keepingText = strings.keeping;

/**
 * @param {App} app
 * @param {{ keeping: Keeping, offline: Offline }} parts
 * @param {AbortSignal} signal ends the screen
 */
export function projectsScreen(app, { keeping, offline }, signal) {
  const run = (/** @type {() => unknown} */ work) => async () => {
    try {
      await work();
    } catch (error) {
      app.fail(error);
    }
  };
  const list = projectList(app, keeping, run);
  const cards = h("div", { class: "keeping-cards" }, fileCard(app, keeping, run, signal), roomCard(keeping, run, signal), offlineCard(offline, signal));
  const element = h("section", { class: "projects" }, h("h1", { tabindex: "-1" }, text.heading), h("p", { class: "lead" }, text.lead), list, cards);
  return { element, title: text.title };
}

/** @typedef {(work: () => unknown) => () => Promise<void>} Run */

/**
 * @param {App} app
 * @param {Keeping} keeping
 * @param {Run} run
 */
function projectList(app, keeping, run) {
  const rows = h("ul", { class: "project-list", "aria-label": text.heading });
  const open = (/** @type {string} */ name) => location.assign(searchFor(location.search, name));

  /** @param {ListedProject} project */
  const rename = async (project) => {
    const title = await askDialog({ heading: text.renameHeading, label: text.nameLabel, value: titleOf(project), confirm: text.renameConfirm });
    if (title === null) return;
    keeping.rename(project.name, title.trim());
    await show();
  };
  /** @param {ListedProject} project */
  const remove = async (project) => {
    const title = titleOf(project);
    if (!(await confirmDialog({ heading: text.deleteHeading(title), body: text.deleteBody(project.known ? project.answers : null), confirm: text.deleteConfirm }))) return;
    const current = project.name === keeping.project;
    if (!(await keeping.remove(project.name))) {
      app.fail({ code: "storage_unavailable", message: text.deleteHeld(title) });
      // The engine was ended for it, and opens the project again.
      return current ? location.reload() : undefined;
    }
    announce(text.deleted(title));
    if (!current) return show();
    const next = (await keeping.projects()).find(({ name }) => name !== project.name)?.name ?? "default";
    history.replaceState(null, "", `${searchFor(location.search, next)}#start`);
    location.reload();
  };

  /** @param {ListedProject} project */
  const row = (project) => {
    const title = titleOf(project);
    const current = project.name === keeping.project;
    return h(
      "li",
      { class: "card", "aria-current": current ? "true" : null },
      h(
        "div",
        null,
        h("h2", { dir: "auto" }, title, current ? h("span", { class: "pill" }, text.current) : null),
        h("p", { class: "muted small" }, project.known ? text.facts(project.source, project.answers, project.texts, moment(project.changed)) : text.unknown),
      ),
      h(
        "div",
        { class: "actions" },
        current ? null : h("button", { type: "button", class: "small primary", "aria-label": text.openOf(title), onclick: () => open(project.name) }, text.open),
        h("button", { type: "button", class: "small", "aria-label": text.renameOf(title), onclick: run(() => rename(project)) }, text.rename),
        h("button", { type: "button", class: "small danger", "aria-label": text.deleteOf(title), onclick: run(() => remove(project)) }, text.delete),
      ),
    );
  };
  /** @returns {Promise<void>} */
  const show = async () => fill(rows, ...(await keeping.projects()).map(row));
  run(show)();

  const name = h("input", { id: "project-name", autocomplete: "off", maxlength: 80, required: true });
  const problem = h("p", { class: "problem", role: "status" });
  const create = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = name.value.trim();
    const taken = (await keeping.projects()).some((project) => project.name === wanted || titleOf(project) === wanted);
    if (wanted === "" || taken) return fill(problem, taken ? text.taken : text.nameless);
    open(wanted);
  };
  const form = h(
    "form",
    { class: "new-project", onsubmit: create },
    h("div", { class: "field" }, h("label", { for: "project-name" }, text.newLabel), name),
    h("button", { class: "primary" }, text.create),
    problem,
  );
  return h("div", { class: "project-part" }, rows, form);
}

/**
 * @param {App} app
 * @param {Keeping} keeping
 * @param {Run} run
 * @param {AbortSignal} signal
 */
function fileCard(app, keeping, run, signal) {
  const words = h("p", null);
  const actions = h("div", { class: "actions" });
  const button = (/** @type {string} */ label, /** @type {() => unknown} */ work) => h("button", { type: "button", class: "small", onclick: run(work) }, label);
  let shown = "";
  const show = () => {
    const { state } = keeping.autosave;
    const there = (app.status?.documents ?? 0) > 0;
    const at = state.kind !== "off" && state.kind !== "asking" && state.at ? clock(state.at) : "";
    fill(
      words,
      state.kind === "off"
        ? keeping.canWriteFiles ? text.fileOff : text.fileUnsupported
        : state.kind === "asking" ? keepingText.fileAsks(state.name) : keepingText.fileState(state.kind, state.name, at),
      state.kind === "failed" ? ` ${state.reason}` : "",
    );
    const now = `${state.kind === "off" || state.kind === "asking" ? state.kind : "on"} ${there}`;
    if (now === shown) return;
    shown = now;
    fill(
      actions,
      there && keeping.canWriteFiles ? button(state.kind === "off" ? text.filePick : text.fileOther, () => keeping.pickFile(projectFileName(app))) : null,
      state.kind === "asking" ? button(keepingText.fileAllow, () => keeping.autosave.permit()) : null,
      state.kind === "off" ? null : button(text.fileStop, () => keeping.dropFile()),
      there ? button(keepingText.fileNow, () => saveProject(app)) : null,
    );
  };
  keeping.addEventListener("change", show, { signal });
  app.on("status", show, signal);
  show();
  return h("section", { class: "card" }, h("h2", null, text.fileHeading), words, h("p", { class: "muted small" }, text.fileNote), actions);
}

/**
 * @param {Keeping} keeping
 * @param {Run} run
 * @param {AbortSignal} signal
 */
function roomCard(keeping, run, signal) {
  const facts = h("ul", { class: "checks" });
  const answer = h("p", { class: "note", role: "status" });
  const ask = h("button", { type: "button", class: "small", onclick: run(async () => fill(answer, (await keeping.persist()) ? null : text.persistRefused)) }, text.persistAsk);
  const show = () => {
    const { room } = keeping;
    fill(
      facts,
      h("li", null, text.durable),
      room ? h("li", { class: room.persisted ? "" : "warn" }, room.persisted ? text.persisted : text.notPersisted) : h("li", { class: "warn" }, text.roomUnknown),
      room ? h("li", { class: keeping.nearFull ? "warn" : "" }, text.room(megabytes(room.usage), megabytes(room.quota))) : null,
      keeping.nearFull ? h("li", { class: "warn" }, keepingText.nearFull) : null,
    );
    ask.hidden = !room || room.persisted;
  };
  keeping.addEventListener("change", show, { signal });
  show();
  keeping.measure();
  return h("section", { class: "card" }, h("h2", null, text.roomHeading), facts, ask, answer);
}

/**
 * @param {Offline} offline
 * @param {AbortSignal} signal
 */
function offlineCard(offline, signal) {
  const words = h("p", null);
  const update = h("button", { type: "button", class: "small", onclick: () => offline.update() }, keepingText.updateNow);
  const show = () => {
    fill(words, text.offline[offline.state]);
    update.hidden = offline.state !== "update";
  };
  offline.addEventListener("change", show, { signal });
  show();
  return h("section", { class: "card" }, h("h2", null, text.offlineHeading), words, update);
}

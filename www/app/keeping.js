// @ts-check
// How the project is kept: when it was saved last, whether the browser may evict it, how much room is left, the file it is also written to,
// and the other projects of this browser. Owns these facts and tells of their changes; knows no element, and no text or answer.

import { deleteProject } from "../handpick/index.js";
import { fileOf, forgetFile, rememberFile } from "./file-handles.js";
import { Autosave } from "./logic/autosave.js";
import { ProjectRecords, listProjects } from "./logic/projects.js";
import { alone } from "./tabs.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {{ usage: number, quota: number, persisted: boolean }} Room
 */

/** Room is looked at again after so many changes. */
const LOOK = 25;
/** Answers that are in no file before the person is reminded, where the browser cannot write one by itself. */
const REMIND = 25;
/** Little room: less than this (bytes), or this share of all. */
const LITTLE = 20e6;
const LITTLE_SHARE = 0.05;
/** A tab that was just closed, or a worker that was just ended, may hold its project for a moment: this often, and this long (ms). */
const PATIENCE = { tries: 20, pause: 150 };

export class Keeping extends EventTarget {
  records = new ProjectRecords(() => localStorage);
  /** @type {Room | null} */
  room = null;
  /** Whether something did not fit: a browser may report a quota that it does not have. */
  #refused = false;
  #attached = new WeakSet();
  #changes = 0;
  /** Whether another tab has the project, and writes its file. */
  #away = false;

  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    this.project = app.options.project;
    /** When the project was last written, as far as is known. */
    this.savedAt = this.records.of(this.project).changed;
    this.autosave = new Autosave(async () => (await app.learner()).save());
    this.autosave.addEventListener("change", () => {
      if (this.autosave.state.kind === "written") this.#filed();
      this.#tell();
    });
    app.on("status", () => this.#status());
    app.on("failure", ({ code }) => {
      if (code !== "storage_full") return;
      this.#refused = true;
      this.#tell();
    });
    app.on("filed", () => (this.#filed(), this.#tell()));
    // A tab out of sight may not come back.
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.autosave.flush());
  }

  /** Looks for the file and the room. */
  async begin() {
    if (!this.app.elsewhere) await this.#resumeFile();
    await this.measure();
  }

  async #resumeFile() {
    const handle = await fileOf(this.project);
    if (handle) await this.autosave.resume(handle).catch(() => {});
  }

  /** Whether this browser can write to a file that the person picks. */
  get canWriteFiles() {
    return "showSaveFilePicker" in globalThis;
  }

  /** Answers that are in no file, where that is worth a reminder; else 0. */
  get unfiled() {
    if (this.canWriteFiles || !this.app.status) return 0;
    const more = this.app.status.labelled - Math.max(0, this.records.of(this.project).filed);
    return more >= REMIND ? more : 0;
  }

  /** Whether room gets short. */
  get nearFull() {
    if (this.#refused) return true;
    if (!this.room || this.room.quota === 0) return false;
    const left = this.room.quota - this.room.usage;
    return left < LITTLE || left < this.room.quota * LITTLE_SHARE;
  }

  async measure() {
    try {
      const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
      this.room = { usage, quota, persisted };
    } catch {
      this.room = null;
    }
    this.#tell();
  }

  /** Asks the browser not to evict what is kept. @returns {Promise<boolean>} */
  async persist() {
    const granted = await (await this.app.learner()).persist();
    await this.measure();
    return granted;
  }

  /**
   * Lets the person pick a file, and writes to it from now on.
   *
   * @param {string} suggestedName
   */
  async pickFile(suggestedName) {
    const pick = /** @type {any} */ (globalThis).showSaveFilePicker;
    /** @type {import("./logic/autosave.js").FileHandle} */
    let handle;
    try {
      handle = await pick({ id: "handpick-project", suggestedName, types: [{ description: "Handpick", accept: { "application/json": [".json"] } }] });
    } catch (error) {
      // The person changed their mind.
      if (/** @type {Error} */ (error).name === "AbortError") return;
      throw error;
    }
    await rememberFile(this.project, handle);
    await this.autosave.start(handle);
  }

  async dropFile() {
    this.autosave.stop();
    await forgetFile(this.project);
  }

  async projects() {
    const databases = await globalThis.indexedDB?.databases?.().catch(() => null);
    return listProjects(this.records.all(), databases?.map(({ name = "" }) => name) ?? null, this.project);
  }

  /** @param {string} project @param {string} title */
  rename(project, title) {
    this.records.note(project, { title });
    this.#tell();
  }

  /**
   * Deletes a project with everything that the page knows of it.
   *
   * @param {string} project
   * @returns {Promise<boolean>} false where another tab has it open; it is left as it is
   */
  async remove(project) {
    if (project === this.project) {
      this.autosave.stop();
      await this.app.release();
    }
    for (let tries = 0; tries < PATIENCE.tries; tries += 1) {
      const done = await alone(project, async () => {
        await deleteProject(project);
        return true;
      });
      if (done) {
        await forgetFile(project);
        this.records.forget(project);
        this.app.settings.forget(project);
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, PATIENCE.pause));
    }
    return false;
  }

  #status() {
    const { status } = this.app;
    if (this.app.elsewhere) {
      this.#away = true;
      this.autosave.stop();
    }
    if (!status) return this.#tell();
    if (this.#away && !this.app.elsewhere) {
      this.#away = false;
      this.savedAt = this.records.of(this.project).changed;
      this.#resumeFile();
    }
    this.app.learner().then((learner) => this.#attach(learner), () => {});
    const record = this.records.of(this.project);
    const { name: source, documents: texts, labelled: answers } = status;
    if (texts > 0 && (record.source !== source || record.texts !== texts || record.answers !== answers)) this.records.note(this.project, { source, texts, answers });
    this.#tell();
  }

  /** @param {import("./app.js").Learner} learner */
  #attach(learner) {
    if (this.#attached.has(learner)) return;
    this.#attached.add(learner);
    // The learner tells of a change once it is on the disk.
    learner.addEventListener("change", () => this.#changed());
  }

  #changed() {
    this.savedAt = Date.now();
    this.records.note(this.project, { changed: this.savedAt });
    this.autosave.changed();
    this.#changes += 1;
    if (this.#changes === 1 && this.room && !this.room.persisted) this.persist().catch(() => {});
    if (this.#changes % LOOK === 0) this.measure();
    this.#tell();
  }

  #filed() {
    this.records.note(this.project, { filed: this.app.status?.labelled ?? -1 });
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

// @ts-check
// The flow between keys, learner and queue. Owns what is on screen and when the next text comes; draws nothing.
//
// An answer is durable before the next text is shown: the call is awaited, then the next text, which waits here already, appears.
// Ranking again happens behind it. A key counts for the text that is on screen when it goes down, or for none.

import { ReviewQueue } from "./logic/queue.js";
import { stepKind } from "./logic/steps.js";
import { strings } from "./strings.js";
import { announce } from "./parts/announcer.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("../handpick/protocol.js").QueryItem} QueryItem
 * @typedef {import("../handpick/protocol.js").Suggestion} Suggestion
 * @typedef {{ labels: string[] } | { skipped: "skip" | "unsure" }} Choice
 * @typedef {{ item: QueryItem, choice: Choice, step: number }} Given `step` is the length of the log with it, by which undo knows it again
 * @typedef {{ id: number, before: string | null, after: string | null, step: number }} FlagStep notes; null is no flag
 */

const text = strings.annotate;
/** Texts asked for at once: the one on screen and some behind it. */
const AHEAD = 8;
/** While so many wait behind the one on screen, a new ranking waits until the keys have rested this long (ms): an answer would wait for it. */
const ENOUGH = 3;
const BREATH = 90;
/** While texts are still being read, the ranking is asked for again this often (ms), so that it knows of them. */
const WHILE_READING = 2500;
/** The estimate is made again when the keys have rested this long (ms): it may take the engine a moment. */
const REST = 350;
/** Where the guess comes after a moment of one's own thought, the moment (ms). */
export const SUGGESTION_DELAY = 3000;

export class Labelling {
  queue = new ReviewQueue();
  /** @type {Given[]} What was answered on this screen, for undo and the line about the last answer. */
  given = [];
  /** @type {Given[]} What was taken back of it, for redo. */
  #undone = [];
  /** @type {FlagStep[]} */
  #flags = [];
  /** @type {{ id: number, shown: boolean, timer: number } | null} */
  #moment = null;
  #busy = false;
  #free = Promise.resolve();
  #ranking = false;
  #stale = false;
  #estimate = 0;
  #estimated = "";
  #ranked = 0;
  #breath = 0;

  /**
   * @param {App} app
   * @param {{ show: (choice?: Choice) => void, estimate: (evaluation: import("./app.js").Evaluation) => void }} view
   * @param {AbortSignal} signal
   */
  constructor(app, view, signal) {
    this.app = app;
    this.view = view;
    this.signal = signal;
    signal.addEventListener("abort", () => [this.#estimate, this.#breath, this.#moment?.timer].forEach((timer) => clearTimeout(timer)));
  }

  /** Comes back to the text that was on screen, if it is still open, and ranks the rest. */
  async start() {
    const place = this.app.settings.place;
    try {
      const learner = await this.app.learner();
      const found = place ? await learner.item(place.id).catch(() => null) : null;
      if (found && place && !found.answered) this.queue.show({ ...found.item, ...place });
    } catch (error) {
      this.app.fail(error);
    }
    if (this.signal.aborted) return;
    this.view.show();
    await this.rank();
    this.#estimateSoon();
  }

  /**
   * @param {QueryItem | null} item what was on screen when the person decided
   * @param {Choice} choice
   */
  async answer(item, choice) {
    if (!item || this.#busy || this.queue.current !== item) return;
    await this.#alone(async (learner) => {
      const { id, audit, strategy: askedBy } = item;
      const status = await ("skipped" in choice
        ? learner.skip(id, { audit, unsure: choice.skipped === "unsure" })
        : this.app.status?.multiLabel
          ? learner.annotateSet(id, choice.labels, { audit, askedBy })
          : learner.annotate(id, choice.labels[0] ?? "", { audit, askedBy }));
      this.given.push({ item, choice, step: status.events });
      this.#begun(status.events);
      this.queue.answered(id);
      this.app.setStatus(status);
      this.#present(sentence(choice));
    });
  }

  /**
   * @param {QueryItem} item
   * @param {string | null} note null takes the flag away
   */
  async flag(item, note) {
    while (this.#busy) await this.#free;
    await this.#alone(async (learner) => {
      const before = this.flagOf(item);
      const status = await setFlag(this.app, learner, item.id, note);
      this.#begun(status.events);
      this.#flags.push({ id: item.id, before, after: note, step: status.events });
      this.app.setStatus(status);
      this.view.show();
    });
  }

  /** The note of a text's flag; null where it has none, as far as is known. @param {QueryItem} item @returns {string | null} */
  flagOf(item) {
    return this.app.flags.has(item.id) ? (this.app.flags.get(item.id) ?? null) : (item.flag?.note ?? null);
  }

  /** Waits for its turn: unlike an answer it is about no text that has to be on screen, so none of several quick ones is lost. */
  async undo() {
    while (this.#busy) await this.#free;
    const before = this.app.status;
    if (this.signal.aborted || !before || before.events === 0) return;
    await this.#alone(async (learner) => {
      const last = this.given.at(-1)?.step === before.events ? this.given.pop() : undefined;
      // After a reload nothing is known here of the last answer; whether it was a random check has to come back with it.
      const [stored] = last ? [] : (await learner.answered({ limit: 1 })).documents;
      const result = await learner.undo();
      this.app.setStatus(result.status);
      const { id } = result;
      const kind = stepKind(result, before, result.status);
      if (id === undefined) return this.#changedElsewhere(kind === "labels" ? text.undoneLabels : text.undoneMany(result.documents));
      if (this.#isFlag(kind, id, before.events, "before")) return announce(kind === "flag" ? text.undoneUnflag : text.undoneFlag);
      const { item, answered } = await learner.item(id);
      // What was undone may have been a change of an answer: the text has its former one again, and is not asked about.
      if (answered) return announce(text.undoneElsewhere);
      if (last) this.#undone.push(last);
      const back = last?.item.id === id ? last.item : { ...item, audit: stored?.id === id && stored.audit };
      this.queue.show(back);
      this.#present(text.undone, last?.choice);
    });
  }

  async redo() {
    while (this.#busy) await this.#free;
    const before = this.app.status;
    if (this.signal.aborted || !before || before.redoable === 0) return;
    await this.#alone(async (learner) => {
      const result = await learner.redo();
      this.app.setStatus(result.status);
      const { id } = result;
      const kind = stepKind(result, before, result.status);
      if (id === undefined) return this.#changedElsewhere(kind === "labels" ? text.redoneLabels : text.redoneMany(result.documents));
      if (this.#isFlag(kind, id, result.status.events, "after")) return announce(kind === "unflag" ? text.redoneUnflag : text.redoneFlag);
      const known = this.#undone.at(-1)?.step === result.status.events ? this.#undone.pop() : undefined;
      if (known) this.given.push(known);
      const { answered } = await learner.item(id);
      if (answered || known) this.queue.answered(id);
      else this.queue.reopened(id);
      this.#present(known ? `${text.redone} ${sentence(known.choice)}` : text.redone);
    });
  }

  /** A new step: what was undone cannot be done again, and is known no more. @param {number} step */
  #begun(step) {
    this.#undone = [];
    this.#flags = this.#flags.filter((flag) => flag.step < step);
  }

  /** Labels or many texts at once were changed: nothing comes back to the screen, and what was to come may be answered now. @param {string} said */
  async #changedElsewhere(said) {
    await this.app.refreshLabels();
    this.queue.clear();
    this.view.show();
    announce(said);
  }

  /**
   * @param {import("./logic/steps.js").StepKind} kind
   * @param {number} id
   * @param {number} step
   * @param {"before" | "after"} side the state that the text's flag has now
   */
  #isFlag(kind, id, step, side) {
    const known = this.#flags.find((flag) => flag.step === step && flag.id === id);
    if (!known && kind !== "flag" && kind !== "unflag") return false;
    if (known) this.app.flags.set(id, known[side]);
    else this.app.flags.set(id, kind === "flag" ? "" : null);
    this.view.show();
    return true;
  }

  /** Asks for the ranking again; what is on screen stays. Calls that come while one is under way are folded into one more. */
  async rank() {
    if (this.#ranking) {
      this.#stale = true;
      return;
    }
    this.#ranking = true;
    try {
      const learner = await this.app.learner();
      do {
        this.#stale = false;
        const { mark } = this.queue;
        const ranked = await learner.query({ strategy: this.app.settings.values.strategy, count: AHEAD });
        if (this.signal.aborted) return;
        const before = this.queue.current;
        this.queue.accept(ranked, mark);
        this.#ranked = performance.now();
        if (before?.id !== this.queue.current?.id) this.#present();
      } while (this.#stale);
    } catch (error) {
      if (!this.signal.aborted) this.app.fail(error);
    } finally {
      this.#ranking = false;
    }
    this.view.show();
  }

  /** Texts were read meanwhile: now and then, and when all are read, the ranking takes them in. */
  async rankWhileReading() {
    const { done = 0, total = 0 } = this.app.progress.embed ?? {};
    const all = done >= total;
    if (this.#ranking || (!all && performance.now() - this.#ranked < WHILE_READING)) return;
    await this.rank();
    await this.#guess();
    if (!all) return;
    this.app.setStatus(await (await this.app.learner()).status());
    this.#estimateSoon();
  }

  /** The text on screen came before the model could guess: its guess is added as soon as there is one. */
  async #guess() {
    const item = this.queue.current;
    if (!item || item.audit || item.suggestion) return;
    const fresh = await (await this.app.learner()).item(item.id).catch(() => null);
    if (!fresh?.item.suggestion || this.signal.aborted) return;
    this.queue.suggest(item.id, fresh.item.suggestion);
    this.view.show();
  }

  /** Whether a ranking is awaited and nothing can be shown before it. */
  get choosing() {
    return this.queue.current === null && this.#ranking;
  }

  /** @param {(learner: import("./app.js").Learner) => Promise<void>} work */
  async #alone(work) {
    this.#busy = true;
    const { promise, resolve } = Promise.withResolvers();
    this.#free = promise;
    try {
      await work(await this.app.learner());
    } catch (error) {
      this.app.fail(error);
    } finally {
      this.#busy = false;
      resolve(undefined);
    }
    this.#rankSoon();
    this.#estimateSoon();
  }

  #rankSoon() {
    clearTimeout(this.#breath);
    if (this.queue.current === null || this.queue.upcoming.length < ENOUGH) this.rank();
    else this.#breath = window.setTimeout(() => this.rank(), BREATH);
  }

  /**
   * What the person may see of the model's guess now: the guess, "waiting" where it comes in a moment, null where there is none to see.
   *
   * @returns {Suggestion | "waiting" | null}
   */
  get guess() {
    const item = this.queue.current;
    const { suggestions } = this.app.settings.values;
    if (!item || item.audit || suggestions === "hidden") return null;
    if (suggestions === "shown") return item.suggestion ?? null;
    if (this.#moment?.id !== item.id) {
      clearTimeout(this.#moment?.timer);
      const moment = { id: item.id, shown: false, timer: 0 };
      moment.timer = window.setTimeout(() => {
        moment.shown = true;
        this.view.show();
        const { suggestion } = this.queue.current ?? {};
        if (suggestion) announce(text.suggested(suggestion.label, suggestion.probability));
      }, SUGGESTION_DELAY);
      this.#moment = moment;
    }
    return this.#moment.shown ? (item.suggestion ?? null) : "waiting";
  }

  /** Shows the text that is next now, remembers it, says it. @param {string} [said] @param {Choice} [choice] what it had been given, after an undo */
  #present(said = "", choice) {
    const item = this.queue.current;
    this.app.settings.place = item;
    this.view.show(choice);
    const seen = this.guess;
    const guess = seen && seen !== "waiting" ? text.suggested(seen.label, seen.probability) : "";
    announce([said, item ? text.next(item.text.slice(0, 600), item.audit) : "", guess].filter(Boolean).join(" "));
  }

  #estimateSoon() {
    clearTimeout(this.#estimate);
    this.#estimate = window.setTimeout(async () => {
      const { events = 0, embedded = 0, texts = 0 } = this.app.status ?? {};
      const state = `${events} ${embedded}`;
      if (state === this.#estimated || this.#busy) return;
      try {
        const evaluation = await (await this.app.learner()).evaluate();
        if (this.signal.aborted) return;
        this.view.estimate(evaluation);
        // Of a project that was opened the curve comes in pieces, so that no key waits for it; while texts are read it has to wait.
        if (evaluation.complete || embedded < texts) this.#estimated = state;
        else this.#estimateSoon();
      } catch (error) {
        this.app.fail(error);
      }
    }, REST);
  }
}

/**
 * Flags a text, or takes its flag away, and says so. Every screen does it here, so that all know of it.
 *
 * @param {App} app
 * @param {import("./app.js").Learner} learner
 * @param {number} id
 * @param {string | null} note null takes the flag away
 */
export async function setFlag(app, learner, id, note) {
  const status = note === null ? await learner.unflag(id) : await learner.flag(id, note);
  app.flags.set(id, note);
  announce(note === null ? text.unflagged : text.flagged);
  return status;
}

/** @param {Choice} choice */
function sentence(choice) {
  if ("skipped" in choice) return choice.skipped === "unsure" ? text.unsured : text.skipped;
  return choice.labels.length === 0 ? text.answeredNone : text.answered(choice.labels.join(", "));
}

// @ts-check
// The flow between keys, learner and queue. Owns what is on screen and when the next text comes; draws nothing.
//
// An answer is durable before the next text is shown: the call is awaited, then the next text, which waits here already, appears.
// Ranking again happens behind it. A key counts for the text that is on screen when it goes down, or for none.

import { ReviewQueue } from "./logic/queue.js";
import { strings } from "./strings.js";
import { announce } from "./parts/announcer.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("../handpick/protocol.js").QueryItem} QueryItem
 * @typedef {{ item: QueryItem, label: string | null }} Given the label is null where the text was skipped
 */

const text = strings.annotate;
/** Texts asked for at once: the one on screen and some behind it. */
const AHEAD = 6;
/** While texts are still being read, the ranking is asked for again this often (ms), so that it knows of them. */
const WHILE_READING = 2500;
/** The estimate is made again when the keys have rested this long (ms): it may take the engine a moment. */
const REST = 350;

export class Labelling {
  queue = new ReviewQueue();
  /** @type {Given[]} What was answered on this screen, for undo and the line about the last answer. */
  given = [];
  #busy = false;
  #ranking = false;
  #stale = false;
  #estimate = 0;
  #estimated = "";
  #ranked = 0;

  /**
   * @param {App} app
   * @param {{ show: () => void, estimate: (evaluation: import("./app.js").Evaluation) => void }} view
   * @param {AbortSignal} signal
   */
  constructor(app, view, signal) {
    this.app = app;
    this.view = view;
    this.signal = signal;
    signal.addEventListener("abort", () => clearTimeout(this.#estimate));
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
   * @param {string | null} label null to skip it
   */
  async answer(item, label) {
    if (!item || this.#busy || this.queue.current !== item) return;
    await this.#alone(async (learner) => {
      const { id, audit, strategy: askedBy } = item;
      const status = label === null ? await learner.skip(id, { audit }) : await learner.annotate(id, label, { audit, askedBy });
      this.given.push({ item, label });
      this.queue.answered(item.id);
      this.app.setStatus(status);
      this.#present(label === null ? text.skipped : text.answered(label));
    });
  }

  async undo() {
    if (this.#busy || (this.app.status?.events ?? 0) === 0) return;
    await this.#alone(async (learner) => {
      const last = this.given.pop() ?? null;
      // After a reload nothing is known here of the last answer; whether it was a random check has to come back with it.
      const [stored] = last ? [] : (await learner.answered({ limit: 1 })).documents;
      const { id, status } = await learner.undo();
      this.app.setStatus(status);
      // Not an answer to a single text: labels or many answers were changed, and nothing comes back to the screen.
      if (id === undefined) return announce(text.undoneElsewhere);
      const { item, answered } = await learner.item(id);
      // What was undone may have been a change of an answer: the text has its former one again, and is not asked about.
      if (answered) return announce(text.undoneElsewhere);
      this.queue.show(last?.item.id === id ? last.item : { ...item, audit: stored?.id === id && stored.audit });
      this.#present(text.undone);
    });
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
    try {
      await work(await this.app.learner());
    } catch (error) {
      this.app.fail(error);
    } finally {
      this.#busy = false;
    }
    this.rank();
    this.#estimateSoon();
  }

  /** Shows the text that is next now, remembers it, says it. @param {string} [said] */
  #present(said = "") {
    const item = this.queue.current;
    this.app.settings.place = item;
    this.view.show();
    const guess = item && !item.audit && item.suggestion && this.app.settings.values.suggestions ? text.suggested(item.suggestion.label, item.suggestion.probability) : "";
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

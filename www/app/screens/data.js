// @ts-check
// All texts in one list: found, sorted, compared, labelled many at once. Owns how filters, list, selection and toolbar play together;
// which texts pass, and in which order, is the learner's to say.

import { fill, h } from "../dom.js";
import { setFlag } from "../labelling.js";
import { RowPages } from "../logic/row-pages.js";
import { Selection } from "../logic/selection.js";
import { strings } from "../strings.js";
import { announce } from "../parts/announcer.js";
import { historyDialog } from "../parts/data-dialogs.js";
import { dataFilters } from "../parts/data-filters.js";
import { dataGrid } from "../parts/data-grid.js";
import { rowCells } from "../parts/data-row.js";
import { dataToolbar } from "../parts/data-toolbar.js";
import { flagDialog } from "../parts/flag-dialog.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../app.js").Learner} Learner
 * @typedef {import("../../handpick/protocol.js").BrowseRow} BrowseRow
 * @typedef {import("../parts/data-filters.js").ListQuery} ListQuery
 */

const text = strings.data;
/** Words of an example that are repeated above the list. */
const WORDS = 80;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 */
export function dataScreen(app, signal) {
  const selection = new Selection();
  /** @type {Promise<number[]> | null} The ids of the whole list, once something needs them. */
  let listed = null;
  let busy = false;

  const pages = new RowPages(
    async (/** @type {ListQuery} */ query, offset, limit) => (await app.learner()).browse({ ...query, offset, limit, signal }),
    { changed: () => signal.aborted || show(true), failed },
  );
  const filters = dataFilters(app, signal, () => ask());
  const cells = rowCells(app, {
    similar: (row) => filters.like({ ids: [row.id], words: row.text.trim().slice(0, WORDS) }),
    flag: (row) => run((learner) => changeFlag(learner, row)),
    history: (row) => run(async (learner) => historyDialog(row, await learner.history(row.id))),
  });
  const grid = dataGrid(
    {
      total: () => pages.total,
      row: (index) => pages.row(index),
      want: (first, last) => pages.want(first, last),
      isSelected: (id) => selection.ids.has(id),
      cells,
      toggle: (index) => {
        const row = pages.row(index);
        if (row) selection.toggle(index, row.id);
        show();
      },
      extend: (index, from) => run(() => extend(index, from)),
      all: () => run(selectAll),
      none: () => selectNone(),
      enter: (row) => run(async (learner) => historyDialog(row, await learner.history(row.id))),
    },
    signal,
  );
  const toolbar = dataToolbar(app, {
    all: () => run(selectAll),
    none: () => selectNone(),
    give: (label) => change(async (learner) => text.given((await learner.annotateMany([...selection.ids], [label])).documents, label)),
    takeBack: () => change(async (learner) => text.takenBack((await learner.unlabelMany([...selection.ids])).documents)),
    similar: () => filters.like({ ids: [...selection.ids], words: text.likeSelected(selection.ids.size) }),
    undo: () => undo(),
  });
  const undo = () =>
    (app.status?.events ?? 0) > 0 &&
    change(async (learner) => {
      const { documents } = await learner.undo();
      // It may have been a flag: what is known of flags is asked for anew.
      app.flags.clear();
      return text.undone(documents);
    });

  /** @param {boolean} [fresh] whether rows hold something else now */
  const show = (fresh = false) => {
    const { total } = pages;
    const words = pages.query === null ? "" : total === 0 ? text.none : text.found(total, app.status?.documents ?? total);
    // Said aloud when it changes, and only then.
    if (found.textContent !== words) fill(found, words);
    toolbar.show(selection.ids.size, total, busy);
    if (fresh) grid.refresh();
    else grid.mark();
  };

  /** Asks for the list that the fields describe. What was selected in another list is let go: it might be out of sight. */
  const ask = async () => {
    const opened = await pages.open(filters.query());
    if (!opened || signal.aborted) return;
    filters.complain("");
    listed = null;
    selection.clear();
    grid.toTop();
    show(true);
  };

  /** The same list anew, where it is looked at. */
  const again = async () => {
    listed = null;
    if (pages.query !== null) await pages.open(pages.query, grid.first());
  };

  /** @param {unknown} error */
  function failed(error) {
    if (signal.aborted) return;
    const { code, message } = /** @type {{ code?: string, message?: string }} */ (error ?? {});
    // What was asked for makes no sense, or not yet: that belongs beside the fields.
    if (message && (code === "invalid_argument" || code === "not_ready")) filters.complain(message);
    else app.fail(error);
  }

  const idsOfList = async () => {
    const query = pages.query ?? filters.query();
    listed ??= app.learner().then((learner) => learner.browseIds({ ...query, signal }));
    return listed.catch((error) => {
      listed = null;
      throw error;
    });
  };
  const selectAll = async () => {
    selection.replace(await idsOfList());
    show();
  };
  const selectNone = () => {
    selection.clear();
    show();
  };
  /** @param {number} index @param {number} from */
  const extend = async (index, from) => {
    if (selection.anchor < 0) selection.begin(from);
    const ids = await idsOfList();
    selection.extend(index, (first, last) => ids.slice(first, last + 1));
    show();
  };

  /** @param {(learner: Learner) => Promise<unknown>} work */
  const run = async (work) => {
    try {
      await work(await app.learner());
    } catch (error) {
      if (!signal.aborted) app.fail(error);
    }
  };
  /**
   * Changes many answers as one step, and shows the list as it is then.
   *
   * @param {(learner: Learner) => Promise<string>} work gives what is to be said of it
   */
  const change = async (work) => {
    if (busy) return;
    const focused = document.activeElement;
    busy = true;
    show();
    await run(async (learner) => {
      const said = await work(learner);
      selection.clear();
      app.setStatus(await learner.status());
      announce(said);
      fill(done, said);
    });
    busy = false;
    await again();
    if (signal.aborted) return;
    show();
    // A button that was disabled meanwhile has lost the focus, and so has a row that is no longer in the list.
    if (document.activeElement !== document.body) return;
    if (focused instanceof HTMLButtonElement && focused.isConnected && !focused.disabled) focused.focus();
    else if (pages.total > 0) grid.focus();
    else toolbar.undo.focus();
  };
  /** @param {Learner} learner @param {BrowseRow} row */
  const changeFlag = async (learner, row) => {
    const wanted = await flagDialog(row.flag ?? null, row.text);
    if (wanted === null) return;
    app.setStatus(await setFlag(app, learner, row.id, wanted.note));
    await again();
    if (!signal.aborted) grid.focus();
  };

  const found = h("p", { class: "found", role: "status" });
  const done = h("p", { class: "muted small" });
  const element = h(
    "section",
    { class: "data" },
    h("h1", { tabindex: "-1" }, text.heading),
    filters.element,
    h("div", { class: "about" }, found, done),
    toolbar.element,
    grid.element,
    h("p", { class: "muted small keys" }, text.keys),
  );
  // The model has read all texts: every row has its prediction now.
  let read = app.status ? app.status.embedded >= app.status.texts : false;
  app.on(
    "progress",
    () => {
      const { done: rows = 0, total = 0 } = app.progress.embed ?? {};
      if (read || total === 0 || rows < total) return;
      read = true;
      again();
    },
    signal,
  );
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const pressed = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
    // A field has an undo of its own.
    if (!pressed || event.repeat || target.closest("input:not([type=checkbox]), textarea") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    undo();
  };
  addEventListener("keydown", onKey, { signal });
  toolbar.show(0, 0, busy);
  ask();
  return { element, title: text.title };
}

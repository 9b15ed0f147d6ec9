// @ts-check
// A list of which only the rows in sight are in the page, however long it is: places rows, moves the focus, says which row the mouse or a
// key meant. What a row shows, and what is selected, others know.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../../handpick/protocol.js").BrowseRow} BrowseRow
 * @typedef {object} GridModel
 * @property {() => number} total
 * @property {(index: number) => BrowseRow | undefined} row undefined while it is on its way
 * @property {(first: number, last: number) => void} want says which rows are in sight
 * @property {(id: number) => boolean} isSelected
 * @property {(row: BrowseRow) => (Node | null)[]} cells
 * @property {(index: number) => void} toggle
 * @property {(index: number, from: number) => void} extend selects from where a range began (`from`, if none did) to a row
 * @property {() => void} all
 * @property {() => void} none
 * @property {(row: BrowseRow) => void} enter
 */

/** Rows built above and below those in sight. */
const MARGIN = 6;
/** The height of a row in rem, wide and narrow: the style sheet lays rows out in it. */
const HEIGHT = { wide: 4.75, narrow: 8.75 };
const NARROW = "(max-width: 760px)";

/**
 * @param {GridModel} model
 * @param {AbortSignal} signal ends it
 */
export function dataGrid(model, signal) {
  const columns = Object.values(strings.data.columns);
  const body = h("div", { role: "rowgroup", class: "data-rows" });
  const element = h(
    "div",
    { role: "grid", class: "data-grid", "aria-label": strings.data.list, "aria-multiselectable": "true", "aria-colcount": columns.length },
    h("div", { role: "rowgroup", class: "head" }, h("div", { role: "row", class: "row", "aria-rowindex": 1 }, columns.map((title) => h("span", { role: "columnheader" }, title)))),
    body,
  );
  /** @type {Map<number, HTMLElement>} */
  const built = new Map();
  const narrow = matchMedia(NARROW);
  let height = 1;
  /** The row that Tab goes to. */
  let active = 0;
  let due = 0;

  const measure = () => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    height = Math.round((narrow.matches ? HEIGHT.narrow : HEIGHT.wide) * rem);
    element.style.setProperty("--row", `${height}px`);
  };
  /** Rows that fit. */
  const fit = () => Math.max(1, Math.floor((element.clientHeight - body.offsetTop) / height));
  const inSight = () => {
    const first = Math.floor(element.scrollTop / height);
    return { first, last: Math.min(model.total() - 1, first + fit()) };
  };

  /** @param {number} index */
  const build = (index) => {
    const row = h("div", { role: "row", class: "row", "aria-rowindex": index + 2, "data-index": index, tabindex: -1 });
    row.style.transform = `translateY(${index * height}px)`;
    // In the order of the list, for those who hear it rather than see it.
    const next = [...body.children].find((other) => Number(/** @type {HTMLElement} */ (other).dataset.index) > index);
    body.insertBefore(row, next ?? null);
    built.set(index, row);
    return row;
  };

  /** @param {HTMLElement} row @param {number} index @param {boolean} fresh */
  const paint = (row, index, fresh) => {
    const data = model.row(index);
    const known = row.dataset.id !== undefined;
    if (fresh || (data && !known)) {
      const inside = row !== document.activeElement && row.contains(document.activeElement);
      if (data) row.dataset.id = `${data.id}`;
      else delete row.dataset.id;
      fill(row, ...(data ? model.cells(data) : [h("span", { role: "gridcell", class: "text muted", "aria-colspan": columns.length }, strings.data.loading)]));
      if (inside) row.focus({ preventScroll: true });
    }
    const selected = data ? model.isSelected(data.id) : false;
    row.setAttribute("aria-selected", `${selected}`);
    const box = row.querySelector("input");
    if (box) box.checked = selected;
    const current = index === active;
    row.tabIndex = current ? 0 : -1;
    // Only the active row's controls are met by Tab: a list of thousands is one stop, not thousands.
    for (const control of row.querySelectorAll("button")) control.tabIndex = current ? 0 : -1;
  };

  const draw = (fresh = false) => {
    due = 0;
    const total = model.total();
    active = Math.max(0, Math.min(active, total - 1));
    element.setAttribute("aria-rowcount", `${total + 1}`);
    body.style.height = `${total * height}px`;
    const { first, last } = inSight();
    const [from, to] = [Math.max(0, first - MARGIN), Math.min(total - 1, last + MARGIN)];
    for (const [index, row] of built) {
      // The row that has the focus stays, out of sight: where it went, the focus would be lost.
      const held = index < total && row.contains(document.activeElement);
      if ((index < from || index > to) && !held) {
        row.remove();
        built.delete(index);
      }
    }
    for (let index = from; index <= to; index += 1) if (!built.has(index)) paint(build(index), index, true);
    // The first row in sight takes Tab where the active one is far away.
    if (!built.has(active) && total > 0) active = Math.max(0, Math.min(first, total - 1));
    for (const [index, row] of built) paint(row, index, fresh);
    if (total > 0) model.want(from, to);
  };
  const drawSoon = () => {
    due ||= requestAnimationFrame(() => draw());
  };

  /** @param {number} index */
  const reveal = (index) => {
    const [top, room] = [index * height, element.clientHeight - body.offsetTop];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + room) element.scrollTop = top + height - room;
  };
  /** @param {number} index */
  const moveTo = (index) => {
    if (model.total() === 0) return;
    active = Math.max(0, Math.min(index, model.total() - 1));
    reveal(active);
    draw();
    built.get(active)?.focus({ preventScroll: true });
  };

  /** Along the row's own controls. @param {HTMLElement} from @param {number} step */
  const moveInside = (from, step) => {
    const row = built.get(active);
    if (!row) return;
    const stops = [row, ...row.querySelectorAll("button")];
    const place = stops.findIndex((stop) => stop === from);
    /** @type {HTMLElement | undefined} */ (stops[Math.max(0, Math.min(stops.length - 1, place + step))])?.focus({ preventScroll: true });
  };

  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const onControl = target.closest("button") !== null;
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey || (command && !["a", "A", "Home", "End"].includes(event.key))) return;
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + fit(), PageUp: active - fit(), Home: 0, End: model.total() - 1 };
    const to = moves[event.key];
    const mirrored = getComputedStyle(element).direction === "rtl" ? -1 : 1;
    if (to !== undefined) {
      const from = active;
      moveTo(to);
      if (event.shiftKey) model.extend(active, from);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") moveInside(target, (event.key === "ArrowRight" ? 1 : -1) * mirrored);
    else if (command) model.all();
    else if (event.key === "Escape") model.none();
    else if (onControl) return;
    else if (event.key === " ") event.shiftKey ? model.extend(active, active) : model.toggle(active);
    else if (event.key === "Enter") {
      const row = model.row(active);
      if (row) model.enter(row);
    } else return;
    event.preventDefault();
  };

  /** @param {MouseEvent} event */
  const onClick = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest("[data-index]"));
    // Selecting words with the mouse is not choosing a row.
    if (!row || target.closest("button") || (!target.closest("input") && getSelection()?.isCollapsed === false)) return;
    const from = active;
    active = Number(row.dataset.index);
    if (event.shiftKey) model.extend(active, from);
    else model.toggle(active);
    draw();
    row.focus({ preventScroll: true });
  };
  /** @param {FocusEvent} event */
  const onFocus = (event) => {
    const row = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-index]"));
    if (!row || Number(row.dataset.index) === active) return;
    active = Number(row.dataset.index);
    drawSoon();
  };

  element.addEventListener("keydown", onKey);
  // A range of rows is meant, not the words between.
  element.addEventListener("mousedown", (event) => event.shiftKey && /** @type {HTMLElement} */ (event.target).closest("[data-index]") && event.preventDefault());
  element.addEventListener("click", onClick);
  element.addEventListener("focusin", onFocus);
  element.addEventListener("scroll", drawSoon, { passive: true });
  const again = () => {
    measure();
    for (const [index, row] of built) row.style.transform = `translateY(${index * height}px)`;
    drawSoon();
  };
  narrow.addEventListener("change", again, { signal });
  const sized = new ResizeObserver(again);
  sized.observe(element);
  signal.addEventListener("abort", () => (sized.disconnect(), cancelAnimationFrame(due)));
  measure();

  return {
    element,
    /** The rows hold something else now. */
    refresh: () => draw(true),
    /** Something else is selected now. */
    mark: () => draw(),
    /** The first row in sight. */
    first: () => inSight().first,
    /** Goes to the list's beginning, without taking the focus. */
    toTop() {
      element.scrollTop = 0;
      active = 0;
    },
    focus: () => moveTo(active),
  };
}

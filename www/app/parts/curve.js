// @ts-check
// The learning curve: drawn for the eye, and the same numbers as a table for everyone.

import uPlot from "../../vendor/uPlot.esm.js";
import { fill, h } from "../dom.js";
import { count, percent, percentRange } from "../logic/format.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").CurvePoint} CurvePoint
 */

const text = strings.progress;
const HEIGHT = 190;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends it
 */
export function learningCurve(app, signal) {
  const plotPlace = h("div", { class: "plot", "aria-hidden": "true" });
  const table = h("div", { class: "curve-table", tabindex: "-1" });
  const toggle = h("button", { type: "button", class: "small plain link", onclick: () => app.change({ curveAsTable: !app.settings.values.curveAsTable }) });
  const waiting = h("p", { class: "muted small" }, text.curveWaiting);
  const note = h("p", { class: "muted small note" }, text.curveNote);
  const element = h(
    "figure",
    { class: "curve" },
    h("figcaption", null, h("h3", null, text.curve), toggle),
    waiting,
    plotPlace,
    table,
    note,
  );
  /** @type {CurvePoint[]} */
  let points = [];
  /** @type {uPlot | null} */
  let plot = null;

  const draw = () => {
    plot?.destroy();
    plot = null;
    const asTable = app.settings.values.curveAsTable;
    const there = points.length > 0;
    element.classList.toggle("as-table", asTable);
    waiting.hidden = there;
    note.hidden = !there;
    toggle.hidden = !there;
    fill(toggle, asTable ? text.asChart : text.asTable);
    // Out of sight the table stays for screen readers; it takes the keyboard only where it is seen and may scroll.
    table.classList.toggle("spoken", !asTable);
    table.tabIndex = asTable ? 0 : -1;
    fill(table, there ? curveTable(points) : null);
    plotPlace.hidden = asTable || !there;
    if (!plotPlace.hidden && plotPlace.clientWidth > 0) plot = drawCurve(plotPlace, points);
  };

  const resized = new ResizeObserver(() => (plot && plotPlace.clientWidth > 0 ? plot.setSize({ width: plotPlace.clientWidth, height: HEIGHT }) : points.length > 0 && draw()));
  resized.observe(element);
  signal.addEventListener("abort", () => (resized.disconnect(), plot?.destroy()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, { signal });
  app.on("settings", draw, signal);
  draw();

  return {
    element,
    /** @param {CurvePoint[]} fresh */
    show(fresh) {
      points = fresh;
      draw();
    },
  };
}

/** @param {CurvePoint[]} points */
function curveTable(points) {
  const { columns } = text;
  const head = [columns.labels, columns.accuracy, columns.interval, columns.audited, columns.macroF1];
  return h(
    "table",
    null,
    h("caption", { class: "spoken" }, text.curve),
    h("thead", null, h("tr", null, head.map((title) => h("th", { scope: "col" }, title)))),
    h(
      "tbody",
      null,
      points.map((point) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, count(point.labels)),
          [percent(point.accuracy), percentRange(point.low, point.high), count(point.audited), percent(point.macroF1)].map((cell) => h("td", null, cell)),
        ),
      ),
    ),
  );
}

/**
 * @param {HTMLElement} place
 * @param {CurvePoint[]} points
 */
function drawCurve(place, points) {
  const style = getComputedStyle(place);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const font = `12px ${style.fontFamily}`;
  const axis = { stroke: colour("--muted"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const line = { stroke: colour("--accent"), width: 2, points: { show: points.length < 25, size: 5, fill: colour("--accent") } };
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: (_plot, low, high) => (low === high ? [Math.max(0, low - 1), high + 1] : [low, high]) }, y: { range: [0, 1] } },
      axes: [
        { ...axis, grid: { show: false }, size: 28, values: (_plot, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? count(tick) : "")) },
        { ...axis, size: 46, splits: [0, 0.25, 0.5, 0.75, 1], values: (_plot, ticks) => ticks.map((tick) => percent(tick)) },
      ],
      bands: [{ series: [3, 2], fill: colour("--accent-band") }],
      series: [{}, line, { stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } }],
    },
    [points.map((p) => p.labels), points.map((p) => p.accuracy), points.map((p) => p.low), points.map((p) => p.high)],
    place,
  );
}

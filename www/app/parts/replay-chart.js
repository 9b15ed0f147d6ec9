// @ts-check
// The mean curves of a replay with their intervals, one line a strategy; the table beside it has the numbers. Draws, computes nothing.

import uPlot from "../../vendor/uPlot.esm.js";
import { fill, h } from "../dom.js";
import { count, percent } from "../logic/format.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../../handpick/protocol.js").StrategySummary} StrategySummary
 * @typedef {import("../../handpick/protocol.js").Summary} Summary
 */

const text = strings.replay;
const HEIGHT = 320;
const COLOURS = 7;
/** As in the picture that is saved: told apart without colour too. */
const DASHES = [[], [7, 3], [2, 3], [10, 3, 2, 3], [5, 2, 1, 2, 1, 2]];
/** With more curves than this, their bands would hide each other. */
const MOST_BANDS = 5;

/**
 * @param {(name: string) => string} titleOf
 * @param {AbortSignal} signal ends it
 */
export function replayChart(titleOf, signal) {
  const place = h("div", { class: "plot", "aria-hidden": "true" });
  const legend = h("ul", { class: "replay-legend", "aria-hidden": "true" });
  const element = h("figure", { class: "replay-chart" }, h("figcaption", null, h("h2", null, text.chart)), place, legend, h("p", { class: "muted small" }, text.chartNote));
  /** @type {Summary | null} */
  let shown = null;
  /** @type {uPlot | null} */
  let plot = null;

  const draw = () => {
    plot?.destroy();
    plot = shown && place.clientWidth > 0 ? drawCurves(place, shown) : null;
  };
  const resized = new ResizeObserver(() => (plot && place.clientWidth > 0 ? plot.setSize({ width: place.clientWidth, height: HEIGHT }) : draw()));
  resized.observe(element);
  signal.addEventListener("abort", () => (resized.disconnect(), plot?.destroy()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, { signal });

  return {
    element,
    /** @param {Summary} summary */
    show(summary) {
      shown = summary;
      fill(legend, ...summary.strategies.map(({ strategy }, order) => h("li", null, swatch(order, strategy), titleOf(strategy))));
      draw();
    },
  };
}

/** @param {number} order @param {string} strategy */
function swatch(order, strategy) {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  line.setAttribute("viewBox", "0 0 34 8");
  line.setAttribute("class", `swatch series-${seriesOf(order, strategy)}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M0 4H34");
  path.setAttribute("stroke-dasharray", dashOf(order, strategy).join(" "));
  line.append(path);
  return line;
}

/** Random is drawn as the writing is: what the others are to beat. @param {number} order @param {string} strategy */
function seriesOf(order, strategy) {
  return strategy === "random" ? 0 : 1 + (order % COLOURS);
}

/** @param {number} order @param {string} strategy */
function dashOf(order, strategy) {
  return strategy === "random" ? [1, 3] : (DASHES[order % DASHES.length] ?? []);
}

/**
 * @param {HTMLElement} place
 * @param {Summary} summary
 */
function drawCurves(place, { strategies, seeds }) {
  const style = getComputedStyle(place);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour("--muted"), font: `12px ${style.fontFamily}`, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const labels = [...new Set(strategies.flatMap(({ curve }) => curve.map((point) => point.labels)))].sort((a, b) => a - b);
  const banded = strategies.length <= MOST_BANDS && seeds > 1;
  /** @type {uPlot.Series[]} */
  const series = [{}];
  /** @type {uPlot.Band[]} */
  const bands = [];
  /** @type {(number | null)[][]} */
  const data = [];
  for (const [order, { strategy, curve }] of strategies.entries()) {
    const at = new Map(curve.map((point) => [point.labels, point.accuracy]));
    const column = (/** @type {"mean" | "low" | "high"} */ key) => labels.map((label) => at.get(label)?.[key] ?? null);
    const stroke = colour(`--series-${seriesOf(order, strategy)}`);
    data.push(column("mean"));
    series.push({ stroke, width: 2, dash: dashOf(order, strategy), points: { show: labels.length === 1, size: 7, fill: stroke }, spanGaps: true });
    if (!banded) continue;
    data.push(column("low"), column("high"));
    const edge = { stroke: "transparent", points: { show: false } };
    series.push(edge, edge);
    bands.push({ series: [series.length - 1, series.length - 2], fill: `color-mix(in srgb, ${stroke} 14%, transparent)` });
  }
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: (_plot, low, high) => (low === high ? [Math.max(0, low - 1), high + 1] : [low, high]) }, y: { range: rangeOf(data) } },
      axes: [
        { ...axis, grid: { show: false }, size: 28, values: (_plot, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? count(tick) : "")) },
        { ...axis, size: 50, values: (_plot, ticks) => ticks.map((tick) => percent(tick)) },
      ],
      bands,
      series,
    },
    /** @type {uPlot.AlignedData} */ ([labels, ...data]),
    place,
  );
}

/** A little more than the data, in whole twentieths. @param {(number | null)[][]} data @returns {[number, number]} */
function rangeOf(data) {
  const values = data.flat().filter((value) => value !== null);
  const low = Math.floor(20 * Math.min(...values)) / 20;
  const high = Math.ceil(20 * Math.max(...values)) / 20;
  return low < high ? [low, high] : [Math.max(0, low - 0.05), Math.min(1, low + 0.05)];
}

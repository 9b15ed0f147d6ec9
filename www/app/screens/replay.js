// @ts-check
// Replay: the file is labelled again by a simulated annotator, and strategies are compared. Owns the choices and the run; leaving the screen
// stops it. Everything is computed by the learner.

import { fill, h } from "../dom.js";
import { byFamily } from "../logic/families.js";
import { duration } from "../logic/format.js";
import { strings } from "../strings.js";
import { announce } from "../parts/announcer.js";
import { saveFile } from "../parts/downloads.js";
import { toPng } from "../parts/picture.js";
import { replayChart } from "../parts/replay-chart.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../../handpick/protocol.js").StrategyInfo} StrategyInfo
 * @typedef {import("../../handpick/protocol.js").Simulation} Simulation
 * @typedef {import("../../handpick/protocol.js").Mean} Mean
 */

const text = strings.replay;
/** Chosen at first, where they are there. */
const FIRST = ["auto", "margin", "random"];
const PROTOCOLS = /** @type {const} */ (["B", "A", "C"]);

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen, and a run with it
 */
export function replayScreen(app, signal) {
  const gold = h("select", { id: "replay-gold", required: true });
  const protocol = h("select", { id: "replay-protocol" }, PROTOCOLS.map((name) => h("option", { value: name }, text.protocols[name])));
  const seeds = numberInput("replay-seeds", { min: 1, max: 50, value: 6 });
  const noise = numberInput("replay-noise", { min: 0, max: 100, value: 0 });
  const boxes = h("div", { class: "replay-strategies" });
  const problem = h("p", { class: "problem", role: "alert" });
  const run = h("button", { class: "primary" }, text.run);
  const stop = h("button", { type: "button", hidden: true, onclick: () => running?.abort() }, text.stop);
  const words = h("span", { class: "muted small" });
  const bar = h("progress", { "aria-label": text.progressName, max: 1 });
  const progress = h("div", { class: "replay-progress", hidden: true }, bar, words);
  const result = h("div", { class: "replay-result" });
  /** @type {Map<string, string>} */
  const titles = new Map();
  /** A second strategy of one name has a number behind it. @param {string} name */
  const titleOf = (name) => titles.get(name) ?? name;
  /** @type {AbortController | null} */
  let running = null;
  signal.addEventListener("abort", () => running?.abort());

  const load = async () => {
    try {
      const learner = await app.learner();
      const [strategies, columns] = [await learner.strategies({ signal }), await learner.goldColumns({ signal })];
      if (signal.aborted) return;
      const answered = (app.status?.classes ?? []).filter((entry) => entry.count > 0).length;
      const answers = app.status?.labelled ?? 0;
      fill(
        gold,
        ...columns.map((column) => h("option", { value: `column ${column.name}` }, text.goldColumn(column.name, column.labels, column.texts))),
        answered >= 2 ? h("option", { value: "answers" }, text.goldAnswers(answers)) : null,
      );
      if (gold.options.length === 0) fill(problem, text.noGold);
      run.disabled = gold.options.length === 0;
      for (const { name, title } of strategies) titles.set(name, title);
      const family = (/** @type {{ title: string, members: StrategyInfo[] }} */ { title, members }) =>
        h("div", { role: "group", "aria-label": title }, h("p", { class: "family muted small" }, title), members.map(strategyBox));
      fill(boxes, ...byFamily(strategies).map(family));
      learner.addEventListener("progress", (event) => show(/** @type {CustomEvent} */ (event).detail), { signal });
    } catch (error) {
      if (!signal.aborted) app.fail(error);
    }
  };

  /** @param {import("../app.js").Progress} report */
  const show = ({ stage, done, total, rate }) => {
    if (stage !== "simulate" || !running) return;
    bar.value = total > 0 ? done / total : 0;
    fill(words, text.progress(done, total), rate > 0 ? ` · ${text.left(duration((total - done) / rate))}` : "");
  };

  const busy = (/** @type {boolean} */ now) => {
    run.hidden = now;
    stop.hidden = !now;
    progress.hidden = !now;
    choices.disabled = now;
    bar.removeAttribute("value");
    fill(words, "");
  };

  const start = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (running) return;
    const strategies = [.../** @type {NodeListOf<HTMLInputElement>} */ (boxes.querySelectorAll("input:checked"))].map((box) => /** @type {StrategyInfo["name"]} */ (box.value));
    fill(problem, strategies.length === 0 ? text.noStrategy : "");
    if (strategies.length === 0) return boxes.querySelector("input")?.focus();
    running = new AbortController();
    busy(true);
    stop.focus();
    try {
      const learner = await app.learner();
      const simulation = await learner.simulate({
        goldColumn: gold.value === "answers" ? undefined : gold.value.replace(/^column /, ""),
        strategies: /** @type {import("../../handpick/index.js").StrategyChoice[]} */ (strategies),
        protocol: /** @type {(typeof PROTOCOLS)[number]} */ (protocol.value),
        seeds: seeds.valueAsNumber,
        noise: noise.valueAsNumber / 100,
        signal: running.signal,
      });
      if (signal.aborted) return;
      present(simulation);
    } catch (error) {
      const { code } = /** @type {{ code?: string }} */ (error);
      if (signal.aborted) return;
      if (code === "cancelled") announce(text.stopped);
      else app.fail(error);
    } finally {
      running = null;
      if (!signal.aborted) {
        busy(false);
        (result.querySelector("h2") ?? run).focus({ preventScroll: true });
      }
    }
  };

  /** @type {AbortController | null} */
  let former = null;
  /** @param {Simulation} simulation */
  const present = (simulation) => {
    former?.abort();
    former = new AbortController();
    const chart = replayChart(titleOf, AbortSignal.any([signal, former.signal]));
    fill(
      result,
      h("h2", { tabindex: "-1" }, text.result),
      h("p", { class: "muted" }, text.measured(simulation.pool, simulation.test, simulation.labels.length, simulation.summary.seeds)),
      chart.element,
      resultTable(simulation, titleOf),
      simulation.summary.note ? h("p", { class: "sentence", role: "note" }, simulation.summary.note) : null,
      h("p", { class: "actions" }, ...downloads(app, simulation)),
    );
    chart.show(simulation.summary);
    announce(text.done);
  };

  const choices = h(
    "fieldset",
    { class: "replay-choices" },
    h("legend", { class: "spoken" }, text.choices),
    h(
      "div",
      { class: "fields" },
      field(gold, text.gold, text.goldNote),
      field(protocol, text.protocol, text.protocolNote),
      field(seeds, text.seeds, text.seedsNote),
      field(noise, text.noise, text.noiseNote),
    ),
    h("fieldset", null, h("legend", null, text.strategies), boxes),
  );
  const element = h(
    "section",
    { class: "replay" },
    h("h1", { tabindex: "-1" }, text.heading),
    h("p", { class: "lead" }, text.lead),
    h("form", { class: "card", onsubmit: start }, choices, problem, progress, h("p", { class: "actions" }, run, stop)),
    result,
  );
  run.disabled = true;
  load();
  return { element, title: text.title };
}

/** @param {StrategyInfo} info */
function strategyBox({ name, title, summary }) {
  const box = h("input", { type: "checkbox", value: name });
  box.checked = FIRST.includes(name);
  return h("label", { class: "check", title: summary }, box, h("span", null, title));
}

/** @param {string} id @param {{ min: number, max: number, value: number }} limits */
function numberInput(id, limits) {
  return h("input", { id, type: "number", inputmode: "numeric", step: 1, required: true, ...limits });
}

/**
 * @param {HTMLElement} control
 * @param {string} label
 * @param {string} note
 */
function field(control, label, note) {
  control.setAttribute("aria-describedby", `${control.id}-note`);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, h("p", { class: "muted small", id: `${control.id}-note` }, note));
}

/**
 * @param {Simulation} simulation
 * @param {(name: string) => string} titleOf
 */
function resultTable({ summary }, titleOf) {
  const { columns } = text;
  const tested = summary.strategies.some((entry) => entry.comparison);
  const head = [columns.strategy, columns.accuracy, columns.area, ...(tested ? [columns.difference, columns.wins, columns.p] : [])];
  return h(
    "div",
    { class: "rows", tabindex: "0", role: "region", "aria-label": text.table },
    h(
      "table",
      null,
      h("caption", { class: "spoken" }, text.table),
      h("thead", null, h("tr", null, head.map((title) => h("th", { scope: "col" }, title)))),
      h(
        "tbody",
        null,
        summary.strategies.map(({ strategy, accuracy, area, comparison }) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, titleOf(strategy)),
            h("td", null, withSpread(accuracy)),
            h("td", null, withSpread(area)),
            tested
              ? [
                  h("td", null, comparison ? withInterval(comparison.difference) : "–"),
                  h("td", null, comparison ? text.wins(comparison.wins, summary.seeds) : "–"),
                  h("td", null, comparison ? comparison.pHolm.toFixed(4) : "–"),
                ]
              : [],
          ),
        ),
      ),
    ),
  );
}

/** @param {Mean} mean */
function withSpread({ mean, sd }) {
  return `${(100 * mean).toFixed(1)} ± ${(100 * sd).toFixed(1)}`;
}

/** @param {Mean} mean */
function withInterval({ mean, low, high }) {
  const signed = (/** @type {number} */ share) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(2)}`;
  return `${signed(mean)} (${text.range(signed(low), signed(high))})`;
}

/**
 * @param {App} app
 * @param {Simulation} simulation
 */
function downloads(app, { csv, svg }) {
  const stem = (app.status?.name ?? "").replace(/\.[^.]*$/, "") || "handpick";
  /** @param {string} title @param {string} ending @param {string} mediaType @param {() => Uint8Array | Promise<Uint8Array>} bytes */
  const button = (title, ending, mediaType, bytes) => {
    const save = async () => {
      try {
        const fileName = `${stem}-replay.${ending}`;
        saveFile({ fileName, mediaType, bytes: await bytes() });
        announce(strings.menu.saved(fileName));
      } catch (error) {
        app.fail(error);
      }
    };
    return h("button", { type: "button", onclick: save }, title);
  };
  const utf8 = new TextEncoder();
  return [
    button(text.saveCsv, "csv", "text/csv;charset=utf-8", () => utf8.encode(csv)),
    button(text.saveSvg, "svg", "image/svg+xml", () => utf8.encode(svg)),
    button(text.savePng, "png", "image/png", () => toPng(svg)),
  ];
}

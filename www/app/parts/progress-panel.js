// @ts-check
// Beside the text: the estimate, the learning curve, answers by label, what is asked about, and the engine.

import { fill, h } from "../dom.js";
import { byFamily } from "../logic/families.js";
import { count, percent } from "../logic/format.js";
import { hueFor } from "../logic/colors.js";
import { strings } from "../strings.js";
import { learningCurve } from "./curve.js";
import { engineLine } from "./engine-line.js";
import { qualityDetails } from "./quality.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../app.js").Evaluation} Evaluation
 * @typedef {import("../../handpick/protocol.js").StrategyInfo} StrategyInfo
 */

const text = strings.progress;
/** A list of more labels than this scrolls, and has to be within reach of the keyboard. */
const SCROLLING = 13;
/** Of more labels than this, those with the most answers are listed. */
const LISTED = 100;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends the screen
 * @param {() => void} strategyChanged
 */
export function progressPanel(app, signal, strategyChanged) {
  const figure = h("p", { class: "figure" });
  const sentence = h("p", { class: "sentence" });
  const stopping = h("p", { class: "sentence stopping" });
  const curve = learningCurve(app, signal);
  const counts = h("div", { class: "counts" });
  const quality = qualityDetails();
  const answered = h("p", { class: "muted small" });

  const showCounts = () => {
    const status = app.status;
    if (!status) return;
    fill(answered, text.answered(status.labelled, status.answerable), status.skipped > 0 ? ` · ${text.skipped(status.skipped)}` : "");
    fill(counts, countList(app));
  };
  app.on("status", showCounts, signal);
  showCounts();

  const element = h(
    "aside",
    { class: "panel", "aria-label": text.heading },
    h("section", { class: "card estimate" }, h("h2", null, text.estimate), figure, sentence, stopping, curve.element),
    h("section", { class: "card" }, h("h2", null, text.byLabel), answered, counts, quality.element),
    h("section", { class: "card engine" }, h("h2", null, strings.engine.heading), strategyField(app, strategyChanged), engineLine(app, signal)),
  );

  /** @param {Evaluation} evaluation */
  const estimate = ({ audit, sentence: words, stopping: advice, curve: points }) => {
    fill(figure, audit ? percent(audit.accuracy) : null);
    figure.hidden = !audit;
    fill(sentence, words);
    fill(stopping, advice.sentence);
    curve.show(points);
    quality.show(audit);
  };
  figure.hidden = true;
  return { element, estimate };
}

/** @param {App} app */
function countList(app) {
  const classes = app.status?.classes ?? [];
  const most = classes.reduce((high, entry) => Math.max(high, entry.count), 1);
  const all = classes.map((entry, place) => ({ entry, place }));
  const listed = all.length > LISTED ? all.sort((a, b) => b.entry.count - a.entry.count).slice(0, LISTED) : all;
  const list = h(
    "ul",
    { tabindex: listed.length > SCROLLING ? "0" : null, "aria-label": text.byLabel },
    listed.map(({ entry, place }) =>
      h(
        "li",
        { vars: { "--hue": hueFor(app.labels[place], place), "--share": entry.count / most } },
        h("span", { class: "name", dir: "auto" }, entry.label),
        h("span", { class: "bar", "aria-hidden": "true" }),
        h("span", { class: "number" }, count(entry.count)),
      ),
    ),
  );
  return h("div", null, list, classes.length > LISTED ? h("p", { class: "muted small" }, text.moreLabels(classes.length - LISTED)) : null);
}

/**
 * @param {App} app
 * @param {() => void} changed
 */
function strategyField(app, changed) {
  const select = h("select", { id: "strategy" });
  const summary = h("p", { class: "muted small" });
  /** @type {StrategyInfo[]} */
  let menu = [];
  const show = () => {
    const chosen = menu.find((entry) => entry.name === select.value);
    fill(summary, chosen ? [chosen.summary, " ", h("span", { class: "paper" }, `${strings.engine.paper} ${chosen.paper}`)] : null);
  };
  select.addEventListener("change", () => {
    app.change({ strategy: /** @type {import("../../handpick/protocol.js").StrategyConfig["name"]} */ (select.value) });
    show();
    changed();
  });
  app
    .learner()
    .then((learner) => learner.strategies())
    .then((strategies) => {
      menu = strategies;
      const option = (/** @type {import("../../handpick/protocol.js").StrategyInfo} */ { name, title }) =>
        h("option", { value: name, selected: name === app.settings.values.strategy }, title);
      fill(select, ...byFamily(menu, app.status?.multiLabel).map(({ title, members }) => h("optgroup", { label: title }, members.map(option))));
      show();
    })
    .catch((error) => app.fail(error));
  return h("div", { class: "field" }, h("label", { for: "strategy" }, strings.engine.strategy), select, summary);
}

// @ts-check
// How far the model is: download, reading of the texts, and where it computes. Shown on every screen while there is something to tell.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/** @typedef {import("../app.js").App} App */

const text = strings.engine;

/**
 * @param {App} app
 * @param {AbortSignal} signal ends it
 */
export function engineLine(app, signal) {
  const words = h("p", { class: "words" });
  const bar = h("progress", { "aria-label": text.model });
  const device = h("p", { class: "device muted small" });
  const element = h("div", { class: "engine-line" }, words, bar, device);

  const show = () => {
    const state = engineState(app);
    fill(words, state.words, state.note ? h("span", { class: "muted" }, ` · ${state.note}`) : null);
    bar.hidden = state.share === 1 || app.modelFailed;
    if (state.share === null) bar.removeAttribute("value");
    else bar.value = state.share;
    fill(device, app.device ? h("strong", null, text.device[/** @type {"cpu" | "webgpu"} */ (app.device.device)] ?? app.device.device) : text.deviceWaiting, app.device ? `: ${app.device.reason}` : "");
    device.hidden = app.modelFailed || (!app.device && state.share === null);
  };
  for (const event of /** @type {const} */ (["progress", "device", "status", "failure"])) app.on(event, show, signal);
  show();
  return element;
}

/**
 * In words, with the share that is done (null where it is not known).
 *
 * @param {App} app
 * @returns {{ words: string, note: string, share: number | null }}
 */
export function engineState(app) {
  const { model, embed } = app.progress;
  const texts = app.status?.texts ?? 0;
  const read = Math.max(app.status?.embedded ?? 0, embed?.done ?? 0);
  const total = Math.max(texts, embed?.total ?? 0);
  if (total > 0 && read >= total) {
    const long = app.status?.truncated ?? 0;
    return { words: text.readAll(total), note: long > 0 ? text.truncated(long) : "", share: 1 };
  }
  if (app.modelFailed) return { words: text.modelFailed, note: "", share: null };
  if (embed && read > 0) {
    return { words: text.reading(read, total), note: embed.rate > 0 ? text.speed(embed.rate, (total - read) / embed.rate) : "", share: total > 0 ? read / total : null };
  }
  if (model && (model.total === 0 || model.done < model.total)) {
    return { words: text.modelLoading(model.done, model.total), note: "", share: model.total > 0 ? model.done / model.total : null };
  }
  return { words: total > 0 && model ? text.reading(read, total) : text.modelWaiting, note: "", share: null };
}

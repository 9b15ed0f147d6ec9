// @ts-check
// The calm bar at the top that says what went wrong, and offers a retry where one can help.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").Failure} Failure
 */

/** Codes where trying again can help by itself: what was missing may be there now. */
const RETRY = new Set(["model_unavailable", "model_corrupt", "model_malformed", "device_lost", "storage_full", "storage_unavailable", "internal"]);

/**
 * @param {import("../app.js").App} app
 * @param {() => Promise<unknown>} retry
 */
export function banner(app, retry) {
  const bar = h("div", { class: "banner", role: "alert", hidden: true });
  let shown = "";
  const hide = () => {
    shown = "";
    bar.hidden = true;
    fill(bar);
  };

  /** @param {Failure} failure */
  const show = ({ code, message }) => {
    const about = message || strings.errors.unexpected;
    const again = RETRY.has(code)
      ? h("button", { class: "small", type: "button", onclick: () => (hide(), retry().catch((error) => app.fail(error))) }, strings.errors.retry)
      : null;
    fill(
      bar,
      h("p", null, about, code.startsWith("model_") ? ` ${strings.errors.modelMeanwhile}` : "", " ", h("span", { class: "code" }, strings.errors.code(code))),
      h("div", { class: "actions" }, again, h("button", { class: "small plain", type: "button", onclick: hide }, strings.errors.dismiss)),
    );
    shown = code;
    bar.hidden = false;
  };

  app.on("failure", show);
  // An attempt that was under way while another began may have failed after it was asked for: what it said no longer holds.
  app.on("device", () => shown.startsWith("model_") && hide());
  return { element: bar, hide };
}

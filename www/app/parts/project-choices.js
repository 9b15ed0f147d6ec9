// @ts-check
// What holds for the project as a whole and is decided beside its labels: whether a text may have several, and the guideline.

import { h } from "../dom.js";
import { strings } from "../strings.js";
import { readGuideline, saveGuideline } from "./guideline.js";

/** @typedef {import("../app.js").App} App */

const text = strings.labels;

/** @param {App} app @param {AbortSignal} signal ends the screen */
export function projectChoices(app, signal) {
  const several = h("input", { type: "checkbox", id: "several-labels", "aria-describedby": "several-note" });
  const show = () => {
    several.checked = app.status?.multiLabel ?? false;
  };
  several.addEventListener("change", async () => {
    try {
      const learner = await app.learner();
      await learner.setOptions({ multiLabel: several.checked });
      app.setStatus(await learner.status());
    } catch (error) {
      app.fail(error);
    }
    show();
  });
  app.on("status", show, signal);
  show();

  const guideline = h("textarea", { id: "guideline", rows: 4, dir: "auto", "aria-describedby": "guideline-note" });
  guideline.addEventListener("change", () => saveGuideline(app, guideline.value).catch((error) => app.fail(error)));
  readGuideline(app)
    .then((words) => {
      if (guideline.value === "") guideline.value = words;
    })
    .catch((error) => app.fail(error));

  return h(
    "div",
    { class: "project-choices" },
    h("div", null, h("label", { class: "check" }, several, text.several), h("p", { class: "muted small", id: "several-note" }, text.severalNote)),
    h("div", { class: "field" }, h("label", { for: "guideline" }, text.guideline), guideline, h("p", { class: "muted small", id: "guideline-note" }, text.guidelineNote)),
  );
}

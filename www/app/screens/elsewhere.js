// @ts-check
// Another tab has the project: said, with the ways on. Nothing can be answered here, so nothing can be written over.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../tabs.js").Tabs} Tabs
 */

const text = strings.elsewhere;

/**
 * @param {App} app
 * @param {Tabs} tabs
 */
export function elsewhereScreen(app, tabs) {
  const busy = h("p", { class: "busy", role: "status" });
  const take = async () => {
    fill(busy, text.taking);
    button.disabled = true;
    tabs.ask();
    try {
      await app.open();
      if (!app.elsewhere) return app.go("annotate");
      fill(busy, text.refused);
    } catch (error) {
      fill(busy);
      app.fail(error);
    }
    button.disabled = false;
  };
  const button = h("button", { type: "button", class: "primary", onclick: take }, text.take);
  const element = h(
    "section",
    { class: "elsewhere" },
    h("h1", { tabindex: "-1" }, text.heading),
    h("p", { class: "lead" }, text.lead),
    h("div", { class: "actions" }, button, h("button", { type: "button", onclick: () => app.go("projects") }, text.other)),
    h("p", { class: "muted small" }, text.note),
    busy,
  );
  return { element, title: text.title };
}

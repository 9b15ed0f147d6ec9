// @ts-check
// The bar above every screen: where you are, what was sent, and the menu.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";
import { projectMenu } from "./menu.js";
import { privacyLine } from "./privacy.js";

/** @typedef {import("../app.js").App} App */

const SECTIONS = /** @type {const} */ ([
  ["labels", strings.header.labels],
  ["annotate", strings.header.labelling],
  ["answers", strings.header.answers],
  ["data", strings.header.data],
]);

/** @param {App} app */
export function pageHeader(app) {
  const sections = h("nav", { class: "sections", "aria-label": strings.header.sections });
  const menu = h("div", { class: "menu-place" });
  let shown = "";
  const show = () => {
    const there = (app.status?.documents ?? 0) > 0;
    const screen = app.screen();
    const names = SECTIONS.filter(([name]) => name === "labels" || app.labels.length >= 2);
    menu.hidden = !there;
    // Built again only where it changes, so that a focused link stays focused.
    const now = [there, screen, names.length].join();
    if (now === shown) return;
    shown = now;
    sections.hidden = !there || screen === "start" || screen === "import";
    fill(sections, ...names.map(([name, title]) => h("a", { href: `#${name}`, "aria-current": name === screen ? "page" : null }, title)));
  };
  app.on("screen", show);
  app.on("status", show);
  app.on("labels", show);
  menu.append(projectMenu(app));

  const element = h(
    "header",
    { class: "page-header" },
    h("a", { class: "brand", href: "#start" }, h("img", { src: "app/icon.svg", alt: "", width: 26, height: 26 }), strings.appName),
    sections,
    h("div", { class: "end" }, privacyLine(), menu),
  );
  show();
  return element;
}

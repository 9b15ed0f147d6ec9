// @ts-check
// The line at the foot of every screen, when the project was saved and where else it is written; and, above the screen, what the person should
// do about that.

import { fill, h } from "../dom.js";
import { clock } from "../logic/format.js";
import { strings } from "../strings.js";
import { saveProject } from "./menu.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../keeping.js").Keeping} Keeping
 * @typedef {import("../offline.js").Offline} Offline
 */

const text = strings.keeping;

/**
 * @param {App} app
 * @param {Keeping} keeping
 * @param {Offline} offline
 */
export function keepingBar(app, keeping, offline) {
  const saved = h("p", { class: "saved" });
  const file = h("p", { class: "file" });
  // These are said to a screen reader when they come up; the others change with every answer.
  const notices = h("div", { class: "notices", role: "status" });
  const kept = h("p", { class: "offline" });

  const act = (/** @type {string} */ label, /** @type {() => unknown} */ action) =>
    h("button", { type: "button", class: "small", onclick: async () => { try { await action(); } catch (error) { app.fail(error); } } }, label);
  let noticed = "";

  const show = () => {
    const { status } = app;
    fill(saved, status && status.documents > 0 ? (keeping.savedAt ? text.saved(clock(keeping.savedAt), status.labelled) : text.notChanged(status.labelled)) : null);
    const { state } = keeping.autosave;
    fill(file, state.kind === "off" || state.kind === "asking" ? null : text.fileState(state.kind, state.name, state.at ? clock(state.at) : ""));
    file.classList.toggle("warn", state.kind === "failed");
    fill(kept, offline.state === "ready" || offline.state === "update" ? text.offlineShort : null);

    const asking = state.kind === "asking" ? state.name : "";
    const there = (status?.documents ?? 0) > 0;
    const saveNow = () => (there ? act(text.fileNow, () => saveProject(app)) : null);
    const now = [asking, there, keeping.unfiled > 0, keeping.nearFull, offline.state === "update"].join();
    // Built again only where it changes, so that a focused button stays focused.
    if (now === noticed) return;
    noticed = now;
    fill(
      notices,
      asking ? h("p", null, text.fileAsks(asking), act(text.fileAllow, () => keeping.autosave.permit())) : null,
      keeping.unfiled > 0 ? h("p", null, text.unfiled, saveNow()) : null,
      keeping.nearFull ? h("p", { class: "warn" }, text.nearFull, saveNow()) : null,
      offline.state === "update" ? h("p", null, text.update, act(text.updateNow, () => offline.update())) : null,
    );
  };
  app.on("status", show);
  app.on("screen", show);
  keeping.addEventListener("change", show);
  offline.addEventListener("change", show);

  const element = h("footer", { class: "keeping-bar" }, saved, file, kept, h("a", { href: "#projects" }, text.link));
  show();
  return { element, notices };
}

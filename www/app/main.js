// @ts-check
// Starts the page: reads the address, opens the project that this browser holds, shows the screen that fits.

import { App } from "./app.js";
import { fill, h } from "./dom.js";
import { Keeping } from "./keeping.js";
import { readOptions } from "./logic/options.js";
import { Offline } from "./offline.js";
import { strings } from "./strings.js";
import { Tabs } from "./tabs.js";
import { installAnnouncer } from "./parts/announcer.js";
import { banner } from "./parts/banner.js";
import { pageHeader } from "./parts/header.js";
import { keepingBar } from "./parts/keeping-bar.js";
import { watchRequests } from "./parts/privacy.js";
import { annotateScreen } from "./screens/annotate.js";
import { answersScreen } from "./screens/answers.js";
import { dataScreen } from "./screens/data.js";
import { elsewhereScreen } from "./screens/elsewhere.js";
import { importScreen } from "./screens/import.js";
import { labelsScreen } from "./screens/labels.js";
import { peopleScreen } from "./screens/people.js";
import { projectsScreen } from "./screens/projects.js";
import { replayScreen } from "./screens/replay.js";
import { startScreen } from "./screens/start.js";

/**
 * @typedef {{ element: HTMLElement, title: string, focus?: HTMLElement }} Screen
 * @typedef {(app: App, signal: AbortSignal) => Screen} MakeScreen
 */

/** @type {Record<import("./app.js").ScreenName, MakeScreen>} */
const SCREENS = {
  start: startScreen,
  import: importScreen,
  labels: labelsScreen,
  annotate: annotateScreen,
  answers: answersScreen,
  data: dataScreen,
  replay: replayScreen,
  people: peopleScreen,
  projects: (app, signal) => projectsScreen(app, { keeping, offline }, signal),
  elsewhere: (app) => elsewhereScreen(app, tabs),
};

watchRequests();
const { options, ignored } = readOptions(location.search);
const app = new App(options);
const keeping = new Keeping(app);
const offline = new Offline();
const tabs = new Tabs(options.project, () => app.release());
const main = h("main", { id: "main", tabindex: "-1" });
const skip = h("a", { class: "skip-link", href: "#main", onclick: (/** @type {Event} */ event) => (event.preventDefault(), main.focus()) }, strings.skipToContent);
const alerts = banner(app, () => app.retry());
const bar = keepingBar(app, keeping, offline);
document.body.replaceChildren(skip, pageHeader(app), alerts.element, bar.notices, main, bar.element);
installAnnouncer();

// A file dropped beside a drop zone would replace the page.
for (const name of /** @type {const} */ (["dragover", "drop"])) addEventListener(name, (event) => event.preventDefault());

/** @type {AbortController | null} */
let leaving = null;
/** @type {string | null} */
let shown = null;

function show() {
  const name = app.screen();
  if (location.hash !== `#${name}` && (location.hash !== "" || name !== "start")) history.replaceState(null, "", `#${name}`);
  leaving?.abort();
  leaving = new AbortController();
  const screen = SCREENS[name](app, leaving.signal);
  document.title = strings.title(screen.title);
  document.documentElement.dataset.screen = name;
  fill(main, screen.element);
  scrollTo(0, 0);
  const target = screen.focus ?? screen.element.querySelector("h1");
  // The first screen leaves the focus where the browser has it.
  if (shown !== null || name === "annotate" || name === "labels") target?.focus({ preventScroll: true });
  shown = name;
}

app.on("screen", show);
addEventListener("hashchange", () => app.dispatchEvent(new CustomEvent("screen")));

async function begin() {
  if (ignored.length > 0) app.fail({ code: "invalid_argument", message: strings.errors.ignored(ignored.join(", ")) });
  // A first visit sees the start screen at once; a returning one waits the moment that opening its project takes.
  const returning = app.settings.values.hasProject;
  if (returning) fill(main, h("p", { class: "opening" }, strings.start.opening));
  else show();
  try {
    await app.open();
  } catch (error) {
    app.fail(error);
  }
  if (shown !== app.screen()) app.dispatchEvent(new CustomEvent("screen"));
  // The engine is loaded: what is kept for use without a network comes from the browser's own copies.
  await Promise.all([keeping.begin(), offline.begin()]);
}

begin();

// @ts-check
// Finds a Chromium and starts it. Knows nothing of the page.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The browser that the tests drive: `CHROMIUM`, or the first that is on the path. */
export const browserPath = () => {
  const places = [env.CHROMIUM ?? "", ...(env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))];
  const found = places.find((place) => place !== "" && isExecutable(place));
  if (found === undefined) throw new Error("There is no Chromium. Install one, or name it in the variable CHROMIUM.");
  return found;
};

/** @param {string} file */
const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Nothing of the browser's own accord: no updates, no reports, no suggestions, so that what is requested is the page's doing. */
export const QUIET = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--no-pings",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-sync",
  // The last list of this name counts, so this one repeats what Playwright would have switched off.
  "--disable-features=AutofillServerCommunication,DestroyProfileOnBrowserClose,HttpsUpgrades,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,ThirdPartyStoragePartitioning,Translate",
  // What still asks for an account or for updates asks a port that browsers never connect to.
  "--gaia-url=http://127.0.0.1:1",
  "--component-updater=url-source=http://127.0.0.1:1/",
];

/** A WebGPU that computes on the processor: slow, but there on every machine. */
export const SOFTWARE_WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--disable-gpu-watchdog"];

/**
 * @param {{ webgpu?: boolean, proxy?: string, args?: string[] }} [options] `proxy` sees every request, those to this machine too
 * @returns {Promise<import("playwright-core").Browser>}
 */
export const launch = ({ webgpu = false, proxy, args = [] } = {}) =>
  chromium.launch({
    executablePath: browserPath(),
    args: [...QUIET, ...(webgpu ? SOFTWARE_WEBGPU : []), ...args],
    ...(proxy === undefined ? {} : { proxy: { server: proxy, bypass: "<-loopback>" } }),
  });

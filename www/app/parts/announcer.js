// @ts-check
// Says things to screen readers: one polite live region for the whole page.

import { h } from "../dom.js";

const region = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
/** @type {number | undefined} */
let waiting;

/** Puts the region into the page; once, before anything is said. */
export function installAnnouncer() {
  document.body.append(region);
}

/**
 * Says a sentence. Sentences that follow within a moment are joined, so that none swallows another; a repeated one is said again.
 *
 * @param {string} text
 */
export function announce(text) {
  if (waiting !== undefined) {
    pendingText = `${pendingText} ${text}`;
    return;
  }
  pendingText = text;
  region.textContent = "";
  waiting = window.setTimeout(() => {
    region.textContent = pendingText;
    waiting = undefined;
  }, 60);
}

let pendingText = "";

// @ts-check
// “Bytes sent: 0”, and what stands behind it: the browser's own list of this page's requests, and the page's policy.

import { fill, h } from "../dom.js";
import { strings } from "../strings.js";
import { sheet } from "./dialogs.js";

/** Watches the page's requests. Installed before anything else runs, so that none is missed. */
class Watch extends EventTarget {
  own = 0;
  /** @type {string[]} Hosts of requests to other addresses. */
  foreign = [];
  blocked = 0;

  start() {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => this.#seen(entry.name)));
    observer.observe({ type: "resource", buffered: true });
    document.addEventListener("securitypolicyviolation", () => {
      this.blocked += 1;
      this.dispatchEvent(new Event("change"));
    });
  }

  /** @param {string} address */
  #seen(address) {
    const url = new URL(address, location.href);
    if (url.protocol === "blob:" || url.protocol === "data:") return;
    if (url.origin === location.origin) this.own += 1;
    else this.foreign.push(url.host);
    this.dispatchEvent(new Event("change"));
  }
}

const watch = new Watch();

/** Begins to count. */
export function watchRequests() {
  watch.start();
}

/** The line in the header; a press on it tells more. */
export function privacyLine() {
  const figure = h("strong");
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  const line = h("button", { class: "privacy plain", type: "button", onclick: explain }, dot, `${strings.header.bytesSent} `, figure);
  const show = () => {
    fill(figure, watch.foreign.length > 0 ? strings.privacy.unknown : strings.privacy.zero);
    line.classList.toggle("warn", watch.foreign.length > 0);
  };
  watch.addEventListener("change", show);
  show();
  return line;
}

function explain() {
  const text = strings.privacy;
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content") ?? "";
  const hosts = [...new Set(watch.foreign)].join(", ");
  sheet(
    text.heading,
    [
      h("p", null, text.lead),
      h(
        "ul",
        { class: "checks" },
        h("li", null, text.own(watch.own)),
        h("li", { class: hosts ? "warn" : "" }, hosts ? text.foreign(hosts, watch.foreign.length) : text.foreignNone),
        watch.blocked > 0 ? h("li", null, text.blocked(watch.blocked)) : null,
      ),
      h("p", null, h("strong", null, text.test)),
      h("p", { class: "small" }, text.policy),
      h("pre", null, policy.split(/;\s*/).join("\n").trim()),
      h("p", { class: "small muted" }, text.limits),
    ],
    text.close,
  );
}

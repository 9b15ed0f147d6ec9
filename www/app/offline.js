// @ts-check
// The page without a network: registers the service worker that keeps the page's files, and knows how far it is. Reloads on a new version
// only when the person says so. Knows no element.

/** @typedef {"unsupported" | "absent" | "storing" | "ready" | "update" | "failed"} OfflineState */

export class Offline extends EventTarget {
  /** @type {OfflineState} */
  state = "absent";
  /** @type {ServiceWorkerRegistration | null} */
  #registration = null;

  /** Whether this tab's files came from a kept version. */
  #controlled = false;

  /** Listens from the start: another tab may let a new version take over while this one is still opening. */
  constructor() {
    super();
    const workers = navigator.serviceWorker;
    // Not where the page is taken over for the first time: it goes on as it is.
    this.#controlled = Boolean(workers?.controller);
    if (this.#controlled) workers.addEventListener("controllerchange", () => location.reload(), { once: true });
  }

  /** Begins. Never fails: a page that cannot be kept works as long as there is a network. */
  async begin() {
    const workers = navigator.serviceWorker;
    if (!workers) return this.#become("unsupported");
    try {
      const registration = await workers.register("service-worker.js", { updateViaCache: "none" });
      this.#registration = registration;
      registration.addEventListener("updatefound", () => this.#follow(registration.installing));
      if (registration.waiting && registration.active) this.#become("update");
      else if (registration.active) this.#become("ready");
      this.#follow(registration.installing);
    } catch {
      this.#become(this.#controlled ? "ready" : "failed");
    }
  }

  /** Lets the new version take over; all tabs of the page reload with it. */
  update() {
    this.#registration?.waiting?.postMessage("take over");
  }

  /** @param {ServiceWorker | null} installing */
  #follow(installing) {
    if (!installing) return;
    const first = !this.#registration?.active;
    if (first) this.#become("storing");
    installing.addEventListener("statechange", () => {
      if (installing.state === "installed" && !first) this.#become("update");
      if (installing.state === "activated") this.#become("ready");
      // What was kept before is still there.
      if (installing.state === "redundant" && first) this.#become("failed");
    });
  }

  /** @param {OfflineState} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

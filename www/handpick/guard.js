// @ts-check
// Closes a worker's ways out of the browser. The policy in a page's meta element binds the page alone: a worker goes by the headers
// that its own script came with, and a plain file server sends none. So the worker binds itself, before anything else runs.
//
// Owns what may be fetched: reads of the addresses that it was told of, and nothing else. What it cannot close is `import()`, which
// no script can take away; no module of ours imports from anywhere but beside it. A server that sends the policy closes that too.

import { HandpickError } from "./errors.js";

/** What could carry something away, and what no worker of ours uses. */
const UNUSED = ["XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "RTCPeerConnection", "FontFace", "Notification", "importScripts", "fetchLater"];

/** Methods of the Cache API that fetch by themselves. */
const FETCHING = ["add", "addAll"];

/**
 * @param {any} scope the worker's global
 * @returns {{ allow: (address: string) => void }} `allow` lets a file be read, or, where the address ends with a slash, a folder
 */
export function closeWaysOut(scope) {
  /** @type {string[]} */
  const allowed = [];
  const fetch = scope.fetch?.bind(scope);

  const guarded = async (/** @type {RequestInfo | URL} */ input, /** @type {RequestInit | undefined} */ init) => {
    const request = new scope.Request(input, init);
    const { href, search, hash } = new URL(request.url);
    const known = allowed.some((address) => (address.endsWith("/") ? href.startsWith(address) && search === "" && hash === "" : href === address));
    if (!known || request.method !== "GET") {
      throw new HandpickError("internal", `Handpick refused a request to ${href}: it reads its own files, and sends nothing.`);
    }
    return fetch(request);
  };

  replace(scope, "fetch", guarded);
  for (const name of UNUSED) replace(scope, name, undefined);
  for (const name of FETCHING) if (scope.Cache) replace(scope.Cache.prototype, name, undefined);
  return { allow: (address) => void allowed.push(new URL(address, scope.location?.href).href) };
}

/**
 * Puts a value in the place of a property, in the object and wherever it inherits it from, for good.
 *
 * @param {object} owner
 * @param {string} name
 * @param {unknown} value
 */
function replace(owner, name, value) {
  const known = name in owner;
  for (let place = owner; place && place !== Object.prototype; place = Object.getPrototypeOf(place)) {
    if (Object.hasOwn(place, name)) Object.defineProperty(place, name, { value, writable: false, configurable: false });
  }
  if (known && !Object.hasOwn(owner, name)) Object.defineProperty(owner, name, { value, writable: false, configurable: false });
}

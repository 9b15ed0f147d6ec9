// @ts-check
// Keeps the page for use without a network. Owns the page's own files, each under its SHA-256, in one cache for each version of the page;
// knows nothing of models (the engine keeps those by itself), of projects, of texts.
//
// A version is kept whole or not at all: it is fetched beside the one in use, every file is checked, and what fails leaves the one in use as
// it is. It takes over when no tab uses the former one any more, or when the person says so; the former one's cache goes then. So what a
// tab gets is always of one version. The page that installs it first is not taken over: it goes on with what it has loaded.
//
// The version is written in here when the page is built (scripts/precache.mjs). As long as it is not, this worker answers nothing.

const VERSION = "unbuilt";
const MANIFEST = "precache.json";
/** Files fetched at the same time. */
const AT_ONCE = 6;

/**
 * @typedef {{ worker: string, files: Record<string, string> }} Manifest SHA-256, in hexadecimal, of this worker as it was before it was told its version, and by file
 */

/** @type {any} */
const worker = self;
const scope = new URL("./", worker.location.href);
/** Another page of the same server, at another path, has caches of its own. */
const PREFIX = `handpick-page ${scope.pathname} `;
const CACHE = PREFIX + VERSION;

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forgetOthers()));
worker.addEventListener("message", (/** @type {any} */ event) => event.data === "take over" && worker.skipWaiting());
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const name = VERSION === "unbuilt" || event.request.method !== "GET" ? null : nameOf(event.request.url);
  if (name !== null) event.respondWith(answer(event.request, name));
});

async function install() {
  if (VERSION === "unbuilt") return;
  const { manifest, bytes } = await readManifest();
  const former = await formerVersion();
  const cache = await caches.open(CACHE);
  try {
    const left = Object.entries(manifest.files);
    const fill = async () => {
      for (let next = left.shift(); next; next = left.shift()) await keep(cache, next[0], next[1], former);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fill));
    await cache.put(addressOf(MANIFEST), new Response(/** @type {Uint8Array<ArrayBuffer>} */ (bytes), { headers: { "content-type": "application/json" } }));
  } catch (error) {
    // Half a version is of no use, and takes room from the person's projects.
    await caches.delete(CACHE);
    throw error;
  }
}

/** The list of this version's files: of no other, or the server is in the middle of being changed. */
async function readManifest() {
  const bytes = new Uint8Array(await (await ask(MANIFEST, "no-cache")).arrayBuffer());
  if ((await digestOf(bytes)) !== VERSION) throw new Error(`${MANIFEST} is not that of the version ${VERSION}.`);
  return { manifest: /** @type {Manifest} */ (JSON.parse(new TextDecoder().decode(bytes))), bytes };
}

/**
 * Puts one file in the cache, once it is proved to be the one that the manifest means.
 *
 * @param {Cache} cache
 * @param {string} name
 * @param {string} digest
 * @param {{ cache: Cache, files: Record<string, string> } | null} former
 */
async function keep(cache, name, digest, former) {
  const unchanged = former?.files[name] === digest ? await former.cache.match(addressOf(name)) : undefined;
  // The browser's own copy first, if the server says that it is current; a server that errs in this is asked for the whole file.
  for (const take of [async () => unchanged, () => ask(name, "no-cache"), () => ask(name, "reload")]) {
    const response = await take();
    if (!response) continue;
    const bytes = await response.clone().arrayBuffer();
    if ((await digestOf(new Uint8Array(bytes))) !== digest) continue;
    // An answer that came by a detour would not be taken for a page.
    const kept = response.redirected ? new Response(bytes, { headers: { "content-type": response.headers.get("content-type") ?? "" } }) : response;
    return cache.put(addressOf(name), kept);
  }
  throw new Error(`${name} is not that of the version ${VERSION}.`);
}

/** The most recent version that is kept whole, beside this one. */
async function formerVersion() {
  for (const name of (await caches.keys()).reverse()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const cache = await caches.open(name);
    const manifest = await cache.match(addressOf(MANIFEST));
    if (manifest) return { cache, files: /** @type {Manifest} */ (await manifest.json()).files };
  }
  return null;
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
}

/**
 * From this version's cache; what is not of the page (the model, a file of the host's own) from the server, as without this worker.
 *
 * @param {Request} request
 * @param {string} name
 */
async function answer(request, name) {
  if (await caches.has(CACHE)) {
    const kept = await (await caches.open(CACHE)).match(addressOf(name), { ignoreVary: true });
    if (kept) return kept;
  }
  return fetch(request);
}

/**
 * A file's name below the page's folder; null for what is none of this worker's business.
 *
 * @param {string} address
 */
function nameOf(address) {
  const { origin, pathname } = new URL(address);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return null;
  const name = pathname.slice(scope.pathname.length);
  if (name.startsWith("models/") || name === "service-worker.js") return null;
  return name === "" ? "index.html" : decoded(name);
}

/** @param {string} name */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

/** @param {string} name */
function addressOf(name) {
  // Many servers send the folder's address where its index.html is asked for.
  return new URL(name === "index.html" ? "./" : name.split("/").map(encodeURIComponent).join("/"), scope).href;
}

/** @param {string} name @param {RequestCache} cache */
async function ask(name, cache) {
  const response = await fetch(addressOf(name), { cache, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}.`);
  return response;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function digestOf(bytes) {
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

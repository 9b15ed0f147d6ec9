// @ts-check
// Lists every file of the built page with its SHA-256, and tells the service worker which version that makes: the digest of the list.
// The model is left out, because the engine keeps it. Writes precache.json and service-worker.js of the folder; run again, it changes nothing.
// Usage: node scripts/precache.mjs FOLDER
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { argv, exit, stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";

const WORKER = "service-worker.js";
const MANIFEST = "precache.json";
const VERSION_LINE = /^const VERSION = "[^"]*";$/m;

/** Whether the page may ask for a file of this name; hidden ones are the host's (and many hosts serve none). @param {string} name */
export const isPart = (name) => name !== WORKER && name !== MANIFEST && !name.startsWith("models/") && !name.endsWith(".d.ts") && !/(^|\/)\./.test(name);

/** @param {string | Uint8Array} bytes */
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * @param {string} folder
 * @returns {Promise<{ version: string, files: number }>}
 */
export const precache = async (folder) => {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter(isPart)
    .sort();
  /** @type {Record<string, string>} */
  const files = {};
  for (const name of names) files[name] = digest(await readFile(join(folder, name)));
  const script = await readFile(join(folder, WORKER), "utf8");
  if (!VERSION_LINE.test(script)) throw new Error(`${WORKER} has no line for its version.`);
  // The worker is part of the version too: as it is before it is told.
  const manifest = `${JSON.stringify({ worker: digest(script.replace(VERSION_LINE, "")), files }, null, 1)}\n`;
  const version = digest(manifest);
  await writeFile(join(folder, MANIFEST), manifest);
  await writeFile(join(folder, WORKER), script.replace(VERSION_LINE, `const VERSION = "${version}";`));
  return { version, files: names.length };
};

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder = "dist"] = argv.slice(2);
  try {
    const { version, files } = await precache(folder);
    stdout.write(`    version ${version.slice(0, 12)}: ${files} files to be kept for use without a network\n`);
  } catch (error) {
    stderr.write(`handpick: the files of ${folder} could not be listed: ${error instanceof Error ? error.message : error}\n`);
    exit(1);
  }
}

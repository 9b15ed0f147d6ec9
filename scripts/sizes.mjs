// @ts-check
// Prints what a visitor downloads: every file of the page but the model, raw and compressed with brotli as a server would send it.
// Usage: node scripts/sizes.mjs FOLDER [--json]
import { readFile, readdir } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { argv, stdout } from "node:process";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const KINDS = { ".wasm": "engine", ".js": "scripts", ".css": "styles", ".html": "page" };

/** All files under a folder. @param {string} folder @returns {Promise<string[]>} */
const files = async (folder) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const [folder = "dist", ...flags] = argv.slice(2);
/** @type {Map<string, { files: number, raw: number, brotli: number }>} */
const sums = new Map();
for (const file of await files(folder)) {
  const kind = KINDS[/** @type {keyof typeof KINDS} */ (extname(file))];
  if (kind === undefined || relative(folder, file).startsWith("models")) continue;
  const bytes = await readFile(file);
  const packed = await compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const sum = sums.get(kind) ?? { files: 0, raw: 0, brotli: 0 };
  sums.set(kind, { files: sum.files + 1, raw: sum.raw + bytes.length, brotli: sum.brotli + packed.length });
}
if (flags.includes("--json")) {
  stdout.write(`${JSON.stringify(Object.fromEntries(sums))}\n`);
} else {
  for (const [kind, { files, raw, brotli }] of sums) {
    stdout.write(`    ${kind.padEnd(8)} ${String(files).padStart(3)} files ${(raw / 1e6).toFixed(3).padStart(8)} MB, ${(brotli / 1e6).toFixed(3).padStart(7)} MB in brotli\n`);
  }
}

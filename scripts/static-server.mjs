// @ts-check
// A plain static file server, for trying the page and for its tests: a folder, under any sub-path, on this machine only.
// Sends no headers that another static server would not send: what the page needs (its policy above all) is in the page.
// Usage: node scripts/static-server.mjs FOLDER [--port N] [--base /sub/path/]
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { argv, exit, stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TYPES = /** @type {Record<string, string>} */ ({
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".safetensors": "application/octet-stream",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
});

/**
 * @typedef {object} Served
 * @property {string} url where the folder is served, with a closing slash
 * @property {string[]} requests the path of every request so far
 * @property {() => Promise<void>} close
 */

/**
 * Answers a request before the folder is looked at; true when it has.
 * @callback Fault
 * @param {string} path the path below the base, with a leading slash
 * @param {import("node:http").ServerResponse} response
 * @param {import("node:http").IncomingMessage} request
 * @returns {boolean | Promise<boolean>}
 */

/**
 * Serves `folder` on 127.0.0.1.
 * @param {{ folder: string, port?: number, base?: string, fault?: Fault }} options `port` 0 takes a free one
 * @returns {Promise<Served>}
 */
export const serve = async ({ folder, port = 0, base = "/", fault }) => {
  const top = resolve(folder);
  const prefix = `/${base}/`.replace(/\/+/g, "/");
  /** @type {string[]} */
  const requests = [];
  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  const answer = async (request, response) => {
    const path = pathOf(request.url ?? "/");
    requests.push(path ?? request.url ?? "");
    if (path === undefined) return refuse(response, 400, "bad request");
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "method not allowed");
    if (`${path}/` === prefix) return redirect(response, prefix);
    if (!path.startsWith(prefix)) return refuse(response, 404, "not found");
    const below = `/${path.slice(prefix.length)}`;
    if (fault !== undefined && (await fault(below, response, request))) return;

    let file = join(top, normalize(below));
    if (file !== top && !file.startsWith(top + sep)) return refuse(response, 404, "not found");
    let found = await stat(file).catch(() => undefined);
    if (found?.isDirectory()) {
      if (!path.endsWith("/")) return redirect(response, `${path}/`);
      file = join(file, "index.html");
      found = await stat(file).catch(() => undefined);
    }
    if (!found?.isFile()) return refuse(response, 404, "not found");

    const tag = `"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}"`;
    const headers = { "cache-control": "no-cache", etag: tag, "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, "content-length": found.size });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    createReadStream(file).on("error", () => response.destroy()).pipe(response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      stderr.write(`${error}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", () => done(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}${prefix}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

/** The decoded path of a request; nothing where it does not decode. @param {string} url @returns {string | undefined} */
const pathOf = (url) => {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    return path.includes("\0") ? undefined : path;
  } catch {
    return undefined;
  }
};

/** @param {import("node:http").ServerResponse} response @param {number} status @param {string} words */
const refuse = (response, status, words) => {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${words}\n`);
};

/** @param {import("node:http").ServerResponse} response @param {string} to */
const redirect = (response, to) => {
  response.writeHead(301, { location: encodeURI(to) }).end();
};

if (argv[1] !== undefined && resolve(argv[1]) === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: "string", default: "8080" }, base: { type: "string", default: "/" } } });
  const [folder = "dist"] = positionals;
  try {
    const { url } = await serve({ folder, port: Number(values.port), base: values.base });
    stdout.write(`Handpick is at ${url} (Ctrl-C ends it)\n`);
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    stderr.write(code === "EADDRINUSE" ? `handpick: port ${values.port} is taken; name another with --port N\n` : `handpick: ${error}\n`);
    exit(1);
  }
}

// @ts-check
// A proxy that writes down every request that leaves the browser: of the page, its workers and their workers alike.
// What goes to the page's own server is passed on; anything else is refused, and stays in the book.
import { createServer, request as send } from "node:http";

/**
 * @typedef {{ method: string, url: string, body: number }} Entry `body` in bytes
 * @typedef {object} Ledger
 * @property {string} proxy its address
 * @property {Entry[]} own requests to the page's own server
 * @property {string[]} foreign all others
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} site the page's own server, such as `http://127.0.0.1:8080/`
 * @returns {Promise<Ledger>}
 */
export const keepLedger = async (site) => {
  const origin = new URL(site).origin;
  /** @type {Entry[]} */
  const own = [];
  /** @type {string[]} */
  const foreign = [];

  const server = createServer((request, response) => {
    const url = request.url ?? "";
    if (!URL.canParse(url) || new URL(url).origin !== origin) {
      foreign.push(`${request.method} ${url}`);
      response.writeHead(403).end();
      return;
    }
    const entry = { method: request.method ?? "", url, body: 0 };
    own.push(entry);
    const { hostname, port, pathname, search } = new URL(url);
    const onward = send({ hostname, port, path: pathname + search, method: entry.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.on("data", (chunk) => (entry.body += chunk.length)).pipe(onward);
  });
  server.on("connect", (request, socket) => {
    foreign.push(`CONNECT ${request.url}`);
    socket.on("error", () => {}).end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });

  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    own,
    foreign,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

// @ts-check
// A dedicated worker as the port that the rest of the library talks to. The only file that constructs a `Worker`.

/**
 * @param {string | URL} url
 * @param {string} name for the developer tools
 * @returns {import("./messages.js").Port}
 */
export function workerPort(url, name) {
  const worker = new Worker(url, { type: "module", name });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    listen(message, failure) {
      worker.onmessage = (event) => message(event.data);
      worker.onmessageerror = () => failure("A message could not be read.");
      worker.onerror = (event) => {
        event.preventDefault();
        // A script that cannot be loaded gives an event without a message.
        failure(event.message || `The worker ${url} could not be loaded; check that it is served, and that the page's policy allows it (worker-src).`);
      };
    },
    terminate: () => worker.terminate(),
  };
}

// @ts-check
// An encoder's worker: the Transformer lives here, so that it never delays an answer. Started by worker.js, which sends the
// compiled engine and the model's files. Owns one `EncoderHost` for its whole life; whoever started it decides when it ends.

import init, { EncoderHost, onPanic } from "./engine.js";

import { toWire } from "./errors.js";
import { closeWaysOut } from "./guard.js";

// It is given all that it needs.
closeWaysOut(self);

/** @type {EncoderHost | undefined} */
let host;

onmessage = async (/** @type {MessageEvent<import("./messages.js").ToEncoder>} */ event) => {
  const message = event.data;
  try {
    if (message.type === "start") {
      await init({ module_or_path: message.module });
      // A panic leaves promises open for ever: it has to be said at once.
      onPanic((/** @type {string} */ reason) => say({ type: "failed", error: { code: "internal", message: reason } }));
      host = await EncoderHost.load(message.config, message.tokenizer, message.weights, message.device);
      say({ type: "started", dims: host.dims, maxTokens: host.maxTokens });
    } else if (!host) {
      throw new Error("An encoder was asked before it was started.");
    } else if (message.type === "selfTest") {
      say({ type: "tested", known: await host.selfTest(message.modelId) });
    } else {
      const begin = performance.now();
      await host.embed(message.texts, (/** @type {Uint32Array} */ positions, /** @type {Float32Array} */ rows, /** @type {Uint32Array} */ dropped) => {
        say({ type: "rows", positions, rows, dropped }, [rows.buffer]);
      });
      say({ type: "done", milliseconds: performance.now() - begin });
    }
  } catch (error) {
    say({ type: "failed", error: toWire(error) });
  }
};

/**
 * @param {import("./messages.js").FromEncoder} message
 * @param {Transferable[]} [transfer]
 */
function say(message, transfer = []) {
  postMessage(message, { transfer });
}

// @ts-check
// The engine's worker: the session, the head, the strategies and the storage live here; the Transformer never does, so that
// no answer waits for it. Owns the queue (one call at a time, in order) and the start; what a call means is the engine's.

import init, { Engine, goldenTexts, greatestDifference, identifyModel, loadModel, onPanic, probeWebgpu } from "./engine.js";

import { CHANGES } from "./changes.js";
import { Embedder } from "./embedder.js";
import { EncoderWorker } from "./encoders.js";
import { HandpickError, toWire } from "./errors.js";
import { closeWaysOut } from "./guard.js";
import { lockProject } from "./lock.js";
import { workerPort } from "./port.js";
import { Queue } from "./queue.js";
import { carryThrough } from "./replay.js";

const waysOut = closeWaysOut(self);

/** @type {{ engine: Engine, embedder: Embedder } | null} */
let project = null;
/** @type {HandpickError | null} */
let broken = null;

const queue = new Queue(say);

onmessage = (/** @type {MessageEvent<import("./messages.js").ToWorker>} */ event) => {
  const message = event.data;
  if (message.type === "cancel") return queue.cancel(message.id);
  if (message.type === "open") return queue.push(message.id, () => open(message.options));
  const { request } = message;
  // These wait for work that goes on beside the queue.
  if (request.type === "embedAll" || request.type === "loadModel") {
    return queue.push(message.id, () => opened(), (signal) => (request.type === "loadModel" ? opened().embedder.loadModel() : embedAll(signal)));
  }
  if (request.type === "simulate") {
    // The project as it is when the call's turn comes; what is done to it afterwards does not matter.
    /** @type {import("./engine.js").Replay} */
    let replay;
    return queue.push(message.id, () => (replay = opened().engine.simulate(request.options)), (signal) => carryThrough(replay, signal, say));
  }
  queue.push(message.id, () => run(request));
};

/** @param {import("./messages.js").OpenOptions} options */
async function open(options) {
  try {
    waysOut.allow(options.wasm);
    waysOut.allow(options.model);
    const module = await compile(options.wasm);
    await init({ module_or_path: module });
    onPanic((/** @type {string} */ reason) => say({ type: "died", error: { code: "internal", message: reason } }));
    if (options.device === "webgpu") {
      const found = await probeWebgpu();
      if (!found.available) throw new HandpickError("device_unavailable", `${found.reason} Choose the device “auto” or “cpu”.`);
    }
    if (options.project !== null) await lockProject(options.project);
    const engine = await Engine.open(options.project ?? undefined, options.seed);
    const embedder = new Embedder({
      engine,
      identify: () => identifyModel(options.model),
      load: (onProgress) => loadModel(options.model, onProgress),
      spawn: async (device, files, patience) => {
        const encoder = new EncoderWorker(workerPort(new URL("./encoder-worker.js", import.meta.url), `handpick encoder (${device})`), device, patience);
        await encoder.start(module, files);
        return encoder;
      },
      probe: probeWebgpu,
      golden: goldenTexts(),
      difference: greatestDifference,
      device: options.device,
      workers: options.workers,
      emit: say,
    });
    project = { engine, embedder };
    embedder.begin().catch((error) => say({ type: "event", name: "error", detail: toWire(error) }));
  } catch (error) {
    const { code, message } = toWire(error);
    broken = new HandpickError(code, message);
    throw broken;
  }
}

/** @param {import("./messages.js").AnyRequest} request */
async function run(request) {
  const { engine, embedder } = opened();
  if ("source" in request && request.source.type === "blob") {
    const { name, blob } = request.source;
    request = /** @type {import("./protocol.js").Request} */ ({ ...request, source: { type: "file", name, bytes: await read(blob, name) } });
  }
  const reply = await engine.handle(/** @type {import("./protocol.js").Request} */ (request));
  // An undone answer brings no new text; undone changes of labels may.
  const oneAnswer = "id" in reply && reply.id !== undefined;
  if (CHANGES_TEXTS.has(request.type) && !oneAnswer) {
    embedder.textsChanged(request.type === "import" || request.type === "restore").catch((error) => say({ type: "event", name: "error", detail: toWire(error) }));
  }
  if (CHANGES.has(request.type)) say({ type: "event", name: "change", detail: "status" in reply ? reply.status : engine.status() });
  return reply;
}

const CHANGES_TEXTS = new Set(["import", "restore", "setLabels", "editLabels", "undo", "redo"]);

/** @param {AbortSignal} signal */
async function embedAll(signal) {
  const { engine, embedder } = opened();
  await embedder.embedAll(signal);
  return { type: "status", status: engine.status() };
}

function opened() {
  if (broken) throw broken;
  if (!project) throw new HandpickError("internal", "A call came before the project was opened.");
  return project;
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
async function read(blob, name) {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    // A file that was moved, changed or taken away after it was chosen.
    throw new HandpickError("import_malformed", `“${name}” could not be read (${error instanceof Error ? error.message : error}); choose it again.`);
  }
}

/** @param {string} url */
async function compile(url) {
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw new HandpickError("internal", `The engine could not be downloaded from ${url}; check the connection and try again.`);
  }
  if (!response.ok) throw new HandpickError("internal", `The engine could not be downloaded: ${url} answered ${response.status}.`);
  // Some servers do not know the media type that streaming compilation insists on.
  if (response.headers.get("content-type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @param {import("./messages.js").FromWorker} message */
function say(message) {
  postMessage(message);
}

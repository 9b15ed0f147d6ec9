// What crosses the borders between page, engine worker and encoder workers. Owns the envelopes only: what the engine is
// asked and answers is in protocol.d.ts, which is generated.

import type { DeviceChoice, ImportOptions, Progress, Reply, Request, Source, Status, WireError } from "./protocol.js";

/** `auto` measures and keeps the faster; the others are forced. */
export type DeviceRequest = "auto" | "webgpu" | "cpu";

/** Everything that the engine worker needs to know to start. */
export interface OpenOptions {
  /** Folder of the model, ending with a slash. */
  model: string;
  /** The engine's WebAssembly file. */
  wasm: string;
  device: DeviceRequest;
  seed: number;
  /** Where the project is stored; `null` keeps it in memory. */
  project: string | null;
  /** Encoder workers on the CPU. */
  workers: number;
}

/** Calls that the worker answers itself, beside those of the engine. */
export type LocalRequest = { type: "loadModel" } | { type: "embedAll" };

/** What loading the model leads to. */
export interface ModelStatus extends DeviceChoice {
  /** The model's name. */
  name: string;
  /** Digest of its files. */
  id: string;
  /** Tokens that it reads of a text. */
  maxTokens: number;
}

/** `File` and `Blob` may stand for their bytes: the worker reads them, the page does not wait. */
export type SourceOnTheWay = { type: "blob"; name: string; blob: Blob };

export type AnyRequest = Request | LocalRequest | { type: "import" | "inspect"; source: Source | SourceOnTheWay; options: ImportOptions };

export type ToWorker =
  | { type: "open"; id: number; options: OpenOptions }
  | { type: "call"; id: number; request: AnyRequest }
  | { type: "cancel"; id: number };

/** Said unasked. `notice` is a failure that took nothing away, such as a cache that is full. */
export type EngineEvent =
  | { type: "event"; name: "change"; detail: Status }
  | { type: "event"; name: "progress"; detail: Progress }
  | { type: "event"; name: "device"; detail: DeviceChoice }
  | { type: "event"; name: "error"; detail: WireError }
  | { type: "event"; name: "notice"; detail: WireError };

export type FromWorker =
  | { type: "answer"; id: number; value: Reply | ModelStatus | undefined }
  | { type: "failure"; id: number; error: WireError }
  | { type: "died"; error: WireError }
  | EngineEvent;

/** A worker, or what stands for one in a test. */
export interface Port {
  post(message: any, transfer?: Transferable[]): void;
  listen(message: (data: any) => void, failure: (reason: string) => void): void;
  terminate(): void;
}

/** The model's three files and what is known of them. */
export interface ModelFiles {
  config: Uint8Array;
  tokenizer: Uint8Array;
  weights: Uint8Array;
  name: string;
  id: string;
  /** Why the files could not be kept for the next visit. */
  notice?: WireError;
}

export type ToEncoder =
  | { type: "start"; module: WebAssembly.Module; device: "cpu" | "webgpu"; config: Uint8Array; tokenizer: Uint8Array; weights: Uint8Array }
  | { type: "selfTest"; modelId: string }
  | { type: "embed"; texts: string[] };

export type FromEncoder =
  | { type: "started"; dims: number; maxTokens: number }
  | { type: "tested"; known: boolean }
  | { type: "rows"; positions: Uint32Array; rows: Float32Array; dropped: Uint32Array }
  | { type: "done"; milliseconds: number }
  | { type: "failed"; error: WireError };

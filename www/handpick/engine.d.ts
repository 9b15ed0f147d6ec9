// The engine as wasm-bindgen exports it (src/web): engine.js and engine_bg.wasm are made by the build, beside this file.
// Written by hand, so that types can be checked without building the engine; tests/js/exports.test.mjs compares the names.

import type { Reply, Request, SimulationOptions, Status, WireError } from "./protocol.js";
import type { ModelFiles } from "./messages.js";

export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;

/** Calls back with the message of a panic; nothing of the engine may be used after that. */
export function onPanic(callback: (message: string) => void): void;

/** Name and digest of the model in a folder, from its manifest; `undefined` where there is none. */
export function identifyModel(url: string): Promise<{ name: string; id: string } | undefined>;

/** Downloads the model's files, or takes them from the cache, and verifies them. */
export function loadModel(url: string, onProgress: (done: number, total: number) => void, signal?: AbortSignal): Promise<ModelFiles>;

/** Whether WebGPU can be used here, and why (not), in a sentence. */
export function probeWebgpu(): Promise<{ available: boolean; software: boolean; adapter: string; reason: string }>;

/** Texts of different lengths and scripts, on which a device shows that it computes right. */
export function goldenTexts(): string[];

/** The greatest difference between two embeddings of the same texts; `NaN` where a number is not finite. */
export function greatestDifference(left: Float32Array, right: Float32Array): number;

export class Engine {
  private constructor();
  static open(project: string | undefined, seed: number): Promise<Engine>;
  handle(request: Request): Promise<Reply>;
  status(): Status;
  simulate(options: SimulationOptions): Replay;
  useModel(name: string, id: string, maxTokens: number): Promise<number>;
  pendingTexts(limit: number): { generation: number; keys: Uint32Array; texts: string[] };
  addFeatures(generation: number, keys: Uint32Array, rows: Float32Array, dropped: Uint32Array): void;
  keepFeatures(all: boolean): Promise<WireError | undefined>;
  free(): void;
}

export class Replay {
  private constructor();
  readonly done: number;
  readonly total: number;
  step(): boolean;
  result(): Reply;
  free(): void;
}

export class EncoderHost {
  private constructor();
  static load(config: Uint8Array, tokenizer: Uint8Array, weights: Uint8Array, device: "cpu" | "webgpu"): Promise<EncoderHost>;
  readonly dims: number;
  readonly maxTokens: number;
  selfTest(modelId: string): Promise<boolean>;
  embed(texts: string[], onRows: (positions: Uint32Array, rows: Float32Array, dropped: Uint32Array) => void): Promise<void>;
  free(): void;
}


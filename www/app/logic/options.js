// @ts-check
// What the page's address asks for: ?device=cpu|webgpu&model=…&workers=n&project=name&seed=n. Pure.

/**
 * @typedef {object} PageOptions
 * @property {"auto" | "cpu" | "webgpu"} device
 * @property {string} model address of the model's folder, relative to the page, ending in "/"
 * @property {number | undefined} workers
 * @property {string} project
 * @property {number} seed
 */

export const DEFAULT_MODEL = "models/all-MiniLM-L6-v2/";

/**
 * Reads the address. Values that make no sense are left at their defaults and named, so that a typing slip is seen.
 *
 * @param {string} search such as `?device=cpu`
 * @returns {{ options: PageOptions, ignored: string[] }}
 */
export function readOptions(search) {
  const given = new URLSearchParams(search);
  /** @type {PageOptions} */
  const options = { device: "auto", model: DEFAULT_MODEL, workers: undefined, project: "default", seed: 7 };
  /** @type {string[]} */
  const ignored = [];

  const device = given.get("device");
  if (device === "auto" || device === "cpu" || device === "webgpu") options.device = device;
  else if (device !== null) ignored.push(`device=${device}`);

  const model = given.get("model");
  if (model) options.model = model.endsWith("/") ? model : `${model}/`;

  const project = given.get("project");
  if (project) options.project = project;

  const workers = given.get("workers");
  if (workers !== null && /^[1-9]\d?$/.test(workers)) options.workers = Number(workers);
  else if (workers !== null) ignored.push(`workers=${workers}`);

  const seed = given.get("seed");
  if (seed !== null && /^\d{1,9}$/.test(seed)) options.seed = Number(seed);
  else if (seed !== null) ignored.push(`seed=${seed}`);

  return { options, ignored };
}

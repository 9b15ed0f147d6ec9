// @ts-check
// The projects that this browser holds: what the page remembers of each, to list them without opening any. Names, counts and times alone,
// never a text; the databases are the truth of which there are. Storage is given; knows no browser.

/**
 * @typedef {object} ProjectRecord
 * @property {string} title as the person calls it; empty where they have not said
 * @property {string} source the file's name
 * @property {number} texts
 * @property {number} answers
 * @property {number} changed when it was last written, in milliseconds since 1970; 0 where not known
 * @property {number} filed answers at the time when it was last saved as a file, -1 where it was not
 *
 * @typedef {ProjectRecord & { name: string, known: boolean }} ListedProject `known` is false where nothing but the name is
 * @typedef {Pick<Storage, "getItem" | "setItem">} KeyValue
 */

const KEY = "handpick:projects";
const DATABASE = "handpick/";

/** @type {ProjectRecord} */
const BLANK = { title: "", source: "", texts: 0, answers: 0, changed: 0, filed: -1 };

export class ProjectRecords {
  /** @param {() => KeyValue} storage may throw where it is denied: nothing is remembered then */
  constructor(storage) {
    this.storage = storage;
  }

  /** @returns {Record<string, ProjectRecord>} */
  all() {
    try {
      const value = JSON.parse(this.storage().getItem(KEY) ?? "{}");
      if (!value || typeof value !== "object" || Array.isArray(value)) return {};
      return Object.fromEntries(Object.entries(value).map(([name, record]) => [name, clean(record)]));
    } catch {
      return {};
    }
  }

  /** @param {string} name @returns {ProjectRecord} */
  of(name) {
    const all = this.all();
    return Object.hasOwn(all, name) ? all[name] : { ...BLANK };
  }

  /** @param {string} name @param {Partial<ProjectRecord>} changes */
  note(name, changes) {
    // Read again each time: another tab notes its own project.
    const all = new Map(Object.entries(this.all()));
    all.set(name, { ...BLANK, ...all.get(name), ...changes });
    this.#write(all);
  }

  /** @param {string} name */
  forget(name) {
    const all = new Map(Object.entries(this.all()));
    all.delete(name);
    this.#write(all);
  }

  /** @param {Map<string, ProjectRecord>} all */
  #write(all) {
    try {
      this.storage().setItem(KEY, JSON.stringify(Object.fromEntries(all)));
    } catch {
      // Denied or full: the list knows less, the projects lose nothing.
    }
  }
}

/**
 * The list: the project that is open first, then the others, the last changed first.
 *
 * @param {Record<string, ProjectRecord>} records
 * @param {string[] | null} databases names of databases of this page's server; null where the browser does not tell
 * @param {string} open
 * @returns {ListedProject[]}
 */
export function listProjects(records, databases, open) {
  const known = new Map(Object.entries(records));
  const names = databases === null ? [...known.keys()] : databases.filter((name) => name.startsWith(DATABASE)).map((name) => name.slice(DATABASE.length));
  return [...new Set([open, ...names])]
    .map((name) => ({ ...BLANK, ...known.get(name), name, known: known.has(name) }))
    .sort((a, b) => Number(b.name === open) - Number(a.name === open) || b.changed - a.changed || (a.name < b.name ? -1 : 1));
}

/**
 * What a project is called in the list.
 *
 * @param {{ title: string, source: string, name: string }} project
 */
export function titleOf({ title, source, name }) {
  return title || (name === "default" ? source || name : name);
}

/**
 * The page's address with another project, everything else as it was.
 *
 * @param {string} search
 * @param {string} project
 */
export function searchFor(search, project) {
  const wanted = new URLSearchParams(search);
  if (project === "default") wanted.delete("project");
  else wanted.set("project", project);
  return wanted.size > 0 ? `?${wanted}` : "./";
}

/** @param {unknown} record @returns {ProjectRecord} */
function clean(record) {
  const { title, source, texts, answers, changed, filed } = /** @type {any} */ (record ?? {});
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
  const number = (/** @type {unknown} */ value, otherwise = 0) => (typeof value === "number" && Number.isFinite(value) ? value : otherwise);
  return { title: text(title), source: text(source), texts: number(texts), answers: number(answers), changed: number(changed), filed: number(filed, -1) };
}

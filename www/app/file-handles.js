// @ts-check
// Remembers which file a project is written to: a handle can be kept in IndexedDB and nowhere else. Owns the page's one database,
// `handpick-page`; fails softly, because what is lost is that the file has to be picked again.

const NAME = "handpick-page";
const STORE = "files";

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T | undefined>}
 */
async function use(mode, work) {
  try {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = await settled(opening);
    try {
      return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

/** @param {string} project @returns {Promise<import("./logic/autosave.js").FileHandle | undefined>} */
export const fileOf = (project) => use("readonly", (store) => store.get(project));

/** @param {string} project @param {import("./logic/autosave.js").FileHandle} handle */
export const rememberFile = (project, handle) => use("readwrite", (store) => store.put(handle, project));

/** @param {string} project */
export const forgetFile = (project) => use("readwrite", (store) => store.delete(project));

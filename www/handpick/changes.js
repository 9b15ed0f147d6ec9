// @ts-check
// Which calls change a project, said once for both sides of the worker's port. Knows nothing of what they do.

/** Answers, and whatever else is a step of the log or takes one away. */
const STEPS = ["adoptSourceLabels", "annotate", "annotateSet", "annotateMany", "skip", "unlabel", "unlabelMany", "flag", "unflag", "mergeProject", "undo", "redo"];

/** Changes that an import leaves as they are. */
export const KEPT_BY_IMPORT = ["setLabels", "editLabels", "setOptions"];

/** Calls that change the project. */
export const CHANGES = new Set(["import", "restore", ...KEPT_BY_IMPORT, ...STEPS]);

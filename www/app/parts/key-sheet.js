// @ts-check
// The keys: what each does, and which key it is. Changes are kept at once.

import { fill, h } from "../dom.js";
import { ACTIONS, DEFAULT_ACTION_KEYS, keyProblem } from "../logic/keys.js";
import { strings } from "../strings.js";
import { sheet } from "./dialogs.js";
import { keyField } from "./key-field.js";

const text = strings.keys;

/** @param {import("../app.js").App} app */
export function keySheet(app) {
  const fields = h("div", { class: "key-fields" });
  const single = h("input", { type: "checkbox", onchange: () => app.change({ shortcuts: single.checked }) });
  single.checked = app.settings.values.shortcuts;
  const show = () =>
    fill(
      fields,
      ...ACTIONS.map((action) =>
        keyField({
          id: `key-of-${action}`,
          label: text.actions[action],
          value: app.settings.values.keys[action],
          check: (key) => keyProblem(key, { action }, app.labels, app.settings.values.keys),
          change: (key) => app.change({ keys: { ...app.settings.values.keys, [action]: key } }),
        }),
      ),
    );
  const defaults = h("button", { type: "button", class: "small", onclick: () => (app.change({ keys: { ...DEFAULT_ACTION_KEYS } }), show()) }, text.defaults);
  show();
  const always = h("dl", { class: "key-list" }, text.rows.map(([keys = "", meaning = ""]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, meaning))));
  sheet(
    text.heading,
    [
      h("p", { class: "muted" }, text.lead),
      h("div", null, h("label", { class: "check" }, single, text.single), h("p", { class: "muted small" }, text.singleNote)),
      fields,
      h("p", { class: "muted small" }, text.labelsNote),
      h("div", null, defaults),
      h("h3", null, text.always),
      always,
    ],
    text.close,
  );
}

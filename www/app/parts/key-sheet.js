// @ts-check
// The list of keys, shown by “?”.

import { h } from "../dom.js";
import { strings } from "../strings.js";
import { sheet } from "./dialogs.js";

export function keySheet() {
  const { heading, rows, close } = strings.keys;
  const list = h("dl", { class: "key-list" }, rows.map(([keys, meaning]) => h("div", null, h("dt", null, h("kbd", null, keys)), h("dd", null, meaning))));
  sheet(heading, [list], close);
}

// @ts-check
// The menu of strategies by family, for lists that a person chooses from.

import { strings } from "../strings.js";

/**
 * @typedef {import("../../handpick/protocol.js").StrategyInfo} StrategyInfo
 *
 * Those for one label a text (or for several), in the order of the families; within one, as the menu has them.
 * @param {StrategyInfo[]} menu
 * @param {boolean} [multiLabel]
 * @returns {{ title: string, members: StrategyInfo[] }[]}
 */
export function byFamily(menu, multiLabel = false) {
  const usable = menu.filter((entry) => (multiLabel ? entry.multiLabel : entry.singleLabel));
  const groups = Object.entries(strings.engine.families).map(([family, title]) => ({ title, members: usable.filter((entry) => entry.family === family) }));
  // A family that has no name here is shown all the same, under its own.
  const others = usable.filter((entry) => !(entry.family in strings.engine.families));
  for (const entry of others) groups.push({ title: entry.family, members: [entry] });
  return groups.filter((group) => group.members.length > 0);
}

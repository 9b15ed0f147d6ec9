// @ts-check
// www/handpick/engine.d.ts is written by hand: what it names, the built engine must have.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const built = new URL("../../dist/handpick/engine.js", import.meta.url);

test("the built engine exports what its types say", { skip: existsSync(built) ? false : "dist/ is not built" }, async () => {
  const types = readFileSync(new URL("../../www/handpick/engine.d.ts", import.meta.url), "utf8");
  const engine = await import(built.href);
  const names = [...types.matchAll(/^export (?:default )?(?:function|class) (\w+)/gm)].map(([, name]) => name);
  assert.ok(names.length >= 8, `${names}`);
  for (const name of names) assert.equal(typeof (name === "init" ? engine.default : engine[name]), "function", name);
  for (const [, name, body] of types.matchAll(/^export class (\w+) \{\n([\s\S]*?)^\}/gm)) {
    for (const [, isStatic, member] of body.matchAll(/^ {2}(?:(static) |readonly )?(\w+)[(:]/gm)) {
      assert.ok(member in (isStatic ? engine[name] : engine[name].prototype), `${name}.${member}`);
    }
  }
});

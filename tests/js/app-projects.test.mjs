// What the page remembers of the projects in a browser. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { ProjectRecords, listProjects, searchFor, titleOf } from "../../www/app/logic/projects.js";

const memory = (content = {}) => ({ getItem: (key) => content[key] ?? null, setItem: (key, value) => void (content[key] = value), content });

test("what is noted of a project is there again, and another tab's notes stay", () => {
  const storage = memory();
  const here = new ProjectRecords(() => storage);
  const there = new ProjectRecords(() => storage);
  here.note("default", { source: "letters.csv", texts: 10 });
  there.note("second", { answers: 3, changed: 5 });
  here.note("default", { answers: 2 });
  assert.deepEqual(here.all(), {
    default: { title: "", source: "letters.csv", texts: 10, answers: 2, changed: 0, filed: -1 },
    second: { title: "", source: "", texts: 0, answers: 3, changed: 5, filed: -1 },
  });
  here.forget("second");
  assert.deepEqual(Object.keys(there.all()), ["default"]);
});

test("names that mean something to JavaScript are names like others", () => {
  const records = new ProjectRecords(() => memoryOf);
  const memoryOf = memory();
  for (const name of ["__proto__", "constructor", "toString"]) {
    assert.equal(records.of(name).answers, 0);
    records.note(name, { answers: 4 });
    assert.equal(records.of(name).answers, 4, name);
  }
});

test("storage that is denied or holds nonsense gives an empty list and no failure", () => {
  const denied = new ProjectRecords(() => {
    throw new Error("denied");
  });
  denied.note("a", { answers: 1 });
  assert.deepEqual(denied.all(), {});
  for (const nonsense of ["[]", "7", "{", "null"]) assert.deepEqual(new ProjectRecords(() => memory({ "handpick:projects": nonsense })).all(), {});
  assert.deepEqual(new ProjectRecords(() => memory({ "handpick:projects": '{"a":{"answers":"many"}}' })).of("a").answers, 0);
});

test("the list shows the databases that are there: the open project first, the others by their last change", () => {
  const storage = memory();
  const records = new ProjectRecords(() => storage);
  records.note("old", { changed: 1 });
  records.note("new", { changed: 9 });
  records.note("gone", { changed: 99 });
  const list = listProjects(records.all(), ["handpick/old", "handpick/new", "handpick/unheard", "handpick-page", "else"], "default");
  assert.deepEqual(list.map(({ name, known }) => [name, known]), [["default", false], ["new", true], ["old", true], ["unheard", false]]);
});

test("where the browser does not tell its databases, what was noted is the list", () => {
  const storage = memory();
  const records = new ProjectRecords(() => storage);
  records.note("a", { changed: 1 });
  assert.deepEqual(listProjects(records.all(), null, "b").map(({ name }) => name), ["b", "a"]);
});

test("a project is called what the person calls it, else its name, and the first one after its file", () => {
  assert.equal(titleOf({ title: "Mine", source: "a.csv", name: "x" }), "Mine");
  assert.equal(titleOf({ title: "", source: "a.csv", name: "x" }), "x");
  assert.equal(titleOf({ title: "", source: "a.csv", name: "default" }), "a.csv");
});

test("the address of another project keeps everything else", () => {
  assert.equal(searchFor("?device=cpu&project=a", "b & c"), "?device=cpu&project=b+%26+c");
  assert.equal(searchFor("?device=cpu&project=a", "default"), "?device=cpu");
  assert.equal(searchFor("?project=a", "default"), "./");
});

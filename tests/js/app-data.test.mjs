// The long list: what is selected, and which rows are fetched when. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { PAGE, RowPages } from "../../www/app/logic/row-pages.js";
import { Selection } from "../../www/app/logic/selection.js";

/** Row n has the id 10 n. */
const between = (first, last) => Array.from({ length: last - first + 1 }, (_, place) => (first + place) * 10);
const selected = (selection) => [...selection.ids].sort((a, b) => a - b);

test("a row is selected and no longer selected, each on its own", () => {
  const selection = new Selection();
  selection.toggle(3, 30);
  selection.toggle(5, 50);
  assert.deepEqual(selected(selection), [30, 50]);
  selection.toggle(3, 30);
  assert.deepEqual(selected(selection), [50]);
});

test("a range counts from the row last touched, in both directions, and gives back what it no longer covers", () => {
  const selection = new Selection();
  selection.toggle(1, 10);
  selection.toggle(5, 50);
  selection.extend(7, between);
  assert.deepEqual(selected(selection), [10, 50, 60, 70]);
  selection.extend(4, between);
  assert.deepEqual(selected(selection), [10, 40, 50]);
});

test("a range without a beginning is one row, and a cleared selection has no beginning", () => {
  const selection = new Selection();
  selection.extend(2, between);
  assert.deepEqual(selected(selection), [20]);
  selection.replace([10, 20, 30]);
  assert.deepEqual(selected(selection), [10, 20, 30]);
  selection.clear();
  selection.extend(9, between);
  assert.deepEqual(selected(selection), [90]);
});

/** A learner's list of `total` rows, of which row n says its query and its number. Answers when told. */
function listOf(total) {
  const asked = [];
  const failures = [];
  let changes = 0;
  const fetch = (query, offset, limit) => new Promise((resolve, reject) => asked.push({ query, offset, limit, resolve, reject }));
  const pages = new RowPages(fetch, { changed: () => (changes += 1), failed: (error) => failures.push(error) });
  const answer = async (request = asked.shift(), size = total) => {
    const count = Math.max(0, Math.min(request.limit, size - request.offset));
    request.resolve({ total: size, rows: Array.from({ length: count }, (_, place) => `${request.query} ${request.offset + place}`) });
    await new Promise(setImmediate);
  };
  return { pages, asked, failures, answer, changes: () => changes };
}

async function opened(total) {
  const list = listOf(total);
  const open = list.pages.open("a");
  await list.answer();
  assert.equal(await open, true);
  return list;
}

test("a list opens with its first rows, and fetches others where they are looked at", async () => {
  const { pages, asked, answer } = await opened(1000);
  assert.deepEqual([pages.total, pages.row(0), pages.row(PAGE - 1), pages.row(PAGE)], [1000, "a 0", `a ${PAGE - 1}`, undefined]);
  pages.want(0, PAGE - 1);
  assert.equal(asked.length, 0, "what is there is not fetched again");
  pages.want(7 * PAGE + 90, 8 * PAGE + 5);
  await answer();
  await answer();
  assert.deepEqual([pages.row(7 * PAGE + 99), pages.row(8 * PAGE)], [`a ${7 * PAGE + 99}`, `a ${8 * PAGE}`]);
  assert.equal(asked.length, 0);
});

test("a fast scroll asks for where it ends, not for all that it passes", async () => {
  const { pages, asked, answer } = await opened(100_000);
  for (let first = PAGE; first <= 900 * PAGE; first += PAGE) pages.want(first, first + 20);
  assert.equal(asked.length, 1);
  await answer();
  assert.deepEqual(asked.map((request) => request.offset), [900 * PAGE]);
  await answer();
  assert.equal(asked.length, 0);
});

test("the end of the list asks for nothing past it", async () => {
  const { pages, asked, answer } = await opened(PAGE + 10);
  pages.want(PAGE, PAGE + 200);
  await answer();
  assert.equal(asked.length, 0);
  assert.equal(pages.row(PAGE + 10), undefined);
});

test("the answer to a list that was left meanwhile is dropped", async () => {
  const { pages, asked, answer } = await opened(1000);
  pages.want(5 * PAGE, 5 * PAGE);
  const late = asked.shift();
  const [slow, quick] = [pages.open("b"), pages.open("c")];
  const [first, second] = asked.splice(0);
  await answer(second, 3);
  await answer(first, 500);
  await answer(late);
  assert.deepEqual([await slow, await quick], [false, true]);
  assert.deepEqual([pages.query, pages.total, pages.row(0), pages.row(5 * PAGE)], ["c", 3, "c 0", undefined]);
});

test("a list that cannot be had leaves the former one, and says so once", async () => {
  const { pages, asked, failures } = await opened(10);
  const open = pages.open("(");
  asked.shift().reject(new Error("no such pattern"));
  assert.equal(await open, false);
  assert.deepEqual([pages.query, pages.total, failures.length], ["a", 10, 1]);
});

test("a list that became shorter than where it is looked at shows its end", async () => {
  const { pages, answer } = await opened(1000);
  const open = pages.open("a", 950);
  await answer(undefined, 120);
  await answer(undefined, 120);
  assert.equal(await open, true);
  assert.deepEqual([pages.total, pages.row(119), pages.row(0)], [120, "a 119", undefined]);
});

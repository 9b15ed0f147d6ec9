// The queue behind the text on screen. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { ReviewQueue } from "../../www/app/logic/queue.js";

const pick = (id, more = {}) => ({ id, text: `text ${id}`, score: 0, reason: "", strategy: "margin", audit: false, truncatedTokens: 0, ...more });
const check = (id) => pick(id, { audit: true, strategy: "audit" });
const ids = (queue) => [queue.current?.id, ...queue.upcoming.map((item) => item.id)];

test("the first ranking puts its first text on screen", () => {
  const queue = new ReviewQueue();
  queue.accept([pick(1), pick(2), pick(3)]);
  assert.deepEqual(ids(queue), [1, 2, 3]);
});

test("a fresh ranking never changes what is on screen", () => {
  const queue = new ReviewQueue();
  queue.accept([pick(1), pick(2)]);
  const shown = queue.current;
  queue.accept([pick(5), pick(1), pick(6)]);
  assert.equal(queue.current, shown);
  assert.deepEqual(ids(queue), [1, 5, 6]);
});

test("a text that was answered while the ranking was under way does not come back", () => {
  const queue = new ReviewQueue();
  queue.accept([pick(1), pick(2), pick(3), pick(4)]);
  const { mark } = queue;
  queue.answered(1);
  queue.answered(2);
  queue.accept([pick(1), pick(2), pick(3), pick(9)], mark);
  assert.deepEqual(ids(queue), [3, 9]);
});

test("a random check keeps its turn while other texts move up", () => {
  const queue = new ReviewQueue();
  queue.accept([pick(1), pick(2), check(50), pick(3)]);
  queue.answered(1);
  // On screen is 2, at the ranking's first place; the check is second there.
  queue.accept([pick(7), check(50), pick(8), pick(2)]);
  assert.deepEqual(ids(queue), [2, 50, 7, 8]);
});

test("a random check whose turn passed before its ranking came back is shown next, and only once", () => {
  const queue = new ReviewQueue();
  queue.accept([pick(1), pick(2)]);
  queue.answered(1);
  queue.accept([check(50), pick(3), pick(4)]);
  assert.deepEqual(ids(queue), [2, 50, 3, 4]);
  // The next ranking has no check any more: this one stays due.
  queue.accept([pick(2), pick(3), pick(4)]);
  assert.deepEqual(ids(queue), [2, 50, 3, 4]);
  queue.answered(2);
  assert.equal(queue.current.id, 50);
  queue.answered(50);
  queue.accept([pick(3), pick(4), pick(50)]);
  assert.deepEqual(ids(queue), [3, 4]);
});

test("one text in eight is a random check, whenever rankings arrive", () => {
  for (const late of [0, 1, 2, 3]) {
    const queue = new ReviewQueue();
    const answered = new Set();
    let nextCheck = 1000;
    const rank = () => {
      const open = Array.from({ length: 300 }, (_, id) => id).filter((id) => !answered.has(id));
      const places = Array.from({ length: 8 }, (_, place) => answered.size + place);
      let checks = nextCheck;
      return places.map((turn) => (turn % 8 === 7 ? check(checks++) : pick(open.shift())));
    };
    queue.accept(rank());
    const waiting = [];
    let shown = 0;
    for (let round = 0; round < 160; round += 1) {
      const item = queue.current;
      if (item.audit) {
        shown += 1;
        nextCheck = item.id + 1;
      }
      answered.add(item.id);
      queue.answered(item.id);
      waiting.push([queue.mark, rank()]);
      if (waiting.length > late) {
        const [mark, ranked] = waiting.shift();
        queue.accept(ranked, mark);
      }
    }
    assert.ok(Math.abs(shown - 20) <= 1, `${shown} checks of 160 texts where rankings come ${late} answers late`);
  }
});

test("undo puts the text back on screen and the one that was there behind it", () => {
  const queue = new ReviewQueue();
  queue.accept([pick(1), pick(2), pick(3)]);
  const first = queue.current;
  queue.answered(1);
  queue.show(first);
  assert.deepEqual(ids(queue), [1, 2, 3]);
  queue.accept([pick(1), pick(3), pick(2)]);
  assert.deepEqual(ids(queue), [1, 3, 2]);
});

test("a suggestion is added to the text on screen once, and never changed under the reader's eyes", () => {
  const queue = new ReviewQueue();
  const suggestion = { label: "a", probability: 0.6, source: "head" };
  queue.accept([pick(1), pick(2)]);
  queue.accept([pick(1, { suggestion }), pick(2)]);
  assert.deepEqual(queue.current.suggestion, suggestion);
  queue.accept([pick(1, { suggestion: { ...suggestion, label: "b" } }), pick(2)]);
  assert.deepEqual(queue.current.suggestion, suggestion);
});

test("an empty ranking leaves an empty screen, and a later one fills it", () => {
  const queue = new ReviewQueue();
  queue.accept([]);
  assert.equal(queue.current, null);
  queue.accept([pick(4)]);
  assert.equal(queue.current.id, 4);
  queue.answered(4);
  assert.equal(queue.current, null);
});

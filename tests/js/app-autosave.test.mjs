// When the project is written to the person's file. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { Autosave } from "../../www/app/logic/autosave.js";

/** A clock that moves when told, and lets what it starts settle. */
const makeClock = () => {
  let now = 1000;
  let next = 0;
  const timers = new Map();
  return {
    now: () => now,
    start: (work, after) => (timers.set(++next, { at: now + after, work }), next),
    stop: (timer) => timers.delete(timer),
    async pass(span) {
      const end = now + span;
      for (;;) {
        const [due] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
        if (!due) break;
        timers.delete(due[0]);
        now = due[1].at;
        due[1].work();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = end;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

/** A file as the browser gives one: what is written counts once it is closed. */
const makeFile = ({ permission = "granted", asked = "granted" } = {}) => {
  const file = {
    name: "letters.json",
    content: null,
    writes: 0,
    permission,
    failing: null,
    aborted: 0,
    queryPermission: async () => file.permission,
    requestPermission: async () => (file.permission = asked),
    createWritable: async () => {
      if (file.permission !== "granted") throw Object.assign(new Error("not allowed"), { name: "NotAllowedError" });
      let pending = null;
      return {
        write: async (bytes) => {
          if (file.failing) throw new Error(file.failing);
          pending = bytes;
        },
        close: async () => {
          file.content = pending;
          file.writes += 1;
        },
        abort: async () => void (file.aborted += 1),
      };
    },
  };
  return file;
};

const make = (save) => {
  const clock = makeClock();
  let answers = 0;
  const autosave = new Autosave(save ?? (async () => `${answers} answers`), clock);
  return { clock, autosave, answer: () => ((answers += 1), autosave.changed()) };
};

test("nothing is written as long as no file was picked", async () => {
  const { clock, autosave, answer } = make();
  answer();
  await clock.pass(100_000);
  assert.deepEqual(autosave.state, { kind: "off" });
});

test("a file is written when it is picked, and some seconds after the last of several answers, once", async () => {
  const { clock, autosave, answer } = make();
  const file = makeFile();
  await autosave.start(file);
  assert.equal(file.content, "0 answers");
  for (let given = 0; given < 3; given += 1) {
    answer();
    await clock.pass(1000);
  }
  assert.equal(file.writes, 1);
  assert.equal(autosave.state.kind, "waiting");
  await clock.pass(5000);
  assert.equal(file.content, "3 answers");
  assert.equal(file.writes, 2);
  assert.deepEqual(autosave.state, { kind: "written", name: "letters.json", at: 1000 + 2000 + 4000 });
});

test("whoever answers without a rest is written every minute all the same", async () => {
  const { clock, autosave, answer } = make();
  const file = makeFile();
  await autosave.start(file);
  for (let second = 0; second < 130; second += 1) {
    answer();
    await clock.pass(1000);
  }
  assert.ok(file.writes >= 3 && file.writes <= 4, `${file.writes} writes`);
});

test("an answer that comes while the file is written is in the next one", async () => {
  /** @type {(() => void)[]} */
  const waiting = [];
  let content = "first";
  const { clock, autosave } = make(() => {
    const taken = content;
    return new Promise((resolve) => waiting.push(() => resolve(taken)));
  });
  const file = makeFile();
  const started = autosave.start(file);
  content = "second";
  autosave.changed();
  waiting.shift()();
  await started;
  assert.equal(file.content, "first");
  await clock.pass(5000);
  waiting.shift()();
  await clock.pass(0);
  assert.equal(file.content, "second");
});

test("a write that fails leaves the file as it was, says why, and the next answer tries again", async () => {
  const { clock, autosave, answer } = make();
  const file = makeFile();
  await autosave.start(file);
  file.failing = "the disk is full";
  answer();
  await clock.pass(5000);
  assert.equal(file.content, "0 answers");
  assert.equal(file.aborted, 1);
  assert.deepEqual([autosave.state.kind, autosave.state.reason], ["failed", "the disk is full"]);
  file.failing = null;
  answer();
  await clock.pass(5000);
  assert.equal(file.content, "2 answers");
  assert.equal(autosave.state.kind, "written");
});

test("after a reload nothing is written before the person has permitted it again", async () => {
  const { clock, autosave, answer } = make();
  const file = makeFile({ permission: "prompt" });
  await autosave.resume(file);
  assert.equal(autosave.state.kind, "asking");
  answer();
  await clock.pass(100_000);
  assert.equal(file.writes, 0);
  await autosave.permit();
  assert.equal(file.content, "1 answers");
});

test("a permission that is refused, or taken away, is asked for, and nothing is forgotten", async () => {
  const { clock, autosave, answer } = make();
  const refusing = makeFile({ permission: "prompt", asked: "denied" });
  await autosave.resume(refusing);
  await autosave.permit();
  assert.equal(autosave.state.kind, "asking");
  const file = makeFile();
  await autosave.start(file);
  file.permission = "prompt";
  answer();
  await clock.pass(5000);
  assert.equal(autosave.state.kind, "asking");
  await autosave.permit();
  assert.equal(file.content, "1 answers");
});

test("once stopped, the file is left alone", async () => {
  const { clock, autosave, answer } = make();
  const file = makeFile();
  await autosave.start(file);
  answer();
  autosave.stop();
  await clock.pass(100_000);
  assert.equal(file.writes, 1);
  assert.equal(autosave.state.kind, "off");
});

// What the page reads from its address and from typed lists, and how it writes numbers. Run: node --test tests/js/
import assert from "node:assert/strict";
import test from "node:test";

import { duration, megabytes, percent, percentRange, rate } from "../../www/app/logic/format.js";
import { addNames, hueOf, readNames } from "../../www/app/logic/label-list.js";
import { DEFAULT_MODEL, readOptions } from "../../www/app/logic/options.js";

test("a pasted list is one name a line, a typed one is separated by commas", () => {
  assert.deepEqual(readNames("Billing\r\nTax, VAT\n\n- Repair\n"), ["Billing", "Tax, VAT", "Repair"]);
  assert.deepEqual(readNames("Billing, Repair;Booking, Billing"), ["Billing", "Repair", "Booking"]);
  assert.deepEqual(readNames("a\tb"), ["a", "b"]);
  assert.deepEqual(readNames("  Lost and found "), ["Lost and found"]);
  assert.deepEqual(readNames(" \n "), []);
});

test("names that look like numbers or nothing stay names", () => {
  assert.deepEqual(readNames("007,NA,null,-1"), ["007", "NA", "null", "-1"]);
});

test("adding names keeps what is there and says what was known", () => {
  const { labels, added, known } = addNames([{ name: "a", description: "x" }], ["b", "a", "A"]);
  assert.deepEqual(labels, [{ name: "a", description: "x" }, { name: "b" }, { name: "A" }]);
  assert.deepEqual([added, known], [["b", "A"], ["a"]]);
});

test("neighbouring labels have hues that are far apart", () => {
  for (let place = 0; place < 24; place += 1) {
    const apart = Math.abs(hueOf(place) - hueOf(place + 1));
    assert.ok(Math.min(apart, 360 - apart) >= 50);
  }
});

test("the address sets the options; nonsense is named and left out", () => {
  assert.deepEqual(readOptions(""), { options: { device: "auto", model: DEFAULT_MODEL, workers: undefined, project: "default", seed: 7 }, ignored: [] });
  assert.deepEqual(readOptions("?device=cpu&model=models/tiny&workers=2&project=mine&seed=0").options, { device: "cpu", model: "models/tiny/", workers: 2, project: "mine", seed: 0 });
  const { options, ignored } = readOptions("?device=gpu&workers=0&seed=-1");
  assert.deepEqual([options.device, options.workers, options.seed], ["auto", undefined, 7]);
  assert.deepEqual(ignored, ["device=gpu", "workers=0", "seed=-1"]);
});

test("sizes, rates and times are as coarse as they are known", () => {
  assert.equal(megabytes(90868376), "91\u00a0MB");
  assert.equal(megabytes(4_450_000), "4.5\u00a0MB");
  assert.equal(megabytes(999), "999\u00a0bytes");
  assert.equal(percentRange(0.784, 0.917), "78–92\u00a0%");
  assert.equal(percentRange(0, 1), "0–100\u00a0%");
  assert.equal(percent(0.857), "86\u00a0%");
  assert.equal(rate(0.66), "0.7");
  assert.equal(rate(41.3), "41");
  assert.equal(duration(3), "a few seconds");
  assert.equal(duration(41), "50 seconds");
  assert.equal(duration(130), "2 minutes");
  assert.equal(duration(5400), "1.5 hours");
  assert.equal(duration(Infinity), "");
});

// @ts-check
// Files for the page to read, and those that it gives back.
import { existsSync, readFileSync } from "node:fs";
import { inProject } from "./stage.mjs";

/** @typedef {{ name: string, mimeType: string, buffer: Buffer }} Upload */

/**
 * Real text messages with real labels, as one tab-separated file; nothing where the data is not on this machine.
 * @param {number} count
 * @returns {{ upload: Upload, gold: Map<string, string>, labels: string[], rows: number } | undefined}
 */
export const textMessages = (count) => {
  const source = inProject("../shared/data/sms_spam/SMSSpamCollection");
  if (!existsSync(source)) return undefined;
  const [head, ...lines] = readFileSync(source, "utf8").split(/\r?\n/);
  // Lines with quotation marks are left out here: this is no test of the importer, and the map below has to agree with it.
  const kept = lines.filter((line) => /^[a-z]+\t[^"\t]+$/.test(line)).slice(0, count);
  const gold = new Map(kept.map((line) => /** @type {[string, string]} */ (line.split("\t").reverse())));
  return {
    upload: { name: "messages.tsv", mimeType: "text/tab-separated-values", buffer: Buffer.from([head, ...kept, ""].join("\n")) },
    gold,
    labels: [...new Set(gold.values())],
    rows: kept.length,
  };
};

/** The page's own sample, with the topics that it comes with. */
export const sample = () => {
  const buffer = readFileSync(inProject("www/sample/bike-rental-messages.csv"));
  const [head, ...rows] = parseCsv(buffer.toString("utf8"));
  const text = head.indexOf("message");
  const topic = head.indexOf("topic");
  return { buffer, gold: new Map(rows.map((row) => [row[text], row[topic]])), labels: [...new Set(rows.map((row) => row[topic]))], rows: rows.length };
};

/** Rows of a CSV file (RFC 4180). @param {string} text @returns {string[][]} */
export const parseCsv = (text) => {
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === "" && row.length === 0 && quoted === undefined && plain === "") break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
};

/** @param {Buffer} bytes @returns {any[]} */
export const parseJsonl = (bytes) => bytes.toString("utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

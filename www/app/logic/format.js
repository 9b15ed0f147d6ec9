// @ts-check
// Numbers as people read them. Pure.

const whole = new Intl.NumberFormat("en");
const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** @param {number} count */
export function count(count) {
  return whole.format(count);
}

/**
 * @param {number} share in [0, 1]
 */
export function percent(share) {
  return `${Math.round(share * 100)}\u00a0%`;
}

/**
 * An interval in whole percent, such as `78–92 %`.
 *
 * @param {number} low
 * @param {number} high
 */
export function percentRange(low, high) {
  return `${Math.round(low * 100)}–${percent(high)}`;
}

/** A score that is not a share, such as `0.21`. @param {number} score */
export function hundredths(score) {
  return score.toFixed(2);
}

/** @param {number} bytes */
export function megabytes(bytes) {
  if (bytes < 1000) return `${whole.format(bytes)}\u00a0bytes`;
  if (bytes < 1e6) return `${whole.format(Math.round(bytes / 1e3))}\u00a0kB`;
  return `${bytes < 1e7 ? tenths.format(bytes / 1e6) : whole.format(Math.round(bytes / 1e6))}\u00a0MB`;
}

/**
 * A rate, with a digit after the point only where it matters.
 *
 * @param {number} perSecond
 */
export function rate(perSecond) {
  return perSecond < 10 ? tenths.format(perSecond) : whole.format(Math.round(perSecond));
}

/**
 * A span of time, coarse on purpose: an estimate to the second would pretend.
 *
 * @param {number} seconds
 */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 10) return "a few seconds";
  if (seconds < 55) return `${Math.ceil(seconds / 10) * 10} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes <= 1 ? "a minute" : `${minutes} minutes`;
  const hours = minutes / 60;
  return hours < 1.5 ? "an hour" : `${tenths.format(Math.round(hours * 2) / 2)} hours`;
}

/**
 * When something happened, as a short local date and time.
 *
 * @param {number} at milliseconds since 1970; 0 where not known
 */
export function moment(at) {
  if (!at) return "";
  return new Date(at).toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/**
 * A time of day to the second; with the day where it is not today's.
 *
 * @param {number} at milliseconds since 1970
 * @param {Date} [now]
 */
export function clock(at, now = new Date()) {
  const then = new Date(at);
  const time = then.toLocaleTimeString("en-GB");
  return then.toDateString() === now.toDateString() ? time : `${then.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

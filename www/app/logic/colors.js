// @ts-check
// Colours of labels. A label's colour is its hue alone: lightness and chroma are the theme's (style/tokens.css), so that text in every colour
// that a person can choose has its contrast in both themes. Pure.

import { HUES, hueOf } from "./label-list.js";

/** The colours to choose from: `oklch(0.6 0.1 hue)` of each hue above, as CSS hexadecimals, hues ascending. */
export const PALETTE = Object.freeze(HUES.toSorted((a, b) => a - b).map((hue) => hexOf(hue)));

/** @param {{ color?: string | undefined } | undefined} label @param {number} index its place among the labels */
export function hueFor(label, index) {
  return hueOfHex(label?.color ?? "") ?? hueOf(Math.max(0, index));
}

/**
 * The hue of a colour in degrees; null where it is none, or grey.
 *
 * @param {string} hex `#rrggbb`
 * @returns {number | null}
 */
export function hueOfHex(hex) {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)?.slice(1);
  if (!parts) return null;
  const [r = 0, g = 0, b = 0] = parts.map((part) => linear(Number.parseInt(part, 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(x, y) < 0.02) return null;
  return Math.round((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

/** @param {number} hue */
function hexOf(hue) {
  return `#${rgbOf(0.6, 0.1, hue)
    .map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255).toString(16).padStart(2, "0"))
    .join("")}`;
}

/**
 * Red, green and blue, each in `[0, 1]` where the screen has the colour, of an OKLCH colour.
 *
 * @param {number} lightness
 * @param {number} chroma
 * @param {number} hue in degrees
 * @returns {[number, number, number]}
 */
export function rgbOf(lightness, chroma, hue) {
  const [x, y] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * x + 0.2158037573 * y) ** 3;
  const m = (lightness - 0.1055613458 * x - 0.0638541728 * y) ** 3;
  const s = (lightness - 0.0894841775 * x - 1.291485548 * y) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** @param {number} part */
function linear(part) {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** @param {number} part */
function gamma(part) {
  return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
}

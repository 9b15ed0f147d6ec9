// @ts-check
// A picture of the learner's as pixels. The page's policy lets no image in that it made itself, so the SVG is not loaded but painted: the few
// plain elements that it is made of, on its own light ground. Knows `rect`, `path` and `text`, no style sheet and no transform.

/** Pixels for each unit of the picture: sharp in print. */
const SCALE = 3;

/**
 * @param {string} svg
 * @returns {Promise<Uint8Array>} the bytes of a PNG
 */
export async function toPng(svg) {
  // The style sheet is for dark grounds, and the policy would report it as one of the page's own.
  const plain = svg.replace(/<style>[^<]*<\/style>/, "");
  const root = new DOMParser().parseFromString(plain, "image/svg+xml").documentElement;
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * number(root, "width");
  canvas.height = SCALE * number(root, "height");
  const brush = canvas.getContext("2d");
  if (!brush) throw new Error("This browser gives no canvas to paint on.");
  brush.scale(SCALE, SCALE);
  for (const element of root.children) paint(brush, element, root.getAttribute("font-family") ?? "sans-serif");
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("This browser could not make a PNG of the picture.");
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Element} element
 * @param {string} family
 */
function paint(brush, element, family) {
  const fill = element.getAttribute("fill") ?? "none";
  const stroke = element.getAttribute("stroke") ?? "none";
  brush.fillStyle = fill;
  if (element.localName === "rect") brush.fillRect(number(element, "x"), number(element, "y"), number(element, "width"), number(element, "height"));
  if (element.localName === "text") {
    brush.font = `${number(element, "font-size")}px ${family}`;
    brush.textAlign = /** @type {CanvasTextAlign} */ ({ middle: "center", end: "right" }[element.getAttribute("text-anchor") ?? ""] ?? "left");
    brush.fillText(element.textContent ?? "", number(element, "x"), number(element, "y"));
  }
  if (element.localName !== "path") return;
  const path = new Path2D(element.getAttribute("d") ?? "");
  if (fill !== "none") {
    brush.globalAlpha = number(element, "fill-opacity", 1);
    brush.fill(path);
    brush.globalAlpha = 1;
  }
  if (stroke !== "none") {
    brush.strokeStyle = stroke;
    brush.lineWidth = number(element, "stroke-width", 1);
    brush.lineJoin = /** @type {CanvasLineJoin} */ (element.getAttribute("stroke-linejoin") ?? "miter");
    brush.setLineDash((element.getAttribute("stroke-dasharray") ?? "").split(" ").filter(Boolean).map(Number));
    brush.stroke(path);
  }
}

/** @param {Element} element @param {string} name @param {number} [otherwise] */
function number(element, name, otherwise = 0) {
  const value = Number.parseFloat(element.getAttribute(name) ?? "");
  return Number.isFinite(value) ? value : otherwise;
}

// A place's sign: circle, square or triangle with a white number, on a canvas and as a badge.
import { svg } from "./dom";
import { prefixLength, type Class, type PageData, type Place } from "./data";
import { CLASS_COLOUR, COLOUR, SANS } from "./style";

export interface Sign {
  class: Class;
  text: string;
  /** How many letters at the front name the compound: they are written smaller. */
  prefix: number;
}

const SMALL = 0.64;

export function signOf(page: PageData, place: Place): Sign {
  return { class: place.class, text: place.number, prefix: prefixLength(page, place) };
}

/** Half width and half height of a sign whose shape is `size` high. */
export function extent(ctx: CanvasRenderingContext2D, sign: Sign, size: number): [number, number] {
  if (sign.class === "unit") return [triangle(ctx, sign, size) / 2, size / 2];
  return [Math.max(size, lengths(ctx, sign, letters(ctx, sign, size)).whole + size * 0.36) / 2, size / 2];
}

/** A triangle keeps its shape: it widens a little, then a long number shrinks. */
function triangle(ctx: CanvasRenderingContext2D, sign: Sign, size: number): number {
  const { whole } = lengths(ctx, sign, size * 0.5);
  return Math.min(Math.max(whole + size * 0.62, size * 1.22), size * 1.55);
}

/** Size of the digits inside a sign of a size. */
function letters(ctx: CanvasRenderingContext2D, sign: Sign, size: number): number {
  if (sign.class !== "unit") return Math.round(size * 0.58);
  const { whole } = lengths(ctx, sign, size * 0.5);
  const room = triangle(ctx, sign, size) * 0.6;
  return whole > room ? Math.max((size * 0.5 * room) / whole, 8) : size * 0.5;
}

function lengths(ctx: CanvasRenderingContext2D, sign: Sign, pixels: number): { front: number; whole: number } {
  ctx.font = font(pixels * SMALL);
  const front = sign.prefix ? ctx.measureText(sign.text.slice(0, sign.prefix)).width : 0;
  ctx.font = font(pixels);
  return { front, whole: front + ctx.measureText(sign.text.slice(sign.prefix)).width };
}

function font(pixels: number): string {
  return `700 ${pixels.toFixed(1)}px ${SANS}`;
}

/** Draw a sign with its white rim around a point of the canvas. */
export function drawSign(ctx: CanvasRenderingContext2D, sign: Sign, x: number, y: number, size: number): void {
  const [halfWidth, halfHeight] = extent(ctx, sign, size);
  ctx.beginPath();
  outline(ctx, sign.class, x, y, halfWidth, halfHeight);
  ctx.lineJoin = "round";
  ctx.lineWidth = size * 0.16;
  ctx.strokeStyle = COLOUR.halo;
  ctx.stroke();
  ctx.fillStyle = CLASS_COLOUR[sign.class];
  ctx.fill();
  if (sign.text) drawNumber(ctx, sign, x, y + size * (sign.class === "unit" ? 0.33 : 0.21), size);
}

function drawNumber(ctx: CanvasRenderingContext2D, sign: Sign, x: number, y: number, size: number): void {
  const pixels = letters(ctx, sign, size);
  const { front, whole } = lengths(ctx, sign, pixels);
  ctx.fillStyle = "#FFFFFF";
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(sign.text.slice(sign.prefix), x - whole / 2 + front, y);
  ctx.font = font(pixels * SMALL);
  ctx.fillText(sign.text.slice(0, sign.prefix), x - whole / 2, y);
}

function outline(
  ctx: CanvasRenderingContext2D,
  name: Class,
  x: number,
  y: number,
  halfWidth: number,
  halfHeight: number,
): void {
  if (name === "space") roundBox(ctx, x, y, halfWidth, halfHeight, halfHeight);
  else if (name === "facility") roundBox(ctx, x, y, halfWidth, halfHeight, halfHeight * 0.14);
  else {
    ctx.moveTo(x, y - halfHeight);
    ctx.lineTo(x + halfWidth, y + halfHeight);
    ctx.lineTo(x - halfWidth, y + halfHeight);
    ctx.closePath();
  }
}

function roundBox(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  halfWidth: number,
  halfHeight: number,
  radius: number,
): void {
  const [left, right, top, bottom] = [x - halfWidth, x + halfWidth, y - halfHeight, y + halfHeight];
  ctx.moveTo(left + radius, top);
  ctx.arcTo(right, top, right, bottom, radius);
  ctx.arcTo(right, bottom, left, bottom, radius);
  ctx.arcTo(left, bottom, left, top, radius);
  ctx.arcTo(left, top, right, top, radius);
  ctx.closePath();
}

/** The star of a main entrance. */
export function drawStar(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  drawCorners(ctx, x, y, Array.from({ length: 10 }, (_, i) => (i % 2 ? radius * 0.42 : radius)), radius);
}

/** The diamond of a starting point, where no gate is. */
export function drawStart(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  drawCorners(ctx, x, y, Array(4).fill(radius), radius);
}

/** A sign whose corners lie around its middle, clockwise from the top, each as far as its reach. */
function drawCorners(
  ctx: CanvasRenderingContext2D, x: number, y: number, reaches: number[], radius: number,
): void {
  ctx.beginPath();
  reaches.forEach((reach, i) => {
    const angle = (2 * Math.PI * i) / reaches.length;
    ctx.lineTo(x + reach * Math.sin(angle), y - reach * Math.cos(angle));
  });
  ctx.closePath();
  ctx.lineJoin = "round";
  ctx.lineWidth = radius * 0.35;
  ctx.strokeStyle = COLOUR.halo;
  ctx.stroke();
  ctx.fillStyle = COLOUR.entrance;
  ctx.fill();
}

export function drawGate(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.rect(x - size / 2, y - size / 2, size, size);
  ctx.fillStyle = COLOUR.halo;
  ctx.fill();
  ctx.lineWidth = size * 0.22;
  ctx.strokeStyle = COLOUR.entrance;
  ctx.stroke();
}

/** The same sign as an element of the page; it also prints where backgrounds do not. */
export function badge(sign: Sign, label: string): SVGElement {
  const [front, back] = [sign.text.slice(0, sign.prefix), sign.text.slice(sign.prefix)];
  const length = ems(front) * SMALL + ems(back);
  const narrow = sign.class === "unit";
  const width = narrow ? Math.min(Math.max(48, length * 20 + 25), 62) : Math.max(40, length * 24 + 14);
  const size = narrow ? Math.min(20, (width * 0.6) / (length || 1)) : 24;
  const shape =
    sign.class === "space"
      ? svg("rect", { x: 0, y: 0, width, height: 40, rx: 20 })
      : sign.class === "facility"
        ? svg("rect", { x: 0, y: 0, width, height: 40, rx: 4 })
        : svg("path", { d: `M${width / 2} 0 ${width} 40 0 40Z`, "stroke-linejoin": "round" });
  return svg(
    "svg",
    { class: `badge badge-${sign.class}`, viewBox: `0 0 ${width} 40`, role: "img", "aria-label": label },
    shape,
    svg("text", { x: width / 2, y: narrow ? 35 : 28.5, "font-size": size }, front && svg("tspan", { "font-size": size * SMALL }, front), back),
  );
}

function ems(text: string): number {
  return [...text].reduce((sum, char) => sum + (char > "ÿ" ? 1 : 0.58), 0);
}

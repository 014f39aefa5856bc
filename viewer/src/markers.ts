// A place's sign: circle, square or triangle with a white number, on a canvas and as a badge.
import { svg } from "./dom";
import type { Class } from "./data";
import { CLASS_COLOUR, COLOUR, SANS } from "./style";

export interface Sign {
  class: Class;
  text: string;
}

/** Half width and half height of a sign whose shape is `size` high; sets the font for its number. */
export function extent(ctx: CanvasRenderingContext2D, sign: Sign, size: number): [number, number] {
  if (sign.class === "unit") return [triangle(ctx, sign.text, size) / 2, size / 2];
  ctx.font = `700 ${Math.round(size * 0.58)}px ${SANS}`;
  return [Math.max(size, ctx.measureText(sign.text).width + size * 0.36) / 2, size / 2];
}

/** A triangle keeps its shape: it widens a little, then a long number shrinks. */
function triangle(ctx: CanvasRenderingContext2D, text: string, size: number): number {
  ctx.font = `700 ${Math.round(size * 0.5)}px ${SANS}`;
  const length = ctx.measureText(text).width;
  const width = Math.min(Math.max(length + size * 0.62, size * 1.22), size * 1.55);
  const room = width * 0.6;
  if (length > room) ctx.font = `700 ${Math.max((size * 0.5 * room) / length, 8).toFixed(1)}px ${SANS}`;
  return width;
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
  ctx.fillStyle = "#FFFFFF";
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const baseline = sign.class === "unit" ? 0.33 : 0.21;
  ctx.fillText(sign.text, x, y + size * baseline);
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

export function drawStar(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  for (let i = 0; i < 10; i++) {
    const angle = (i * Math.PI) / 5;
    const reach = i % 2 ? radius * 0.42 : radius;
    ctx.lineTo(x + reach * Math.sin(angle), y - reach * Math.cos(angle));
  }
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
  const length = [...sign.text].reduce((sum, char) => sum + (char > "ÿ" ? 1 : 0.58), 0);
  const narrow = sign.class === "unit";
  const width = narrow ? Math.min(Math.max(48, length * 20 + 25), 62) : Math.max(40, length * 24 + 14);
  const letters = narrow ? Math.min(20, (width * 0.6) / (length || 1)) : 24;
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
    svg("text", { x: width / 2, y: narrow ? 35 : 28.5, "font-size": letters }, sign.text),
  );
}

// Texts on the map: each where it finds room, or not at all.
import { around, type Taken } from "./declutter";
import type { Point } from "./data";

type Side = "above" | "below" | "left" | "right";

export interface Label {
  text: string;
  font: string;
  colour: string;
  x: number;
  y: number;
  away: number;
  sides: Side[];
}

/** Write a text beside a point, on the first of its sides that is free; nowhere if none is. */
export function label(ctx: CanvasRenderingContext2D, taken: Taken, options: Label): void {
  if (!options.text) return;
  ctx.font = options.font;
  const halfWidth = ctx.measureText(options.text).width / 2;
  const halfHeight = fontSize(options.font) * 0.6;
  for (const side of options.sides) {
    const x = options.x + (side === "right" ? 1 : side === "left" ? -1 : 0) * (options.away + halfWidth);
    const y = options.y + (side === "below" ? 1 : side === "above" ? -1 : 0) * (options.away + halfHeight);
    const rect = around(x, y, halfWidth, halfHeight);
    if (!taken.free(rect)) continue;
    taken.take(rect);
    write(ctx, options.text, options.colour, x, y, 0);
    return;
  }
}

/** Write a text on the first of some points where it fits, turned by an angle. */
export function centred(
  ctx: CanvasRenderingContext2D,
  taken: Taken,
  text: string,
  font: string,
  colour: string,
  tries: Point[],
  rotation = 0,
): void {
  ctx.font = font;
  const length = ctx.measureText(text).width / 2;
  const thickness = fontSize(font) * 0.55;
  const [sin, cos] = [Math.abs(Math.sin(rotation)), Math.abs(Math.cos(rotation))];
  for (const [x, y] of tries) {
    const rect = around(x, y, length * cos + thickness * sin, length * sin + thickness * cos);
    if (!taken.free(rect)) continue;
    taken.take(rect);
    write(ctx, text, colour, x, y, rotation);
    return;
  }
}

function fontSize(font: string): number {
  return parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? "12");
}

function write(ctx: CanvasRenderingContext2D, text: string, colour: string, x: number, y: number, rotation: number): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(-rotation);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = "rgba(255,255,255,0.92)";
  ctx.strokeText(text, 0, 0);
  ctx.fillStyle = colour;
  ctx.fillText(text, 0, 0);
  ctx.restore();
}

// Paints the community on a canvas: quiet ground, buildings, the boundary, then the signs.
import { around, Taken, type Rect } from "./declutter";
import type { Area, Class, Entrance, PageData, Place, Point, Ring } from "./data";
import { CLASSES } from "./data";
import { areaBox } from "./geometry";
import { centred, label } from "./labels";
import { drawGate, drawSign, drawStar, drawStart, extent, signOf, type Sign } from "./markers";
import { CLASS_COLOUR, CLASS_TINT, COLOUR, MARKER, SANS } from "./style";

/** From this many places on, a sign without room becomes a dot: leaders would be a thicket. */
const CROWD = 150;

/** Pixels per metre from which on names stand beside the signs. */
const NEAR = 2.2;

/** A canvas's window on the plane: pixels per metre and where the local origin falls. */
export interface View {
  scale: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Painted {
  /** Where each sign was drawn; a place without one is not in it. */
  signs: Map<number, Rect>;
}

export interface Look {
  selected: number | null;
  /** The compound looked at; null treats all alike. */
  compound: number | null;
  /** 1, or more for large text. */
  zoomText: number;
  mainEntrance: string;
  startingPoint: string;
  nameOf: (place: number) => string;
}

export class Painter {
  private readonly ground = { areas: path(), lines: path() };
  private readonly compounds = path();
  private readonly buildings = path();
  private readonly footprints: Record<Class, Path2D> = { space: path(), facility: path(), unit: path() };
  private readonly buildingBoxes = [] as { label: string; at: Point; width: number; height: number }[];

  constructor(private readonly page: PageData) {
    for (const area of page.ground.areas) addArea(this.ground.areas, area);
    for (const line of page.ground.lines) addRing(this.ground.lines, line);
    for (const compound of page.compounds) addArea(this.compounds, compound.area);
    for (const building of page.buildings) {
      addArea(this.buildings, building.area);
      const box = areaBox(building.area);
      const at: Point = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
      this.buildingBoxes.push({ label: building.label, at, width: box.maxX - box.minX, height: box.maxY - box.minY });
    }
    for (const place of page.places) addArea(this.footprints[place.class], place.area);
  }

  paint(ctx: CanvasRenderingContext2D, view: View, look: Look, ratio: number): Painted {
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = COLOUR.outside;
    ctx.fillRect(0, 0, view.width, view.height);
    ctx.save();
    ctx.transform(view.scale, 0, 0, -view.scale, view.x, view.y);
    this.paintGround(ctx, 1 / view.scale);
    ctx.restore();
    const taken = new Taken();
    const painted: Painted = { signs: new Map() };
    this.paintEntrances(ctx, view, look, taken);
    this.paintSigns(ctx, view, look, taken, painted);
    this.paintBuildingLabels(ctx, view, look, taken);
    this.paintGroundTexts(ctx, view, look, taken);
    this.paintNames(ctx, view, look, taken, painted);
    return painted;
  }

  /** Everything with an extent; `pixel` is the length of a pixel in metres. */
  private paintGround(ctx: CanvasRenderingContext2D, pixel: number): void {
    fill(ctx, this.ground.areas, COLOUR.groundArea);
    fill(ctx, this.compounds, COLOUR.inside);
    stroke(ctx, this.ground.areas, COLOUR.groundLine, pixel);
    stroke(ctx, this.ground.lines, COLOUR.groundLine, pixel);
    fill(ctx, this.buildings, COLOUR.building);
    stroke(ctx, this.buildings, COLOUR.buildingLine, pixel);
    for (const name of CLASSES) fill(ctx, this.footprints[name], CLASS_TINT[name]);
    for (const name of CLASSES) stroke(ctx, this.footprints[name], CLASS_COLOUR[name], 1.4 * pixel);
    ctx.setLineDash([16, 4, 3, 4].map((length) => length * pixel));
    ctx.lineCap = "butt";
    stroke(ctx, this.compounds, COLOUR.boundary, 2.8 * pixel);
    ctx.setLineDash([]);
  }

  private paintEntrances(ctx: CanvasRenderingContext2D, view: View, look: Look, taken: Taken): void {
    const size = MARKER * look.zoomText;
    for (const entrance of [...this.page.entrances].sort((a, b) => Number(b.main) - Number(a.main))) {
      const [x, y] = onCanvas(view, entrance.at);
      if (!inside(view, x, y)) continue;
      if (entrance.main && entrance.start) drawStart(ctx, x, y, size * 0.5);
      else if (entrance.main) drawStar(ctx, x, y, size * 0.56);
      else drawGate(ctx, x, y, size * 0.44);
      const half = entrance.main ? size * 0.5 : size * 0.26;
      taken.take(around(x, y, half, half));
      this.paintEntranceName(ctx, view, look, taken, entrance, half);
    }
  }

  private paintEntranceName(
    ctx: CanvasRenderingContext2D,
    view: View,
    look: Look,
    taken: Taken,
    entrance: Entrance,
    half: number,
  ): void {
    const [x, y] = onCanvas(view, entrance.at);
    const text = entrance.name || (entrance.start ? look.startingPoint : entrance.main ? look.mainEntrance : "");
    const font = `${entrance.main ? 700 : 500} ${14 * look.zoomText}px ${SANS}`;
    label(ctx, taken, { text, font, colour: COLOUR.entrance, x, y, away: half + 3, sides: ["below", "right", "left", "above"] });
  }

  private paintSigns(ctx: CanvasRenderingContext2D, view: View, look: Look, taken: Taken, painted: Painted): void {
    const signs = new Map<number, Rect>();
    const order = this.inOrder(view, look);
    const numbered = order.filter((index) => this.page.places[index].number).length;
    for (const index of order) {
      const place = this.page.places[index];
      const [x, y] = onCanvas(view, place.at);
      const guest = numbered > CROWD || (look.compound !== null && place.compound !== look.compound);
      const steps = index === look.selected ? "none" : guest ? "stay" : "aside";
      const sign = signOf(this.page, this.page.places[index]);
      const at = place.number || steps === "none" ? room(ctx, taken, sign, x, y, signSize(view, look, index), steps) : null;
      if (at) {
        taken.take(at);
        signs.set(index, at);
      } else painted.signs.set(index, paintDot(ctx, view, look, place, x, y));
    }
    // Leaders under all signs, and the selected sign, which came first, over all others.
    for (const [index, rect] of signs) this.paintLeader(ctx, view, index, rect);
    for (const [index, rect] of [...signs].reverse()) {
      this.paintSign(ctx, view, look, index, rect);
      painted.signs.set(index, rect);
    }
  }

  /** The places in sight: the selected one, which always finds room, then those of its compound. */
  private inOrder(view: View, look: Look): number[] {
    const order = this.page.places.map((_, index) => index);
    const seen = order.filter((index) => inside(view, ...onCanvas(view, this.page.places[index].at)));
    const weight = (index: number) =>
      (index === look.selected ? 2 : 0) + (this.page.places[index].compound === look.compound ? 1 : 0);
    return [...seen].sort((a, b) => weight(b) - weight(a) || a - b);
  }

  private paintLeader(ctx: CanvasRenderingContext2D, view: View, index: number, rect: Rect): void {
    const place = this.page.places[index];
    const anchor = onCanvas(view, place.at);
    const [x, y] = middle(rect);
    if (Math.hypot(x - anchor[0], y - anchor[1]) > 2) leader(ctx, ...anchor, x, y, CLASS_COLOUR[place.class]);
  }

  private paintSign(ctx: CanvasRenderingContext2D, view: View, look: Look, index: number, rect: Rect): void {
    const place = this.page.places[index];
    const [x, y] = middle(rect);
    const size = signSize(view, look, index);
    if (index === look.selected) ring(ctx, x, y, (rect.right - rect.left) / 2, size);
    drawSign(ctx, signOf(this.page, place), x, y, size);
  }

  private paintBuildingLabels(ctx: CanvasRenderingContext2D, view: View, look: Look, taken: Taken): void {
    const size = 12.5 * look.zoomText;
    const font = `500 ${size}px ${SANS}`;
    ctx.font = font;
    for (const box of this.buildingBoxes) {
      if (!box.label || Math.max(box.width, box.height) * view.scale < size * 1.6) continue;
      const [x, y] = onCanvas(view, box.at);
      if (!inside(view, x, y)) continue;
      const shift = box.width > box.height ? [box.width * 0.3 * view.scale, 0] : [0, box.height * 0.3 * view.scale];
      const tries = [0, 1, -1].map((step): Point => [x + step * shift[0], y + step * shift[1]]);
      centred(ctx, taken, box.label, font, COLOUR.buildingText, tries);
    }
  }

  private paintGroundTexts(ctx: CanvasRenderingContext2D, view: View, look: Look, taken: Taken): void {
    const font = `400 ${13.5 * look.zoomText}px ${SANS}`;
    for (const note of this.page.ground.texts) {
      const at = onCanvas(view, note.at);
      if (inside(view, ...at)) centred(ctx, taken, note.text, font, COLOUR.groundText, [at], note.rotation);
    }
  }

  /** Names beside the signs, where they fit once somebody has come near. */
  private paintNames(ctx: CanvasRenderingContext2D, view: View, look: Look, taken: Taken, painted: Painted): void {
    if (view.scale < NEAR) return;
    const font = `600 ${14 * look.zoomText}px ${SANS}`;
    for (const [index, rect] of painted.signs) {
      if (!this.page.places[index].number) continue;
      const [x, y] = middle(rect);
      label(ctx, taken, {
        text: look.nameOf(index), font, colour: COLOUR.ink, x, y,
        away: (rect.right - rect.left) / 2 + 5, sides: ["right", "left", "below", "above"],
      });
    }
  }
}

function path(): Path2D {
  return new Path2D();
}

function addRing(target: Path2D, ring: Ring): void {
  target.moveTo(ring[0], ring[1]);
  for (let i = 2; i < ring.length; i += 2) target.lineTo(ring[i], ring[i + 1]);
}

function addArea(target: Path2D, area: Area): void {
  for (const polygon of area) {
    for (const ring of polygon) {
      addRing(target, ring);
      target.closePath();
    }
  }
}

function fill(ctx: CanvasRenderingContext2D, shape: Path2D, colour: string): void {
  ctx.fillStyle = colour;
  ctx.fill(shape, "evenodd");
}

function stroke(ctx: CanvasRenderingContext2D, shape: Path2D, colour: string, width: number): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.stroke(shape);
}

export function onCanvas(view: View, [x, y]: Point): Point {
  return [x * view.scale + view.x, view.y - y * view.scale];
}

function inside(view: View, x: number, y: number): boolean {
  return x > -MARKER && y > -MARKER && x < view.width + MARKER && y < view.height + MARKER;
}

/** Signs are a little smaller where the whole community is in view. */
function signSize(view: View, look: Look, index: number): number {
  const near = Math.min(Math.max((view.scale - NEAR / 2) / (NEAR / 2), 0), 1);
  return MARKER * (0.86 + 0.14 * near) * look.zoomText * (index === look.selected ? 1.4 : 1);
}

/** A place without room for its number at this scale; smaller still one that never has a number. */
function paintDot(
  ctx: CanvasRenderingContext2D,
  view: View,
  look: Look,
  place: Place,
  x: number,
  y: number,
): Rect {
  const size = (place.number ? 10 : view.scale < NEAR ? 4.5 : 8) * look.zoomText;
  ctx.globalAlpha = place.number ? 1 : 0.6;
  drawSign(ctx, { class: place.class, text: "", prefix: 0 }, x, y, size);
  ctx.globalAlpha = 1;
  return around(x, y, size / 2, size / 2);
}

function middle(rect: Rect): Point {
  return [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
}

/** Where a sign finds room: on its anchor, else one step aside; the selected one asks nobody. */
function room(
  ctx: CanvasRenderingContext2D,
  taken: Taken,
  sign: Sign,
  x: number,
  y: number,
  size: number,
  steps: "none" | "stay" | "aside",
): Rect | null {
  const [halfWidth, halfHeight] = extent(ctx, sign, size);
  const here = around(x, y, halfWidth, halfHeight);
  if (steps === "none" || taken.free(here)) return here;
  if (steps === "stay") return null;
  const [aside, down] = [halfWidth + size * 0.6, size * 1.12];
  for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0], [1, -1], [1, 1], [-1, 1], [-1, -1]]) {
    const there = around(x + dx * aside, y + dy * down, halfWidth, halfHeight);
    if (taken.free(there)) return there;
  }
  return null;
}

function leader(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number, colour: string): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.4;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x0, y0, 2.4, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
}

/** A dark ring on white around the place shown. */
function ring(ctx: CanvasRenderingContext2D, x: number, y: number, halfWidth: number, size: number): void {
  ctx.beginPath();
  ctx.ellipse(x, y, Math.max(halfWidth + size * 0.24, size * 0.8), size * 0.8, 0, 0, 2 * Math.PI);
  ctx.fillStyle = "rgba(255,255,255,0.9)";
  ctx.fill();
  ctx.lineWidth = 2.5;
  ctx.strokeStyle = COLOUR.ink;
  ctx.stroke();
}

// Small plane geometry in local metres.
import type { Area, Point, Ring } from "./data";

export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function emptyBox(): Box {
  return { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
}

export function isEmpty(box: Box): boolean {
  return box.minX > box.maxX;
}

export function grow(box: Box, ring: Ring): Box {
  for (let i = 0; i < ring.length; i += 2) {
    box.minX = Math.min(box.minX, ring[i]);
    box.maxX = Math.max(box.maxX, ring[i]);
    box.minY = Math.min(box.minY, ring[i + 1]);
    box.maxY = Math.max(box.maxY, ring[i + 1]);
  }
  return box;
}

export function areaBox(area: Area, box: Box = emptyBox()): Box {
  for (const polygon of area) grow(box, polygon[0]);
  return box;
}

/** Whether a point lies in an area, holes respected (even-odd over all rings). */
export function contains(area: Area, [x, y]: Point): boolean {
  let inside = false;
  for (const polygon of area) {
    for (const ring of polygon) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const [xi, yi, xj, yj] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
    }
  }
  return inside;
}

export function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}

/** The compass sector from one point to another: 0 north, 1 north-east, … 7 north-west. */
export function sector([ax, ay]: Point, [bx, by]: Point): number {
  const degrees = (Math.atan2(bx - ax, by - ay) * 180) / Math.PI;
  return Math.round((degrees + 360) / 45) % 8;
}

// Keeps what is drawn from lying on one another: a grid of taken boxes in canvas pixels.

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const CELL = 64;

export class Taken {
  private readonly cells = new Map<number, Rect[]>();

  free(rect: Rect): boolean {
    return this.keys(rect).every((key) => !(this.cells.get(key) ?? []).some((other) => overlap(rect, other)));
  }

  take(rect: Rect): void {
    for (const key of this.keys(rect)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(rect);
      else this.cells.set(key, [rect]);
    }
  }

  private keys(rect: Rect): number[] {
    const keys: number[] = [];
    for (let column = Math.floor(rect.left / CELL); column <= Math.floor(rect.right / CELL); column++) {
      for (let row = Math.floor(rect.top / CELL); row <= Math.floor(rect.bottom / CELL); row++) {
        keys.push(column * 65536 + row);
      }
    }
    return keys;
  }
}

export function around(x: number, y: number, halfWidth: number, halfHeight: number, margin = 0): Rect {
  return {
    left: x - halfWidth - margin,
    right: x + halfWidth + margin,
    top: y - halfHeight - margin,
    bottom: y + halfHeight + margin,
  };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

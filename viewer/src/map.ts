// The map: Leaflet for panning and zooming on plain metres, one canvas for all there is to see.
import * as L from "leaflet";
import type { PageData, Point } from "./data";
import { areaBox, contains, emptyBox, grow, isEmpty, type Box } from "./geometry";
import { Painter, type Look, type Painted, type View } from "./painter";

/** How near a finger must come to a sign: half of a 44-pixel target. */
const REACH = 22;
const CLOSE = Math.log2(2.6);

interface Sheet extends L.Layer {
  repaint(): void;
}

export class MapView {
  private readonly map: L.Map;
  private readonly painter: Painter;
  private readonly sheet: Sheet;
  private painted: Painted = { signs: new Map() };
  private view: View = { scale: 1, x: 0, y: 0, width: 0, height: 0 };
  /** Pixels on the left and at the bottom that the card covers. */
  private covered: Point = [0, 0];

  constructor(
    holder: HTMLElement,
    private readonly page: PageData,
    private readonly look: () => Look,
    private readonly opened: (place: number | null) => void,
  ) {
    this.painter = new Painter(page);
    this.map = L.map(holder, {
      crs: L.CRS.Simple,
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0,
      zoomDelta: 0.75,
      wheelPxPerZoomLevel: 90,
      minZoom: -6,
      maxZoom: 5,
      maxBoundsViscosity: 0.7,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    const whole = pad(pageBox(page), 40);
    this.map.setMaxBounds(bounds(pad(whole, 0.5 * Math.max(whole.maxX - whole.minX, whole.maxY - whole.minY))));
    this.sheet = paintedLayer((ctx, view, ratio) => {
      this.view = view;
      this.painted = this.painter.paint(ctx, view, this.look(), ratio);
    });
    this.showWhole();
    this.sheet.addTo(this.map);
    this.map.on("click", (event: L.LeafletMouseEvent) => this.opened(this.hit(event)));
  }

  on(event: "zoomend" | "moveend", listener: () => void): void {
    this.map.on(event, listener);
  }

  repaint(): void {
    this.sheet.repaint();
  }

  resized(): void {
    this.map.invalidateSize({ pan: false });
    this.repaint();
  }

  zoomBy(step: number): void {
    this.map.setZoom(this.map.getZoom() + step);
  }

  /** Pixels per metre. */
  get scale(): number {
    return 2 ** this.map.getZoom();
  }

  cover(left: number, bottom: number): void {
    this.covered = [left, bottom];
  }

  showWhole(compound: number | null = null): void {
    const area = compound === null ? undefined : this.page.compounds[compound]?.area;
    const box = area ? areaBox(area) : pageBox(this.page);
    this.map.fitBounds(bounds(isEmpty(box) ? { minX: 0, minY: 0, maxX: 100, maxY: 100 } : box), {
      paddingTopLeft: [34 + this.covered[0], 30],
      paddingBottomRight: [34, 84 + this.covered[1]],
      animate: false,
    });
  }

  /**
   * Bring a place to the middle of what the card leaves free, near enough to read names.
   * Leaflet drops what is asked for during a zoom animation: that is waited for, and none begun.
   */
  show(place: number): void {
    if ((this.map as unknown as { _animatingZoom?: boolean })._animatingZoom) {
      this.map.once("zoomend", () => this.show(place));
      return;
    }
    const zoom = Math.max(this.map.getZoom(), CLOSE);
    const [left, bottom] = this.covered;
    const at = this.map.project(latLng(this.page.places[place].at), zoom).add([-left / 2, bottom / 2]);
    this.map.setView(this.map.unproject(at, zoom), zoom, { animate: zoom === this.map.getZoom() });
    this.repaint();
  }

  /** Whether a place's sign can be seen as the map stands. */
  sees(place: number): boolean {
    const at = this.map.latLngToContainerPoint(latLng(this.page.places[place].at));
    const size = this.map.getSize();
    const [left, bottom] = this.covered;
    return at.x > left + 30 && at.y > 30 && at.x < size.x - 30 && at.y < size.y - bottom - 30;
  }

  private hit(event: L.LeafletMouseEvent): number | null {
    const { lat, lng } = event.latlng;
    const x = lng * this.view.scale + this.view.x;
    const y = this.view.y - lat * this.view.scale;
    let best: number | null = null;
    let nearest = REACH;
    for (const [index, rect] of this.painted.signs) {
      const dx = Math.max(rect.left - x, 0, x - rect.right);
      const dy = Math.max(rect.top - y, 0, y - rect.bottom);
      const centre = Math.hypot((rect.left + rect.right) / 2 - x, (rect.top + rect.bottom) / 2 - y);
      const away = Math.hypot(dx, dy) + centre * 0.01;
      if (away < nearest) [best, nearest] = [index, away];
    }
    return best ?? this.footprintAt([lng, lat]);
  }

  private footprintAt(at: Point): number | null {
    const index = this.page.places.findIndex((place) => contains(place.area, at));
    return index < 0 ? null : index;
  }
}

export function pageBox(page: PageData): Box {
  const box = emptyBox();
  for (const compound of page.compounds) areaBox(compound.area, box);
  for (const place of page.places) grow(box, place.at);
  return box;
}

function pad(box: Box, metres: number): Box {
  return { minX: box.minX - metres, minY: box.minY - metres, maxX: box.maxX + metres, maxY: box.maxY + metres };
}

function latLng([x, y]: Point): L.LatLng {
  return L.latLng(y, x);
}

function bounds(box: Box): L.LatLngBounds {
  return L.latLngBounds([box.minY, box.minX], [box.maxY, box.maxX]);
}

type Paint = (ctx: CanvasRenderingContext2D, view: View, ratio: number) => void;

/** A Leaflet renderer (which keeps a canvas in place through pans and zooms) that paints by one function. */
function paintedLayer(paint: Paint): Sheet {
  const base = (L.Renderer as any).prototype;
  const Painted = (L.Renderer as any).extend({
    options: { padding: 0.35 },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      base._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const canvas: HTMLCanvasElement = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const scale = this._map.getZoomScale(this._zoom, 0);
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const ctx = canvas.getContext("2d", { alpha: false });
      if (ctx) paint(ctx, { scale, x: -origin.x, y: -origin.y, width: size.x, height: size.y }, ratio);
    },
    repaint() {
      if (this._map && !this._map._animatingZoom) this._update();
    },
  });
  return new Painted() as Sheet;
}

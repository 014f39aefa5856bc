// What frames the page: tabs, the buttons and notes on the map, the imprint.
import type { PageData } from "./data";
import { el, replace } from "./dom";
import { icon, type Icon } from "./icons";
import type { MapView } from "./map";
import type { Store, Tab } from "./store";
import type { Words } from "./words";

/** Whether there is room for list, map and place side by side; the style sheet says the same. */
export function isWide(): boolean {
  return matchMedia("(min-width: 60rem)").matches;
}

/** Map, places, comments; in a wide window the map is always there. */
export function tabs(store: Store, words: Words, page: PageData): HTMLElement {
  const nav = el("nav", { class: "tabs" });
  const kinds: [Tab, Icon][] = [["map", "map"], ["list", "list"]];
  if (page.voices.length) kinds.push(["voices", "voices"]);
  const draw = () => {
    const current = store.get().tab === "map" && isWide() ? "list" : store.get().tab;
    replace(
      nav,
      ...kinds.map(([tab, picture]) =>
        el(
          "button",
          {
            class: `tab tab-${tab}`,
            attributes: { type: "button", "aria-current": tab === current ? "page" : null },
            on: { click: () => store.set({ tab, ...(tab === "map" ? {} : { place: null, typed: "" }) }) },
          },
          icon(picture),
          el("span", { text: words.say(`page_${tab}`) }),
          tab === "voices" ? el("em", { text: `${page.voices.length}` }) : null,
        ),
      ),
    );
  };
  store.subscribe((_, changed) => {
    if (changed("tab", "language")) draw();
  });
  draw();
  return nav;
}

/** Buttons on the map: nearer, farther, everything. */
export function controls(map: MapView, store: Store, words: Words): HTMLElement {
  const box = el("div", { class: "controls" });
  const one = (picture: Icon, key: string, click: () => void) =>
    el("button", { attributes: { type: "button", "aria-label": words.say(key), title: words.say(key) }, on: { click } }, icon(picture));
  const draw = () =>
    replace(
      box,
      one("plus", "page_zoom_in", () => map.zoomBy(0.75)),
      one("minus", "page_zoom_out", () => map.zoomBy(-0.75)),
      one("whole", "page_whole", () => map.showWhole(store.get().compound)),
    );
  store.subscribe((_, changed) => {
    if (changed("language")) draw();
  });
  draw();
  return box;
}

/** Tell who cannot see the map what it is for. */
export function nameMap(holder: HTMLElement, store: Store, words: Words): void {
  const draw = () => holder.setAttribute("aria-label", words.say("page_map_label"));
  store.subscribe((_, changed) => {
    if (changed("language")) draw();
  });
  draw();
}

/** Scale bar, north, and what the drawing is not. */
export function mapNotes(map: MapView, store: Store, words: Words): HTMLElement {
  const bar = el("i", { class: "bar" });
  const length = el("span");
  const north = el("span", { class: "north" });
  const note = el("p", { class: "note" });
  const draw = () => {
    const metres = niceLength(90 / map.scale);
    bar.style.width = `${metres * map.scale}px`;
    length.textContent = `${metres} m`;
    north.textContent = `↑ ${words.say("page_direction_n")}`;
    note.textContent = words.say("disclaimer");
  };
  map.on("zoomend", draw);
  store.subscribe((_, changed) => {
    if (changed("language")) draw();
  });
  draw();
  return el("div", { class: "notes" }, el("p", { class: "scale" }, bar, length, north), note);
}

function niceLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
}

/** What the drawing is not, its dates, and the way to paper. */
export function imprint(page: PageData, words: Words): Node {
  const dates = [
    page.surveyed && words.say("page_surveyed", { date: page.surveyed }),
    page.updated && words.say("page_updated", { date: page.updated }),
    page.approval && words.say("page_approval", { number: page.approval }),
  ];
  return el(
    "footer",
    { class: "imprint" },
    el("p", { text: words.say("disclaimer") }),
    el("p", { text: dates.filter(Boolean).join(" · ") }),
    el(
      "button",
      { class: "chip", attributes: { type: "button" }, on: { click: () => window.print() } },
      icon("print"),
      words.say("page_print"),
    ),
  );
}

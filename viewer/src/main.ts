// Puts the parts of the page together; each draws itself anew when what it shows has changed.
import { Address } from "./address";
import { Card } from "./card";
import { readPage, type Language, type PageData } from "./data";
import { el, replace } from "./dom";
import { Finder } from "./finder";
import { compounds, header } from "./header";
import { icon, type Icon } from "./icons";
import { keypad } from "./keypad";
import { PlaceList } from "./list";
import { MapView } from "./map";
import { preparePrinting } from "./printing";
import { recall, Store, type Tab } from "./store";
import { VoiceList } from "./voices";
import { Words } from "./words";

function start(): void {
  const page = readPage();
  const kept = recall("language") as Language | null;
  const store = new Store({
    language: kept && page.languages.includes(kept) ? kept : page.languages[0],
    large: recall("large") === "yes",
    compound: 0,
    tab: "map",
    place: null,
    typed: "",
    query: "",
    state: null,
  });
  const words = new Words(page, store);
  const finder = new Finder(page);
  const footer = () => imprint(page, words);
  const card = new Card(page, store, words, finder);
  const holder = el("div", { class: "map", attributes: { id: "map", role: "application", tabindex: 0 } });
  const area = el("main", { class: "map-area" }, holder);
  const app = document.getElementById("page") as HTMLElement;
  app.append(
    el("div", { class: "top" }, header(page, store, words), compounds(page, store, words), keypad(store, words, finder)),
    area,
    tabs(store, words, page),
    new PlaceList(page, store, words, finder, footer).element,
    ...(page.voices.length ? [new VoiceList(page, store, words, finder, footer).element] : []),
    card.element,
  );
  const map = new MapView(holder, page, () => look(page, store, words), (place) =>
    store.set({ place, typed: place === null ? "" : finder.local[place] }),
  );
  nameMap(holder, store, words);
  area.append(controls(map, store, words), mapNotes(map, store, words));
  wire(app, page, store, map, card, finder);
  preparePrinting(page, words, footer);
}

function look(page: PageData, store: Store, words: Words) {
  const { place, compound, large } = store.get();
  return {
    selected: place,
    compound,
    zoomText: large ? 1.25 : 1,
    mainEntrance: words.say("main_entrance"),
    nameOf: (index: number) => words.name(page.places[index]),
  };
}

/** What has to follow when the state changes: address, map, focus. */
function wire(app: HTMLElement, page: PageData, store: Store, map: MapView, card: Card, finder: Finder): void {
  const address = new Address(page, store);
  store.subscribe((shown, changed) => {
    app.dataset.tab = shown.tab;
    app.classList.toggle("opened", shown.place !== null);
    if (changed("place", "large", "language", "tab")) map.cover(...coverOf(card.element, app));
    if (changed("place")) {
      const place = shown.place === null ? null : page.places[shown.place];
      if (place && place.compound !== shown.compound) store.set({ compound: place.compound });
      address.show(shown.place);
    }
    if (changed("tab", "large")) map.resized();
    if (changed("compound") && shown.place === null) map.showWhole(shown.compound);
    if (changed("place", "large", "language") && shown.place !== null && !map.sees(shown.place)) map.show(shown.place);
    if (changed("place", "compound", "language", "large")) map.repaint();
  });
  address.listen((place) =>
    store.set({ place, typed: place === null ? "" : finder.local[place], ...(place === null ? {} : { tab: "map" as Tab }) }),
  );
  app.dataset.tab = store.get().tab;
  map.resized();
  map.showWhole(page.compounds.length > 1 ? store.get().compound : null);
  if (store.get().place !== null) map.show(store.get().place as number);
  window.addEventListener("resize", () => map.resized());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && store.get().place !== null) store.set({ place: null, typed: "" });
  });
}

/** What the card hides of the map: its foot on a phone, its left side in a wide window. */
function coverOf(card: HTMLElement, app: HTMLElement): [number, number] {
  const map = app.querySelector(".map-area");
  if (card.hidden || !map) return [0, 0];
  return isWide() ? [card.getBoundingClientRect().right - map.getBoundingClientRect().left, 0] : [0, card.offsetHeight];
}

function isWide(): boolean {
  return matchMedia("(min-width: 60rem)").matches;
}

function tabs(store: Store, words: Words, page: PageData): HTMLElement {
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

function controls(map: MapView, store: Store, words: Words): HTMLElement {
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
function nameMap(holder: HTMLElement, store: Store, words: Words): void {
  const draw = () => holder.setAttribute("aria-label", words.say("page_map_label"));
  store.subscribe((_, changed) => {
    if (changed("language")) draw();
  });
  draw();
}

/** Scale bar, north, and what the drawing is not. */
function mapNotes(map: MapView, store: Store, words: Words): HTMLElement {
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

function imprint(page: PageData, words: Words): Node {
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

start();

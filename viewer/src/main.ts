// Puts the parts of the page together; each draws itself anew when what it shows has changed.
import { Address } from "./address";
import { Card } from "./card";
import { readPage, type Language, type PageData } from "./data";
import { el } from "./dom";
import { Finder } from "./finder";
import { controls, imprint, isWide, mapNotes, nameMap, tabs } from "./frame";
import { compounds, header } from "./header";
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
    startingPoint: words.say("starting_point"),
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

start();

// All places, by class and in the order of their numbers, with a search by name.
import { el, replace } from "./dom";
import { CLASSES, type PageData } from "./data";
import type { Finder } from "./finder";
import { icon } from "./icons";
import { badge, signOf } from "./markers";
import type { Store } from "./store";
import type { Words } from "./words";

/** Rows drawn at once; a longer list grows when its end is asked for. */
const STEP = 300;

export class PlaceList {
  readonly element = el("section", { class: "panel list", attributes: { id: "panel-list" } });
  private readonly search = el("input", { attributes: { type: "search", autocomplete: "off", id: "search" } });
  private readonly results = el("div", { class: "results" });
  private readonly counts: number[];
  private shownRows = STEP;

  constructor(
    private readonly page: PageData,
    private readonly store: Store,
    private readonly words: Words,
    private readonly finder: Finder,
    private readonly footer: () => Node,
  ) {
    this.counts = page.places.map(() => 0);
    for (const voice of page.voices) if (voice.place !== null) this.counts[voice.place] += 1;
    this.search.addEventListener("input", () => store.set({ query: this.search.value }));
    store.subscribe((_, changed) => {
      if (changed("language", "query", "compound")) {
        this.shownRows = STEP;
        this.draw();
      } else if (changed("place")) this.mark();
    });
    this.element.append(el("div", { class: "search" }, icon("search"), this.search), this.results);
    this.draw();
  }

  private draw(): void {
    this.search.placeholder = this.words.say("page_search");
    this.search.setAttribute("aria-label", this.words.say("page_search"));
    const found = this.found();
    const shown = new Set(found.slice(0, this.shownRows));
    const groups = CLASSES.map((name) => {
      const rows = found.filter((index) => this.page.places[index].class === name);
      const visible = rows.filter((index) => shown.has(index));
      if (!visible.length) return null;
      return el(
        "section",
        { class: `group group-${name}` },
        el("h2", {}, badge({ class: name, text: "", prefix: 0 }, ""), this.words.className(name), el("span", { text: `${rows.length}` })),
        el("ul", {}, ...visible.map((index) => this.row(index))),
      );
    });
    replace(
      this.results,
      ...groups,
      found.length ? null : el("p", { class: "empty", text: this.words.say("page_nothing_found") }),
      found.length > this.shownRows && this.more(),
      this.footer(),
    );
    this.mark();
  }

  private more(): Node {
    const click = () => {
      this.shownRows += STEP;
      this.draw();
    };
    return el("button", { class: "wide", text: this.words.say("page_more"), attributes: { type: "button" }, on: { click } });
  }

  /** A search goes through all places, lamps and hydrants too; else the compound's numbered ones. */
  private found(): number[] {
    const { query, compound } = this.store.get();
    const wanted = query.trim().toLowerCase();
    if (!wanted) return this.finder.numbered(compound);
    return this.page.places.map((_, index) => index).filter((index) => this.text(index).includes(wanted));
  }

  private text(index: number): string {
    const place = this.page.places[index];
    const kind = this.page.kinds[place.kind];
    return [place.number, place.name, kind?.zh, kind?.en, place.building].join(" ").toLowerCase();
  }

  private row(index: number): HTMLElement {
    const place = this.page.places[index];
    const name = this.words.name(place);
    const kind = this.words.kind(place);
    const details = [kind === name ? "" : kind, this.words.where(place)].filter(Boolean).join(" · ");
    const count = this.counts[index];
    const open = () => this.store.set({ place: index, typed: this.finder.local[index], tab: "map" });
    return el(
      "li",
      {},
      el(
        "button",
        { class: "row", attributes: { type: "button", "data-place": index }, on: { click: open } },
        badge(signOf(this.page, place), ""),
        el("span", { class: "row-name" }, el("b", { text: name }), details && el("small", { text: details })),
        place.proposed && el("span", { class: "tag", text: this.words.say("page_proposed") }),
        count > 0 && el("span", { class: "count" }, icon("voices"), `${count}`),
      ),
    );
  }

  private mark(): void {
    const { place } = this.store.get();
    for (const row of this.results.querySelectorAll(".row")) {
      row.toggleAttribute("aria-current", Number((row as HTMLElement).dataset.place) === place);
    }
  }
}

// One place: its sign, name, kind, where it is, and what was said and answered about it.
import { el, replace, type Child } from "./dom";
import type { Entrance, PageData, Place } from "./data";
import type { Finder } from "./finder";
import { distance, sector } from "./geometry";
import { icon } from "./icons";
import { badge, signOf } from "./markers";
import { Speech } from "./speech";
import type { Store } from "./store";
import { voiceCard } from "./voices";
import type { Words } from "./words";

const SECTORS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

export class Card {
  readonly element = el("section", { class: "card", attributes: { hidden: true, tabindex: -1 } });
  private readonly speech = new Speech(() => this.draw());
  private speaking = false;

  constructor(
    private readonly page: PageData,
    private readonly store: Store,
    private readonly words: Words,
    private readonly finder: Finder,
  ) {
    store.subscribe((_, changed) => {
      if (changed("place", "language")) {
        this.hush();
        this.draw();
        if (changed("place")) this.element.scrollTop = 0;
      }
    });
    this.draw();
  }

  private draw(): void {
    const index = this.store.get().place;
    this.element.hidden = index === null;
    if (index === null) return replace(this.element);
    const place = this.page.places[index];
    this.element.setAttribute("aria-label", this.words.name(place));
    replace(this.element, this.head(place), this.facts(place), this.related(index), this.photos(place), ...this.voices(index), this.actions(index));
  }

  private head(place: Place): Node {
    const label = this.words.className(place.class);
    return el(
      "div",
      { class: "card-head" },
      badge(signOf(this.page, place), `${place.number} ${label}`.trim()),
      el("h2", { text: this.words.name(place), attributes: { "aria-live": "polite" } }),
      el(
        "button",
        {
          class: "plain",
          attributes: { type: "button", "aria-label": this.words.say("page_close") },
          on: { click: () => this.store.set({ place: null, typed: "" }) },
        },
        icon("close"),
      ),
    );
  }

  private facts(place: Place): Node {
    const name = this.words.name(place);
    const kind = this.words.kind(place);
    const facts = [kind === name ? "" : kind, this.words.className(place.class), this.words.where(place)];
    return el(
      "div",
      { class: "facts" },
      el("p", {}, place.proposed && el("span", { class: "tag", text: this.words.say("page_proposed") }), facts.filter(Boolean).join(" · ")),
      el("p", { class: "way", text: this.way(place) }),
    );
  }

  /** How far from the main entrance and which way, in a straight line. */
  private way(place: Place): string {
    const from = this.mainEntrance(place);
    if (!from) return "";
    const metres = Math.round(distance(from.at, place.at) / 10) * 10;
    const entrance = from.name || this.words.say(from.start ? "starting_point" : "main_entrance");
    if (metres < 10) return this.words.say("page_at_entrance", { entrance });
    const direction = this.words.say(`page_direction_${SECTORS[sector(from.at, place.at)]}`);
    return this.words.say("page_way", { entrance, metres, direction });
  }

  private mainEntrance(place: Place): Entrance | undefined {
    return this.page.entrances.find((entrance) => entrance.main && entrance.compound === place.compound);
  }

  /** Places that share the digits on the board: 7-1, P-7. */
  private related(index: number): Node | null {
    const others = this.finder.related(index);
    if (!others.length) return null;
    return el(
      "div",
      { class: "chips" },
      ...others.slice(0, 8).map((other) => {
        const place = this.page.places[other];
        return el("button", {
          class: "chip",
          text: `${place.number} ${this.words.name(place)}`,
          attributes: { type: "button" },
          on: { click: () => this.open(other) },
        });
      }),
    );
  }

  private photos(place: Place): Node | null {
    if (!place.photos.length) return null;
    const figures = place.photos.map((photo) =>
      el(
        "figure",
        {},
        el("img", { attributes: { src: photo.image, alt: photo.caption } }),
        photo.caption ? el("figcaption", { text: photo.caption }) : null,
      ),
    );
    return el("div", { class: "photos" }, ...figures);
  }

  private voices(index: number): Child[] {
    const own = this.page.voices.filter((voice) => voice.place === index);
    if (own.length) return own.map((voice) => voiceCard(voice, this.words));
    return [this.page.voices.length ? el("p", { class: "empty", text: this.words.say("page_no_voices_here") }) : null];
  }

  private actions(index: number): Node {
    return el("div", { class: "actions" }, this.step(index, -1), this.reader(index), this.step(index, 1));
  }

  private step(index: number, by: 1 | -1): Node | null {
    const other = this.finder.neighbour(index, by);
    if (other === null) return null;
    const number = this.page.places[other].number;
    const label = this.words.say(by > 0 ? "page_next" : "page_previous", { number });
    return el(
      "button",
      { class: "step", attributes: { type: "button", "aria-label": label }, on: { click: () => this.open(other) } },
      by < 0 ? icon("previous") : null,
      number,
      by > 0 ? icon("next") : null,
    );
  }

  private reader(index: number): Node | null {
    const { language } = this.store.get();
    if (!this.speech.can(language)) return null;
    return el(
      "button",
      { class: "main", attributes: { type: "button" }, on: { click: () => this.read(index) } },
      icon(this.speaking ? "stop" : "speak"),
      this.words.say(this.speaking ? "page_stop" : "page_read"),
    );
  }

  private read(index: number): void {
    if (this.speaking) this.hush();
    else {
      this.speaking = true;
      this.speech.say(this.spoken(index), this.store.get().language, () => {
        this.speaking = false;
        this.draw();
      });
    }
    this.draw();
  }

  private spoken(index: number): string {
    const place = this.page.places[index];
    const number = place.number ? this.words.say("page_spoken_number", { number: place.number }) : "";
    const lines = [number, this.words.name(place), this.words.kind(place), this.words.where(place), this.way(place)];
    for (const voice of this.page.voices.filter((one) => one.place === index)) {
      lines.push(voice.text, this.words.state(voice.state), voice.answer);
    }
    return lines.filter(Boolean).join(this.store.get().language === "zh" ? "。" : ". ");
  }

  private hush(): void {
    this.speaking = false;
    this.speech.stop();
  }

  private open(index: number): void {
    this.store.set({ place: index, typed: this.finder.local[index] });
  }
}

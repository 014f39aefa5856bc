// What residents said, as far as it was published, with the official answer and its state.
import { el, replace } from "./dom";
import { STATES, type PageData, type State, type Voice } from "./data";
import type { Finder } from "./finder";
import { badge, signOf } from "./markers";
import type { Store } from "./store";
import type { Words } from "./words";

export function voiceCard(voice: Voice, words: Words, head: Node | null = null): HTMLElement {
  const about = [words.choice("comment_kind", voice.kind), words.choice("topic", voice.topic)].filter(Boolean);
  return el(
    "article",
    { class: "voice" },
    head,
    el("blockquote", { text: voice.text }),
    el(
      "p",
      { class: "answer" },
      pill(voice.state, words),
      voice.answer ? el("span", { text: voice.answer }) : null,
      voice.answered ? el("time", { text: voice.answered, attributes: { datetime: voice.answered } }) : null,
    ),
    about.length ? el("p", { class: "about", text: about.join(" · ") }) : null,
  );
}

export function pill(state: State, words: Words): HTMLElement {
  return el("span", { class: `pill pill-${state}`, text: words.state(state) });
}

/** Residents see five states: adopted in part counts as adopted. */
function matches(voice: Voice, state: State | null): boolean {
  return state === null || voice.state === state || (state === "adopted" && voice.state === "partly_adopted");
}

const SUBJECTS = ["community", "buildings", "places", "other"] as const;

/** What a comment is about: a key of the words, too. */
export function subjectOf(voice: Voice): (typeof SUBJECTS)[number] {
  if (voice.place !== null) return "places";
  if (voice.building) return "buildings";
  return voice.community ? "community" : "other";
}

/** Comments drawn at once; more when asked for. */
const STEP = 200;

export class VoiceList {
  private shownVoices = STEP;
  private stale = true;
  readonly element = el("section", { class: "panel voices", attributes: { id: "panel-voices" } });

  constructor(
    private readonly page: PageData,
    private readonly store: Store,
    private readonly words: Words,
    private readonly finder: Finder,
    private readonly footer: () => Node,
  ) {
    store.subscribe((shown, changed) => {
      if (changed("state")) this.shownVoices = STEP;
      this.stale = this.stale || changed("language", "state");
      if (this.stale && shown.tab === "voices") this.draw();
    });
  }

  private draw(): void {
    this.stale = false;
    const { state } = this.store.get();
    const chosen = this.page.voices.filter((voice) => matches(voice, state));
    let room = this.shownVoices;
    const groups = SUBJECTS.map((subject) => {
      const voices = chosen.filter((voice) => subjectOf(voice) === subject);
      const drawn = voices.slice(0, room);
      room -= drawn.length;
      return drawn.length ? this.group(`page_voices_${subject}`, drawn, voices.length) : null;
    });
    replace(
      this.element,
      this.filter(),
      ...groups,
      chosen.length ? null : el("p", { class: "empty", text: this.words.say("page_no_voices") }),
      chosen.length > this.shownVoices && this.more(),
      this.footer(),
    );
  }

  private more(): Node {
    const click = () => {
      this.shownVoices += STEP;
      this.draw();
    };
    return el("button", { class: "wide", text: this.words.say("page_more"), attributes: { type: "button" }, on: { click } });
  }

  private group(title: string, voices: Voice[], count: number): HTMLElement {
    return el(
      "section",
      { class: "group" },
      el("h2", {}, this.words.say(title), el("span", { text: `${count}` })),
      ...voices.map((voice) => voiceCard(voice, this.words, this.subjectLine(voice))),
    );
  }

  private subjectLine(voice: Voice): Node | null {
    if (voice.place === null) return voice.building ? el("h3", { text: voice.building }) : null;
    const index = voice.place;
    const place = this.page.places[index];
    const open = () =>
      this.store.set({ place: index, compound: place.compound, typed: this.finder.local[index], tab: "map" });
    return el(
      "button",
      { class: "voice-place", attributes: { type: "button" }, on: { click: open } },
      badge(signOf(this.page, place), ""),
      this.words.name(place),
    );
  }

  private filter(): Node | null {
    const present = STATES.filter(
      (state) => state !== "partly_adopted" && this.page.voices.some((voice) => matches(voice, state)),
    );
    if (present.length < 2) return null;
    const chip = (state: State | null) => {
      const count = this.page.voices.filter((voice) => matches(voice, state)).length;
      const name = state === null ? this.words.say("page_all") : this.words.state(state);
      return el("button", {
        class: "chip",
        text: `${name} ${count}`,
        attributes: { type: "button", "aria-pressed": String(this.store.get().state === state) },
        on: { click: () => this.store.set({ state }) },
      });
    };
    return el(
      "div",
      { class: "chips", attributes: { role: "group", "aria-label": this.words.say("page_filter") } },
      chip(null),
      ...present.map(chip),
    );
  }
}

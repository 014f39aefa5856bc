// What residents said, as far as it was published, with the official answer and its state.
import { el, replace } from "./dom";
import { STATES, type PageData, type State, type Voice } from "./data";
import type { Finder } from "./finder";
import { badge } from "./markers";
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

export class VoiceList {
  readonly element = el("section", { class: "panel voices", attributes: { id: "panel-voices" } });

  constructor(
    private readonly page: PageData,
    private readonly store: Store,
    private readonly words: Words,
    private readonly finder: Finder,
    private readonly footer: () => Node,
  ) {
    store.subscribe((_, changed) => {
      if (changed("language", "state")) this.draw();
    });
    this.draw();
  }

  private draw(): void {
    const { state } = this.store.get();
    const chosen = this.page.voices.filter((voice) => matches(voice, state));
    const groups = SUBJECTS.map((subject) => {
      const voices = chosen.filter((voice) => subjectOf(voice) === subject);
      return voices.length ? this.group(`page_voices_${subject}`, voices) : null;
    });
    replace(
      this.element,
      this.filter(),
      ...groups,
      chosen.length ? null : el("p", { class: "empty", text: this.words.say("page_no_voices") }),
      this.footer(),
    );
  }

  private group(title: string, voices: Voice[]): HTMLElement {
    return el(
      "section",
      { class: "group" },
      el("h2", {}, this.words.say(title), el("span", { text: `${voices.length}` })),
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
      badge({ class: place.class, text: place.number }, ""),
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

// The page on paper: the map, the index by class, what was said and answered, on plain A4.
import { el } from "./dom";
import { CLASSES, type PageData } from "./data";
import { pageBox } from "./map";
import { badge, signOf } from "./markers";
import { Painter, type View } from "./painter";
import { subjectOf, voiceCard } from "./voices";
import type { Words } from "./words";

const WIDTH = 1000;

/** Build the printed page just before printing and take it away after. */
export function preparePrinting(page: PageData, words: Words, footer: () => Node): void {
  let sheet: HTMLElement | null = null;
  window.addEventListener("beforeprint", () => {
    sheet?.remove();
    sheet = printed(page, words, footer);
    document.body.appendChild(sheet);
  });
  window.addEventListener("afterprint", () => {
    sheet?.remove();
    sheet = null;
  });
}

function printed(page: PageData, words: Words, footer: () => Node): HTMLElement {
  return el(
    "div",
    { class: "print" },
    el("h1", { text: page.title }),
    page.subtitle ? el("p", { class: "subtitle", text: page.subtitle }) : null,
    drawing(page, words),
    el("div", { class: "print-index" }, ...CLASSES.map((name) => indexOf(page, words, name))),
    page.voices.length ? el("h2", { text: words.say("page_voices") }) : null,
    ...page.voices.map((voice) => {
      const place = voice.place === null ? null : page.places[voice.place];
      const about = place ? `${place.number} ${words.name(place)}` : voice.building || words.say(`page_voices_${subjectOf(voice)}`);
      return voiceCard(voice, words, el("h3", { text: about.trim() }));
    }),
    footer(),
  );
}

function indexOf(page: PageData, words: Words, name: (typeof CLASSES)[number]): HTMLElement | null {
  const places = page.places.filter((place) => place.class === name && place.number);
  if (!places.length) return null;
  return el(
    "section",
    { class: `group group-${name}` },
    el("h2", { text: words.className(name) }),
    el(
      "ul",
      {},
      ...places.map((place) =>
        el("li", {}, badge(signOf(page, place), ""), [words.name(place), words.where(place)].filter(Boolean).join(" · ")),
      ),
    ),
  );
}

/** A picture rather than the canvas itself: Chromium records a canvas for print and cuts it short. */
function drawing(page: PageData, words: Words): HTMLElement {
  const box = pageBox(page);
  const [wide, high] = [Math.max(box.maxX - box.minX, 1), Math.max(box.maxY - box.minY, 1)];
  const height = Math.min(Math.max((WIDTH * high) / wide, WIDTH * 0.4), WIDTH * 1.1);
  const margin = 50;
  const scale = Math.min((WIDTH - 2 * margin) / wide, (height - 2 * margin) / high);
  const view: View = {
    scale,
    x: (WIDTH - scale * wide) / 2 - box.minX * scale,
    y: (height + scale * high) / 2 + box.minY * scale,
    width: WIDTH,
    height,
  };
  const canvas = el("canvas", { attributes: { width: WIDTH * 2, height: Math.round(height * 2) } });
  const ctx = canvas.getContext("2d", { alpha: false });
  const look = { selected: null, compound: null, zoomText: 1, mainEntrance: words.say("main_entrance"), startingPoint: words.say("starting_point"), nameOf: (index: number) => words.name(page.places[index]) };
  if (ctx) new Painter(page).paint(ctx, view, look, 2);
  return el("img", { attributes: { src: canvas.toDataURL("image/png"), alt: words.say("page_map") } });
}

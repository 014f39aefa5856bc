// The head of the page: title, large text, language, and the choice of a compound.
import { el, replace } from "./dom";
import type { Language, PageData } from "./data";
import { remember, type Store } from "./store";
import type { Words } from "./words";

export function header(page: PageData, store: Store, words: Words): HTMLElement {
  const head = el("header", { class: "head" });
  const draw = () => {
    const { large, language } = store.get();
    const other: Language = language === "zh" ? "en" : "zh";
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.classList.toggle("large", large);
    replace(
      head,
      el(
        "div",
        { class: "title" },
        el("h1", { text: page.title }),
        page.subtitle ? el("p", { text: page.subtitle }) : null,
      ),
      el("button", {
        class: "round",
        text: words.say("page_large_text"),
        attributes: { type: "button", "aria-pressed": String(large) },
        on: { click: () => choose({ large: !large }) },
      }),
      page.languages.length > 1 &&
        el("button", {
          class: "round",
          text: other === "en" ? "EN" : "中文",
          attributes: { type: "button", lang: other === "en" ? "en" : "zh-CN" },
          on: { click: () => choose({ language: other }) },
        }),
    );
  };
  const choose = (change: { large?: boolean; language?: Language }) => {
    if (change.large !== undefined) remember("large", change.large ? "yes" : "no");
    if (change.language) remember("language", change.language);
    store.set(change);
    head.querySelector<HTMLElement>(change.language ? "button:last-child" : "button")?.focus();
  };
  store.subscribe((_, changed) => {
    if (changed("large", "language")) draw();
  });
  draw();
  return head;
}

/** One button a compound; nothing where there is only one. */
export function compounds(page: PageData, store: Store, words: Words): HTMLElement | null {
  if (page.compounds.length < 2) return null;
  const nav = el("div", { class: "compounds", attributes: { role: "group" } });
  const draw = () => {
    nav.setAttribute("aria-label", words.say("page_compounds"));
    replace(
      nav,
      ...page.compounds.map((compound, index) =>
        el("button", {
          text: compound.name,
          attributes: { type: "button", "aria-pressed": String(index === store.get().compound) },
          on: { click: () => store.set({ compound: index, place: null, typed: "" }) },
        }),
      ),
    );
  };
  store.subscribe((_, changed) => {
    if (changed("compound", "language")) draw();
  });
  draw();
  return nav;
}

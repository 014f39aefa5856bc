// "The number on the board": a field and large keys; the place opens as soon as the number is one.
import { el, replace } from "./dom";
import type { Finder } from "./finder";
import { icon } from "./icons";
import type { Store } from "./store";
import type { Words } from "./words";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

export function keypad(store: Store, words: Words, finder: Finder): HTMLElement {
  const field = el("input", {
    class: "number",
    attributes: { id: "number", type: "text", inputmode: "none", autocomplete: "off", maxlength: "8" },
  });
  const label = el("label", { attributes: { for: "number" } });
  const notice = el("p", { class: "hint", attributes: { role: "status" } });
  const keys = el("div", { class: "keys", attributes: { role: "group" } });

  // A number that came from the map or the list is not gone on with: a key begins a new one.
  let typing = false;
  let keyed = false;
  const show = (typed: string, place: number | null) => {
    typing = true;
    store.set({ typed, place });
    typing = false;
    keyed = true;
  };
  const press = (key: string) => {
    const { compound, typed } = store.get();
    const next = finder.press(compound, keyed ? typed : "", key);
    show(next.typed, next.found);
    if (next.missing) {
      const instead = next.typed;
      notice.textContent = instead
        ? words.say("page_not_found_but", { missing: next.missing, number: instead })
        : words.say("page_not_found", { missing: next.missing });
      notice.classList.add("missing");
    }
  };
  const erase = () => {
    const shorter = store.get().typed.slice(0, -1);
    const found = shorter ? finder.find(store.get().compound, shorter) : [];
    show(shorter, found.length ? found[0] : null);
  };

  field.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key.length > 1) return;
    event.preventDefault();
  });
  // Digits typed anywhere count, so that nobody has to find the field first.
  document.addEventListener("keydown", (event) => {
    const elsewhere = !(event.target instanceof HTMLInputElement);
    if (elsewhere && /^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) press(event.key);
  });
  // Soft keyboards send no keys, only the text as it has become.
  field.addEventListener("input", () => {
    const wanted = field.value.replace(/[^\p{L}\d-]/gu, "");
    const found = finder.find(store.get().compound, wanted);
    show(wanted, found.length ? found[0] : null);
  });

  const draw = () => {
    const { typed } = store.get();
    label.textContent = words.say("page_board_number");
    field.value = typed;
    notice.textContent = words.say("page_or_map");
    notice.classList.remove("missing");
  };
  const drawKeys = () => {
    keys.setAttribute("aria-label", words.say("page_keys"));
    replace(
      keys,
      ...KEYS.map((key) =>
        el("button", { class: "key", text: key, attributes: { type: "button" }, on: { click: () => press(key) } }),
      ),
      el(
        "button",
        {
          class: "key erase",
          attributes: { type: "button", "aria-label": words.say("page_erase") },
          on: { click: erase },
        },
        icon("erase"),
      ),
    );
  };
  store.subscribe((_, changed) => {
    if (changed("typed", "place", "compound") && !typing) keyed = false;
    if (changed("typed", "place", "language", "compound")) draw();
    if (changed("language")) drawKeys();
  });
  draw();
  drawKeys();
  return el("section", { class: "finder" }, el("div", { class: "finder-line" }, label, field, notice), keys);
}

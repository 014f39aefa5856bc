// Words in the language shown; names that people gave stay as they gave them.
import type { Class, Names, PageData, Place, State } from "./data";
import type { Store } from "./store";

export class Words {
  constructor(
    private readonly page: PageData,
    private readonly store: Store,
  ) {}

  /** The word under `key`; `{name}` in it is filled from `values`. */
  say(key: string, values: Record<string, string | number> = {}): string {
    const text = this.page.words[this.store.get().language][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  private pick(names: Names | undefined, fallback: string): string {
    return names ? names[this.store.get().language] || fallback : fallback;
  }

  className(name: Class): string {
    return this.choice("class", name);
  }

  kind(place: Place): string {
    return this.pick(this.page.kinds[place.kind], place.kind);
  }

  name(place: Place): string {
    return place.name || this.kind(place);
  }

  choice(list: string, value: string): string {
    return value ? this.pick(this.page.choices[list]?.[value], value) : "";
  }

  state(state: State): string {
    return this.choice("comment_status", state);
  }

  /** Building and floor, as far as they are known. */
  where(place: Place): string {
    return [place.building, place.floor].filter(Boolean).join(" ");
  }
}

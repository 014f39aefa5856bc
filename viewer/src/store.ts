// What the page shows, in one object; the parts of the page are told what changed.
import type { Language, State } from "./data";

export type Tab = "map" | "list" | "voices";

export interface Shown {
  language: Language;
  large: boolean;
  compound: number;
  tab: Tab;
  place: number | null;
  typed: string;
  query: string;
  state: State | null;
}

type Listener = (shown: Shown, changed: (...keys: (keyof Shown)[]) => boolean) => void;

export class Store {
  private readonly listeners: Listener[] = [];

  constructor(private shown: Shown) {}

  get(): Shown {
    return this.shown;
  }

  set(change: Partial<Shown>): void {
    const before = this.shown;
    const after = { ...before, ...change };
    this.shown = after;
    const changed = (...keys: (keyof Shown)[]) => keys.some((key) => before[key] !== after[key]);
    if (!changed(...(Object.keys(change) as (keyof Shown)[]))) return;
    for (const listener of this.listeners) listener(after, changed);
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
}

/** Kept between visits where the browser lets a file do so; nothing leaves the device. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`commonplan.${key}`, value);
  } catch {
    // Private windows and some web views refuse; the choice then lasts as long as the page.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`commonplan.${key}`);
  } catch {
    return null;
  }
}

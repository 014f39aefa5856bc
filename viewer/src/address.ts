// The place shown stands behind the # of the address: a board's QR code can lead straight to it,
// and the back button closes what was opened.
import type { PageData } from "./data";
import type { Store } from "./store";

export class Address {
  private readonly names: string[];
  private readonly index: Map<string, number>;

  constructor(
    page: PageData,
    private readonly store: Store,
  ) {
    const seen = new Map<string, number>();
    for (const place of page.places) seen.set(place.number, (seen.get(place.number) ?? 0) + 1);
    this.names = page.places.map((place, index) => {
      if (!place.number) return `place-${index}`;
      if (seen.get(place.number) === 1) return place.number;
      return `${page.compounds[place.compound]?.name ?? ""}/${place.number}`;
    });
    this.index = new Map(this.names.map((name, index) => [name, index]));
  }

  listen(open: (place: number | null) => void): void {
    const read = () => {
      const place = this.current();
      if (place !== this.store.get().place) open(place);
    };
    window.addEventListener("hashchange", read);
    read();
  }

  /** Write the place shown into the address; from one place to the next without a step back. */
  show(place: number | null): void {
    const current = this.current();
    if (current === place) return;
    const hash = place === null ? "#" : `#${encodeURIComponent(this.names[place])}`;
    if (current === null) location.hash = hash;
    else location.replace(hash);
  }

  private current(): number | null {
    try {
      return this.index.get(decodeURIComponent(location.hash.slice(1))) ?? null;
    } catch {
      return null;
    }
  }
}

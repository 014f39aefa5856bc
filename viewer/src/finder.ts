// From the digits a person reads on a board to the place that carries them.
import { prefixLength, type PageData } from "./data";

export class Finder {
  /** Per place, its number as it stands on the boards of its own compound. */
  readonly local: string[];
  private readonly members: number[][];

  constructor(private readonly page: PageData) {
    this.local = page.places.map((place) => place.number.slice(prefixLength(page, place)));
    this.members = page.compounds.map(() => []);
    page.places.forEach((place, index) => {
      if (place.number) this.members[place.compound]?.push(index);
    });
  }

  /** Indices of a compound's numbered places, in the order of their numbers. */
  numbered(compound: number): number[] {
    return this.members[compound] ?? [];
  }

  /** Places that `typed` may mean: those with just that number, else those with its digits. */
  find(compound: number, typed: string): number[] {
    const own = this.numbered(compound);
    const exact = own.filter((index) => this.local[index] === typed);
    if (exact.length) return exact;
    return own.filter((index) => digits(this.local[index]) === typed.replace(/^0+(?=\d)/, ""));
  }

  /** What one more key makes of the number: it grows, or a new one begins, or there is none. */
  press(compound: number, typed: string, key: string): { typed: string; found: number | null; missing: string } {
    const longer = typed + key;
    const found = this.find(compound, longer);
    if (found.length) return { typed: longer, found: found[0], missing: "" };
    if (this.beginsOne(compound, longer)) return { typed: longer, found: null, missing: "" };
    const alone = this.find(compound, key);
    const before = this.find(compound, typed);
    if (typed && alone.length && before.length) return { typed: key, found: alone[0], missing: longer };
    return { typed: "", found: null, missing: longer };
  }

  private beginsOne(compound: number, typed: string): boolean {
    return this.numbered(compound).some(
      (index) => this.local[index].startsWith(typed) || digits(this.local[index]).startsWith(typed),
    );
  }

  /** Places that share a number's digits, such as 7, 7-1 and P-7: shown with one another. */
  related(index: number): number[] {
    const stem = digits(this.local[index]);
    if (!stem) return [];
    return this.numbered(this.page.places[index].compound).filter(
      (other) => other !== index && digits(this.local[other]) === stem,
    );
  }

  /** The numbered place `step` places on, round and round within the compound. */
  neighbour(index: number, step: 1 | -1): number | null {
    const own = this.numbered(this.page.places[index].compound);
    const at = own.indexOf(index);
    if (at < 0 || own.length < 2) return null;
    return own[(at + step + own.length) % own.length];
  }
}

/** The first run of digits: 7 of 7-1, 3 of P-3, 12 of S012. */
function digits(number: string): string {
  return (/\d+/.exec(number)?.[0] ?? "").replace(/^0+(?=\d)/, "");
}

// What the exporter hands over: everything in local metres, x east, y north.

export type Language = "zh" | "en";
export type Class = "space" | "facility" | "unit";
export type State = "received" | "discussing" | "adopted" | "partly_adopted" | "not_adopted" | "done";

/** A ring as x, y, x, y, …; a polygon as its rings; an area as its polygons. */
export type Ring = number[];
export type Area = Ring[][];
export type Point = [number, number];
export type Names = Record<Language, string>;

export interface Compound {
  name: string;
  prefix: string;
  area: Area;
}

export interface Entrance {
  name: string;
  main: boolean;
  /** Numbers start there, and no gate is. */
  start: boolean;
  compound: number;
  at: Point;
}

export interface Building {
  label: string;
  area: Area;
}

export interface Ground {
  areas: Area[];
  lines: Ring[];
  texts: { text: string; at: Point; rotation: number }[];
}

export interface Place {
  number: string;
  class: Class;
  kind: string;
  name: string;
  floor: string;
  building: string;
  compound: number;
  proposed: boolean;
  at: Point;
  area: Area;
  photos: { image: string; caption: string }[];
}

export interface Voice {
  /** Index of the place it is about; else the number of a building, or the whole community. */
  place: number | null;
  building: string;
  community: boolean;
  kind: string;
  topic: string;
  text: string;
  state: State;
  answer: string;
  answered: string;
}

export interface PageData {
  format: 1;
  languages: Language[];
  words: Record<Language, Record<string, string>>;
  kinds: Record<string, Names>;
  choices: Record<string, Record<string, Names>>;
  title: string;
  subtitle: string;
  updated: string;
  surveyed: string;
  approval: string;
  compounds: Compound[];
  entrances: Entrance[];
  buildings: Building[];
  ground: Ground;
  places: Place[];
  voices: Voice[];
}

export const CLASSES: readonly Class[] = ["space", "facility", "unit"];
export const STATES: readonly State[] = ["received", "discussing", "adopted", "partly_adopted", "not_adopted", "done"];

/** How many letters of a place's number name its compound: 2 of 南-7. */
export function prefixLength(page: PageData, place: Place): number {
  const prefix = page.compounds[place.compound]?.prefix;
  return prefix && place.number.startsWith(`${prefix}-`) ? prefix.length + 1 : 0;
}

export function readPage(): PageData {
  const holder = document.getElementById("data");
  const page = JSON.parse(holder?.textContent ?? "null") as PageData | null;
  if (!page || page.format !== 1) throw new Error("This page holds no data it can read");
  return page;
}

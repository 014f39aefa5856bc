// Colours and sizes of the map, the same as on the sheet.
import type { Class } from "./data";

export const CLASS_COLOUR: Record<Class, string> = { space: "#009E73", facility: "#0072B2", unit: "#D55E00" };
export const CLASS_TINT: Record<Class, string> = { space: "#C7EADF", facility: "#C9E0EF", unit: "#F6DBC8" };

export const COLOUR = {
  outside: "#F3F5F4",
  inside: "#FFFFFF",
  groundArea: "#FAFBFB",
  groundLine: "#DADFE2",
  groundText: "#7C868E",
  building: "#E6EAED",
  buildingLine: "#A7B0B7",
  buildingText: "#4F5961",
  boundary: "#20262C",
  entrance: "#C8102E",
  ink: "#20262C",
  halo: "#FFFFFF",
} as const;

export const SANS =
  '"PingFang SC","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei",system-ui,sans-serif';

/** Size of a marker on the map in CSS pixels, before large text. */
export const MARKER = 28;

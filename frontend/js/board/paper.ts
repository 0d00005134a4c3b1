// What a page looks like before anything is drawn on it.
import type { Box, Paper } from "./model";

export const PAPER = "#fffefa";
/** Units from one line of a paper to the next, and from dot to dot. */
const STEP = 40;
/** Pixels between two lines, at least: of a paper that is seen from afar there are fewer. */
const NEAREST = 24;

/** A line of a paper, or a dot. */
export interface Mark extends Box {
  colour: string;
}

/** The lines of a paper, or its dots, over a part of a board where a unit is so many pixels. */
export function marksOf(paper: Paper, { left, top, right, bottom }: Box, zoom: number): Mark[] {
  if (paper === "plain") return [];
  let step = STEP;
  while (step * zoom < NEAREST) step *= 4;
  const pixel = 1 / zoom;
  const places = (from: number, to: number): number[] => {
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, n) => (first + n) * step);
  };
  const rows = places(top, bottom);
  if (paper === "dots") {
    const across = places(left, right);
    return rows.flatMap((y) => across.map((x) => ({ left: x, top: y, right: x + pixel, bottom: y + pixel, colour: "#d9d6cb" })));
  }
  const lines = rows.map((y) => ({ left, top: y, right, bottom: y + pixel, colour: "#cfdbe6" }));
  if (paper === "ruled") return lines;
  return [...lines, ...places(left, right).map((x) => ({ left: x, top, right: x + pixel, bottom, colour: "#cfdbe6" }))];
}

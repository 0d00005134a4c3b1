// Tables on a board: columns and rows of words. Where the columns and rows are is the same everywhere; letters that are wider on some
// machine become smaller there, so that nothing is cut off.
import { fontOf, LINE_HEIGHT, wrapped, write } from "./letters";
import { type Item, type Spot, stretchedSpot } from "./model";
import type { Lines } from "./paint";

/** What stands between two cells and two rows where a table is one text; neither is ever in a cell. */
export const CELL = "\u001f";
export const ROW = "\u001e";
export const MOST_COLUMNS = 20;
export const MOST_ROWS = 30;
export const LONGEST_CELL = 500;
/** Units between a cell's edge and its letters. */
export const PADDING = 6;
/** How much smaller letters become until they fit, and how small at most. */
const SMALLER = 0.88;
const SMALLEST = 0.3;
export const LINE = 1.5;
export const GROUND = "#ffffff";
export const LETTERS_COLOUR = "#1d2320";
/** How much of its colour a head has. */
export const HEAD = 0.16;

/** Letters of a cell, where they stand before the table is turned and shifted. */
export interface Written {
  lines: string[];
  x: number;
  y: number;
  size: number;
  head: boolean;
}

export function cellsIn(text: string): string[][] {
  return text.split(ROW).map((row) => row.split(CELL));
}

export function textOf(cells: string[][]): string {
  return cells.map((row) => row.join(CELL)).join(ROW);
}

/** Where columns and rows begin and end before the table is turned and shifted. */
export function edgesOf(item: Item): { xs: number[]; ys: number[] } {
  const cells = cellsIn(item.text);
  const at = (n: number): Spot => stretchedSpot(item, n * 2);
  return {
    xs: Array.from({ length: (cells[0]?.length ?? 0) + 1 }, (_, n) => at(n).x),
    ys: Array.from({ length: cells.length + 1 }, (_, n) => at(n).y),
  };
}

/** Edges as the points of an object: the shorter run goes on with its last one. */
export function pointsOf(xs: readonly number[], ys: readonly number[]): number[] {
  const at = (run: readonly number[], n: number): number => run[n] ?? run.at(-1) ?? 0;
  return Array.from({ length: Math.max(xs.length, ys.length) }, (_, n) => [at(xs, n), at(ys, n)]).flat();
}

let measuring: CanvasRenderingContext2D | undefined;

/** What letters are measured with where nothing is painted. */
function measure(): CanvasRenderingContext2D {
  measuring ??= document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
  return measuring;
}

/** The letters of all cells, laid out once. */
export function lettersOf(item: Item): Written[] {
  if (item.laid) return item.laid;
  const on = measure();
  const { xs, ys } = edgesOf(item);
  item.laid = cellsIn(item.text).flatMap((row, r) =>
    row.flatMap((text, c): Written[] => {
      if (!text) return [];
      const head = item.filled && r === 0;
      const [left, right, top, bottom] = [xs[c] ?? 0, xs[c + 1] ?? 0, ys[r] ?? 0, ys[r + 1] ?? 0];
      const { lines, size } = fitted(on, text, right - left - 2 * PADDING, bottom - top - 2 * PADDING, item.width, head);
      const y = top + Math.max(PADDING, (bottom - top - lines.length * size * LINE_HEIGHT) / 2);
      return [{ lines, x: left + PADDING, y, size, head }];
    }),
  );
  return item.laid;
}

function fitted(on: CanvasRenderingContext2D, text: string, wide: number, high: number, letters: number, head: boolean): { lines: string[]; size: number } {
  for (let size = letters; ; size *= SMALLER) {
    on.font = fontOf(size, head ? "600" : "");
    const lines = wrapped(on, text, wide);
    const fits = lines.length * size * LINE_HEIGHT <= high + 0.5 && lines.every((line) => on.measureText(line.trimEnd()).width <= wide + 0.5);
    if (fits || size < letters * SMALLEST) return { lines, size };
  }
}

/** How high a row must be for a cell that is so wide, in letters of a size. */
export function heightFor(text: string, wide: number, letters: number, head: boolean): number {
  const on = measure();
  on.font = fontOf(letters, head ? "600" : "");
  return wrapped(on, text, wide - 2 * PADDING).length * letters * LINE_HEIGHT + 2 * PADDING;
}

/** A table's points where its letters have another size: rows that are too low for it are higher. None where all fit. */
export function roomFor(item: Item, letters: number): number[] | undefined {
  const { xs, ys } = edgesOf(item);
  const raw = edgesOf({ ...item, place: { ...item.place, wide: 65536, high: 65536 } });
  let more = 0;
  const grown = cellsIn(item.text).map((row, r) => {
    const needs = row.map((text, c) => (text ? heightFor(text, (xs[c + 1] ?? 0) - (xs[c] ?? 0), letters, item.filled && r === 0) : 0));
    more += Math.max(0, Math.ceil(Math.max(...needs) - ((ys[r + 1] ?? 0) - (ys[r] ?? 0)))) / (item.place.high / 65536);
    return (raw.ys[r + 1] ?? 0) + more;
  });
  return more === 0 ? undefined : pointsOf(raw.xs, [raw.ys[0] ?? 0, ...grown]);
}

/** Columns as wide as their cells ask for, within bounds, and rows as high. */
export function edgesFor(cells: string[][], letters: number, head = false): { xs: number[]; ys: number[] } {
  const on = measure();
  on.font = fontOf(letters, head ? "600" : "");
  const [least, most] = [letters * 4, letters * 16];
  const count = cells[0]?.length ?? 0;
  const longest = (c: number): number => Math.max(...cells.flatMap((row) => (row[c] ?? "").split("\n").map((line) => on.measureText(line).width)));
  const widths = Array.from({ length: count }, (_, c) => Math.min(most, Math.max(least, Math.ceil(longest(c)) + 3 * PADDING)));
  const heights = cells.map((row, r) => Math.max(...row.map((text, c) => heightFor(text, widths[c] ?? least, letters, head && r === 0))));
  const run = (sizes: number[]): number[] => sizes.reduce((all, size) => [...all, (all.at(-1) ?? 0) + size], [0]);
  return { xs: run(widths), ys: run(heights) };
}

/** Draws the lines between cells, and those around them. */
export function traceGrid(to: Pick<Lines, "moveTo" | "lineTo">, { xs, ys }: { xs: number[]; ys: number[] }): void {
  const [left, right, top, bottom] = [xs[0] ?? 0, xs.at(-1) ?? 0, ys[0] ?? 0, ys.at(-1) ?? 0];
  for (const x of xs) {
    to.moveTo(x, top);
    to.lineTo(x, bottom);
  }
  for (const y of ys) {
    to.moveTo(left, y);
    to.lineTo(right, y);
  }
}

/** Paints a table as it is before it is turned and shifted. */
export function paintTable(on: CanvasRenderingContext2D, item: Item): void {
  const edges = edgesOf(item);
  const { xs, ys } = edges;
  const [left, top, wide] = [xs[0] ?? 0, ys[0] ?? 0, (xs.at(-1) ?? 0) - (xs[0] ?? 0)];
  const high = (ys.at(-1) ?? 0) - top;
  const alpha = on.globalAlpha;
  on.fillStyle = GROUND;
  on.fillRect(left, top, wide, high);
  if (item.filled) {
    on.fillStyle = item.colour;
    on.globalAlpha = alpha * HEAD;
    on.fillRect(left, top, wide, (ys[1] ?? top) - top);
    on.globalAlpha = alpha;
  }
  on.strokeStyle = item.colour;
  on.lineWidth = LINE;
  on.lineCap = "square";
  on.beginPath();
  traceGrid(on, edges);
  on.stroke();
  for (const { lines, x, y, size, head } of lettersOf(item)) write(on, lines, x, y, size, LETTERS_COLOUR, head ? "600" : "");
}

/** Which cell is at a spot of the table, before it is turned and shifted. */
export function cellAt(item: Item, { x, y }: Spot): { row: number; column: number } {
  const { xs, ys } = edgesOf(item);
  const among = (run: number[], at: number): number => Math.max(0, Math.min(run.length - 2, run.findLastIndex((edge) => edge <= at)));
  return { row: among(ys, y), column: among(xs, x) };
}

/** A table in words: its size, and its cells row by row. */
export function tableInWords(text: string): string {
  const cells = cellsIn(text);
  const [rows, columns] = [cells.length, cells[0]?.length ?? 0];
  const words = cells.map((row) => row.map((cell) => cell || "empty").join(" | ")).join("; ");
  return ` of ${rows} ${rows === 1 ? "row" : "rows"} and ${columns} ${columns === 1 ? "column" : "columns"} “${words}”`;
}

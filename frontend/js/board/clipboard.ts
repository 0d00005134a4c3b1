// Copies of objects on the clipboard, and what comes from elsewhere: text, tables, drawings of Excalidraw.
import { anew } from "./arrange";
import { readExcalidraw } from "./excalidraw";
import { around, AS_DRAWN, type Item, itemOf, type Kind, middle, type Spot } from "./model";
import { shifted } from "./placing";
import { type New, newId } from "./strokes";

/** Our own objects on the clipboard. */
const OURS = "application/x-lectern-board+json";
/** Objects that are pasted at once, at most. */
export const MOST_PASTED = 2_000;
/** Cells of a table, at most. */
const MOST_CELLS = 400;
const MOST_LETTERS = 2_000;
const KINDS: Kind[] = ["pen", "highlighter", "line", "arrow", "rectangle", "diamond", "triangle", "ellipse", "axes", "text", "note"];
const LETTERS = 24;

/** What can't be pasted, in words. */
export class Refused extends Error {}

/** Puts objects on the clipboard, for boards and, as their text, for everything else. */
export function copy(data: DataTransfer, items: readonly Item[]): void {
  data.setData(OURS, JSON.stringify(anew(items)));
  data.setData("text/plain", items.map(({ text }) => text).filter(Boolean).join("\n"));
}

/**
 * What the clipboard holds as objects around a spot; none where it holds nothing that a board takes.
 *
 * Throws `Refused` for what is too much or can't be read.
 */
export function pasted(data: DataTransfer, at: Spot, colour: string): New[] {
  const ours = data.getData(OURS);
  if (ours) return centred(at, anew(read(ours)));
  const text = data.getData("text/plain").replaceAll("\r", "");
  if (text.trimStart().startsWith("{") && text.includes("excalidraw/clipboard")) return centred(at, readExcalidraw(text));
  const cells = cellsOf(data.getData("text/html"), text);
  if (cells.length > 0) return centred(at, table(cells, colour));
  if (data.files.length > 0 || [...data.types].some((type) => type.startsWith("image/"))) throw new Refused("Pictures can't be pasted on a whiteboard.");
  return [];
}

/** Objects as they are on the clipboard; whoever wrote it may have written anything. */
function read(json: string): Item[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw new Refused("What was copied can't be read.");
  if (list.length > MOST_PASTED) throw new Refused(`${MOST_PASTED} objects can be pasted at once.`);
  return list.map((one: New) => {
    const points = Array.isArray(one.points) ? one.points.map(Number) : [];
    if (!KINDS.includes(one.kind) || points.length === 0 || !points.every(Number.isFinite)) throw new Refused("What was copied can't be read.");
    return itemOf({ ...one, text: String(one.text ?? ""), place: one.place ?? AS_DRAWN, page: 0, order: 0, author: "", waits: true }, Float64Array.from(points));
  });
}

function table(rows: string[][], colour: string): New[] {
  if (rows.flat().length > MOST_CELLS) throw new Refused(`A table of ${MOST_CELLS} cells is the largest that can be pasted.`);
  const group = rows.flat().length > 1 ? newId() : null;
  const wide = (n: number): number => Math.max(2, ...rows.map((row) => Math.max(...(row[n] ?? "").split("\n").map((line) => line.length)))) * LETTERS * 0.62 + LETTERS;
  const cells: New[] = [];
  let y = 0;
  for (const row of rows) {
    let x = 0;
    row.forEach((text, n) => {
      const cut = text.trim().slice(0, MOST_LETTERS);
      if (cut) cells.push({ id: newId(), kind: "text", colour, width: LETTERS, filled: false, text: cut, points: [x, y], place: AS_DRAWN, group });
      x += wide(n);
    });
    y += Math.max(...row.map((text) => text.split("\n").length)) * LETTERS * 1.3 + 8;
  }
  return cells;
}

/** The cells of a table or of lines with tabs; a single cell for other text, and none for no text. */
function cellsOf(html: string, text: string): string[][] {
  const found = html ? new DOMParser().parseFromString(html, "text/html").querySelector("table") : null;
  if (found) return [...found.rows].map((row) => [...row.cells].map((cell) => cell.textContent?.trim() ?? ""));
  if (!text.trim()) return [];
  return text.includes("\t") ? text.split("\n").filter(Boolean).map((line) => line.split("\t")) : [[text]];
}

/** New objects with their middle at a spot. */
export function centred(at: Spot, items: New[]): New[] {
  const all = around(items.map((one) => itemOf({ ...one, page: 0, order: 0, author: "", waits: true }, Float64Array.from(one.points)).box));
  if (!all) return [];
  const from = middle(all);
  return items.map((one) => ({ ...one, place: shifted(one.place, at.x - from.x, at.y - from.y) }));
}

// Copies of objects on the clipboard, and what comes from elsewhere: text, tables, drawings of Excalidraw.
import { anew } from "./arrange";
import { readExcalidraw } from "./excalidraw";
import { around, AS_DRAWN, type Item, itemOf, type Kind, middle, type Spot } from "./model";
import { CELL, edgesFor, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, pointsOf, ROW, textOf } from "./table";
import { shifted } from "./placing";
import { type New, newId } from "./strokes";

/** Our own objects on the clipboard. */
const OURS = "application/x-lectern-board+json";
/** Objects that are pasted at once, at most. */
export const MOST_PASTED = 2_000;
const MOST_LETTERS = 2_000;
const KINDS: Kind[] = ["pen", "highlighter", "line", "arrow", "rectangle", "diamond", "triangle", "ellipse", "axes", "text", "note", "formula", "table"];
const LETTERS = 24;
const TABLE_LETTERS = 16;
/** Units from a board's middle to its edges. */
const FARTHEST = 1_000_000;

/** What can't be pasted, in words. */
export class Refused extends Error {}

/** Puts objects on the clipboard, for boards and, as their text, for everything else. */
export function copy(data: DataTransfer, items: readonly Item[]): void {
  data.setData(OURS, JSON.stringify(anew(items)));
  data.setData("text/plain", items.map(({ text }) => text.replaceAll(CELL, "\t").replaceAll(ROW, "\n")).filter(Boolean).join("\n"));
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
  if (cells.length > 0) return centred(at, written(cells, colour));
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
    if (points.some((value) => Math.abs(value) > FARTHEST)) throw new Refused("What was copied is beyond the edge of the board.");
    return itemOf({ ...one, text: String(one.text ?? ""), place: one.place ?? AS_DRAWN, page: 0, order: 0, author: "", waits: true }, Float64Array.from(points));
  });
}

/** A table, or letters where there is one cell. */
function written(rows: string[][], colour: string): New[] {
  const object = { id: newId(), colour, filled: false, place: AS_DRAWN, group: null };
  if (rows.length === 1 && rows[0]?.length === 1) {
    const text = rows[0][0]!.trim().slice(0, MOST_LETTERS);
    return text ? [{ ...object, kind: "text", width: LETTERS, text, points: [0, 0] }] : [];
  }
  const columns = Math.max(...rows.map((row) => row.length));
  if (columns > MOST_COLUMNS || rows.length > MOST_ROWS) {
    throw new Refused(`That table has ${rows.length} rows and ${columns} columns; ${MOST_ROWS} rows and ${MOST_COLUMNS} columns are the most.`);
  }
  const cells = rows.map((row) => Array.from({ length: columns }, (_, at) => plain(row[at] ?? "")));
  const longest = Math.max(...cells.flat().map((cell) => cell.length));
  if (longest > LONGEST_CELL) throw new Refused(`A cell of that table has ${longest} characters; ${LONGEST_CELL} is the most.`);
  const { xs, ys } = edgesFor(cells, TABLE_LETTERS);
  return [{ ...object, kind: "table", width: TABLE_LETTERS, text: textOf(cells), points: pointsOf(xs, ys) }];
}

/** A cell without what stands between cells. */
function plain(cell: string): string {
  return cell.replaceAll(CELL, " ").replaceAll(ROW, " ").trim();
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

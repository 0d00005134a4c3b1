// The tools of a board: what each is called, its key and its icon, and where it stands.
import type { Kind } from "./model";

export type Tool = "select" | "lasso" | "eraser" | "rubber" | "laser" | "spotlight" | Kind;

/** Each with its words, its key and its icon. */
const TOOLS: [Tool, string, string, string][] = [
  ["select", "Select", "V", "M5 3l14 8-6 1.6L10 19z"],
  ["lasso", "Select with a lasso", "S", "M12 4c5 0 9 2.500 9 6s-4 6-9 6-9-2.500-9-6 4-6 9-6zM7 15c-2 1-2 4 0 5"],
  ["pen", "Pen", "P", "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4"],
  ["highlighter", "Highlighter", "H", "M5 15l9-9 4 4-9 9H5zM4 21h16"],
  ["eraser", "Eraser", "E", "M8 19l-5-5 9-9 7 7-7 7zM8 19h12"],
  ["rubber", "Rub out parts of strokes", "U", "M3 8c3-3 5 3 8 0M15 8c2-2 3 1 6-1M8 20l-3-3 6-6 4 4-5 5z"],
  ["laser", "Laser pointer", "K", "M4 20l7-7M14 10a2 2 0 100-.1M14 3v3M21 10h-3M19 5l-2 2"],
  ["line", "Line", "L", "M5 19L19 5"],
  ["arrow", "Arrow", "A", "M5 19L19 5M10 5h9v9"],
  ["rectangle", "Rectangle", "R", "M4 6h16v12H4z"],
  ["diamond", "Diamond", "D", "M12 3l9 9-9 9-9-9z"],
  ["triangle", "Triangle", "G", "M12 4l9 16H3z"],
  ["ellipse", "Ellipse", "O", "M12 5c5 0 9 3 9 7s-4 7-9 7-9-3-9-7 4-7 9-7z"],
  ["axes", "Axes", "X", "M3 12h18M12 21V3M18 9l3 3-3 3M9 6l3-3 3 3"],
  ["text", "Text", "T", "M5 6h14M12 6v13"],
  ["note", "Sticky note", "N", "M4 4h16v10l-6 6H4zM20 14h-6v6"],
  ["formula", "Formula", "F", "M18 5H7l6 7-6 7h11"],
  ["table", "Table", "B", "M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14M15 5v14"],
  ["spotlight", "Spotlight", "C", "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2"],
];

function rowOf(tool: Tool): [Tool, string, string, string] {
  return TOOLS.find(([which]) => which === tool)!;
}

/** A tool in words. */
export function nameOf(tool: Tool): string {
  return rowOf(tool)[1];
}

/** The key of a tool. */
export function capOf(tool: Tool): string {
  return rowOf(tool)[2];
}

/** The path of a tool's icon. */
export function iconOf(tool: Tool): string {
  return rowOf(tool)[3];
}

/** The tool of a key. */
export function toolOf(key: string): Tool | undefined {
  return TOOLS.find(([, , cap]) => cap === key.toUpperCase())?.[0];
}

/** Those that stand in the row; where it is narrow those of the second list are in the menu of tools, too. */
export const IN_ROW: readonly Tool[] = ["select", "pen", "highlighter", "eraser", "text", "note"];
export const WHERE_WIDE: readonly Tool[] = ["highlighter", "text", "note"];
/** Those that stand in menus. */
export const SHAPES: readonly Tool[] = ["line", "arrow", "rectangle", "diamond", "triangle", "ellipse", "axes"];
export const RARE: readonly Tool[] = ["formula", "table", "lasso", "rubber", "laser", "spotlight"];

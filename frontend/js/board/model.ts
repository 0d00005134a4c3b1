// What stands on a board, as the page's program gives it: measures in units from the board's middle.
import { sizeOf } from "./formula";
import { tableInWords, type Written } from "./table";

export type Kind =
  | "pen"
  | "highlighter"
  | "line"
  | "arrow"
  | "rectangle"
  | "diamond"
  | "triangle"
  | "ellipse"
  | "axes"
  | "text"
  | "note"
  | "formula"
  | "table";

/** What is written: its letters can be edited. */
export type Lettered = "text" | "note" | "formula" | "table";

/** What a page looks like before anything is drawn on it. */
export type Paper = "dots" | "plain" | "ruled" | "graph";

/**
 * Where an object stands: its points are stretched (65,536ths), then turned clockwise about the board's middle (hundredths of a
 * degree), then shifted (256ths of a unit).
 */
export interface Place {
  x: number;
  y: number;
  wide: number;
  high: number;
  turn?: number;
}

/** What an object is, beside its points. */
export interface Meta {
  id: string;
  kind: Kind;
  page: number;
  /** Above which others it lies. */
  order: number;
  author: string;
  colour: string;
  /** How wide its lines are, or how large its letters. */
  width: number;
  filled: boolean;
  /** Its letters; of a table those of all cells, of a formula what it is in TeX. */
  text: string;
  /** A formula as MathML; none where it can't be read. */
  math?: string | null;
  place: Place;
  /** The group it is chosen and moved with. */
  group?: string | null;
  /** It can't be changed until it is unlocked. */
  locked?: boolean;
  /** It isn't in the class's log yet. */
  waits: boolean;
}

/** An object. The points of a stroke are threes of x, y and pressure (0 to 1), those of the rest pairs of x and y: of a
 * table where its columns and rows begin and end. */
export interface Item extends Meta {
  points: Float64Array;
  box: Box;
  path?: Path2D;
  /** The letters of a table, once they were laid out. */
  laid?: Written[] | undefined;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Spot {
  x: number;
  y: number;
}

export const AS_DRAWN: Place = { x: 0, y: 0, wide: 65536, high: 65536 };

export function isInk(kind: Kind): boolean {
  return kind === "pen" || kind === "highlighter";
}

/** Whether its letters can be edited. */
export function isLettered(kind: Kind): kind is Lettered {
  return kind === "text" || kind === "note" || kind === "formula" || kind === "table";
}

/** Whether its letters grow with it, and it keeps its form. */
export function growsWhole(kind: Kind): boolean {
  return isInk(kind) || kind === "text" || kind === "formula";
}

/** Whether it can be filled; a table has a head then. */
export function hasInside(kind: Kind): boolean {
  return kind === "table" || isClosed(kind);
}

/** Whether it is an outline with an inside. */
export function isClosed(kind: Kind): boolean {
  return kind === "rectangle" || kind === "diamond" || kind === "triangle" || kind === "ellipse";
}

/** The object with what follows from it. */
export function itemOf(meta: Meta, points: Float64Array): Item {
  const item = { ...meta, points, box: { left: 0, top: 0, right: 0, bottom: 0 } };
  item.box = boxOf(item);
  return item;
}

/** The same object at another place. */
export function placedAt(item: Item, place: Place): Item {
  const moved = { ...item, place, laid: undefined };
  moved.box = boxOf(moved);
  return moved;
}

/** How far something is turned clockwise, in radians. */
export function angleOf(place: Place): number {
  return ((place.turn ?? 0) / 18_000) * Math.PI;
}

/** A spot turned clockwise about the board's middle. */
export function turned({ x, y }: Spot, angle: number): Spot {
  if (angle === 0) return { x, y };
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** Where a point of an object is before the object is turned and shifted. */
export function stretchedSpot({ place, points }: Item, at: number): Spot {
  return { x: (points[at] ?? 0) * (place.wide / 65536), y: (points[at + 1] ?? 0) * (place.high / 65536) };
}

/** Where a spot of an object is on the board that is somewhere before the object is turned and shifted. */
export function outOf(place: Place, spot: Spot): Spot {
  const { x, y } = turned(spot, angleOf(place));
  return { x: x + place.x / 256, y: y + place.y / 256 };
}

/** Where a spot of the board is on an object that is neither turned nor shifted. */
export function into(place: Place, { x, y }: Spot): Spot {
  return turned({ x: x - place.x / 256, y: y - place.y / 256 }, -angleOf(place));
}

/** Where a point of an object is on the board. */
export function spotOf(item: Item, at: number): Spot {
  return outOf(item.place, stretchedSpot(item, at));
}

/** How far each point is from the next in the list of an object's points. */
export function stride(kind: Kind): number {
  return isInk(kind) ? 3 : 2;
}

/** The box of an object before it is turned and shifted. */
export function ownBox(item: Item): Box {
  const step = stride(item.kind);
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < item.points.length; at += step) {
    const { x, y } = stretchedSpot(item, at);
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  if (item.kind === "formula" && item.math) {
    const size = sizeOf(item.math);
    box.right = box.left + (size.x * item.width * item.place.wide) / 65536;
    box.bottom = box.top + (size.y * item.width * item.place.high) / 65536;
    return box;
  }
  if (item.kind === "text" || item.kind === "formula") {
    const lines = item.text.split("\n");
    const longest = Math.max(...lines.map((line) => line.length));
    const [wide, high] = [item.place.wide / 65536, item.place.high / 65536];
    box.right = box.left + longest * item.width * 0.62 * wide;
    box.bottom = box.top + lines.length * item.width * 1.3 * high;
    return box;
  }
  const scale = isInk(item.kind) ? Math.max(item.place.wide, item.place.high) / 65536 : 1;
  const tips = item.kind === "arrow" ? item.width * 3 : item.kind === "axes" ? 20 : 0;
  return grown(box, item.kind === "note" || item.kind === "table" ? 0 : (item.width / 2) * scale + tips);
}

/** The corners of a box, one after another around it. */
export function cornersOf({ left, top, right, bottom }: Box): Spot[] {
  return [{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }];
}

function boxOf(item: Item): Box {
  const own = ownBox(item);
  const corners = cornersOf(own).map((corner) => outOf(item.place, corner));
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

export function middle({ left, top, right, bottom }: Box): Spot {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

export function grown(box: Box, by: number): Box {
  return { left: box.left - by, top: box.top - by, right: box.right + by, bottom: box.bottom + by };
}

export function meet(one: Box, other: Box): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;
}

export function around(boxes: Iterable<Box>): Box | undefined {
  let all: Box | undefined;
  for (const box of boxes) {
    all = all
      ? {
          left: Math.min(all.left, box.left),
          top: Math.min(all.top, box.top),
          right: Math.max(all.right, box.right),
          bottom: Math.max(all.bottom, box.bottom),
        }
      : box;
  }
  return all;
}

export function between(one: Spot, other: Spot): Box {
  return {
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    right: Math.max(one.x, other.x),
    bottom: Math.max(one.y, other.y),
  };
}

/** Whether what is drawn of an object is as near to a spot as this. */
export function isHit(item: Item, spot: Spot, near: number): boolean {
  if (!meet(item.box, grown({ left: spot.x, right: spot.x, top: spot.y, bottom: spot.y }, near))) return false;
  const scale = isInk(item.kind) ? Math.max(item.place.wide, item.place.high) / 65536 : 1;
  const reach = near + (item.width / 2) * scale;
  const here = into(item.place, spot);
  const own = ownBox(item);
  switch (item.kind) {
    case "text":
    case "note":
    case "formula":
    case "table":
      return meet(own, grown({ left: here.x, right: here.x, top: here.y, bottom: here.y }, near));
    case "rectangle":
    case "diamond":
    case "triangle":
    case "ellipse": {
      const corners = outline(item);
      return corners.some((corner, at) => isNearSegment(here, corner, corners[(at + 1) % corners.length] ?? corner, reach)) || (item.filled && isInside(here, corners));
    }
    case "axes": {
      const { x, y } = middle(own);
      const isIn = meet(own, { left: here.x, right: here.x, top: here.y, bottom: here.y });
      return isIn && Math.min(Math.abs(here.x - x), Math.abs(here.y - y)) <= reach + 4;
    }
    case "pen":
    case "highlighter":
    case "line":
    case "arrow":
      return isNearLine(item, here, reach);
  }
}

/** The corners of a shape with an inside, before it is turned and shifted; of an ellipse as many as it takes. */
export function outline(item: Item): Spot[] {
  const { left, top, right, bottom } = between(stretchedSpot(item, 0), stretchedSpot(item, 2));
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (item.kind === "diamond") return [{ x, y: top }, { x: right, y }, { x, y: bottom }, { x: left, y }];
  if (item.kind === "triangle") return [{ x, y: top }, { x: right, y: bottom }, { x: left, y: bottom }];
  if (item.kind !== "ellipse") return cornersOf({ left, top, right, bottom });
  return Array.from({ length: 48 }, (_, n) => {
    const angle = (n / 24) * Math.PI;
    return { x: x + ((right - left) / 2) * Math.cos(angle), y: y + ((bottom - top) / 2) * Math.sin(angle) };
  });
}

/** Whether a spot is inside of what these corners enclose. */
export function isInside({ x, y }: Spot, corners: readonly Spot[]): boolean {
  let inside = false;
  corners.forEach((one, at) => {
    const other = corners[(at + 1) % corners.length] ?? one;
    if (one.y > y !== other.y > y && x < ((other.x - one.x) * (y - one.y)) / (other.y - one.y) + one.x) inside = !inside;
  });
  return inside;
}

/** How far a spot is from the line between two others. */
export function distance(spot: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length));
  return Math.hypot(from.x + along * dx - spot.x, from.y + along * dy - spot.y);
}

function isNearSegment(spot: Spot, from: Spot, to: Spot, reach: number): boolean {
  return distance(spot, from, to) <= reach;
}

function isNearLine(item: Item, spot: Spot, reach: number): boolean {
  const step = stride(item.kind);
  let before = stretchedSpot(item, 0);
  for (let at = 0; at < item.points.length; at += step) {
    const here = stretchedSpot(item, at);
    if (isNearSegment(spot, before, here, reach)) return true;
    before = here;
  }
  return false;
}

const NAMES: Record<Kind, string> = {
  pen: "Stroke",
  highlighter: "Highlighter",
  line: "Line",
  arrow: "Arrow",
  rectangle: "Rectangle",
  diamond: "Diamond",
  triangle: "Triangle",
  ellipse: "Ellipse",
  axes: "Axes",
  text: "Text",
  note: "Note",
  formula: "Formula",
  table: "Table",
};

/** An object in words, for who doesn't see it. */
export function inWords(item: Item): string {
  const { left, top, right, bottom } = item.box;
  const text = item.kind === "table" ? tableInWords(item.text) : item.text ? ` “${item.text}”` : "";
  const size = `${Math.round(right - left)} by ${Math.round(bottom - top)}`;
  const turn = item.place.turn ? `, turned ${Math.round(item.place.turn / 100)}°` : "";
  const rest = `${turn}${item.group ? ", in a group" : ""}${item.locked ? ", locked" : ""}`;
  return `${NAMES[item.kind]}${text}, by ${item.author}, at ${Math.round(left)}, ${Math.round(top)}, ${size}${rest}`;
}

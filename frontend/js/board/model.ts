// What stands on a board, as the page's program gives it: measures in units from the board's middle.

export type Kind = "pen" | "highlighter" | "line" | "arrow" | "rectangle" | "ellipse" | "text" | "note";

/** Where an object stands: its points are stretched (65,536ths), then shifted (256ths of a unit). */
export interface Place {
  x: number;
  y: number;
  wide: number;
  high: number;
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
  text: string;
  place: Place;
  /** It isn't in the class's log yet. */
  waits: boolean;
}

/** An object. The points of a stroke are threes of x, y and pressure (0 to 1), those of the rest pairs of x and y. */
export interface Item extends Meta {
  points: Float64Array;
  box: Box;
  path?: Path2D;
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

/** The object with what follows from it. */
export function itemOf(meta: Meta, points: Float64Array): Item {
  const item = { ...meta, points, box: { left: 0, top: 0, right: 0, bottom: 0 } };
  item.box = boxOf(item);
  return item;
}

/** The same object at another place. */
export function placedAt(item: Item, place: Place): Item {
  const moved = { ...item, place };
  moved.box = boxOf(moved);
  return moved;
}

/** Where a point of an object is on the board. */
export function spotOf(item: Item, at: number): Spot {
  const { place, points } = item;
  return {
    x: (points[at] ?? 0) * (place.wide / 65536) + place.x / 256,
    y: (points[at + 1] ?? 0) * (place.high / 65536) + place.y / 256,
  };
}

/** How far each point is from the next in the list of an object's points. */
export function stride(kind: Kind): number {
  return isInk(kind) ? 3 : 2;
}

function boxOf(item: Item): Box {
  const step = stride(item.kind);
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < item.points.length; at += step) {
    const { x, y } = spotOf(item, at);
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  if (item.kind === "text") {
    const lines = item.text.split("\n");
    const longest = Math.max(...lines.map((line) => line.length));
    const [wide, high] = [item.place.wide / 65536, item.place.high / 65536];
    box.right = box.left + longest * item.width * 0.62 * wide;
    box.bottom = box.top + lines.length * item.width * 1.3 * high;
    return box;
  }
  const scale = Math.max(item.place.wide, item.place.high) / 65536;
  const around = item.kind === "note" ? 0 : (item.width / 2) * scale + (item.kind === "arrow" ? item.width * 3 : 0);
  return grown(box, around);
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
  const reach = near + (item.width / 2) * (item.place.wide / 65536);
  if (!meet(item.box, grown({ left: spot.x, right: spot.x, top: spot.y, bottom: spot.y }, near))) return false;
  const { left, top, right, bottom } = item.box;
  switch (item.kind) {
    case "text":
    case "note":
      return true;
    case "rectangle":
    case "ellipse": {
      const inside = Math.min(spot.x - left, right - spot.x, spot.y - top, bottom - spot.y);
      return item.filled || inside <= reach * 2 + Math.min(right - left, bottom - top) * (item.kind === "ellipse" ? 0.16 : 0);
    }
    case "pen":
    case "highlighter":
    case "line":
    case "arrow":
      return isNearLine(item, spot, reach);
  }
}

function isNearLine(item: Item, spot: Spot, reach: number): boolean {
  const step = stride(item.kind);
  let before = spotOf(item, 0);
  for (let at = 0; at < item.points.length; at += step) {
    const here = spotOf(item, at);
    const [dx, dy] = [here.x - before.x, here.y - before.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((spot.x - before.x) * dx + (spot.y - before.y) * dy) / length));
    if (Math.hypot(before.x + along * dx - spot.x, before.y + along * dy - spot.y) <= reach) return true;
    before = here;
  }
  return false;
}

/** An object in words, for who doesn't see it. */
export function inWords(item: Item): string {
  const names: Record<Kind, string> = {
    pen: "Stroke",
    highlighter: "Highlighter",
    line: "Line",
    arrow: "Arrow",
    rectangle: "Rectangle",
    ellipse: "Ellipse",
    text: "Text",
    note: "Note",
  };
  const { left, top, right, bottom } = item.box;
  const text = item.text ? ` “${item.text}”` : "";
  const size = `${Math.round(right - left)} by ${Math.round(bottom - top)}`;
  return `${names[item.kind]}${text}, by ${item.author}, at ${Math.round(left)}, ${Math.round(top)}, ${size}`;
}

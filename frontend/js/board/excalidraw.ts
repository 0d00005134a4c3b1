// Drawings of Excalidraw (https://excalidraw.com): the shapes, lines, strokes and texts of its files and of its clipboard.
import { centred, MOST_PASTED, Refused } from "./clipboard";
import { AS_DRAWN, type Kind, type Spot } from "./model";
import { turnedAbout } from "./placing";
import { type New, newId } from "./strokes";

/** Bytes of a file, at most. */
const LARGEST = 8 * 1024 * 1024;
const MOST_POINTS = 20_000;
const MOST_LETTERS = 2_000;
/** Units from the middle of what is read to its farthest point, at most. */
const FARTHEST = 500_000;

/** What is used of an element; whatever is in a file is checked before it is used. */
interface Element {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  angle: number;
  strokeColor: string;
  backgroundColor: string;
  strokeWidth: number;
  opacity: number;
  points: [number, number][];
  pressures: number[];
  text: string;
  fontSize: number;
  groupIds: string[];
  isDeleted: boolean;
}

/** Reads a file, around a spot. Throws `Refused` with the reason where it can't be taken. */
export async function readFile(file: File, at: Spot): Promise<New[]> {
  if (file.size > LARGEST) throw new Refused("That file is too large: 8 MB is the most.");
  return centred(at, readExcalidraw(await file.text()));
}

/** The objects of a drawing. Throws `Refused` where it is none, or too much. */
export function readExcalidraw(text: string): New[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Refused("That is no Excalidraw file.");
  }
  const { type, elements } = (file ?? {}) as { type?: unknown; elements?: unknown };
  if (typeof type !== "string" || !type.startsWith("excalidraw") || !Array.isArray(elements)) throw new Refused("That is no Excalidraw file.");
  const there = elements.filter((one: Element | null) => one && typeof one === "object" && !one.isDeleted) as Element[];
  if (there.length > MOST_PASTED) throw new Refused(`That drawing has ${there.length} objects; ${MOST_PASTED} is the most.`);
  const groups = new Map<string, string>();
  const items = there.flatMap((element) => objects(element, groups));
  if (items.length === 0) throw new Refused("Nothing in that file can be drawn here: shapes, lines, strokes and texts can.");
  return items;
}

function objects(element: Element, groups: Map<string, string>): New[] {
  const { x, y } = element;
  const [wide, high] = [number(element.width), number(element.height)];
  if (![x, y].every(isNear) || !isNear(wide) || !isNear(high)) throw new Refused("Something in that drawing is too far away or too large.");
  const filling = colour(element.backgroundColor, "");
  const look = {
    colour: colour(element.strokeColor, "#1d2320"),
    width: Math.min(1_000, Math.max(0.5, number(element.strokeWidth, 2))),
    filled: false,
    text: "",
    group: groupOf(element, groups),
  };
  const about = { x: x + wide / 2, y: y + high / 2 };
  const angle = number(element.angle);
  const object = (kind: Kind, points: number[], more: Partial<New> = {}): New => ({
    id: newId(),
    kind,
    points,
    ...look,
    place: angle === 0 ? AS_DRAWN : turnedAbout(AS_DRAWN, about, (angle / Math.PI) * 18_000),
    ...more,
  });
  const span = [x, y, x + wide, y + high];
  switch (element.type) {
    case "rectangle":
    case "diamond":
    case "ellipse": {
      // An inside of another colour than its edge is an object of its own here.
      const group = look.group ?? (filling ? newId() : null);
      const edge = object(element.type, span, { group });
      return filling ? [object(element.type, span, { colour: filling, filled: true, width: 1, group }), edge] : [edge];
    }
    case "line":
    case "arrow":
      return line(element, element.type, object);
    case "freedraw": {
      const points = pointsOf(element);
      const pressures = Array.isArray(element.pressures) ? element.pressures : [];
      const ink = points.flatMap(({ x, y }, at) => [x, y, Math.min(1, Math.max(0, number(pressures[at], 0.5)))]);
      return points.length > 0 ? [object("pen", ink, { width: look.width * 2 })] : [];
    }
    case "text": {
      const text = String(element.text ?? "").replaceAll("\r", "").trim().slice(0, MOST_LETTERS);
      const size = Math.min(1_000, Math.max(4, number(element.fontSize, 20)));
      return text ? [object("text", [x, y], { text, width: size })] : [];
    }
    default:
      // Pictures, frames and pages of others.
      return [];
  }
}

/** A line through several points is a stroke; its arrow is the last part of the way. */
function line(element: Element, kind: "line" | "arrow", object: (kind: Kind, points: number[]) => New): New[] {
  const points = pointsOf(element);
  const [end, before, first] = [points.at(-1), points.at(-2), points[0]];
  if (!end || !before || !first) return [];
  if (points.length === 2) return [object(kind, [first.x, first.y, end.x, end.y])];
  const way = object("pen", points.flatMap(({ x, y }) => [x, y, 0.5]));
  return kind === "line" ? [way] : [way, object("arrow", [before.x, before.y, end.x, end.y])];
}

function pointsOf({ x, y, points }: Element): Spot[] {
  if (!Array.isArray(points)) return [];
  if (points.length > MOST_POINTS) throw new Refused(`A line in that drawing has ${points.length} points; ${MOST_POINTS} is the most.`);
  return points.map((point) => {
    const spot = { x: x + number(point?.[0], NaN), y: y + number(point?.[1], NaN) };
    if (!isNear(spot.x) || !isNear(spot.y)) throw new Refused("Something in that drawing is too far away or too large.");
    return spot;
  });
}

/** The outermost group of an element: here a group is of objects alone. */
function groupOf({ groupIds }: Element, groups: Map<string, string>): string | null {
  const outer = Array.isArray(groupIds) ? groupIds.at(-1) : undefined;
  if (typeof outer !== "string") return null;
  const ours = groups.get(outer) ?? newId();
  groups.set(outer, ours);
  return ours;
}

function number(value: unknown, otherwise = 0): number {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

function isNear(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= FARTHEST;
}

/** A colour as `#rrggbb`, as a browser reads it. */
function colour(value: unknown, otherwise: string): string {
  if (typeof value !== "string" || value === "transparent" || value === "") return otherwise;
  const on = document.createElement("canvas").getContext("2d");
  if (!on) return otherwise;
  on.fillStyle = "#000000";
  on.fillStyle = value;
  const read = on.fillStyle;
  return /^#[0-9a-f]{6}$/u.test(read) ? read : otherwise;
}

// What is done to chosen objects together: copies, order, alignment, groups.
import { around, isLettered, type Item, middle, type Place, type Spot } from "./model";
import { shifted, turnedAbout } from "./placing";
import { type New, newId } from "./strokes";

/** The same objects as new ones, in groups of their own. */
export function anew(items: readonly Item[], by: Spot = { x: 0, y: 0 }): New[] {
  const groups = new Map<string, string>();
  const groupOf = (group: string | null | undefined): string | null => {
    if (!group) return null;
    const now = groups.get(group) ?? newId();
    groups.set(group, now);
    return now;
  };
  return items.map(({ kind, colour, width, filled, text, points, place, group }) => ({
    id: newId(),
    kind,
    colour,
    width,
    filled,
    text,
    points: [...points],
    place: shifted(place, by.x, by.y),
    group: groupOf(group),
  }));
}

/** Objects that lie directly above another, or below all. */
export interface Pile {
  above?: string;
  objects: string[];
}

export type Order = "front" | "back" | "forward" | "backward";

/** How objects of a page, which are listed the lowest first, come to the front or back, or one step that way. */
export function piled(all: readonly Item[], chosen: ReadonlySet<string>, order: Order): Pile[] {
  const moved = all.filter(({ id, locked }) => chosen.has(id) && !locked);
  const rest = all.filter((item) => !moved.includes(item));
  const objects = moved.map(({ id }) => id);
  const [first, last] = [moved[0], moved.at(-1)];
  if (!first || !last || rest.length === 0) return [];
  const under = (item: Item | undefined): Pile => (item ? { above: item.id, objects } : { objects });
  switch (order) {
    case "front":
      return [under(rest.at(-1))];
    case "back":
      return [under(undefined)];
    case "forward":
      return [under(all.slice(all.indexOf(last) + 1).find((item) => rest.includes(item)) ?? rest.at(-1))];
    case "backward": {
      const below = all.slice(0, all.indexOf(first)).filter((item) => rest.includes(item));
      return [under(below.at(-2))];
    }
  }
}

export type Side = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** Objects that are grouped count as one. */
function units(items: readonly Item[]): Item[][] {
  const units = new Map<string, Item[]>();
  for (const item of items) {
    const key = item.group ?? item.id;
    units.set(key, [...(units.get(key) ?? []), item]);
  }
  return [...units.values()];
}

function boxOf(items: readonly Item[]): { left: number; top: number; right: number; bottom: number } {
  return around(items.map(({ box }) => box)) ?? { left: 0, top: 0, right: 0, bottom: 0 };
}

/** Where objects are when they are brought to one side of the box around all, or to its middle. */
export function aligned(items: readonly Item[], side: Side): [string, Place][] {
  const all = boxOf(items);
  return units(items).flatMap((unit) => {
    const own = boxOf(unit);
    const [from, to] = [middle(own), middle(all)];
    const by: Record<Side, Spot> = {
      left: { x: all.left - own.left, y: 0 },
      centre: { x: to.x - from.x, y: 0 },
      right: { x: all.right - own.right, y: 0 },
      top: { x: 0, y: all.top - own.top },
      middle: { x: 0, y: to.y - from.y },
      bottom: { x: 0, y: all.bottom - own.bottom },
    };
    return unit.map((item): [string, Place] => [item.id, shifted(item.place, by[side].x, by[side].y)]);
  });
}

/** Where objects are when there is as much room between each and the next. */
export function distributed(items: readonly Item[], axis: "x" | "y"): [string, Place][] {
  const [begin, end] = axis === "x" ? (["left", "right"] as const) : (["top", "bottom"] as const);
  const sorted = units(items).sort((one, other) => boxOf(one)[begin] + boxOf(one)[end] - boxOf(other)[begin] - boxOf(other)[end]);
  const all = boxOf(items);
  const taken = sorted.reduce((sum, unit) => sum + boxOf(unit)[end] - boxOf(unit)[begin], 0);
  const room = (all[end] - all[begin] - taken) / Math.max(1, sorted.length - 1);
  let at = all[begin];
  return sorted.flatMap((unit) => {
    const own = boxOf(unit);
    const by = at - own[begin];
    at += own[end] - own[begin] + room;
    return unit.map((item): [string, Place] => [item.id, axis === "x" ? shifted(item.place, by, 0) : shifted(item.place, 0, by)]);
  });
}

/** Where objects are when they are turned together, by hundredths of a degree. */
export function turnedTogether(items: readonly Item[], hundredths: number): [string, Place][] {
  const about = middle(boxOf(items));
  return items.map((item) => [item.id, turnedAbout(item.place, about, hundredths)]);
}

/** Letters as large as lines of this width are thick. */
const LETTERS: Record<number, number> = { 2: 16, 4: 24, 10: 40 };

/** The width of an object for a width of the pen. */
export function widthOf(item: Item, width: number): number {
  if (isLettered(item.kind)) return LETTERS[width] ?? item.width;
  return item.kind === "highlighter" ? width * 5 : width;
}

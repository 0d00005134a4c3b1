// The shape that somebody meant with a stroke: a line, an arrow, a rectangle, a diamond, a triangle or an ellipse.
import type { Kind, Spot } from "./model";

/** A shape with its two corners, or its two ends. */
export interface Meant {
  kind: Extract<Kind, "line" | "arrow" | "rectangle" | "diamond" | "triangle" | "ellipse">;
  points: [number, number, number, number];
}

/** How much of a way is straight where it is a line. */
const STRAIGHT = 0.93;
/** How far apart the ends of a closed stroke may be, as part of its length. */
const CLOSED = 0.2;
/** How much of an arrow's shaft its head may be, and how little. */
const HEAD = [0.08, 0.9] as const;
/** How far from an ellipse the places of one are in the mean, by the square of the radius: a circle's square has 0.33. */
const ROUND = 0.2;
/** How far a corner stands out, as part of the shape's size. */
const CORNER = 0.12;

/** The shape that a stroke of these places is, or none. */
export function recognise(drawn: readonly Spot[]): Meant | undefined {
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (!first || !last || drawn.length < 3 || lengthOf(drawn) === 0) return undefined;
  // What a hand trembles by is no way.
  const spots = [...evenly(drawn, 48), last];
  const length = lengthOf(spots);
  const apart = distance(first, last);
  if (apart / length > STRAIGHT) return { kind: "line", points: [first.x, first.y, last.x, last.y] };
  return arrow(spots) ?? (apart / length < CLOSED ? closed(spots) : undefined);
}

/** A straight way to the tip, and strokes about the tip after it. */
function arrow(spots: readonly Spot[]): Meant | undefined {
  const first = spots[0]!;
  const tip = farthest(spots, (spot) => distance(first, spot));
  const to = spots[tip]!;
  const shaft = distance(first, to);
  const head = spots.slice(tip);
  const way = lengthOf(head);
  const isNear = head.every((spot) => distance(spot, to) < shaft * 0.45);
  const isStraight = shaft / lengthOf(spots.slice(0, tip + 1)) > STRAIGHT - 0.04;
  if (!isStraight || !isNear || way < shaft * HEAD[0] || way > shaft * HEAD[1]) return undefined;
  return { kind: "arrow", points: [first.x, first.y, to.x, to.y] };
}

function closed(spots: readonly Spot[]): Meant | undefined {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [rx, ry] = [(right - left) / 2, (bottom - top) / 2];
  if (rx === 0 || ry === 0) return undefined;
  const points: Meant["points"] = [left, top, right, bottom];
  const even = evenly(spots, 64);
  const off = even.map(({ x, y }) => Math.abs(((x - left - rx) / rx) ** 2 + ((y - top - ry) / ry) ** 2 - 1));
  if (off.reduce((all, one) => all + one, 0) / off.length < ROUND) return { kind: "ellipse", points };
  const corners = cornersOf(even, Math.hypot(rx, ry) * 2 * CORNER);
  if (corners.length === 3) return { kind: "triangle", points };
  if (corners.length !== 4) return undefined;
  // A diamond fills half of its box, a rectangle all of it.
  const filled = areaOf(corners) / (4 * rx * ry);
  return { kind: filled > 0.72 ? "rectangle" : "diamond", points };
}

/** Places along a stroke that are as far apart from each other, so that where it was slow doesn't count for more. */
function evenly(spots: readonly Spot[], count: number): Spot[] {
  const step = lengthOf(spots) / count;
  const even = [spots[0]!];
  let left = step;
  for (let at = 1; at < spots.length; at++) {
    let from = spots[at - 1]!;
    const to = spots[at]!;
    for (let way = distance(from, to); way >= left; way = distance(from, to)) {
      from = { x: from.x + ((to.x - from.x) * left) / way, y: from.y + ((to.y - from.y) * left) / way };
      even.push(from);
      left = step;
    }
    left -= distance(from, to);
  }
  return even;
}

/** The corners of a closed stroke, by Douglas and Peucker's way from the place that is farthest from its middle. */
function cornersOf(spots: readonly Spot[], least: number): Spot[] {
  const middle = { x: mean(spots.map(({ x }) => x)), y: mean(spots.map(({ y }) => y)) };
  const from = farthest(spots, (spot) => distance(spot, middle));
  const round = [...spots.slice(from), ...spots.slice(0, from)];
  const half = farthest(round, (spot) => distance(spot, round[0]!));
  const kept = [...between(round, 0, half, least), ...between([...round, round[0]!], half, round.length, least)];
  return kept.map((at) => round[at % round.length]!);
}

/** The places from one on to before another that stand out by so much. */
function between(spots: readonly Spot[], from: number, to: number, least: number): number[] {
  const [a, b] = [spots[from]!, spots[to]!];
  const way = distance(a, b) || 1;
  const off = ({ x, y }: Spot): number => Math.abs((b.x - a.x) * (a.y - y) - (a.x - x) * (b.y - a.y)) / way;
  const at = from + farthest(spots.slice(from, to + 1), off);
  if (at === from || at === to || off(spots[at]!) < least) return [from];
  return [...between(spots, from, at, least), ...between(spots, at, to, least)];
}

function farthest(spots: readonly Spot[], measure: (spot: Spot) => number): number {
  let most = 0;
  spots.forEach((spot, at) => {
    if (measure(spot) > measure(spots[most]!)) most = at;
  });
  return most;
}

function areaOf(corners: readonly Spot[]): number {
  const parts = corners.map(({ x, y }, at) => {
    const next = corners[(at + 1) % corners.length]!;
    return x * next.y - next.x * y;
  });
  return Math.abs(parts.reduce((all, one) => all + one, 0)) / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0) / values.length;
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function lengthOf(spots: readonly Spot[]): number {
  return spots.reduce((all, spot, at) => all + (at === 0 ? 0 : distance(spot, spots[at - 1]!)), 0);
}

// Where objects are put by what a person does with them: shifted, resized, turned.
import { angleOf, around, type Box, cornersOf, type Item, outOf, ownBox, type Place, type Spot, turned } from "./model";

/** What something is chosen by: a box that is turned, then shifted. */
export interface Frame {
  box: Box;
  /** Clockwise, in radians. */
  angle: number;
  at: Spot;
}

/** A side of a frame, or a corner: which of its sides move with it. */
export interface Handle {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

export const HANDLES: Handle[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 1 },
  { x: -1, y: 1 },
  { x: 0, y: -1 },
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
];

/** The frame of objects: a single one's is turned as it is. */
export function frameOf(items: readonly Item[]): Frame | undefined {
  const [first] = items;
  if (first && items.length === 1) {
    return { box: ownBox(first), angle: angleOf(first.place), at: { x: first.place.x / 256, y: first.place.y / 256 } };
  }
  const box = around(items.map((item) => item.box));
  return box && { box, angle: 0, at: { x: 0, y: 0 } };
}

/** Where a spot of a frame is on the board. */
export function onBoard({ angle, at }: Frame, spot: Spot): Spot {
  const { x, y } = turned(spot, angle);
  return { x: x + at.x, y: y + at.y };
}

/** Where a spot of the board is in a frame. */
export function inFrame({ angle, at }: Frame, { x, y }: Spot): Spot {
  return turned({ x: x - at.x, y: y - at.y }, -angle);
}

export function corners(frame: Frame): Spot[] {
  return cornersOf(frame.box).map((corner) => onBoard(frame, corner));
}

/** Where a handle is in its frame. */
export function handleAt({ box }: Frame, { x, y }: Handle): Spot {
  return { x: (box.left + box.right + x * (box.right - box.left)) / 2, y: (box.top + box.bottom + y * (box.bottom - box.top)) / 2 };
}

/** A place so many units further. */
export function shifted(place: Place, dx: number, dy: number): Place {
  return { ...place, x: Math.round(place.x + dx * 256), y: Math.round(place.y + dy * 256) };
}

const LEAST = 64;
const MOST = 65_536 * 1_024;

function stretch(now: number, factor: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.round(now * factor)));
}

/** A single object's place when it is so many times as wide and as high, where a spot of it stays that is in its own measures. */
export function resized(place: Place, still: Spot, factors: Spot): Place {
  const [wide, high] = [stretch(place.wide, factors.x), stretch(place.high, factors.y)];
  const before = outOf(place, still);
  const after = outOf(place, { x: (still.x * wide) / place.wide, y: (still.y * high) / place.high });
  return shifted({ ...place, wide, high }, before.x - after.x, before.y - after.y);
}

/** A place so many times as far from a spot of the board, and as large. What is turned keeps its form. */
export function stretched(place: Place, still: Spot, factors: Spot): Place {
  const both = Math.max(factors.x, factors.y);
  const [x, y] = place.turn ? [both, both] : [factors.x, factors.y];
  const [wide, high] = [stretch(place.wide, Math.max(0.001, x)), stretch(place.high, Math.max(0.001, y))];
  const real = { x: wide / place.wide, y: high / place.high };
  return { ...place, wide, high, x: Math.round((place.x - still.x * 256) * real.x + still.x * 256), y: Math.round((place.y - still.y * 256) * real.y + still.y * 256) };
}

/** A place turned clockwise about a spot of the board, by hundredths of a degree. */
export function turnedAbout(place: Place, middle: Spot, hundredths: number): Place {
  const turn = ((((place.turn ?? 0) + Math.round(hundredths)) % 36_000) + 36_000) % 36_000;
  const by = ((turn - (place.turn ?? 0)) / 18_000) * Math.PI;
  const from = turned({ x: place.x / 256 - middle.x, y: place.y / 256 - middle.y }, by);
  return { ...place, turn, x: Math.round((from.x + middle.x) * 256), y: Math.round((from.y + middle.y) * 256) };
}

// Rubbing out parts of strokes: what of each is left is found out here, and the program cuts it (domain::board::Rubbed).
import { distance, grown, into, isInk, type Item, itemOf, meet, type Spot, stretchedSpot, stride } from "./model";

/** Places between one point of a stroke and the next that it can be cut at. */
export const CUTS = 16;

/** A way along a stroke, each end in parts of the way from point to point. */
export interface Way {
  from: number;
  to: number;
}

/** What is left of strokes while somebody rubs. */
export class Rubbing {
  /** Of each stroke that was met, which of its places are left. */
  private readonly left = new Map<string, { item: Item; places: Uint8Array }>();

  /** Rubs from a spot to another with a rubber of this radius; whether anything went. */
  rub(items: readonly Item[], from: Spot, to: Spot, radius: number): boolean {
    const box = grown({ left: Math.min(from.x, to.x), right: Math.max(from.x, to.x), top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) }, radius);
    let any = false;
    for (const item of items) {
      if (isInk(item.kind) && !item.locked && meet(item.box, box)) any = this.rubAt(item, from, to, radius) || any;
    }
    return any;
  }

  private rubAt(item: Item, from: Spot, to: Spot, radius: number): boolean {
    const step = stride(item.kind);
    const count = item.points.length / step;
    const there = this.left.get(item.id) ?? { item, places: new Uint8Array((count - 1) * CUTS + 1).fill(1) };
    const [one, other] = [into(item.place, from), into(item.place, to)];
    let any = false;
    for (let at = 0; at < Math.max(1, count - 1); at++) {
      const [begin, end] = [stretchedSpot(item, at * step), stretchedSpot(item, Math.min(at + 1, count - 1) * step)];
      const length = Math.hypot(end.x - begin.x, end.y - begin.y);
      if (distance(begin, one, other) > radius + length) continue;
      for (let cut = 0; cut <= CUTS && at * CUTS + cut < there.places.length; cut++) {
        const spot = { x: begin.x + ((end.x - begin.x) * cut) / CUTS, y: begin.y + ((end.y - begin.y) * cut) / CUTS };
        if (there.places[at * CUTS + cut] === 1 && distance(spot, one, other) <= radius) {
          there.places[at * CUTS + cut] = 0;
          any = true;
        }
      }
    }
    if (any) this.left.set(item.id, there);
    return any;
  }

  /** The strokes that were met, with what is left of each. */
  strokes(): { item: Item; ways: Way[] }[] {
    return [...this.left.values()].map(({ item, places }) => ({ item, ways: waysOf(places) }));
  }
}

function waysOf(places: Uint8Array): Way[] {
  const ways: Way[] = [];
  let from = -1;
  for (let at = 0; at <= places.length; at++) {
    if (places[at] === 1) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      // What is shorter than this is a crumb.
      if (at - 1 - from > 2) ways.push({ from, to: at - 1 });
      from = -1;
    }
  }
  return ways;
}

/** What is left of a stroke along a way, as it will look. */
export function cutOut(item: Item, id: string, { from, to }: Way): Item {
  const at = (place: number): number[] => {
    const [point, cut] = [Math.floor(place / CUTS) * 3, (place % CUTS) / CUTS];
    return [0, 1, 2].map((n) => {
      const here = item.points[point + n] ?? 0;
      return here + ((item.points[point + 3 + n] ?? here) - here) * cut;
    });
  };
  const points = at(from);
  for (let point = Math.floor(from / CUTS) + 1; point * CUTS < to; point++) points.push(...item.points.slice(point * 3, point * 3 + 3));
  points.push(...at(to));
  const { path: _, ...meta } = item;
  return itemOf({ ...meta, id }, Float64Array.from(points));
}

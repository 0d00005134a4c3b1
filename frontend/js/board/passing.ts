// What passes on a board and isn't kept: strokes of others that grow, their pointers and their light.
import type { Lights } from "./laser";
import { type Cursor, CURSOR_STAYS, type Growing } from "./screen";

/** Milliseconds until a whole stroke is given up that no object came of. */
const SOON = 5_000;

export class Passing {
  readonly growing = new Map<string, Growing>();
  readonly cursors = new Map<string, Cursor>();

  constructor(private readonly lights: Lights, private readonly repaint: () => void) {}

  grew(key: string, json: string, points: Float64Array): void {
    const begins = json ? (JSON.parse(json) as Omit<Growing, "points" | "kind"> & { kind: Growing["kind"] | "laser" }) : undefined;
    const lit = begins?.kind === "laser" ? begins.page : this.lights.page(key);
    const begun = this.growing.get(key);
    if (lit !== undefined) this.lights.move(key, lit, points, 3);
    else if (begun) begun.points.push(...points);
    else if (begins && begins.kind !== "laser") this.growing.set(key, { ...begins, kind: begins.kind, points: [...points] });
    this.repaint();
  }

  /** A growing stroke is whole, and soon an object; or it is given up. */
  stopped(key: string, isWhole: boolean): void {
    const drop = (): void => {
      if (this.growing.delete(key)) this.repaint();
    };
    if (isWhole) window.setTimeout(drop, SOON);
    else drop();
  }

  /** A growing stroke has become this object. */
  became(id: string): void {
    for (const [key, { object }] of this.growing) {
      if (object === id) this.growing.delete(key);
    }
  }

  pointed(user: string, cursor: Omit<Cursor, "at">): void {
    this.cursors.set(user, { ...cursor, at: performance.now() });
    this.repaint();
  }

  /** Whether a pointer is shown, or was a moment ago. */
  get any(): boolean {
    return [...this.cursors.values()].some(({ at }) => performance.now() - at < CURSOR_STAYS + 1_000);
  }
}

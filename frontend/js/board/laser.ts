// Light that somebody points with: it is shown to all while it moves, fades behind itself, and is kept nowhere.
import type { Spot } from "./model";

/** Milliseconds that a place stays lit. */
const STAYS = 1_200;
const LIGHT = "#e5484d";
const WIDTH = 5;

interface Lit extends Spot {
  at: number;
}

export class Lights {
  private readonly lights = new Map<string, { page: number; spots: Lit[] }>();

  /** Light moves on: over the first spots of a list in which each takes so many numbers. */
  move(key: string, page: number, points: ArrayLike<number>, step: number): void {
    const light = this.lights.get(key) ?? { page, spots: [] };
    const at = performance.now();
    for (let n = 0; n + 1 < points.length; n += step) light.spots.push({ x: points[n] ?? 0, y: points[n + 1] ?? 0, at });
    this.lights.set(key, light);
  }

  has(key: string): boolean {
    return this.lights.has(key);
  }

  /** The page that light is on. */
  page(key: string): number | undefined {
    return this.lights.get(key)?.page;
  }

  /** Paints what is lit on a page, where a unit is so many pixels; whether something will fade. */
  paint(on: CanvasRenderingContext2D, page: number, zoom: number): boolean {
    const now = performance.now();
    let fades = false;
    on.save();
    on.strokeStyle = LIGHT;
    for (const [key, light] of this.lights) {
      light.spots = light.spots.filter(({ at }) => now - at < STAYS);
      if (light.spots.length === 0) this.lights.delete(key);
      else fades = true;
      if (light.page !== page) continue;
      light.spots.forEach((spot, n) => {
        const before = light.spots[n - 1] ?? spot;
        const left = 1 - (now - spot.at) / STAYS;
        on.globalAlpha = left;
        on.lineWidth = (WIDTH * (0.3 + 0.7 * left)) / zoom;
        on.beginPath();
        on.moveTo(before.x, before.y);
        on.lineTo(spot.x, spot.y);
        on.stroke();
      });
    }
    on.restore();
    return fades;
  }
}

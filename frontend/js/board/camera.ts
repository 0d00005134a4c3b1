// Which part of the board is on the screen.
import type { Box, Spot } from "./model";

const SMALLEST = 0.05;
const LARGEST = 32;
const EXTENT = 1_000_000;

export class Camera {
  /** The middle of what is seen, in units. */
  x = 0;
  y = 0;
  /** Pixels of the page that a unit is. */
  zoom = 1;
  width = 1;
  height = 1;

  /** The place on the board under a place of the surface. */
  toBoard(spot: Spot): Spot {
    return {
      x: (spot.x - this.width / 2) / this.zoom + this.x,
      y: (spot.y - this.height / 2) / this.zoom + this.y,
    };
  }

  toScreen(spot: Spot): Spot {
    return {
      x: (spot.x - this.x) * this.zoom + this.width / 2,
      y: (spot.y - this.y) * this.zoom + this.height / 2,
    };
  }

  seen(): Box {
    const [w, h] = [this.width / 2 / this.zoom, this.height / 2 / this.zoom];
    return { left: this.x - w, right: this.x + w, top: this.y - h, bottom: this.y + h };
  }

  pan(dx: number, dy: number): void {
    this.look(this.x - dx / this.zoom, this.y - dy / this.zoom, this.zoom);
  }

  /** Zooms so that what is under `spot` stays there. */
  zoomAt(spot: Spot, factor: number): void {
    const fixed = this.toBoard(spot);
    this.zoom = bounded(this.zoom * factor, SMALLEST, LARGEST);
    const now = this.toBoard(spot);
    this.look(this.x + fixed.x - now.x, this.y + fixed.y - now.y, this.zoom);
  }

  look(x: number, y: number, zoom: number): void {
    this.x = bounded(x, -EXTENT, EXTENT);
    this.y = bounded(y, -EXTENT, EXTENT);
    this.zoom = bounded(zoom, SMALLEST, LARGEST);
  }

  /** Shows all of this, or the board's middle at its own size where there is nothing. */
  fit(box: Box | undefined): void {
    if (!box) return this.look(0, 0, 1);
    const zoom = Math.min(this.width / (box.right - box.left + 80), this.height / (box.bottom - box.top + 160), 2);
    this.look((box.left + box.right) / 2, (box.top + box.bottom) / 2, zoom);
  }
}

function bounded(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

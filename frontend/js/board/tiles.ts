// The finished objects of a page as tiles of pixels, painted once for a zoom and then only moved. While the zoom changes, tiles of
// the zoom before are stretched; crisp ones follow bit by bit, never more in a frame than it has time for.
import type { Camera } from "./camera";
import { type Box, grown, type Item, meet } from "./model";
import { paint } from "./paint";

/** Pixels of the screen along a tile's side. */
const SIDE = 512;
/** Milliseconds of a frame that painting tiles may take. */
const BUDGET = 5;
/** Tiles that are kept, at most: some 120 MB. */
const MOST = 120;
/** Milliseconds after the last change of the zoom until tiles for it are made. */
const SETTLED = 120;

interface Tile {
  x: number;
  y: number;
  canvas: HTMLCanvasElement;
  on: CanvasRenderingContext2D;
  /** What it was until it is whole. */
  before?: HTMLCanvasElement;
  /** What is still to be painted on it, the lowest last. */
  left: Item[];
  /** Something on it has changed: it is painted anew when it is seen. */
  stale: boolean;
  used: number;
}

/** Tiles of one scale: device pixels that a unit is. */
interface Layer {
  scale: number;
  tiles: Map<string, Tile>;
}

export class Tiles {
  private now: Layer = { scale: 0, tiles: new Map() };
  private before: Layer | undefined;
  private frame = 0;
  private zoomed = 0;
  private wanted = 0;

  /** `items` gives the page's objects that are to be painted, the lowest first. */
  constructor(private readonly items: () => readonly Item[]) {}

  /** Everything is painted anew. */
  reset(): void {
    this.now = { scale: this.now.scale, tiles: new Map() };
    this.before = undefined;
  }

  /** An object came on top of all others. */
  added(item: Item): void {
    for (const tile of this.now.tiles.values()) {
      if (tile.stale || !meet(this.boxOf(tile), item.box)) continue;
      if (tile.left.length > 0) tile.left.unshift(item);
      else this.paintOn(tile, item);
    }
    this.before = undefined;
  }

  /** Something changed there. */
  changed(box: Box): void {
    for (const tile of this.now.tiles.values()) tile.stale ||= meet(this.boxOf(tile), box);
    this.before = undefined;
  }

  /** Shows what the camera sees; whether there is more to paint. */
  show(screen: CanvasRenderingContext2D, camera: Camera, ratio: number): boolean {
    this.frame += 1;
    const scale = camera.zoom * ratio;
    const at = performance.now();
    if (scale !== this.wanted) {
      this.wanted = scale;
      this.zoomed = at;
    }
    if (this.now.scale !== scale && (this.now.scale === 0 || at - this.zoomed > SETTLED)) {
      if (this.now.tiles.size > 0) this.before = this.now;
      this.now = { scale, tiles: new Map() };
    }
    const seen = camera.seen();
    const crisp = this.now.scale === scale;
    const more = this.make(seen, at + BUDGET);
    if (this.before && (more || !crisp)) this.draw(screen, this.before, camera, ratio);
    if (!more) this.before = undefined;
    this.draw(screen, this.now, camera, ratio);
    this.forget();
    return more || !crisp;
  }

  /** Makes the tiles that are seen until the time is up; whether some are still to be made. */
  private make(seen: Box, until: number): boolean {
    const unit = SIDE / this.now.scale;
    let more = false;
    for (let y = Math.floor(seen.top / unit); y * unit < seen.bottom; y++) {
      for (let x = Math.floor(seen.left / unit); x * unit < seen.right; x++) {
        const key = `${x} ${y}`;
        let tile = this.now.tiles.get(key);
        if (!tile || tile.stale) {
          if (performance.now() > until) {
            more = true;
            continue;
          }
          const fresh = this.fresh(x, y);
          if (tile) fresh.before = tile.before ?? tile.canvas;
          tile = fresh;
          this.now.tiles.set(key, tile);
        }
        tile.used = this.frame;
        while (tile.left.length > 0 && performance.now() <= until) {
          const item = tile.left.pop();
          if (item) this.paintOn(tile, item);
        }
        more ||= tile.left.length > 0;
        if (tile.left.length === 0) delete tile.before;
      }
    }
    return more;
  }

  private fresh(x: number, y: number): Tile {
    const canvas = document.createElement("canvas");
    canvas.width = SIDE;
    canvas.height = SIDE;
    const on = canvas.getContext("2d") as CanvasRenderingContext2D;
    const tile: Tile = { x, y, canvas, on, left: [], stale: false, used: this.frame };
    const box = this.boxOf(tile);
    tile.left = this.items().filter((item) => meet(item.box, box)).reverse();
    return tile;
  }

  private boxOf(tile: Tile): Box {
    const unit = SIDE / this.now.scale;
    const box = { left: tile.x * unit, top: tile.y * unit, right: (tile.x + 1) * unit, bottom: (tile.y + 1) * unit };
    return grown(box, 2 / this.now.scale);
  }

  private paintOn(tile: Tile, item: Item): void {
    const { scale } = this.now;
    tile.on.setTransform(scale, 0, 0, scale, -tile.x * SIDE, -tile.y * SIDE);
    paint(tile.on, item);
  }

  private draw(screen: CanvasRenderingContext2D, layer: Layer, camera: Camera, ratio: number): void {
    const unit = SIDE / layer.scale;
    const stretch = (camera.zoom * ratio) / layer.scale;
    screen.setTransform(1, 0, 0, 1, 0, 0);
    const seen = camera.seen();
    for (const tile of layer.tiles.values()) {
      const [left, top] = [tile.x * unit, tile.y * unit];
      if (left > seen.right || top > seen.bottom || left + unit < seen.left || top + unit < seen.top) continue;
      const at = camera.toScreen({ x: left, y: top });
      const side = SIDE * stretch;
      const [x, y] = [at.x * ratio, at.y * ratio];
      const picture = tile.before ?? tile.canvas;
      if (stretch === 1) screen.drawImage(picture, Math.round(x), Math.round(y));
      else screen.drawImage(picture, x, y, side, side);
    }
  }

  private forget(): void {
    if (this.now.tiles.size <= MOST) return;
    const oldest = [...this.now.tiles].sort(([, one], [, other]) => one.used - other.used);
    for (const [key] of oldest.slice(0, this.now.tiles.size - MOST)) this.now.tiles.delete(key);
  }
}

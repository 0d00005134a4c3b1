// The two canvases of a board: finished objects below, and above them what moves.
import type { Camera } from "./camera";
import { around, type Box, type Item, type Kind } from "./model";
import { inkPath, paint } from "./paint";
import type { Desk } from "./strokes";
import { Tiles } from "./tiles";

/** A stroke of somebody else's that grows. */
export interface Growing {
  page: number;
  kind: Kind;
  colour: string;
  width: number;
  points: number[];
  object: string;
}

/** Where somebody's pen or pointer is. */
export interface Cursor {
  name: string;
  page: number;
  x: number;
  y: number;
  at: number;
}

/** Milliseconds that a pointer which doesn't move is shown. */
export const CURSOR_STAYS = 6_000;
const HANDLE = 8;
const SELECTED = "#0f766e";

export class Screen {
  readonly tiles: Tiles;
  private readonly below = document.createElement("canvas");
  private readonly above = document.createElement("canvas");
  private asked = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly camera: Camera,
    private readonly desk: Desk,
    private readonly growing: () => Iterable<Growing>,
    private readonly cursors: () => Iterable<Cursor>,
  ) {
    this.tiles = new Tiles(() => desk.items());
    for (const canvas of [this.below, this.above]) {
      canvas.className = "board__canvas";
      canvas.setAttribute("aria-hidden", "true");
      root.append(canvas);
    }
  }

  /** Has the next frame show what is there. */
  ask(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.show();
    });
  }

  private show(): void {
    const ratio = this.measure();
    const below = this.below.getContext("2d") as CanvasRenderingContext2D;
    below.setTransform(1, 0, 0, 1, 0, 0);
    below.clearRect(0, 0, this.below.width, this.below.height);
    this.grid(below, ratio);
    if (this.tiles.show(below, this.camera, ratio)) this.ask();
    const above = this.above.getContext("2d") as CanvasRenderingContext2D;
    above.setTransform(1, 0, 0, 1, 0, 0);
    above.clearRect(0, 0, this.above.width, this.above.height);
    const scale = this.camera.zoom * ratio;
    const corner = this.camera.toScreen({ x: 0, y: 0 });
    above.setTransform(scale, 0, 0, scale, corner.x * ratio, corner.y * ratio);
    this.moving(above);
    this.marks(above);
  }

  /** Brings the canvases to the size of the surface, in pixels of the screen. */
  private measure(): number {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth, clientHeight } = this.root;
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    this.camera.width = clientWidth;
    this.camera.height = clientHeight;
    for (const canvas of [this.below, this.above]) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    return ratio;
  }

  private grid(on: CanvasRenderingContext2D, ratio: number): void {
    on.fillStyle = "#fffefa";
    on.fillRect(0, 0, on.canvas.width, on.canvas.height);
    let step = 40;
    while (step * this.camera.zoom < 24) step *= 4;
    const { left, top, right, bottom } = this.camera.seen();
    on.fillStyle = "#d9d6cb";
    for (let y = Math.ceil(top / step) * step; y < bottom; y += step) {
      for (let x = Math.ceil(left / step) * step; x < right; x += step) {
        const at = this.camera.toScreen({ x, y });
        on.fillRect(Math.round(at.x * ratio), Math.round(at.y * ratio), ratio, ratio);
      }
    }
  }

  private moving(on: CanvasRenderingContext2D): void {
    const { desk } = this;
    for (const item of desk.items()) {
      if (desk.hidden.has(item.id)) this.veil(on, item);
    }
    for (const item of desk.ghosts) paint(on, item);
    for (const { page, kind, colour, width, points } of this.growing()) {
      if (page === desk.page) this.ink(on, kind, points, colour, width);
    }
    if (desk.ink) {
      const { kind, points, predicted, pen } = desk.ink;
      this.ink(on, kind, [...points, ...predicted], pen.colour, pen.width);
    }
  }

  /** Lets an object fade that is about to go from where it is. */
  private veil(on: CanvasRenderingContext2D, item: Item): void {
    const { left, top, right, bottom } = item.box;
    on.fillStyle = "rgb(255 254 250 / 70%)";
    on.fillRect(left, top, right - left, bottom - top);
  }

  private ink(on: CanvasRenderingContext2D, kind: Kind, points: number[], colour: string, width: number): void {
    on.fillStyle = colour;
    on.globalAlpha = kind === "highlighter" ? 0.38 : 1;
    on.fill(inkPath(kind, points, width));
    on.globalAlpha = 1;
  }

  private marks(on: CanvasRenderingContext2D): void {
    const { camera, desk } = this;
    const pixel = 1 / camera.zoom;
    on.strokeStyle = SELECTED;
    on.lineWidth = 1.5 * pixel;
    const outline = ({ left, top, right, bottom }: Box): void => on.strokeRect(left, top, right - left, bottom - top);
    const shown = desk.ghosts.length > 0 ? desk.ghosts : desk.items();
    const box = around(shown.filter((item) => desk.selected.has(item.id)).map((item) => item.box));
    if (box) {
      outline(box);
      on.fillStyle = "#fff";
      for (const x of [box.left, box.right]) {
        for (const y of [box.top, box.bottom]) {
          const side = HANDLE * pixel;
          on.fillRect(x - side / 2, y - side / 2, side, side);
          on.strokeRect(x - side / 2, y - side / 2, side, side);
        }
      }
    }
    if (desk.frame) outline(desk.frame);
    this.names(on, pixel);
  }

  private names(on: CanvasRenderingContext2D, pixel: number): void {
    const now = performance.now();
    on.font = `600 ${12 * pixel}px system-ui, sans-serif`;
    on.textBaseline = "middle";
    for (const { name, page, x, y, at } of this.cursors()) {
      if (page !== this.desk.page || now - at > CURSOR_STAYS) continue;
      const width = on.measureText(name).width + 14 * pixel;
      on.fillStyle = "#2a5ea6";
      on.beginPath();
      on.roundRect(x + 6 * pixel, y + 6 * pixel, width, 20 * pixel, 6 * pixel);
      on.arc(x, y, 3 * pixel, 0, 2 * Math.PI);
      on.fill();
      on.fillStyle = "#fff";
      on.fillText(name, x + 13 * pixel, y + 16.5 * pixel);
    }
  }
}

// The two canvases of a board: finished objects below, and above them what moves.
import type { Camera } from "./camera";
import { type Box, cornersOf, type Kind, type Paper, type Spot } from "./model";
import { inkPath, paint } from "./paint";
import { marksOf, PAPER } from "./paper";
import { corners, type Frame, frameOf, handleAt, HANDLES, onBoard } from "./placing";
import { selection, turnerAt } from "./select";
import type { Slide } from "./slide";
import type { Desk } from "./strokes";
import { Tiles } from "./tiles";

/** A stroke of somebody else's that grows. */
export interface Growing {
  page: number;
  kind: Kind;
  colour: string;
  width: number;
  points: number[];
  object: string | null;
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
/** How much of what is about to be erased is still seen. */
const FADED = 0.25;
const HANDLE = 8;
const SELECTED = "#0f766e";
const TEACHER = "#b45309";

/** What a screen shows of its board beside what strokes need. */
export interface Shown extends Desk {
  paper(): Paper;
  /** Objects that aren't painted where they are. */
  readonly hidden: ReadonlyMap<string, { fades: boolean }>;
  /** What the teacher sees, where one looks elsewhere. */
  teachers(): Box | undefined;
  /** The page of slides that it lies on. */
  readonly slide: Slide | undefined;
  /** Called once a frame that something is painted in. */
  painted(): void;
}

export class Screen {
  readonly tiles: Tiles;
  private readonly below = document.createElement("canvas");
  private readonly above = document.createElement("canvas");
  private asked = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly camera: Camera,
    private readonly desk: Shown,
    private readonly growing: () => Iterable<Growing>,
    private readonly cursors: () => Iterable<Cursor>,
  ) {
    this.tiles = new Tiles(() => (desk.hidden.size === 0 ? desk.items() : desk.items().filter(({ id }) => !desk.hidden.has(id))));
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
      this.desk.painted();
    });
  }

  private show(): void {
    const ratio = this.measure();
    const { slide } = this.desk;
    const [below, above] = [this.below, this.above].map((canvas) => cleared(canvas)) as [CanvasRenderingContext2D, CanvasRenderingContext2D];
    if (slide?.moves) this.ask();
    if (slide && !slide.place(this.camera)) return;
    below.save();
    above.save();
    if (slide) this.clip([below, above], slide.box, ratio);
    else this.grid(below, ratio);
    if (this.tiles.show(below, this.camera, ratio)) this.ask();
    below.restore();
    const scale = this.camera.zoom * ratio;
    const corner = this.camera.toScreen({ x: 0, y: 0 });
    above.setTransform(scale, 0, 0, scale, corner.x * ratio, corner.y * ratio);
    this.moving(above);
    this.marks(above);
    if (this.desk.spotlight.paint(above)) this.ask();
    this.names(above, 1 / this.camera.zoom);
    above.restore();
  }

  /** Nothing is drawn beside a page of slides. */
  private clip(all: CanvasRenderingContext2D[], box: Box, ratio: number): void {
    const from = this.camera.toScreen({ x: box.left, y: box.top });
    const to = this.camera.toScreen({ x: box.right, y: box.bottom });
    for (const on of all) {
      on.beginPath();
      on.rect(from.x * ratio, from.y * ratio, (to.x - from.x) * ratio, (to.y - from.y) * ratio);
      on.clip();
    }
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
    on.fillStyle = PAPER;
    on.fillRect(0, 0, on.canvas.width, on.canvas.height);
    const [{ zoom }, right, bottom] = [this.camera, on.canvas.width, on.canvas.height];
    for (const { colour, ...mark } of marksOf(this.desk.paper(), this.camera.seen(), zoom)) {
      const from = this.camera.toScreen({ x: mark.left, y: mark.top });
      const [left, top] = [Math.round(from.x * ratio), Math.round(from.y * ratio)];
      const [wide, high] = [(mark.right - mark.left) * zoom * ratio, (mark.bottom - mark.top) * zoom * ratio];
      on.fillStyle = colour;
      on.fillRect(Math.max(0, left), Math.max(0, top), Math.min(right, Math.max(1, Math.round(wide))), Math.min(bottom, Math.max(1, Math.round(high))));
    }
  }

  private moving(on: CanvasRenderingContext2D): void {
    const { desk } = this;
    on.globalAlpha = FADED;
    if (desk.hidden.size > 0) {
      for (const item of desk.items()) if (desk.hidden.get(item.id)?.fades) paint(on, item);
    }
    on.globalAlpha = 1;
    for (const item of desk.ghosts) paint(on, item);
    for (const { page, kind, colour, width, points } of this.growing()) {
      if (page === desk.page) this.ink(on, kind, points, colour, width);
    }
    if (desk.ink) {
      const { kind, points, predicted, pen } = desk.ink;
      this.ink(on, kind, [...points, ...predicted], pen.colour, pen.width);
    }
    if (desk.lights.paint(on, desk.page, this.camera.zoom)) this.ask();
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
    const teachers = desk.teachers();
    if (teachers) {
      on.strokeStyle = TEACHER;
      on.lineWidth = 2 * pixel;
      this.closed(on, cornersOf(teachers), [10 * pixel, 6 * pixel]);
    }
    on.strokeStyle = SELECTED;
    on.lineWidth = 1.5 * pixel;
    const isCopied = desk.ghosts.length > 0 && desk.selected.size > 0;
    const chosen = isCopied ? desk.ghosts : selection(desk);
    const frame = frameOf(chosen);
    if (frame && desk.selected.size > 0) this.chosen(on, frame, chosen.some(({ locked }) => locked));
    if (desk.frame) this.closed(on, cornersOf(desk.frame), []);
    if (desk.lasso) this.closed(on, desk.lasso, [4 * pixel, 4 * pixel]);
  }

  private closed(on: CanvasRenderingContext2D, spots: readonly Spot[], dashes: number[]): void {
    on.setLineDash(dashes);
    on.beginPath();
    for (const { x, y } of spots) on.lineTo(x, y);
    on.closePath();
    on.stroke();
    on.setLineDash([]);
  }

  private chosen(on: CanvasRenderingContext2D, frame: Frame, locked: boolean): void {
    const pixel = 1 / this.camera.zoom;
    this.closed(on, corners(frame), locked ? [4 * pixel, 4 * pixel] : []);
    if (locked) return;
    const handles = HANDLES.map((handle) => onBoard(frame, handleAt(frame, handle)));
    const turner = turnerAt(frame, this.camera.zoom);
    on.fillStyle = "#fff";
    on.beginPath();
    on.arc(turner.x, turner.y, (HANDLE / 2) * pixel, 0, 2 * Math.PI);
    on.fill();
    on.stroke();
    for (const { x, y } of handles) {
      const side = HANDLE * pixel;
      on.fillRect(x - side / 2, y - side / 2, side, side);
      on.strokeRect(x - side / 2, y - side / 2, side, side);
    }
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

/** What is drawn with on a canvas that nothing is on. */
function cleared(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const on = canvas.getContext("2d") as CanvasRenderingContext2D;
  on.setTransform(1, 0, 0, 1, 0, 0);
  on.clearRect(0, 0, canvas.width, canvas.height);
  return on;
}

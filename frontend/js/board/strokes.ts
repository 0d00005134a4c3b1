// What each tool does with a pointer from its being pressed to its being let go; choosing and moving is in select.ts.
import type { Camera } from "./camera";
import type { Lights } from "./laser";
import { AS_DRAWN, between, type Box, isHit, isInk, type Item, itemOf, type Kind, type Lettered, type Place, type Spot } from "./model";
import { recognise } from "./recognise";
import { cutOut, Rubbing } from "./rub";
import { select } from "./select";
import type { Spotlight } from "./spotlight";
import type { Pen } from "./pens";
import { nameOf, type Tool } from "./toolset";
import type { Held, Sample, Stroke } from "./touch";

/** What strokes need of their board. */
export interface Desk {
  camera: Camera;
  pen: Pen;
  page: number;
  readonly may: { run: boolean };
  /** Whether a stroke whose pen rests at its end becomes the shape that it looks like. */
  readonly tidies: boolean;
  announce(words: string): void;
  selected: Set<string>;
  items(): readonly Item[];
  /** Shown over everything until the pointer is let go. */
  ghosts: Item[];
  frame: Box | undefined;
  lasso: Spot[] | undefined;
  ink: { kind: Kind; points: number[]; predicted: number[]; pen: Pen } | undefined;
  readonly lights: Lights;
  /** What is held down on the keyboard. */
  held(): Held;
  /** Takes objects off the screen, or lets them fade, until `unhide`. */
  hide(ids: Iterable<string>, fades: boolean): void;
  unhide(): void;
  repaint(): void;
  add(item: Drawn): void;
  /** Draws what is written: something new, which ends writing, or an object anew. */
  drawn(drawn: Drawn, anew: boolean): void;
  addAll(items: New[]): void;
  place(places: [string, Place][]): void;
  remove(ids: string[]): void;
  rub(strokes: Rubbed[]): void;
  grow(id: string, drawn: Growth): void;
  grown(id: string, whole: boolean): void;
  write(kind: Lettered, at: Spot, size: Spot, item?: Item): void;
  /** What the class is shown, and all around it is dimmed. */
  readonly spotlight: Spotlight;
}

/** Something to be drawn. */
export interface Drawn extends Pen {
  id: string;
  kind: Kind;
  text: string;
  points: number[];
}

/** What a stroke under the pen grew by, or light. */
export type Growth = Omit<Drawn, "kind"> & { kind: Kind | "laser" };

/** One of several things to be drawn. */
export interface New extends Drawn {
  place: Place;
  group: string | null;
}

/** What is left of a stroke, each part with the object it becomes. */
export interface Rubbed {
  object: string;
  parts: { object: string; from: number; to: number }[];
}

/** Milliseconds between two pieces of a growing stroke. */
const PIECE = 50;
/** Milliseconds that a finger's stroke stays on this screen: a second finger may follow. */
const PATIENCE = 90;
/** Milliseconds that a pen rests where a stroke is to become a shape, and how far it may tremble meanwhile, in pixels. */
const REST = 600;
const TREMBLE = 4;
/** Points of a stroke, at most; a longer one goes on in another. */
const MOST_POINTS = 20_000;

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function begin(desk: Desk, tool: Tool, at: Sample, event: PointerEvent): Stroke {
  switch (tool) {
    case "select":
    case "lasso":
      return select(desk, tool, at, event);
    case "eraser":
      return erase(desk, at);
    case "rubber":
      return rub(desk, at);
    case "laser":
      return laser(desk, at);
    case "spotlight":
      return desk.spotlight.stroke(at);
    case "pen":
    case "highlighter":
      return ink(desk, tool, at, event.pointerType === "touch");
    case "line":
    case "arrow":
    case "rectangle":
    case "diamond":
    case "triangle":
    case "ellipse":
    case "axes":
      return shape(desk, tool, at);
    case "text":
    case "note":
    case "formula":
    case "table":
      return writing(desk, tool, at);
  }
}

function ink(desk: Desk, kind: Kind, first: Sample, isFinger: boolean): Stroke {
  let id = newId();
  let points: number[] = [];
  let sent = 0;
  let sentAt = performance.now() + (isFinger ? PATIENCE : -PIECE);
  const pen = { ...desk.pen, width: kind === "highlighter" ? desk.pen.width * 5 : desk.pen.width };
  const drawn = (from: number): Drawn => ({ id, kind, ...pen, text: "", points: points.slice(from) });
  const show = (predicted: Sample[]): void => {
    desk.ink = { kind, points, predicted: predicted.flatMap((one) => [one.x, one.y, one.pressure]), pen };
    desk.repaint();
  };
  const flush = (): void => {
    if (performance.now() - sentAt < PIECE || points.length === sent) return;
    desk.grow(id, drawn(sent));
    sent = points.length;
    sentAt = performance.now();
  };
  const finish = (): void => {
    desk.ink = undefined;
    if (sent > 0) desk.grown(id, true);
    desk.add(drawn(0));
  };
  const take = (all: Sample[]): void => {
    for (const { x, y, pressure } of all) {
      points.push(x, y, pressure);
      if (points.length < MOST_POINTS * 3) continue;
      finish();
      [id, points, sent] = [newId(), [x, y, pressure], 0];
    }
  };
  // The shape that it became, and what waits for the pen to rest.
  let meant: Drawn | undefined;
  let rests = 0;
  let restsAt: Spot = first;
  const tidy = (): void => {
    const shape = recognise(Array.from({ length: points.length / 3 }, (_, at) => ({ x: points[at * 3]!, y: points[at * 3 + 1]! })));
    if (!shape) return;
    if (sent > 0) desk.grown(id, false);
    [sent, desk.ink] = [0, undefined];
    meant = { ...desk.pen, ...shape, id: newId(), text: "" };
    const meta = { ...meant, page: desk.page, order: 0, author: "", place: AS_DRAWN, waits: true };
    desk.ghosts = [itemOf(meta, Float64Array.from(meant.points))];
    desk.announce(nameOf(shape.kind));
    desk.repaint();
  };
  const wait = (at: Spot): void => {
    if (!desk.tidies || kind !== "pen" || Math.hypot(at.x - restsAt.x, at.y - restsAt.y) * desk.camera.zoom < TREMBLE) return;
    restsAt = at;
    window.clearTimeout(rests);
    rests = window.setTimeout(tidy, REST);
  };
  take([first]);
  show([]);
  return {
    move(all, predicted) {
      if (meant) return;
      take(all);
      wait(all.at(-1) ?? restsAt);
      show(predicted);
      flush();
    },
    end() {
      window.clearTimeout(rests);
      if (!meant) return finish();
      desk.ghosts = [];
      desk.add(meant);
    },
    cancel() {
      window.clearTimeout(rests);
      [desk.ghosts, desk.ink] = [[], undefined];
      if (sent > 0) desk.grown(id, false);
      desk.repaint();
    },
  };
}

function shape(desk: Desk, kind: Kind, from: Sample): Stroke {
  const id = newId();
  let points = [from.x, from.y, from.x, from.y];
  const ends = (): void => {
    desk.ghosts = [];
    desk.repaint();
  };
  return {
    move(all) {
      const to = all.at(-1);
      if (!to) return;
      const end = desk.held().shift ? straight(kind, from, to) : to;
      points = [from.x, from.y, end.x, end.y];
      const meta = { id, kind, page: desk.page, order: 0, author: "", text: "", place: AS_DRAWN, waits: true, ...desk.pen };
      desk.ghosts = [itemOf(meta, Float64Array.from(points))];
      desk.repaint();
    },
    end() {
      ends();
      const far = Math.hypot((points[2] ?? 0) - from.x, (points[3] ?? 0) - from.y) * desk.camera.zoom;
      if (far >= 3) desk.add({ id, kind, text: "", points, ...desk.pen });
    },
    cancel: ends,
  };
}

/** As it is while Shift is held: as wide as high, and lines along every fifteenth degree. */
function straight(kind: Kind, from: Spot, to: Spot): Spot {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (kind === "line" || kind === "arrow") {
    const angle = (Math.round(Math.atan2(dy, dx) / (Math.PI / 12)) * Math.PI) / 12;
    const length = Math.hypot(dx, dy);
    return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) };
  }
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return { x: from.x + side * Math.sign(dx || 1), y: from.y + side * Math.sign(dy || 1) };
}

function erase(desk: Desk, first: Sample): Stroke {
  const near = 8 / desk.camera.zoom;
  const gone = new Set<string>();
  const take = (all: Sample[]): void => {
    for (const item of desk.items()) {
      if (!item.locked && !gone.has(item.id) && all.some((spot) => isHit(item, spot, near))) {
        gone.add(item.id);
        desk.hide([item.id], true);
      }
    }
  };
  take([first]);
  return {
    move: take,
    end() {
      desk.unhide();
      if (gone.size > 0) desk.remove([...gone]);
    },
    cancel: () => desk.unhide(),
  };
}

/** Pixels from the middle of the rubber to its edge. */
const RUBBER = 10;

function rub(desk: Desk, first: Sample): Stroke {
  const rubbing = new Rubbing();
  const radius = RUBBER / desk.camera.zoom;
  // Strokes that another changes meanwhile stay as they were begun with.
  const items = desk.items().filter((item) => isInk(item.kind));
  let before: Spot = first;
  const take = (all: Sample[]): void => {
    let any = false;
    for (const spot of all) {
      any = rubbing.rub(items, before, spot, radius) || any;
      before = spot;
    }
    desk.frame = between({ x: before.x - radius, y: before.y - radius }, { x: before.x + radius, y: before.y + radius });
    if (any) {
      const strokes = rubbing.strokes();
      desk.hide(strokes.map(({ item }) => item.id), false);
      desk.ghosts = strokes.flatMap(({ item, ways }) => ways.map((way) => cutOut(item, item.id, way)));
    }
    desk.repaint();
  };
  const ends = (): void => {
    desk.frame = undefined;
    desk.ghosts = [];
    desk.unhide();
  };
  take([first]);
  return {
    move: take,
    end() {
      ends();
      const strokes = rubbing.strokes().map(({ item, ways }) => ({ object: item.id, parts: ways.map((way) => ({ object: newId(), ...way })) }));
      if (strokes.length > 0) desk.rub(strokes);
    },
    cancel: ends,
  };
}

function laser(desk: Desk, first: Sample): Stroke {
  const id = newId();
  let [points, sentAt]: [number[], number] = [[], 0];
  const flush = (): void => {
    if (points.length === 0) return;
    desk.grow(id, { id, kind: "laser", ...desk.pen, text: "", points });
    [points, sentAt] = [[], performance.now()];
  };
  const take = (all: Sample[]): void => {
    for (const { x, y } of all) points.push(x, y, 0.5);
    desk.lights.move(id, desk.page, all.flatMap(({ x, y }) => [x, y]), 2);
    desk.repaint();
    if (performance.now() - sentAt > PIECE) flush();
  };
  const ends = (): void => {
    flush();
    desk.grown(id, true);
  };
  take([first]);
  return { move: take, end: ends, cancel: ends };
}

/** How large is what is written where its place was only pressed, in units. */
export const WRITTEN: Record<Lettered, Spot> = { text: { x: 200, y: 120 }, note: { x: 200, y: 120 }, formula: { x: 200, y: 120 }, table: { x: 360, y: 120 } };

function writing(desk: Desk, kind: Lettered, at: Sample): Stroke {
  let to: Spot = at;
  return {
    move(all) {
      to = all.at(-1) ?? to;
      desk.frame = kind === "note" || kind === "table" ? between(at, to) : undefined;
      desk.repaint();
    },
    end() {
      desk.frame = undefined;
      const box = between(at, to);
      const isDrag = (box.right - box.left) * desk.camera.zoom > 30 && (box.bottom - box.top) * desk.camera.zoom > 30;
      const size = isDrag ? { x: box.right - box.left, y: box.bottom - box.top } : WRITTEN[kind];
      desk.write(kind, isDrag ? { x: box.left, y: box.top } : at, size);
    },
    cancel() {
      desk.frame = undefined;
      desk.repaint();
    },
  };
}

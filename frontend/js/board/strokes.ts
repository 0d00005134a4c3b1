// What each tool does with a pointer from its being pressed to its being let go.
import type { Camera } from "./camera";
import { around, between, type Box, isHit, isInk, type Item, itemOf, type Kind, meet, type Place, placedAt, type Spot, AS_DRAWN } from "./model";
import type { Pen, Tool } from "./tools";
import type { Sample, Stroke } from "./touch";

/** What strokes need of their board. */
export interface Desk {
  camera: Camera;
  pen: Pen;
  page: number;
  selected: Set<string>;
  items(): readonly Item[];
  /** Shown over everything until the pointer is let go. */
  ghosts: Item[];
  frame: Box | undefined;
  hidden: Set<string>;
  ink: { kind: Kind; points: number[]; predicted: number[]; pen: Pen } | undefined;
  repaint(): void;
  add(item: Drawn): void;
  place(places: [string, Place][]): void;
  remove(ids: string[]): void;
  grow(id: string, drawn: Drawn): void;
  grown(id: string, whole: boolean): void;
  write(kind: "text" | "note", at: Spot, size: Spot, item?: Item): void;
}

/** Something to be drawn. */
export interface Drawn extends Pen {
  id: string;
  kind: Kind;
  text: string;
  points: number[];
}

/** Milliseconds between two pieces of a growing stroke. */
const PIECE = 50;
/** Milliseconds that a finger's stroke stays on this screen: a second finger may follow. */
const PATIENCE = 90;
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
      return select(desk, at, event.shiftKey);
    case "eraser":
      return erase(desk, at);
    case "pen":
    case "highlighter":
      return ink(desk, tool, at, event.pointerType === "touch");
    case "line":
    case "arrow":
    case "rectangle":
    case "ellipse":
      return shape(desk, tool, at);
    case "text":
    case "note":
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
  take([first]);
  show([]);
  return {
    move(all, predicted) {
      take(all);
      show(predicted);
      flush();
    },
    end: finish,
    cancel() {
      desk.ink = undefined;
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
      points = [from.x, from.y, to.x, to.y];
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

function erase(desk: Desk, first: Sample): Stroke {
  const near = 8 / desk.camera.zoom;
  const take = (all: Sample[]): void => {
    for (const item of desk.items()) {
      if (!desk.hidden.has(item.id) && all.some((spot) => isHit(item, spot, near))) desk.hidden.add(item.id);
    }
    desk.repaint();
  };
  take([first]);
  return {
    move: take,
    end() {
      const ids = [...desk.hidden];
      desk.hidden.clear();
      if (ids.length > 0) desk.remove(ids);
      desk.repaint();
    },
    cancel() {
      desk.hidden.clear();
      desk.repaint();
    },
  };
}

function writing(desk: Desk, kind: "text" | "note", at: Sample): Stroke {
  let to: Spot = at;
  return {
    move(all) {
      to = all.at(-1) ?? to;
      desk.frame = kind === "note" ? between(at, to) : undefined;
      desk.repaint();
    },
    end() {
      desk.frame = undefined;
      const box = between(at, to);
      const isDrag = (box.right - box.left) * desk.camera.zoom > 30 && (box.bottom - box.top) * desk.camera.zoom > 30;
      const size = isDrag ? { x: box.right - box.left, y: box.bottom - box.top } : { x: 200, y: 120 };
      desk.write(kind, isDrag ? { x: box.left, y: box.top } : at, size);
    },
    cancel() {
      desk.frame = undefined;
      desk.repaint();
    },
  };
}

/** The corners of what is selected, the sides of the box that each moves. */
const CORNERS: ["left" | "right", "top" | "bottom"][] = [["left", "top"], ["right", "top"], ["left", "bottom"], ["right", "bottom"]];

function select(desk: Desk, at: Sample, adds: boolean): Stroke {
  const chosen = desk.items().filter((item) => desk.selected.has(item.id));
  const box = around(chosen.map((item) => item.box));
  const near = 9 / desk.camera.zoom;
  const corner = box && CORNERS.find(([x, y]) => Math.hypot(box[x] - at.x, box[y] - at.y) < near);
  if (box && corner) return resize(desk, chosen, box, corner);
  const hit = desk.items().findLast((item) => isHit(item, at, 4 / desk.camera.zoom));
  if (!hit) return lasso(desk, at, adds);
  if (!desk.selected.has(hit.id)) {
    if (!adds) desk.selected.clear();
    desk.selected.add(hit.id);
  } else if (adds) desk.selected.delete(hit.id);
  desk.repaint();
  return drag(desk, at);
}

function lasso(desk: Desk, at: Sample, adds: boolean): Stroke {
  if (!adds) desk.selected.clear();
  let to: Spot = at;
  const ends = (): void => {
    desk.frame = undefined;
    desk.repaint();
  };
  return {
    move(all) {
      to = all.at(-1) ?? to;
      desk.frame = between(at, to);
      desk.repaint();
    },
    end() {
      const box = between(at, to);
      for (const item of desk.items()) {
        if (desk.frame && meet(item.box, box)) desk.selected.add(item.id);
      }
      ends();
    },
    cancel: ends,
  };
}

function moving(desk: Desk, items: Item[], placeOf: (item: Item, to: Spot) => Place, begins: Spot): Stroke {
  let moved: Item[] = [];
  const ends = (): void => {
    desk.ghosts = [];
    desk.hidden.clear();
    desk.repaint();
  };
  return {
    move(all) {
      const to = all.at(-1);
      if (!to || (moved.length === 0 && Math.hypot(to.x - begins.x, to.y - begins.y) * desk.camera.zoom < 3)) return;
      moved = items.map((item) => placedAt(item, placeOf(item, to)));
      desk.ghosts = moved;
      for (const item of items) desk.hidden.add(item.id);
      desk.repaint();
    },
    end() {
      ends();
      if (moved.length > 0) desk.place(moved.map((item) => [item.id, item.place]));
    },
    cancel: ends,
  };
}

function drag(desk: Desk, at: Sample): Stroke {
  const items = desk.items().filter((item) => desk.selected.has(item.id));
  return moving(desk, items, (item, to) => shifted(item.place, to.x - at.x, to.y - at.y), at);
}

function resize(desk: Desk, items: Item[], box: Box, [x, y]: ["left" | "right", "top" | "bottom"]): Stroke {
  const still = { x: x === "left" ? box.right : box.left, y: y === "top" ? box.bottom : box.top };
  const [wide, high] = [box[x] - still.x, box[y] - still.y];
  const keepsForm = items.some((item) => isInk(item.kind) || item.kind === "text");
  const place = (item: Item, to: Spot): Place => {
    let factors = { x: wide === 0 ? 1 : (to.x - still.x) / wide, y: high === 0 ? 1 : (to.y - still.y) / high };
    if (keepsForm) factors = { x: Math.max(factors.x, factors.y), y: Math.max(factors.x, factors.y) };
    return stretched(item.place, still, factors);
  };
  return moving(desk, items, place, { x: box[x], y: box[y] });
}

/** A place so many units further. */
export function shifted(place: Place, dx: number, dy: number): Place {
  return { ...place, x: Math.round(place.x + dx * 256), y: Math.round(place.y + dy * 256) };
}

/** A place so many times larger, from a spot that stays. */
export function stretched(place: Place, still: Spot, factors: Spot): Place {
  const [x, y] = [Math.max(0.02, factors.x), Math.max(0.02, factors.y)];
  return {
    x: Math.round((place.x - still.x * 256) * x + still.x * 256),
    y: Math.round((place.y - still.y * 256) * y + still.y * 256),
    wide: Math.max(64, Math.round(place.wide * x)),
    high: Math.max(64, Math.round(place.high * y)),
  };
}

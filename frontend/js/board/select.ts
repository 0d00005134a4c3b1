// Choosing objects with a pointer, and moving, resizing, turning and copying what is chosen.
import { anew } from "./arrange";
import { between, type Box, cornersOf, growsWhole, isHit, isInk, isInside, type Item, meet, middle, outOf, outline, hasInside, type Place, placedAt, type Spot, spotOf, stride } from "./model";
import { type Frame, frameOf, type Handle, handleAt, HANDLES, inFrame, onBoard, resized, shifted, stretched, turnedAbout } from "./placing";
import type { Desk } from "./strokes";
import type { Sample, Stroke } from "./touch";

/** Pixels from a frame to the handle that turns it. */
export const TURNER = 26;
/** Hundredths of a degree that a turn snaps to while Shift is held. */
const SNAP = 1_500;

export function selection(desk: Pick<Desk, "items" | "selected">): Item[] {
  return desk.selected.size === 0 ? [] : desk.items().filter((item) => desk.selected.has(item.id));
}

/** Where the handle that turns a frame is on the board, where a unit is so many pixels. */
export function turnerAt(frame: Frame, zoom: number): Spot {
  const { x, y } = handleAt(frame, { x: 0, y: -1 });
  return onBoard(frame, { x, y: y - TURNER / zoom });
}

export function select(desk: Desk, tool: "select" | "lasso", at: Sample, event: PointerEvent): Stroke {
  const chosen = selection(desk);
  const frame = frameOf(chosen);
  const near = (event.pointerType === "touch" ? 18 : 9) / desk.camera.zoom;
  const isNear = (spot: Spot): boolean => Math.hypot(spot.x - at.x, spot.y - at.y) < near;
  if (frame && !chosen.some(({ locked }) => locked)) {
    if (isNear(turnerAt(frame, desk.camera.zoom))) return turn(desk, chosen, frame, at);
    const handle = HANDLES.find((handle) => isNear(onBoard(frame, handleAt(frame, handle))));
    if (handle) return resize(desk, chosen, frame, handle, at);
  }
  const adds = event.shiftKey;
  const isMeant = (item: Item): boolean => isHit(item, at, 4 / desk.camera.zoom) && (!item.locked || desk.may.run);
  const hit = tool === "select" ? desk.items().findLast(isMeant) : undefined;
  if (!hit) {
    const isIn = frame && chosen.length > 1 && meet(frame.box, { left: at.x, right: at.x, top: at.y, bottom: at.y });
    if (isIn && !adds && tool === "select") return drag(desk, at, event.altKey);
    return tool === "lasso" ? lasso(desk, at, adds) : box(desk, at, adds);
  }
  const together = withGroup(desk, hit);
  if (!desk.selected.has(hit.id)) {
    if (!adds) desk.selected.clear();
    for (const { id } of together) desk.selected.add(id);
  } else if (adds) for (const { id } of together) desk.selected.delete(id);
  desk.repaint();
  return drag(desk, at, event.altKey);
}

/** An object with those it is grouped with. */
export function withGroup(desk: Pick<Desk, "items">, item: Item): Item[] {
  return item.group ? desk.items().filter(({ group }) => group === item.group) : [item];
}

function choose(desk: Desk, items: Item[]): void {
  for (const item of items) for (const { id, locked } of withGroup(desk, item)) if (!locked) desk.selected.add(id);
  desk.repaint();
}

function box(desk: Desk, at: Sample, adds: boolean): Stroke {
  if (!adds) desk.selected.clear();
  desk.repaint();
  const ends = (): void => {
    desk.frame = undefined;
    desk.repaint();
  };
  return {
    move(all) {
      desk.frame = between(at, all.at(-1) ?? at);
      desk.repaint();
    },
    end() {
      const box = desk.frame;
      ends();
      if (box) choose(desk, desk.items().filter((item) => meet(item.box, box) && touches(item, box)));
    },
    cancel: ends,
  };
}

/** Whether what is drawn of a stroke or line is in a box, and not only the box around it. */
function touches(item: Item, box: Box): boolean {
  if (!isInk(item.kind)) return true;
  const isIn = ({ x, y }: Spot): boolean => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  return spots(item).some(isIn) || isHit(item, middle(box), Math.min(box.right - box.left, box.bottom - box.top) / 2);
}

/** Spots of an object that say where it is. */
function spots(item: Item): Spot[] {
  if (item.kind === "axes" || item.kind === "table" || item.kind === "text" || item.kind === "formula") return [...cornersOf(item.box), middle(item.box)];
  if (hasInside(item.kind) || item.kind === "note") return outline(item).map((corner) => outOf(item.place, corner));
  const all: Spot[] = [];
  for (let at = 0; at < item.points.length; at += stride(item.kind)) all.push(spotOf(item, at));
  return all;
}

function lasso(desk: Desk, at: Sample, adds: boolean): Stroke {
  if (!adds) desk.selected.clear();
  const way: Spot[] = [at];
  const ends = (): void => {
    desk.lasso = undefined;
    desk.repaint();
  };
  return {
    move(all) {
      way.push(...all);
      desk.lasso = way;
      desk.repaint();
    },
    end() {
      ends();
      choose(desk, desk.items().filter((item) => spots(item).some((spot) => isInside(spot, way))));
    },
    cancel: ends,
  };
}

/** Moves objects with the pointer; they are where `placeOf` says until it is let go, and then for good. */
function moving(desk: Desk, items: Item[], placeOf: (item: Item, to: Spot) => Place, begins: Spot, copies = false): Stroke {
  let moved: Item[] = [];
  const ends = (): void => {
    desk.ghosts = [];
    desk.unhide();
  };
  return {
    move(all) {
      const to = all.at(-1);
      if (!to || (moved.length === 0 && Math.hypot(to.x - begins.x, to.y - begins.y) * desk.camera.zoom < 3)) return;
      if (moved.length === 0 && !copies) desk.hide(items.map(({ id }) => id), false);
      moved = items.map((item) => placedAt(item, placeOf(item, to)));
      desk.ghosts = moved;
      desk.repaint();
    },
    end() {
      ends();
      if (moved.length === 0) return;
      if (copies) desk.addAll(anew(moved));
      else desk.place(moved.map((item) => [item.id, item.place]));
    },
    cancel: ends,
  };
}

function drag(desk: Desk, at: Sample, copies: boolean): Stroke {
  const items = selection(desk).filter(({ locked }) => !locked);
  const by = (to: Spot): Spot => {
    const [x, y] = [to.x - at.x, to.y - at.y];
    if (!desk.held().shift) return { x, y };
    return Math.abs(x) > Math.abs(y) ? { x, y: 0 } : { x: 0, y };
  };
  return moving(desk, items, (item, to) => shifted(item.place, by(to).x, by(to).y), at, copies);
}

function resize(desk: Desk, items: Item[], frame: Frame, handle: Handle, at: Sample): Stroke {
  const still = handleAt(frame, { x: -handle.x as Handle["x"], y: -handle.y as Handle["y"] });
  const begin = handleAt(frame, handle);
  const [wide, high] = [begin.x - still.x, begin.y - still.y];
  const [only] = items.length === 1 ? items : [];
  const keepsForm = (item: Item): boolean => handle.x !== 0 && handle.y !== 0 && (growsWhole(item.kind) || desk.held().shift);
  const place = (item: Item, to: Spot): Place => {
    const here = inFrame(frame, to);
    const factors = {
      x: wide === 0 ? 1 : Math.max(0.01, (here.x - still.x) / wide),
      y: high === 0 ? 1 : Math.max(0.01, (here.y - still.y) / high),
    };
    if (only ? keepsForm(only) : items.some(keepsForm)) factors.x = factors.y = Math.max(factors.x, factors.y);
    return only ? resized(item.place, still, factors) : stretched(item.place, still, factors);
  };
  return moving(desk, items, place, at);
}

function turn(desk: Desk, items: Item[], frame: Frame, at: Sample): Stroke {
  const about = onBoard(frame, middle(frame.box));
  const angle = (spot: Spot): number => Math.atan2(spot.y - about.y, spot.x - about.x);
  const from = angle(at);
  const place = (item: Item, to: Spot): Place => {
    let by = ((angle(to) - from) / Math.PI) * 18_000;
    if (desk.held().shift) by = Math.round(by / SNAP) * SNAP;
    return turnedAbout(item.place, about, by);
  };
  return moving(desk, items, place, at);
}

// Paints objects on a canvas whose units are the board's.
import { getStroke } from "perfect-freehand";
import { paintFormula } from "./formula";
import { fontOf, wrapped, write } from "./letters";
import { angleOf, between, isClosed, type Item, type Kind, outline, type Spot, stretchedSpot } from "./model";
import { paintTable } from "./table";

export const NOTE_PADDING = 12;
export const NOTE = "#fbead0";
export const BLACK = "#1d2320";
/** How much of what lies under a highlighter is hidden. */
export const SEEN_THROUGH = 0.38;
/** Units between two ticks of axes. */
const TICK = 40;

/** What takes the lines of something drawn: a path of a canvas, or one in words. */
export interface Lines {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  ellipse(x: number, y: number, rx: number, ry: number, turn: number, from: number, to: number): void;
  closePath(): void;
}

/** Draws the outline of a stroke. */
export function traceInk(to: Lines, kind: Kind, points: Float64Array | number[], width: number): void {
  if (points.length <= 3) {
    to.ellipse(points[0] ?? 0, points[1] ?? 0, width / 2, width / 2, 0, 0, 2 * Math.PI);
    return;
  }
  const input: [number, number, number][] = [];
  for (let at = 0; at + 2 < points.length; at += 3) {
    input.push([points[at] ?? 0, points[at + 1] ?? 0, points[at + 2] ?? 0.5]);
  }
  const pen = kind === "pen";
  const outline = getStroke(input, {
    size: width,
    thinning: pen ? 0.55 : 0,
    smoothing: 0.4,
    streamline: 0,
    simulatePressure: false,
    last: true,
  });
  const first = outline[0];
  if (!first) return;
  to.moveTo(first[0] ?? 0, first[1] ?? 0);
  for (let at = 1; at < outline.length; at++) {
    const [x, y] = outline[at] ?? [];
    const [nextX, nextY] = outline[(at + 1) % outline.length] ?? [];
    if (x === undefined || y === undefined || nextX === undefined || nextY === undefined) continue;
    to.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  to.closePath();
}

/** The outline of a stroke. */
export function inkPath(kind: Kind, points: Float64Array | number[], width: number): Path2D {
  const path = new Path2D();
  traceInk(path, kind, points, width);
  return path;
}

/** Draws the lines of what is no stroke and has no letters, as it is before it is turned and shifted. */
export function traceShape(to: Lines, item: Item): void {
  const [one, other] = [stretchedSpot(item, 0), stretchedSpot(item, 2)];
  if (item.kind === "line" || item.kind === "arrow") return traceArrow(to, one, other, item.kind === "arrow" ? Math.max(10, item.width * 3.5) : 0);
  const { left, top, right, bottom } = between(one, other);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (item.kind === "ellipse") return to.ellipse(x, y, (right - left) / 2, (bottom - top) / 2, 0, 0, 2 * Math.PI);
  if (item.kind === "axes") {
    traceArrow(to, { x: left, y }, { x: right, y }, 12);
    traceArrow(to, { x, y: bottom }, { x, y: top }, 12);
    const most = 400;
    for (let n = 1; n <= most && n * TICK < Math.max(right - left, bottom - top) / 2 - 10; n++) {
      for (const at of [n * TICK, -n * TICK]) {
        if (Math.abs(at) < (right - left) / 2 - 10) traceArrow(to, { x: x + at, y: y - 4 }, { x: x + at, y: y + 4 }, 0);
        if (Math.abs(at) < (bottom - top) / 2 - 10) traceArrow(to, { x: x - 4, y: y + at }, { x: x + 4, y: y + at }, 0);
      }
    }
    return;
  }
  outline(item).forEach((corner, at) => (at === 0 ? to.moveTo(corner.x, corner.y) : to.lineTo(corner.x, corner.y)));
  to.closePath();
}

/** A line, with a tip of this length at its end where it has one. */
function traceArrow(to: Lines, from: Spot, end: Spot, tip: number): void {
  to.moveTo(from.x, from.y);
  to.lineTo(end.x, end.y);
  if (tip === 0) return;
  const along = Math.atan2(end.y - from.y, end.x - from.x);
  for (const turn of [2.6, -2.6]) {
    to.moveTo(end.x, end.y);
    to.lineTo(end.x + tip * Math.cos(along + turn), end.y + tip * Math.sin(along + turn));
  }
}

/** Paints an object; the canvas's units are the board's. */
export function paint(on: CanvasRenderingContext2D, item: Item): void {
  on.save();
  const { place } = item;
  on.translate(place.x / 256, place.y / 256);
  on.rotate(angleOf(place));
  switch (item.kind) {
    case "pen":
    case "highlighter":
      on.scale(place.wide / 65536, place.high / 65536);
      on.fillStyle = item.colour;
      if (item.kind === "highlighter") on.globalAlpha = SEEN_THROUGH;
      item.path ??= inkPath(item.kind, item.points, item.width);
      on.fill(item.path);
      break;
    case "text":
    case "formula":
      on.scale(place.wide / 65536, place.high / 65536);
      if (item.math) paintFormula(on, item, item.math);
      else write(on, item.text.split("\n"), item.points[0] ?? 0, item.points[1] ?? 0, item.width, item.colour);
      break;
    case "note":
      paintNote(on, item);
      break;
    case "table":
      paintTable(on, item);
      break;
    default:
      paintShape(on, item);
  }
  on.restore();
}

function paintShape(on: CanvasRenderingContext2D, item: Item): void {
  on.lineWidth = item.width;
  on.lineCap = "round";
  on.lineJoin = "round";
  on.strokeStyle = item.colour;
  on.beginPath();
  traceShape(on, item);
  if (item.filled && isClosed(item.kind)) {
    on.fillStyle = item.colour;
    on.fill();
  }
  on.stroke();
}

function paintNote(on: CanvasRenderingContext2D, item: Item): void {
  const { left, top, right, bottom } = between(stretchedSpot(item, 0), stretchedSpot(item, 2));
  on.fillStyle = NOTE;
  on.fillRect(left, top, right - left, bottom - top);
  on.fillStyle = item.colour;
  on.fillRect(left, top, right - left, 4);
  on.beginPath();
  on.rect(left, top, right - left, bottom - top);
  on.clip();
  write(on, noteLines(on, item, right - left), left + NOTE_PADDING, top + NOTE_PADDING, item.width, BLACK);
}

/** The lines of a note that is so wide. */
export function noteLines(on: CanvasRenderingContext2D, item: Item, wide: number): string[] {
  on.font = fontOf(item.width);
  return wrapped(on, item.text, wide - 2 * NOTE_PADDING);
}

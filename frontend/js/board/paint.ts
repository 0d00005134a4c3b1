// Paints objects on a canvas whose units are the board's.
import { getStroke } from "perfect-freehand";
import { type Item, type Kind, spotOf } from "./model";

/** Letters as wide everywhere as can be had without a font of our own. */
export const LETTERS = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";
export const LINE_HEIGHT = 1.3;
const NOTE_PADDING = 12;
const SEEN_THROUGH = 0.38;

/** The outline of a stroke. */
export function inkPath(kind: Kind, points: Float64Array | number[], width: number): Path2D {
  const path = new Path2D();
  if (points.length <= 3) {
    path.arc(points[0] ?? 0, points[1] ?? 0, width / 2, 0, 2 * Math.PI);
    return path;
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
  if (!first) return path;
  path.moveTo(first[0] ?? 0, first[1] ?? 0);
  for (let at = 1; at < outline.length; at++) {
    const [x, y] = outline[at] ?? [];
    const [nextX, nextY] = outline[(at + 1) % outline.length] ?? [];
    if (x === undefined || y === undefined || nextX === undefined || nextY === undefined) continue;
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  path.closePath();
  return path;
}

/** Paints an object; the canvas's units are the board's. */
export function paint(on: CanvasRenderingContext2D, item: Item): void {
  on.save();
  const { place } = item;
  if (item.kind === "pen" || item.kind === "highlighter") {
    on.transform(place.wide / 65536, 0, 0, place.high / 65536, place.x / 256, place.y / 256);
    on.fillStyle = item.colour;
    if (item.kind === "highlighter") on.globalAlpha = SEEN_THROUGH;
    item.path ??= inkPath(item.kind, item.points, item.width);
    on.fill(item.path);
  } else if (item.kind === "text") {
    on.transform(place.wide / 65536, 0, 0, place.high / 65536, place.x / 256, place.y / 256);
    write(on, item.text.split("\n"), item.points[0] ?? 0, item.points[1] ?? 0, item.width, item.colour);
  } else {
    paintSpan(on, item);
  }
  on.restore();
}

function paintSpan(on: CanvasRenderingContext2D, item: Item): void {
  const [from, to] = [spotOf(item, 0), spotOf(item, 2)];
  on.lineWidth = item.width;
  on.lineCap = "round";
  on.lineJoin = "round";
  on.strokeStyle = item.colour;
  const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  const [wide, high] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  on.beginPath();
  switch (item.kind) {
    case "line":
    case "arrow":
      on.moveTo(from.x, from.y);
      on.lineTo(to.x, to.y);
      if (item.kind === "arrow") {
        const along = Math.atan2(to.y - from.y, to.x - from.x);
        const length = Math.max(10, item.width * 3.5);
        for (const turn of [2.6, -2.6]) {
          on.moveTo(to.x, to.y);
          on.lineTo(to.x + length * Math.cos(along + turn), to.y + length * Math.sin(along + turn));
        }
      }
      break;
    case "rectangle":
      on.rect(left, top, wide, high);
      break;
    case "ellipse":
      on.ellipse(left + wide / 2, top + high / 2, wide / 2, high / 2, 0, 0, 2 * Math.PI);
      break;
    case "note":
      paintNote(on, item, left, top, wide, high);
      return;
    case "pen":
    case "highlighter":
    case "text":
      return;
  }
  if (item.filled) {
    on.fillStyle = item.colour;
    on.fill();
  }
  on.stroke();
}

function paintNote(on: CanvasRenderingContext2D, item: Item, left: number, top: number, wide: number, high: number): void {
  on.fillStyle = "#fbead0";
  on.fillRect(left, top, wide, high);
  on.fillStyle = item.colour;
  on.fillRect(left, top, wide, 4);
  on.beginPath();
  on.rect(left, top, wide, high);
  on.clip();
  on.font = `${item.width}px ${LETTERS}`;
  const lines = item.text.split("\n").flatMap((line) => wrapped(on, line, wide - 2 * NOTE_PADDING));
  write(on, lines, left + NOTE_PADDING, top + NOTE_PADDING, item.width, "#1d2320");
}

function wrapped(on: CanvasRenderingContext2D, line: string, wide: number): string[] {
  const lines: string[] = [];
  let now = "";
  // Words, and single characters where a script has no spaces.
  for (const word of line.split(/(?<=\s)|(?=[\u3040-\u30ff\u4e00-\u9fff])/u)) {
    if (now && on.measureText(now + word.trimEnd()).width > wide) {
      lines.push(now);
      now = "";
    }
    now += word;
  }
  return [...lines, now];
}

function write(on: CanvasRenderingContext2D, lines: string[], x: number, y: number, size: number, colour: string): void {
  on.fillStyle = colour;
  on.font = `${size}px ${LETTERS}`;
  on.textBaseline = "top";
  lines.forEach((line, at) => on.fillText(line, x, y + at * size * LINE_HEIGHT + size * 0.12));
}

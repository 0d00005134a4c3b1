// A board as pictures: one page or all of them, as PNG, as SVG, or printed.
import { angleOf, around, between, type Box, grown, growsWhole, isClosed, type Item, type Paper, stretchedSpot } from "./model";
import { foreign, paintable } from "./formula";
import { LETTERS, LINE_HEIGHT } from "./letters";
import { BLACK, type Lines, NOTE, NOTE_PADDING, noteLines, paint, SEEN_THROUGH, traceInk, traceShape } from "./paint";
import { marksOf, PAPER } from "./paper";
import { edgesOf, GROUND, HEAD, LETTERS_COLOUR, lettersOf, LINE, traceGrid } from "./table";

/** A page with what is on it, the lowest first. */
export interface Sheet {
  items: readonly Item[];
  paper: Paper;
  /** The page of slides that lies below it. */
  under?: { box: Box; picture: Picture };
}

/** A picture that can be drawn, and as an address that holds all of it. */
export interface Picture {
  image: HTMLImageElement;
  url: string;
}

/** Reads a picture. Rejects where it is none. */
export async function readable(file: Blob): Promise<Picture> {
  const url = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result as string));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });
  const image = new Image();
  image.src = url;
  await image.decode();
  return { image, url };
}

/** Units around what is drawn. */
const MARGIN = 40;
/** Units between two pages. */
const BETWEEN = 40;
/** Pixels of a unit, where the picture isn't too large for it. */
const SHARP = 2;
/** Pixels of a picture along a side, and in all: browsers make no larger ones. */
const LONGEST_SIDE = 16_000;
const MOST_PIXELS = 64_000_000;
/** The class of what is printed. */
const PRINTED = "board-printed";
const EMPTY: Box = { left: -400, top: -300, right: 400, bottom: 300 };

function boxOf({ items, under }: Sheet): Box {
  if (under) return under.box;
  return grown(around(items.map(({ box }) => box)) ?? EMPTY, MARGIN);
}

/** How large pages are below each other, and where each begins. */
function laidOut(sheets: Sheet[]): { boxes: Box[]; tops: number[]; wide: number; high: number } {
  const boxes = sheets.map(boxOf);
  let high = -BETWEEN;
  const tops = boxes.map(({ top, bottom }) => {
    high += BETWEEN;
    const at = high;
    high += bottom - top;
    return at;
  });
  return { boxes, tops, wide: Math.max(...boxes.map(({ left, right }) => right - left)), high };
}

/** Pages below each other as a PNG. Rejects where the browser makes none. */
export async function png(sheets: Sheet[]): Promise<Blob> {
  const { boxes, tops, wide, high } = laidOut(sheets);
  const scale = Math.min(SHARP, LONGEST_SIDE / wide, LONGEST_SIDE / high, Math.sqrt(MOST_PIXELS / (wide * high)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(wide * scale));
  canvas.height = Math.max(1, Math.round(high * scale));
  const on = canvas.getContext("2d");
  if (!on) throw new Error("no canvas");
  on.fillStyle = PAPER;
  on.fillRect(0, 0, canvas.width, canvas.height);
  for (const [at, { items, paper, under }] of sheets.entries()) {
    const box = boxes[at] ?? EMPTY;
    on.setTransform(scale, 0, 0, scale, -box.left * scale, ((tops[at] ?? 0) - box.top) * scale);
    if (under) on.drawImage(under.picture.image, box.left, box.top, box.right - box.left, box.bottom - box.top);
    for (const { left, top, right, bottom, colour } of under ? [] : marksOf(paper, box, 1)) {
      on.fillStyle = colour;
      on.fillRect(left, top, right - left, bottom - top);
    }
    for (const item of items) {
      await paintable(item);
      paint(on, item);
    }
  }
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}

/** A path in SVG's words. */
class Path implements Lines {
  d = "";
  moveTo(x: number, y: number): void {
    this.d += `M${n(x)} ${n(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.d += `L${n(x)} ${n(y)}`;
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.d += `Q${n(cx)} ${n(cy)} ${n(x)} ${n(y)}`;
  }
  /** A whole one: no other is drawn. */
  ellipse(x: number, y: number, rx: number, ry: number): void {
    this.d += `M${n(x - rx)} ${n(y)}a${n(rx)} ${n(ry)} 0 1 0 ${n(2 * rx)} 0a${n(rx)} ${n(ry)} 0 1 0 ${n(-2 * rx)} 0Z`;
  }
  closePath(): void {
    this.d += "Z";
  }
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** Pages below each other as SVG. */
export function svg(sheets: Sheet[]): string {
  const { boxes, tops, wide, high } = laidOut(sheets);
  const pages = sheets.map((sheet, at) => {
    const box = boxes[at] ?? EMPTY;
    return `<g transform="translate(${n(-box.left)} ${n((tops[at] ?? 0) - box.top)})">${inside(sheet, box)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${n(wide)}" height="${n(high)}" viewBox="0 0 ${n(wide)} ${n(high)}"><rect width="100%" height="100%" fill="${PAPER}"/>${pages.join("")}</svg>`;
}

function inside({ items, paper, under }: Sheet, box: Box): string {
  if (under) {
    const { left, top, right, bottom } = box;
    const picture = `<image x="${n(left)}" y="${n(top)}" width="${n(right - left)}" height="${n(bottom - top)}" href="${under.picture.url}"/>`;
    return picture + items.map(element).join("");
  }
  const marks = marksOf(paper, box, 1).map(({ left, top, right, bottom, colour }) => `<path fill="${colour}" d="M${n(left)} ${n(top)}H${n(right)}V${n(bottom)}H${n(left)}Z"/>`);
  return marks.join("") + items.map(element).join("");
}

function element(item: Item): string {
  const { place, colour } = item;
  const turn = angleOf(place) === 0 ? "" : ` rotate(${(place.turn ?? 0) / 100})`;
  const scale = growsWhole(item.kind) ? ` scale(${place.wide / 65536} ${place.high / 65536})` : "";
  const path = new Path();
  let drawn: string;
  if (item.kind === "pen" || item.kind === "highlighter") {
    traceInk(path, item.kind, item.points, item.width);
    drawn = `<path d="${path.d}" fill="${colour}"${item.kind === "highlighter" ? ` fill-opacity="${SEEN_THROUGH}"` : ""}/>`;
  } else if (item.kind === "text" || item.kind === "formula") {
    drawn = letters(item.text.split("\n"), item.points[0] ?? 0, item.points[1] ?? 0, item.width, colour);
    // What reads no formulas within an SVG shows it as it was written.
    if (item.math) drawn = `<switch>${foreign(item.math, colour, item.width, item.points[0] ?? 0, item.points[1] ?? 0)}${drawn}</switch>`;
  } else if (item.kind === "note") {
    drawn = note(item);
  } else if (item.kind === "table") {
    drawn = table(item);
  } else {
    traceShape(path, item);
    const fill = item.filled && isClosed(item.kind) ? colour : "none";
    drawn = `<path d="${path.d}" fill="${fill}" stroke="${colour}" stroke-width="${n(item.width)}" stroke-linecap="round" stroke-linejoin="round"/>`;
  }
  return `<g transform="translate(${n(place.x / 256)} ${n(place.y / 256)})${turn}${scale}">${drawn}</g>`;
}

function letters(lines: string[], x: number, y: number, size: number, colour: string, weight = "normal"): string {
  const spans = lines.map((line, at) => `<tspan x="${n(x)}" y="${n(y + at * size * LINE_HEIGHT + size * 0.95)}">${escaped(line)}</tspan>`);
  return `<text xml:space="preserve" font-family="${LETTERS.replaceAll('"', "'")}" font-size="${n(size)}" font-weight="${weight}" fill="${colour}">${spans.join("")}</text>`;
}

function note(item: Item): string {
  const { left, top, right, bottom } = between(stretchedSpot(item, 0), stretchedSpot(item, 2));
  const measure = document.createElement("canvas").getContext("2d");
  const lines = measure ? noteLines(measure, item, right - left) : item.text.split("\n");
  const box = (high: number, fill: string): string => `<rect x="${n(left)}" y="${n(top)}" width="${n(right - left)}" height="${n(high)}" fill="${fill}"/>`;
  return box(bottom - top, NOTE) + box(4, item.colour) + letters(lines, left + NOTE_PADDING, top + NOTE_PADDING, item.width, BLACK);
}

function table(item: Item): string {
  const edges = edgesOf(item);
  const { xs, ys } = edges;
  const [left, right, top, bottom] = [xs[0] ?? 0, xs.at(-1) ?? 0, ys[0] ?? 0, ys.at(-1) ?? 0];
  const box = (high: number, fill: string, opacity: number): string =>
    `<rect x="${n(left)}" y="${n(top)}" width="${n(right - left)}" height="${n(high)}" fill="${fill}" fill-opacity="${opacity}"/>`;
  const grid = new Path();
  traceGrid(grid, edges);
  const head = item.filled ? box((ys[1] ?? top) - top, item.colour, HEAD) : "";
  const cells = lettersOf(item).map(({ lines, x, y, size, head }) => letters(lines, x, y, size, LETTERS_COLOUR, head ? "600" : "normal"));
  return `${box(bottom - top, GROUND, 1)}${head}<path d="${grid.d}" fill="none" stroke="${item.colour}" stroke-width="${LINE}" stroke-linecap="square"/>${cells.join("")}`;
}

/** Has the browser print pages, each on a sheet of its own; it saves them as PDF, too. */
export function print(sheets: Sheet[], title: string): void {
  // Browsers that don't say when they have printed leave the last one behind.
  document.querySelector(`.${PRINTED}`)?.remove();
  const frame = document.createElement("iframe");
  frame.className = `${PRINTED} visually-hidden`;
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  document.body.append(frame);
  const inner = frame.contentDocument;
  const view = frame.contentWindow as (Window & { CSSStyleSheet: typeof CSSStyleSheet }) | null;
  if (!inner || !view) return frame.remove();
  inner.title = title;
  const style = new view.CSSStyleSheet();
  style.replaceSync("@page{size:A4 landscape;margin:10mm}body{margin:0}svg{display:block;width:100%;height:100vh;break-after:page}svg:last-child{break-after:auto}");
  inner.adoptedStyleSheets = [style];
  const parser = new DOMParser();
  for (const sheet of sheets) inner.body.append(inner.importNode(parser.parseFromString(svg([sheet]), "image/svg+xml").documentElement, true));
  view.addEventListener("afterprint", () => frame.remove());
  view.print();
}

/** Gives a file to its person. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

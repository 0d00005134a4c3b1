// Formulas on a board: MathML, laid out by the browser as a picture that is painted like everything else: with its zoom, its turn and
// its place in the order. The picture holds all of itself, so a canvas it is painted on can still be saved.
import type { Item, Spot } from "./model";

/** Pixels that letters are high while a formula is laid out, and room around it for what reaches beyond its box. */
const HIGH = 100;
const ROOM = 20;
/** Formulas and pictures of them that are kept, at most. */
const MOST = 500;

interface Picture {
  image: HTMLImageElement;
  ready: Promise<void>;
  done: boolean;
}

const sizes = new Map<string, Spot>();
const pictures = new Map<string, Picture>();

function kept<T>(all: Map<string, T>, key: string, make: () => T): T {
  const there = all.get(key);
  if (there) return there;
  if (all.size >= MOST) all.delete(all.keys().next().value!);
  const made = make();
  all.set(key, made);
  return made;
}

/** How wide and high a formula is whose letters are as high as one unit. */
export function sizeOf(math: string): Spot {
  return kept(sizes, math, () => {
    const host = document.createElement("div");
    Object.assign(host.style, { position: "absolute", visibility: "hidden", inlineSize: "max-content", fontSize: "1px" });
    host.append(document.importNode(new DOMParser().parseFromString(sized(math, HIGH), "application/xml").documentElement, true));
    document.body.append(host);
    const { width, height } = host.firstElementChild!.getBoundingClientRect();
    host.remove();
    return { x: width / HIGH, y: height / HIGH };
  });
}

/** The element with letters of a size, in pixels. */
function sized(math: string, high: number): string {
  return math.replace("<math ", `<math mathsize="${high}px" `);
}

/** A formula as an element of an SVG, with letters of a size: where its letters begin is at `x` and `y`. */
export function foreign(math: string, colour: string, high: number, x: number, y: number): string {
  const { x: wide, y: tall } = sizeOf(math);
  // Twice as wide as it is, so that nothing breaks for a rounded width; and letters of its own so small that they have no line.
  const box = `x="${x}" y="${y}" width="${2 * wide * high + 1}" height="${2 * tall * high + 1}"`;
  return `<foreignObject ${box} requiredExtensions="http://www.w3.org/1998/Math/MathML" overflow="visible" font-size="1" color="${colour}">${sized(math, high)}</foreignObject>`;
}

function pictureOf(math: string, colour: string): Picture {
  return kept(pictures, colour + math, () => {
    const { x, y } = sizeOf(math);
    const [wide, high] = [x * HIGH + 2 * ROOM, y * HIGH + 2 * ROOM];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">${foreign(math, colour, HIGH, ROOM, ROOM)}</svg>`;
    const image = new Image();
    const picture = { image, done: false, ready: Promise.resolve() };
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    picture.ready = image.decode().then(
      () => void (picture.done = true),
      () => {},
    );
    return picture;
  });
}

/** Resolves when an object can be painted; at once where it needs no picture, or has it: then it gives nothing. */
export function paintable(item: Item): Promise<void> | undefined {
  if (!item.math) return undefined;
  const picture = pictureOf(item.math, item.colour);
  return picture.done ? undefined : picture.ready;
}

/** What there is to say of a formula that its person wrote: nothing of one that can be read. */
export function unreadable({ kind, math }: Item): string {
  return kind === "formula" && !math ? "That can't be read as a formula, and is shown as it was written." : "";
}

/** Paints a formula whose picture is there; the canvas's units are those of its letters. */
export function paintFormula(on: CanvasRenderingContext2D, item: Item, math: string): void {
  const { image, done } = pictureOf(math, item.colour);
  if (!done) return;
  const scale = item.width / HIGH;
  const [x, y] = [item.points[0] ?? 0, item.points[1] ?? 0];
  on.drawImage(image, x - ROOM * scale, y - ROOM * scale, image.width * scale, image.height * scale);
}

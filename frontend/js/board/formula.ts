// Formulas on a board: MathML, laid out by the browser as a picture that is painted like everything else: with its zoom, its turn and
// its place in the order. The picture holds all of itself, so a canvas it is painted on can still be saved.
import type { Box, Item, Spot } from "./model";

/** Pixels that letters are high while a formula is laid out, and room around it for what reaches beyond its box. */
const HIGH = 100;
const ROOM = 20;
/** Sizes of formulas that are kept, at most, and pictures of them: each of those is a document of its own. */
const MOST_SIZES = 20_000;
const MOST_PICTURES = 500;

interface Picture {
  image: HTMLImageElement;
  ready: Promise<void>;
  done: boolean;
}

const sizes = new Map<string, Spot>();
const pictures = new Map<string, Picture>();

/** What was made for a key, or else is made; what was asked for longest ago goes where there are too many. */
function kept<T>(all: Map<string, T>, most: number, key: string, make: () => T): T {
  const it = all.get(key) ?? make();
  all.delete(key);
  all.set(key, it);
  if (all.size > most) all.delete(all.keys().next().value!);
  return it;
}

/** How wide and high a formula is whose letters are as high as one unit. */
export function sizeOf(math: string): Spot {
  return kept(sizes, MOST_SIZES, math, () => {
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
  return kept(pictures, MOST_PICTURES, colour + math, () => {
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

const told = new Set<(box: Box) => void>();

/** Has somebody be told where something can be painted that couldn't when it was tried; gives what ends that. */
export function whenPaintable(tell: (box: Box) => void): () => void {
  told.add(tell);
  return () => told.delete(tell);
}

/** Paints a formula whose picture is there, or else asks for it; the canvas's units are those of its letters. */
export function paintFormula(on: CanvasRenderingContext2D, item: Item, math: string): void {
  const picture = pictureOf(math, item.colour);
  if (!picture.done) {
    void picture.ready.then(() => {
      // One that can't be made isn't tried again and again.
      if (picture.done) told.forEach((tell) => tell(item.box));
    });
    return;
  }
  const { image } = picture;
  const scale = item.width / HIGH;
  const [x, y] = [item.points[0] ?? 0, item.points[1] ?? 0];
  on.drawImage(image, x - ROOM * scale, y - ROOM * scale, image.width * scale, image.height * scale);
}

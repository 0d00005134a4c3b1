// A board by keys alone: tools by letters, shapes placed, moved, resized and taken away, objects gone through one by one.
import type { Deed } from "./chosen";
import { turnedTogether } from "./arrange";
import { around, type Box, inWords, type Item, ownBox, type Place, type Spot } from "./model";
import { resized, shifted, stretched } from "./placing";
import { selection } from "./select";
import type { Slide } from "./slide";
import { type Desk, newId, WRITTEN } from "./strokes";
import type { Bars, Press } from "./tools";
import { nameOf, toolOf } from "./toolset";

/** What the keys of a board need of it. */
export interface Keyed extends Desk {
  readonly bars: Bars;
  /** The page of slides that it lies on. */
  readonly slide: Slide | undefined;
  /** What its person may do, how many pages there are, and whether single keys act. */
  readonly may: { draw: boolean; run: boolean; pages: number; keys: boolean };
  press(what: Press): void;
  /** Does something to what is selected. */
  act(deed: Deed): void;
  announce(words: string): void;
  /** The camera has moved. */
  moved(): void;
  choose(item: Item): void;
  /** Opens the text of what is selected. */
  edit(): void;
  escape(): void;
}

/** Units that an arrow moves by. */
const STEP = 10;
/** Pixels that an arrow moves the view by. */
const FAR = 60;
const ARROWS: Record<string, Spot> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Does what a key on the board is for. */
export function key(board: Keyed, event: KeyboardEvent): void {
  if (event.target instanceof HTMLTextAreaElement || event.isComposing) return;
  const held = event.ctrlKey || event.metaKey;
  const done = held ? withControl(board, event) : event.altKey ? withAlt(board, event) : alone(board, event);
  if (done) event.preventDefault();
  // On the board a letter is a tool, and nothing of the page's; of slides the page turns and enlarges them.
  const isOfSlides = board.slide !== undefined && " +-=0".includes(event.key);
  if (done || (!held && event.key.length === 1 && !isOfSlides)) event.stopPropagation();
}

function withControl(board: Keyed, event: KeyboardEvent): boolean {
  const name = event.key.toLowerCase();
  if (name === "z") board.press(event.shiftKey ? "redo" : "undo");
  else if (name === "y") board.press("redo");
  else if (name === "a") selectAll(board);
  else if (name === "0") board.press("whole size");
  else if (name === "+" || name === "=") board.press("larger");
  else if (name === "-") board.press("smaller");
  else return deed(board, event);
  return true;
}

const SIDES: Record<string, Deed> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "top", ArrowDown: "bottom" };

function deed(board: Keyed, event: KeyboardEvent): boolean {
  const chosen = selection(board);
  const deeds: Record<string, [Deed, Deed]> = {
    d: ["duplicate", "duplicate"],
    g: ["group", "ungroup"],
    BracketRight: ["forward", "front"],
    BracketLeft: ["backward", "back"],
  };
  const [plain, shifted] = deeds[event.key.toLowerCase()] ?? deeds[event.code] ?? [];
  let what = event.shiftKey ? shifted : plain;
  if (event.shiftKey && event.key.toLowerCase() === "l") what = chosen.some(({ locked }) => locked) ? "unlock" : "lock";
  if (event.shiftKey) what ??= SIDES[event.key];
  if (!what) return false;
  if (chosen.length > 0) board.act(what);
  return true;
}

/** Hundredths of a degree that a key turns by, and by which with Shift. */
const TURN = 1_500;
const TURN_LITTLE = 100;

function withAlt(board: Keyed, event: KeyboardEvent): boolean {
  const chosen = selection(board).filter(({ locked }) => !locked);
  if (chosen.length === 0 || !board.may.draw) return false;
  if (event.code === "KeyH") board.act("spread across");
  else if (event.code === "KeyV") board.act("spread down");
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const by = (event.shiftKey ? TURN_LITTLE : TURN) * (event.key === "ArrowLeft" ? -1 : 1);
    board.place(turnedTogether(chosen, by));
    const [now] = selection(board);
    board.announce(now ? `Turned to ${(now.place.turn ?? 0) / 100}°` : "");
  } else return false;
  return true;
}

function alone(board: Keyed, event: KeyboardEvent): boolean {
  const step = ARROWS[event.key];
  if (step && board.spotlight.on) return board.spotlight.step(step, event.shiftKey);
  else if (step) return arrow(board, step, event.shiftKey);
  else if (event.key === "Delete" || event.key === "Backspace") board.press("delete");
  else if (event.key === "Escape") board.escape();
  else if (event.key === "Enter") enter(board);
  else return board.may.keys && single(board, event);
  return true;
}

function single(board: Keyed, event: KeyboardEvent): boolean {
  const { draw, run, pages } = board.may;
  if (event.shiftKey && event.code === "Digit1") board.press("fit");
  else if (event.shiftKey && event.code === "Digit2") board.press("fit selection");
  else if (board.slide && "+-=0 ".includes(event.key)) return false;
  else if (event.key === "+" || event.key === "=") board.press("larger");
  else if (event.key === "-") board.press("smaller");
  else if (event.key === "0") board.press("fit");
  else if (event.key === "[" && board.page > 1) board.press("before");
  else if (event.key === "]" && (board.page < pages || (run && !board.slide))) board.press("after");
  else if (event.key === "," || event.key === ".") next(board, event.key === "." ? 1 : -1);
  else {
    const tool = draw && !event.shiftKey ? toolOf(event.key) : undefined;
    if (!tool || !board.bars.has(tool)) return false;
    board.bars.choose(tool);
    board.announce(nameOf(tool));
  }
  return true;
}

function boxOf(items: Item[]): Box | undefined {
  return around(items.map((item) => item.box));
}

function arrow(board: Keyed, step: Spot, resizes: boolean): boolean {
  const items = selection(board).filter(({ locked }) => !locked);
  const box = boxOf(items);
  if (!box || !board.may.draw) {
    if (board.slide) return false;
    board.camera.pan(-step.x * FAR, -step.y * FAR);
    board.moved();
    return true;
  }
  const [wide, high] = [Math.max(1, box.right - box.left), Math.max(1, box.bottom - box.top)];
  const factors = { x: (wide + step.x * STEP) / wide, y: (high + step.y * STEP) / high };
  const place = (item: Item): Place => {
    if (!resizes) return shifted(item.place, step.x * STEP, step.y * STEP);
    return item.place.turn ? sized(item, step) : stretched(item.place, { x: box.left, y: box.top }, factors);
  };
  board.place(items.map((item) => [item.id, place(item)]));
  const now = boxOf(selection(board)) ?? box;
  const size = `${Math.round(now.right - now.left)} by ${Math.round(now.bottom - now.top)}`;
  board.announce(resizes ? size : `At ${Math.round(now.left)}, ${Math.round(now.top)}`);
  return true;
}

/** The place of what is turned when it is a step wider or higher as it lies. */
function sized(item: Item, step: Spot): Place {
  const { left, top, right, bottom } = ownBox(item);
  const [wide, high] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  return resized(item.place, { x: left, y: top }, { x: (wide + step.x * STEP) / wide, y: (high + step.y * STEP) / high });
}

/** Puts a shape in the middle of what is seen, or opens the text of what is selected. */
function enter(board: Keyed): void {
  if (!board.may.draw) return;
  const { x, y } = board.camera;
  const kind = board.bars.tool;
  switch (kind) {
    case "select":
      return board.edit();
    case "lasso":
    case "pen":
    case "highlighter":
    case "eraser":
    case "rubber":
    case "laser":
      return board.announce("This tool needs a pointer. Shapes, text, notes, formulas and tables can be placed with Enter.");
    case "spotlight":
      return board.spotlight.say();
    case "text":
    case "note":
    case "formula":
    case "table": {
      const size = WRITTEN[kind];
      return board.write(kind, { x: x - size.x / 2, y: y - size.y / 2 }, size);
    }
    case "line":
    case "arrow":
    case "rectangle":
    case "diamond":
    case "triangle":
    case "ellipse":
    case "axes": {
      const id = newId();
      board.add({ id, kind, text: "", points: [x - 100, y - 60, x + 100, y + 60], ...board.pen });
      const item = board.items().find((there) => there.id === id);
      if (!item) return;
      board.choose(item);
      board.announce(`${inWords(item)}. Arrows move it, Shift and arrows resize it, Alt and arrows turn it.`);
    }
  }
}

function next(board: Keyed, step: number): void {
  const items = board.items();
  const at = items.findIndex(({ id }) => board.selected.has(id));
  const from = at < 0 && step < 0 ? 0 : at;
  const item = items[(from + step + items.length) % Math.max(1, items.length)];
  if (item) board.choose(item);
  else board.announce("Nothing is on this page");
}

function selectAll(board: Keyed): void {
  for (const { id, locked } of board.items()) if (!locked) board.selected.add(id);
  board.announce(`${board.selected.size} objects selected`);
  board.repaint();
}

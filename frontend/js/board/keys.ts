// A board by keys alone: tools by letters, shapes placed, moved, resized and taken away, objects gone through one by one.
import { around, type Box, inWords, type Item, type Place, type Spot } from "./model";
import { type Desk, newId, shifted, stretched } from "./strokes";
import { type Bars, type Press, toolOf } from "./tools";

/** What the keys of a board need of it. */
export interface Keyed extends Desk {
  readonly bars: Bars;
  /** What its person may do, how many pages there are, and whether single keys act. */
  readonly may: { draw: boolean; run: boolean; pages: number; keys: boolean };
  press(what: Press): void;
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
  const done = held ? withControl(board, event) : !event.altKey && alone(board, event);
  if (done) event.preventDefault();
  // On the board a letter is a tool, and nothing of the page's.
  if (done || (!held && event.key.length === 1)) event.stopPropagation();
}

function withControl(board: Keyed, event: KeyboardEvent): boolean {
  const name = event.key.toLowerCase();
  if (name === "z") board.press(event.shiftKey ? "redo" : "undo");
  else if (name === "y") board.press("redo");
  else if (name === "a") selectAll(board);
  else return false;
  return true;
}

function alone(board: Keyed, event: KeyboardEvent): boolean {
  const step = ARROWS[event.key];
  if (step) arrow(board, step, event.shiftKey);
  else if (event.key === "Delete" || event.key === "Backspace") board.press("delete");
  else if (event.key === "Escape") board.escape();
  else if (event.key === "Enter") enter(board);
  else return board.may.keys && single(board, event);
  return true;
}

function single(board: Keyed, event: KeyboardEvent): boolean {
  const { draw, run, pages } = board.may;
  if (event.key === "+" || event.key === "=") board.press("larger");
  else if (event.key === "-") board.press("smaller");
  else if (event.key === "0") board.press("fit");
  else if (event.key === "[" && board.page > 1) board.press("before");
  else if (event.key === "]" && (board.page < pages || run)) board.press("after");
  else if (event.key === "," || event.key === ".") next(board, event.key === "." ? 1 : -1);
  else {
    const tool = draw && !event.shiftKey ? toolOf(event.key) : undefined;
    if (!tool) return false;
    board.bars.choose(tool);
    board.announce(tool === "note" ? "Sticky note" : tool);
  }
  return true;
}

function selection(board: Keyed): Item[] {
  return board.items().filter((item) => board.selected.has(item.id));
}

function boxOf(items: Item[]): Box | undefined {
  return around(items.map((item) => item.box));
}

function arrow(board: Keyed, step: Spot, resizes: boolean): void {
  const items = selection(board);
  const box = boxOf(items);
  if (!box || !board.may.draw) {
    board.camera.pan(-step.x * FAR, -step.y * FAR);
    return board.moved();
  }
  const [wide, high] = [Math.max(1, box.right - box.left), Math.max(1, box.bottom - box.top)];
  const factors = { x: (wide + step.x * STEP) / wide, y: (high + step.y * STEP) / high };
  const place = (item: Item): Place =>
    resizes ? stretched(item.place, { x: box.left, y: box.top }, factors) : shifted(item.place, step.x * STEP, step.y * STEP);
  board.place(items.map((item) => [item.id, place(item)]));
  const now = boxOf(selection(board)) ?? box;
  const size = `${Math.round(now.right - now.left)} by ${Math.round(now.bottom - now.top)}`;
  board.announce(resizes ? size : `At ${Math.round(now.left)}, ${Math.round(now.top)}`);
}

/** Puts a shape in the middle of what is seen, or opens the text of what is selected. */
function enter(board: Keyed): void {
  if (!board.may.draw) return;
  const { x, y } = board.camera;
  const kind = board.bars.tool;
  switch (kind) {
    case "select":
      return board.edit();
    case "pen":
    case "highlighter":
    case "eraser":
      return board.announce("This tool needs a pointer. Shapes, text and notes can be placed with Enter.");
    case "text":
    case "note":
      return board.write(kind, { x: x - 100, y: y - 60 }, { x: 200, y: 120 });
    case "line":
    case "arrow":
    case "rectangle":
    case "ellipse": {
      const id = newId();
      board.add({ id, kind, text: "", points: [x - 100, y - 60, x + 100, y + 60], ...board.pen });
      const item = board.items().find((there) => there.id === id);
      if (!item) return;
      board.choose(item);
      board.announce(`${inWords(item)}. Arrows move it, Shift and arrows resize it.`);
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
  for (const { id } of board.items()) board.selected.add(id);
  board.announce(`${board.selected.size} objects selected`);
  board.repaint();
}

// What a board listens to beside pointers: keys, the clipboard, a second press.
import { key, type Keyed } from "./keys";
import { isHit } from "./model";
import { selection, withGroup } from "./select";
import { clip, type Shared } from "./sharing";

/** What is needed of the board. */
export interface Listening extends Keyed, Shared {
  readonly may: Keyed["may"];
  /** Has a pointer move the board, or not any more. */
  grab(on: boolean): void;
}

export function listen(board: Listening, surface: HTMLElement, bars: HTMLElement): void {
  surface.addEventListener("keydown", (event) => {
    if (!space(event)) key(board, event);
  });
  surface.addEventListener("keyup", space);
  surface.addEventListener("blur", () => grab(false));
  // What is done with Control is done wherever on the board the focus is; a letter alone only on its surface.
  bars.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) key(board, event);
  });
  surface.addEventListener("dblclick", () => enter(board));
  for (const type of ["copy", "cut", "paste"] as const) surface.addEventListener(type, (event) => clip(board, type, event));

  /** The space bar makes the pointer move the board while it is held down. */
  function space(event: KeyboardEvent): boolean {
    if (event.key !== " " || event.target !== surface || board.slide) return false;
    event.preventDefault();
    event.stopPropagation();
    grab(event.type === "keydown");
    return true;
  }

  function grab(on: boolean): void {
    board.grab(on);
    surface.classList.toggle("board__surface--grabs", on);
  }
}

/** Goes into a group that was pressed twice, or opens the text there. */
function enter(board: Listening): void {
  const { over } = board;
  const hit = over && board.items().findLast((item) => isHit(item, over, 4 / board.camera.zoom));
  const isWhole = hit?.group && withGroup(board, hit).every(({ id }) => board.selected.has(id));
  if (hit && isWhole && selection(board).length > 1) board.choose(hit);
  else board.edit();
}

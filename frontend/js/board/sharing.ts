// A board and what lies outside of it: the clipboard, files, pictures, the printer.
import { copy, pasted, Refused } from "./clipboard";
import { type Done, takeAway } from "./deeds";
import { readFile } from "./excalidraw";
import type { Wish } from "./menu";
import { around, type Item, type Paper, type Spot } from "./model";
import { selection } from "./select";
import type { Slide } from "./slide";
import type { New } from "./strokes";
import type { Press } from "./tools";

/** What is needed of the board. */
export interface Shared extends Done {
  readonly may: { run: boolean; draw: boolean; pages: number };
  /** Where the pointer was last. */
  readonly over: Spot | undefined;
  /** The objects of a page, the lowest first. */
  of(page: number): Item[];
  paper(page?: number): Paper;
  press(what: Press): void;
  /** The page of slides that it lies on. */
  readonly slide: Slide | undefined;
}

export function clip(board: Shared, type: "copy" | "cut" | "paste", event: ClipboardEvent): void {
  if (!event.clipboardData || event.target instanceof HTMLTextAreaElement) return;
  const chosen = selection(board);
  if (type === "paste") {
    event.preventDefault();
    if (board.may.draw) paste(board, event.clipboardData);
  } else if (chosen.length > 0) {
    event.preventDefault();
    copy(event.clipboardData, chosen);
    if (type === "cut") takeAway(board);
    else board.announce(chosen.length === 1 ? "Copied" : `${chosen.length} objects copied`);
  }
}

function paste(board: Shared, data: DataTransfer): void {
  const { camera, over } = board;
  const box = camera.seen();
  const isSeen = over && over.x > box.left && over.x < box.right && over.y > box.top && over.y < box.bottom;
  taken(board, () => pasted(data, isSeen ? over : { x: camera.x, y: camera.y }, board.pen.colour));
}

/** Adds what comes from elsewhere, or says why it can't be had. */
function taken(board: Shared, items: () => New[]): void {
  try {
    const all = items();
    board.addAll(all);
    board.tellPerson("");
    if (all.length > 0) board.announce(all.length === 1 ? "Pasted" : `${all.length} objects added`);
  } catch (error) {
    board.tellPerson(error instanceof Refused ? error.message : "That can't be read.");
  }
}

export async function grant(board: Shared, wish: Wish): Promise<void> {
  switch (wish.do) {
    case "press":
      return board.press(wish.what);
    case "paper":
      board.say({ do: "paper", page: board.page, paper: wish.paper });
      return board.announce(`Paper: ${wish.paper}`);
    case "insert": {
      const { template } = await import("./templates");
      const { x, y } = board.camera;
      board.addAll(template(wish.what, { x, y }, board.pen.colour));
      const [all, seen] = [around(selection(board).map(({ box }) => box)), board.camera.seen()];
      // On a phone some are larger than what is seen.
      if (all && (all.right - all.left > seen.right - seen.left || all.bottom - all.top > seen.bottom - seen.top)) board.press("fit selection");
      return board.announce("Inserted as a group");
    }
    case "import":
      return open(board);
    case "print":
    case "png":
    case "svg":
      return exported(board, wish);
  }
}

async function exported(board: Shared, wish: Extract<Wish, { do: "png" | "svg" | "print" }>): Promise<void> {
  const { png, print, readable, save, svg } = await import("./export");
  const { slide } = board;
  const whole = !slide && (wish.do === "print" || wish.whole);
  const pages = whole ? Array.from({ length: board.may.pages }, (_, at) => at + 1) : [board.page];
  const name = whole ? "whiteboard" : `${slide ? "slides" : "whiteboard"}-page-${board.page}`;
  try {
    const under = slide && { box: slide.box, picture: await readable(await slide.fetched()) };
    const sheets = pages.map((page) => ({ items: board.of(page), paper: board.paper(page), ...(under && { under }) }));
    if (wish.do === "print") print(sheets, slide ? "Slides" : "Whiteboard");
    else if (wish.do === "svg") save(new Blob([svg(sheets)], { type: "image/svg+xml" }), `${name}.svg`);
    else save(await png(sheets), `${name}.png`);
  } catch {
    board.tellPerson("The picture could not be made: the board may be too large for it.");
  }
}

function open(board: Shared): void {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".excalidraw,application/json";
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files ?? [];
    if (!file) return;
    const items = await readFile(file, { x: board.camera.x, y: board.camera.y }).catch((error: unknown) => error);
    taken(board, () => {
      if (Array.isArray(items)) return items as New[];
      throw items;
    });
    board.press("fit");
  });
  chooser.click();
}

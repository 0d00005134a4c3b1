// What the buttons of a board's bars do, beside its tools and what is done to what is selected.
import { takeAway } from "./deeds";
import type { Keyed } from "./keys";
import type { List } from "./list";
import type { Looked, Looking } from "./looking";
import type { Menu } from "./menu";
import { around, type Item, middle, type Paper } from "./model";
import { selection } from "./select";
import type { Press } from "./tools";

/** How much larger or smaller one press makes what is seen. */
const ZOOM = 1.25;

/** What is needed of the board. */
export interface Pressed extends Keyed, Looked {
  readonly may: Keyed["may"] & Looked["may"];
  readonly looking: Looking;
  readonly list: List;
  readonly menu: Menu;
  paper(): Paper;
  tellPerson(words: string): void;
  /** Goes to a page that isn't there yet. */
  newPage(page: number): void;
}

export function press(board: Pressed, what: Press): void {
  if (board.slide && ["smaller", "larger", "whole size", "fit", "fit selection", "follow"].includes(what)) return;
  switch (what) {
    case "leave":
      return board.say({ do: "leave" });
    case "undo":
    case "redo":
      return board.say({ do: what });
    case "clear":
      return board.say({ do: "clear", page: board.page });
    case "delete":
      return takeAway(board);
    case "smaller":
      return zoom(board, 1 / ZOOM);
    case "larger":
      return zoom(board, ZOOM);
    case "whole size":
      return zoom(board, 1 / board.camera.zoom);
    case "fit":
      board.looking.letGo();
      return fit(board, board.items());
    case "fit selection":
      board.looking.letGo();
      return selection(board).length > 0 ? fit(board, selection(board)) : undefined;
    case "more":
      board.menu.show(board.may, board.paper());
      return board.menu.toggle();
    case "follow":
      return board.looking.toggle();
    case "before":
      if (board.slide) return board.say({ do: "turn", by: -1 });
      board.looking.letGo();
      return board.goTo(board.page - 1);
    case "after":
      if (board.slide) return board.say({ do: "turn", by: 1 });
      board.looking.letGo();
      return board.page < board.may.pages ? board.goTo(board.page + 1) : board.newPage(board.page + 1);
    case "list":
      return board.list.toggle();
  }
}

function zoom(board: Pressed, factor: number): void {
  board.camera.zoomAt({ x: board.camera.width / 2, y: board.camera.height / 2 }, factor);
  board.moved();
}

/** Shows all of these objects. */
export function fit(board: Pick<Pressed, "camera" | "shown" | "slide">, items: readonly Item[]): void {
  if (board.slide) return board.shown();
  board.camera.fit(around(items.map((item) => item.box)));
  board.shown();
}

/** Chooses an object, and brings it into the middle of what is seen. */
export function goToItem(board: Pressed, item: Item): void {
  board.looking.letGo();
  const { x, y } = middle(item.box);
  board.camera.look(x, y, board.camera.zoom);
  board.choose(item);
  board.shown();
}

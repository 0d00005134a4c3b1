// What is done to chosen objects: each deed is one step that can be taken back.
import { aligned, anew, distributed, piled, turnedTogether, widthOf } from "./arrange";
import type { Deed } from "./chosen";
import { hasInside } from "./model";
import { selection } from "./select";
import { type Desk, newId } from "./strokes";
import { roomFor } from "./table";
import type { Pen } from "./pens";

/** Pixels that a copy lies beside what it is a copy of. */
const ASIDE = 16;

/** What deeds need of their board. */
export interface Done extends Desk {
  readonly may: { run: boolean; draw: boolean };
  /** Opens the letters of what is chosen. */
  edit(): void;
  /** Asks the page's program for something. */
  say(what: object): void;
  /** Says something to who doesn't see it. */
  announce(words: string): void;
  /** Says something that its person has to see, too. */
  tellPerson(words: string): void;
}

/** Takes away what is chosen. */
export function takeAway(board: Done): void {
  const ids = selection(board).filter(({ locked }) => !locked).map(({ id }) => id);
  if (ids.length === 0 || !board.may.draw) return;
  board.remove(ids);
  board.announce(ids.length === 1 ? "Deleted" : `${ids.length} objects deleted`);
}

/** Does something to what is chosen. */
export function act(board: Done, deed: Deed): void {
  const chosen = selection(board);
  const free = chosen.filter(({ locked }) => !locked);
  if (chosen.length === 0 || !board.may.draw) return;
  const ids = free.map(({ id }) => id);
  switch (deed) {
    case "edit":
      return board.edit();
    case "delete":
      return takeAway(board);
    case "duplicate": {
      const by = ASIDE / board.camera.zoom;
      return board.addAll(anew(chosen, { x: by, y: by }));
    }
    case "front":
    case "forward":
    case "backward":
    case "back": {
      const piles = piled(board.items(), board.selected, deed);
      if (piles.length > 0) board.say({ do: "stack", page: board.page, piles });
      return board.announce({ front: "In front", back: "At the back", forward: "One forward", backward: "One backward" }[deed]);
    }
    case "group":
    case "ungroup": {
      const group = deed === "group" ? newId() : null;
      if (ids.length > 0) board.say({ do: "group", objects: ids.map((object) => ({ object, group })) });
      return board.announce(deed === "group" ? `${ids.length} objects grouped` : "Ungrouped");
    }
    case "lock":
    case "unlock":
      if (!board.may.run) return board.tellPerson("Only staff can lock what is on a board.");
      board.say({ do: "lock", objects: chosen.map(({ id }) => id), locked: deed === "lock" });
      return board.announce(deed === "lock" ? "Locked" : "Unlocked");
    case "turn":
      return board.place(turnedTogether(free, 9_000));
    case "spread across":
    case "spread down":
      return board.place(distributed(free, deed === "spread across" ? "x" : "y"));
    case "left":
    case "centre":
    case "right":
    case "top":
    case "middle":
    case "bottom":
      return board.place(aligned(free, deed));
  }
}

/** Gives what is chosen another colour, width or filling. */
export function restyle(board: Done, look: Partial<Pen>): void {
  const free = selection(board).filter(({ locked }) => !locked);
  if (free.length === 0 || !board.may.draw) return;
  const [only] = free.length === 1 ? free : [];
  if (only?.kind === "table" && look.width !== undefined) {
    const width = widthOf(only, look.width);
    const points = roomFor(only, width);
    if (points) return board.drawn({ id: only.id, kind: "table", colour: only.colour, width, filled: only.filled, text: only.text, points }, true);
  }
  const objects = free.map((item) => ({
    object: item.id,
    colour: look.colour ?? item.colour,
    width: look.width === undefined ? item.width : widthOf(item, look.width),
    filled: (look.filled ?? item.filled) && hasInside(item.kind),
  }));
  board.say({ do: "style", objects });
}

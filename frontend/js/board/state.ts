// How a board is for its person.

/** What somebody may do, and what the board's pages are. */
export interface State {
  draw: boolean;
  run: boolean;
  /** Whether the teacher's view is to be followed by others: this person's. */
  leads: boolean;
  pages: number;
  undo: boolean;
  redo: boolean;
  waiting: number;
  failed: boolean;
  /** Whether single keys act. */
  keys: boolean;
  /** The page of the slides that it lies on. */
  page: number | null;
  /** Whether it is only looked at, without its bars. */
  seen: boolean;
  /** Whether it is a class's, with a teacher to follow and a log that takes what is drawn; else a replay's. */
  live: boolean;
}

/** Before anything was said. */
export const NOTHING: State = { draw: false, run: false, leads: false, pages: 1, undo: false, redo: false, waiting: 0, failed: false, keys: true, page: null, seen: false, live: false };

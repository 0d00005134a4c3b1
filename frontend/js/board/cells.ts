// Editing a table: a field over one cell at a time, and a bar for its rows and columns. It is loaded when a table is edited first.
import { bar, iconButton, oneStop } from "./buttons";
import type { Camera } from "./camera";
import { fontOf, LINE_HEIGHT } from "./letters";
import { angleOf, AS_DRAWN, type Item, itemOf, outOf, type Spot } from "./model";
import type { Desk } from "./strokes";
import { keepToItself } from "./writing";
import { cellsIn, edgesOf, heightFor, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, PADDING, pointsOf, textOf } from "./table";

/** What is needed of the board. */
export interface Tabled extends Desk {
  readonly may: { run: boolean; draw: boolean };
  tellPerson(words: string): void;
}

type Work = "row" | "column" | "less rows" | "less columns" | "head" | "done";

const WORKS: [Work, string, string, string][] = [
  ["row", "Row below", "Alt+Shift+↓", "M4 4h16v7H4zM12 14v7M8.500 17.500h7"],
  ["column", "Column to the right", "Alt+Shift+→", "M4 4h7v16H4zM14 12h7M17.500 8.500v7"],
  ["less rows", "Delete this row", "Alt+Shift+↑", "M4 4h16v7H4zM8.500 17.500h7"],
  ["less columns", "Delete this column", "Alt+Shift+←", "M4 4h7v16H4zM14 12h7"],
  ["head", "First row is a head", "", "M4 5h16v14H4zM4 10h16M4 6h16M4 8h16"],
  ["done", "Done", "Esc", "M5 13l4 4L19 7"],
];
const KEYS: Record<string, Work> = { ArrowDown: "row", ArrowRight: "column", ArrowUp: "less rows", ArrowLeft: "less columns" };

export class Cells {
  private readonly bar = bar("board__cells", "Rows and columns", "toolbar");
  private field: HTMLTextAreaElement | undefined;
  private cells: string[][];
  private xs: number[];
  private ys: number[];
  private head: boolean;
  private row: number;
  private column: number;
  private readonly before: string;
  private over = false;

  /** Begins at a cell. `left` is called when it is over. */
  constructor(
    private readonly board: Tabled,
    private readonly root: HTMLElement,
    private readonly camera: Camera,
    private readonly item: Item,
    at: { row: number; column: number },
    private readonly left: () => void,
  ) {
    this.cells = cellsIn(item.text);
    const raw = edgesOf({ ...item, place: AS_DRAWN });
    [this.xs, this.ys, this.head] = [raw.xs, raw.ys, item.filled];
    [this.row, this.column] = [at.row, at.column];
    this.before = this.described();
    for (const [what, words, cap, path] of WORKS) {
      const button = iconButton(path, words, cap || undefined);
      button.dataset["work"] = what;
      // The letters that are being typed stay where they are.
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.work(what));
      this.bar.append(button);
    }
    oneStop(this.bar);
    this.bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.end();
      event.stopPropagation();
    });
    this.bar.addEventListener("focusout", (event) => this.leaves(event));
    keepToItself(this.bar);
    root.append(this.bar);
    root.classList.add("board__surface--edits");
    board.hide([item.id], false);
    this.open(this.row, this.column);
  }

  /** Brings the field to its cell. */
  fit(): void {
    const { field, camera } = this;
    if (!field) return;
    const { xs, ys } = edgesOf(this.draft());
    const [left, top] = [xs[this.column] ?? 0, ys[this.row] ?? 0];
    const [wide, high] = [(xs[this.column + 1] ?? left) - left, (ys[this.row + 1] ?? top) - top];
    const { x, y } = camera.toScreen(outOf(this.item.place, { x: left, y: top }));
    Object.assign(field.style, {
      left: `${x}px`,
      top: `${y}px`,
      width: `${wide * camera.zoom}px`,
      height: `${high * camera.zoom}px`,
      padding: `${PADDING * camera.zoom}px`,
      font: fontOf(this.item.width * camera.zoom, this.head && this.row === 0 ? "600" : ""),
      lineHeight: String(LINE_HEIGHT),
      transform: `rotate(${angleOf(this.item.place)}rad)`,
      transformOrigin: "0 0",
    });
  }

  /** Ends, and keeps what was written. */
  close(): void {
    if (this.over) return;
    this.take();
    this.over = true;
    this.field?.remove();
    this.bar.remove();
    this.root.classList.remove("board__surface--edits");
    this.board.ghosts = [];
    this.board.unhide();
    this.left();
    if (this.described() === this.before) return;
    const { id, colour, width } = this.item;
    this.board.drawn({ id, kind: "table", colour, width, filled: this.head, text: textOf(this.cells), points: pointsOf(this.xs, this.ys) }, true);
  }

  private end(): void {
    this.close();
    this.root.focus();
  }

  private described(): string {
    return JSON.stringify([this.cells, this.xs, this.ys, this.head]);
  }

  /** The table as it is while it is edited. */
  private draft(): Item {
    const { item, cells, xs, ys, head } = this;
    return itemOf({ ...item, text: textOf(cells), filled: head }, Float64Array.from(pointsOf(xs, ys)));
  }

  private show(): void {
    const draft = this.draft();
    draft.laid = undefined;
    this.board.ghosts = [draft];
    this.fit();
    for (const button of this.bar.querySelectorAll("button")) {
      const what = button.dataset["work"] as Work;
      const impossible: Partial<Record<Work, boolean>> = {
        row: this.cells.length >= MOST_ROWS,
        column: this.cells[0]!.length >= MOST_COLUMNS,
        "less rows": this.cells.length === 1,
        "less columns": this.cells[0]!.length === 1,
      };
      button.setAttribute("aria-disabled", String(impossible[what] ?? false));
      if (what === "head") button.setAttribute("aria-pressed", String(this.head));
    }
    this.board.repaint();
  }

  /** Goes to a cell: a field of its own, which screen readers read from its name on. */
  private open(row: number, column: number): void {
    this.take();
    [this.row, this.column] = [row, column];
    const before = this.field;
    const field = document.createElement("textarea");
    field.className = "board__field board__field--cell";
    field.setAttribute("aria-label", `Row ${row + 1} of ${this.cells.length}, column ${column + 1} of ${this.cells[0]!.length}`);
    field.maxLength = LONGEST_CELL;
    field.value = this.cells[row]?.[column] ?? "";
    field.addEventListener("input", () => {
      this.take();
      this.show();
    });
    field.addEventListener("keydown", (event) => this.key(event));
    keepToItself(field);
    field.addEventListener("paste", (event) => this.paste(event));
    field.addEventListener("blur", (event) => {
      if (this.field === field) this.leaves(event);
    });
    this.field = field;
    this.root.append(field);
    field.focus({ preventScroll: true });
    field.select();
    before?.remove();
    this.show();
  }

  /** The focus goes elsewhere: the end, unless that is part of the table. */
  private leaves({ relatedTarget }: FocusEvent): void {
    const to = relatedTarget as Node | null;
    if (to && (this.bar.contains(to) || to === this.field)) return;
    this.close();
  }

  /** Takes over what the field holds. */
  private take(): void {
    const row = this.cells[this.row];
    if (!this.field || !row || this.over) return;
    const text = this.field.value.replaceAll("\r", "").replaceAll(/[\u001e\u001f]/gu, " ").trim();
    // Who only goes through a table changes nothing of it.
    if (text === row[this.column]) return;
    row[this.column] = text;
    this.grow(this.row);
  }

  /** Gives a row the height that its letters need; what lies below moves down. */
  private grow(row: number): void {
    const { wide, high } = this.item.place;
    const needs = (this.cells[row] ?? []).map((text, c) => {
      const width = ((this.xs[c + 1] ?? 0) - (this.xs[c] ?? 0)) * (wide / 65536);
      return text ? heightFor(text, width, this.item.width, this.head && row === 0) : 0;
    });
    const more = Math.ceil(Math.max(...needs) / (high / 65536)) - ((this.ys[row + 1] ?? 0) - (this.ys[row] ?? 0));
    if (more > 0) this.ys = this.ys.map((y, at) => (at > row ? y + more : y));
  }

  private work(what: Work): void {
    this.take();
    const { cells, row, column } = this;
    const [rows, columns] = [cells.length, cells[0]!.length];
    switch (what) {
      case "row":
        if (rows < MOST_ROWS) this.addRow(row + 1);
        return this.shift(Math.min(row + 1, this.cells.length - 1), column);
      case "column":
        if (columns < MOST_COLUMNS) this.addColumn(column + 1);
        return this.shift(row, Math.min(column + 1, this.cells[0]!.length - 1));
      case "less rows":
        if (rows > 1) {
          cells.splice(row, 1);
          this.ys = without(this.ys, row);
        }
        return this.shift(Math.min(row, cells.length - 1), column);
      case "less columns":
        if (columns > 1) {
          for (const cell of cells) cell.splice(column, 1);
          this.xs = without(this.xs, column);
        }
        return this.shift(row, Math.min(column, cells[0]!.length - 1));
      case "head":
        this.head = !this.head;
        return this.show();
      case "done":
        return this.end();
    }
  }

  private addRow(at: number): void {
    this.cells.splice(at, 0, this.cells[0]!.map(() => ""));
    this.ys = within(this.ys, at);
  }

  private addColumn(at: number): void {
    for (const row of this.cells) row.splice(at, 0, "");
    this.xs = within(this.xs, at);
  }

  /** Goes to a cell though what the field holds isn't of the cell it was over any more. */
  private shift(row: number, column: number): void {
    const before = this.field;
    this.field = undefined;
    this.open(row, column);
    before?.remove();
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    const work = event.altKey && event.shiftKey ? KEYS[event.key] : undefined;
    const { row, column } = this;
    const columns = this.cells[0]!.length;
    if (work) this.work(work);
    else if (event.altKey && STEPS[event.key]) {
      const { x, y } = STEPS[event.key]!;
      this.open(Math.max(0, Math.min(this.cells.length - 1, row + y)), Math.max(0, Math.min(columns - 1, column + x)));
    } else if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) this.end();
    else if (event.key === "Tab" && event.shiftKey) {
      // From the first cell the focus goes to the bar, as it does anyway.
      if (row === 0 && column === 0) return;
      this.open(column > 0 ? row : row - 1, column > 0 ? column - 1 : columns - 1);
    } else if (event.key === "Tab") {
      if (column < columns - 1) this.open(row, column + 1);
      else if (row < this.cells.length - 1) this.open(row + 1, 0);
      else if (this.cells.length < MOST_ROWS) {
        this.take();
        this.addRow(row + 1);
        this.open(row + 1, 0);
      } else this.end();
    } else return;
    event.preventDefault();
  }

  /** What was copied out of a table fills cells from this one on; there are more where it takes more. */
  private paste(event: ClipboardEvent): void {
    const text = (event.clipboardData?.getData("text/plain") ?? "").replaceAll("\r", "");
    if (!text.includes("\t")) return;
    event.preventDefault();
    const rows = text.split("\n").filter(Boolean).map((line) => line.split("\t"));
    const [high, wide] = [this.row + rows.length, this.column + Math.max(...rows.map((row) => row.length))];
    if (high > MOST_ROWS || wide > MOST_COLUMNS) {
      return this.board.tellPerson(`A table has ${MOST_ROWS} rows and ${MOST_COLUMNS} columns at most.`);
    }
    this.take();
    while (this.cells.length < high) this.addRow(this.cells.length);
    while (this.cells[0]!.length < wide) this.addColumn(this.cells[0]!.length);
    rows.forEach((row, r) => {
      row.forEach((cell, c) => (this.cells[this.row + r]![this.column + c] = cell.replaceAll(/[\u001e\u001f]/gu, " ").trim().slice(0, LONGEST_CELL)));
      this.grow(this.row + r);
    });
    this.shift(this.row, this.column);
  }
}

const STEPS: Record<string, Spot> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

/** A run of edges with one more column or row at a place, as large as the one before it; what follows moves on. */
function within(run: readonly number[], at: number): number[] {
  const size = (run[at] ?? 0) - (run[at - 1] ?? 0);
  return [...run.slice(0, at + 1), ...run.slice(at).map((edge) => edge + size)];
}

/** A run of edges without a column or row; what follows moves back. */
function without(run: readonly number[], at: number): number[] {
  const size = (run[at + 1] ?? 0) - (run[at] ?? 0);
  return [...run.slice(0, at + 1), ...run.slice(at + 2).map((edge) => edge - size)];
}

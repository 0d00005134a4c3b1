// Writing on a board: a field over the place where the letters will be. What is pasted is plain text, as a field takes it, and
// Enter is a new line, so whatever an input method does with it is its own.
import type { Camera } from "./camera";
import type { Tabled } from "./cells";
import { LETTERS, LINE_HEIGHT } from "./letters";
import { into, isLettered, type Item, type Lettered, meet, type Spot } from "./model";
import { newId } from "./strokes";
import { cellAt, pointsOf, textOf } from "./table";

/** What is being written. */
export interface Writing {
  kind: Lettered;
  at: Spot;
  /** How large a note is; none for letters on the board itself. */
  size: Spot | undefined;
  letters: number;
  colour: string;
  text: string;
  done(text: string): void;
}

/** What a field is called. */
const LABELS: Record<Lettered, string> = { text: "Text", note: "Text of the note", formula: "Formula, in TeX", table: "Cell" };

/** Something else that is edited over the board. */
interface Editing {
  fit(): void;
  close(): void;
}

/** The longest formula, and the longest of other letters. */
const LONGEST_FORMULA = 1_000;
const LONGEST = 2_000;

/** What is pressed there is nothing of the board below: a caret is placed, a word chosen. */
export function keepToItself(element: HTMLElement): void {
  for (const type of ["pointerdown", "dblclick"]) element.addEventListener(type, (event) => event.stopPropagation());
}

export class Field {
  private editing: Editing | undefined;
  private field: HTMLTextAreaElement | undefined;
  private writing: Writing | undefined;

  constructor(private readonly root: HTMLElement, private readonly camera: Camera) {}

  open(writing: Writing): void {
    this.close();
    const field = document.createElement("textarea");
    field.className = "board__field";
    field.setAttribute("aria-label", LABELS[writing.kind]);
    field.maxLength = writing.kind === "formula" ? LONGEST_FORMULA : LONGEST;
    if (writing.kind === "formula") {
      field.placeholder = "\\frac{a}{b}";
      field.spellcheck = false;
      field.autocapitalize = "off";
    }
    field.value = writing.text;
    field.style.color = writing.size ? "" : writing.colour;
    keepToItself(field);
    field.addEventListener("blur", () => this.close());
    field.addEventListener("input", () => this.fit());
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        this.close();
        this.root.focus();
      }
    });
    [this.field, this.writing] = [field, writing];
    this.root.append(field);
    this.fit();
    // At once: who writes quickly has pressed the first key before the next frame.
    field.focus();
  }

  /** Has something else be edited, until it says that it has left. */
  edit(begin: (root: HTMLElement, camera: Camera, left: () => void) => Editing): void {
    this.close();
    this.editing = begin(this.root, this.camera, () => (this.editing = undefined));
  }

  /** Brings the field to its place. */
  fit(): void {
    this.editing?.fit();
    const { field, writing, camera } = this;
    if (!field || !writing) return;
    const { x, y } = camera.toScreen(writing.at);
    field.style.left = `${x}px`;
    field.style.top = `${y}px`;
    field.style.font = `${writing.letters * camera.zoom}px/${LINE_HEIGHT} ${LETTERS}`;
    if (writing.size) {
      field.style.width = `${writing.size.x * camera.zoom}px`;
      field.style.height = `${writing.size.y * camera.zoom}px`;
      field.classList.add("board__field--note");
      return;
    }
    const lines = field.value.split("\n");
    const longest = Math.max(8, ...lines.map((line) => line.length));
    field.style.width = `${(longest + 2) * writing.letters * camera.zoom * 0.62}px`;
    field.style.height = `${(lines.length + 0.3) * writing.letters * camera.zoom * LINE_HEIGHT}px`;
  }

  close(): void {
    this.editing?.close();
    const { field, writing } = this;
    if (!field || !writing) return;
    this.field = this.writing = undefined;
    const text = field.value.replaceAll("\r", "").trim();
    field.remove();
    writing.done(text);
  }
}

/** Units that letters are high, as they are written first. */
const HIGH: Record<Lettered, number> = { text: 24, note: 16, formula: 28, table: 16 };
/** Rows and columns of a table that nothing is in yet. */
const ROWS = 3;
const COLUMNS = 3;

/** Opens the letters of what is chosen: of a table the cell under the pointer, or else the first. */
export function edit(board: Tabled & { readonly over: Spot | undefined }): void {
  const item = board.items().find(({ id }) => board.selected.has(id));
  if (!item || item.locked || !board.may.draw || !isLettered(item.kind)) return;
  const { over } = board;
  const { left, top, right, bottom } = item.box;
  const isOver = over && meet(item.box, { left: over.x, right: over.x, top: over.y, bottom: over.y });
  board.write(item.kind, item.kind === "table" && isOver ? over : { x: left, y: top }, { x: right - left, y: bottom - top }, item);
}

/** Opens the field for new letters, or for those of an object. */
export function write(board: Tabled, field: Field, kind: Lettered, at: Spot, size: Spot, item?: Item): void {
  if (kind === "table") return table(board, field, at, size, item);
  const letters = item?.width ?? HIGH[kind];
  const pen = { ...board.pen, width: letters, colour: item?.colour ?? board.pen.colour };
  field.open({
    kind,
    at,
    size: kind === "note" ? size : undefined,
    letters: letters * (item ? item.place.wide / 65536 : 1),
    colour: pen.colour,
    text: item?.text ?? "",
    done: (text) => {
      if (!text || text === item?.text) return;
      const points = item ? [...item.points] : kind === "note" ? [at.x, at.y, at.x + size.x, at.y + size.y] : [at.x, at.y];
      board.drawn({ id: item?.id ?? newId(), kind, text, points, ...pen }, item !== undefined);
    },
  });
}

/** Makes a table with empty cells where there is none yet, and opens the cell at a spot. */
function table(board: Tabled, field: Field, at: Spot, size: Spot, item?: Item): void {
  const id = item?.id ?? newId();
  if (!item) {
    const run = (from: number, long: number, count: number): number[] => Array.from({ length: count + 1 }, (_, n) => from + (long * n) / count);
    const text = textOf(Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => "")));
    board.drawn({ id, kind: "table", text, points: pointsOf(run(at.x, size.x, COLUMNS), run(at.y, size.y, ROWS)), ...board.pen, width: HIGH.table, filled: false }, false);
    board.selected.clear();
    board.selected.add(id);
  }
  void import("./cells").then(({ Cells }) => {
    const there = board.items().find((one) => one.id === id);
    if (!there || there.locked || !board.may.draw) return;
    const cell = cellAt(there, item ? into(there.place, at) : { x: -Infinity, y: -Infinity });
    field.edit((root, camera, left) => new Cells(board, root, camera, there, cell, left));
  });
}

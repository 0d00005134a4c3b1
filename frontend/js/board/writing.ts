// Writing on a board: a field over the place where the letters will be. What is pasted is plain text, as a field takes it, and
// Enter is a new line, so whatever an input method does with it is its own.
import type { Camera } from "./camera";
import type { Item, Spot } from "./model";
import { LETTERS, LINE_HEIGHT } from "./paint";
import { type Desk, type Drawn, newId } from "./strokes";

/** What is being written. */
export interface Writing {
  at: Spot;
  /** How large a note is; none for letters on the board itself. */
  size: Spot | undefined;
  letters: number;
  colour: string;
  text: string;
  done(text: string): void;
}

export class Field {
  private field: HTMLTextAreaElement | undefined;
  private writing: Writing | undefined;

  constructor(private readonly root: HTMLElement, private readonly camera: Camera) {}

  open(writing: Writing): void {
    this.close();
    const field = document.createElement("textarea");
    field.className = "board__field";
    field.setAttribute("aria-label", writing.size ? "Text of the note" : "Text");
    field.maxLength = 2_000;
    field.value = writing.text;
    field.style.color = writing.size ? "" : writing.colour;
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

  /** Brings the field to its place. */
  fit(): void {
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
    const { field, writing } = this;
    if (!field || !writing) return;
    this.field = this.writing = undefined;
    const text = field.value.replaceAll("\r", "").trim();
    field.remove();
    writing.done(text);
  }
}

/** Units that letters are high, as they are written first. */
const HIGH = { text: 24, note: 16 };

/** Opens the field for new letters, or for those of an object. */
export function write(board: Desk & { drawn(drawn: Drawn, anew: boolean): void }, field: Field, kind: "text" | "note", at: Spot, size: Spot, item?: Item): void {
  const letters = item?.width ?? HIGH[kind];
  const pen = { ...board.pen, width: letters, colour: item?.colour ?? board.pen.colour };
  field.open({
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

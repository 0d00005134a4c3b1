// What a person draws with: colour, width and filling, in a list that opens over the board.
import { iconButton, set } from "./buttons";
import { Popup } from "./popup";

/** What a person has chosen to draw with. */
export interface Pen {
  colour: string;
  width: number;
  filled: boolean;
}

const COLOURS: [string, string][] = [
  ["#1f6f5c", "Green"],
  ["#1d2320", "Black"],
  ["#a9620e", "Orange"],
  ["#c4281f", "Red"],
  ["#2a5ea6", "Blue"],
];

const WIDTHS: [number, string][] = [
  [2, "Thin"],
  [4, "Medium"],
  [10, "Thick"],
];

export class Pens {
  readonly pen: Pen = { colour: COLOURS[0]![0], width: WIDTHS[1]![0], filled: false };
  /** Whether a stroke whose pen rests at its end becomes the shape that it looks like. */
  tidies = false;
  /** The button that opens it, which shows what is chosen. */
  readonly opener = document.createElement("button");
  private readonly popup: Popup;

  /** `look` is told what was chosen. */
  constructor(private readonly look: (changed: Partial<Pen>) => void) {
    this.opener.type = "button";
    this.opener.className = "board__colour board__opener";
    this.popup = new Popup(this.opener, "Colour and width", "board__menu--pens");
    this.opener.addEventListener("click", () => this.popup.toggle());
    this.choices(COLOURS, "colour", "Colour");
    this.choices(WIDTHS, "width", "Width");
    const filled = iconButton("M4 6h16v12H4zM4 14L12 6M8 18L20 6", "Fill shapes");
    filled.setAttribute("aria-checked", "false");
    filled.addEventListener("click", () => {
      this.pen.filled = !this.pen.filled;
      filled.setAttribute("aria-checked", String(this.pen.filled));
      this.look({ filled: this.pen.filled });
    });
    const last = this.popup.element.lastElementChild as HTMLElement;
    this.popup.add(filled, "menuitemcheckbox", last);
    const tidies = document.createElement("button");
    tidies.type = "button";
    tidies.textContent = "Rest the pen for a clean shape";
    tidies.setAttribute("aria-checked", "false");
    tidies.addEventListener("click", () => {
      this.tidies = !this.tidies;
      tidies.setAttribute("aria-checked", String(this.tidies));
    });
    this.popup.add(tidies, "menuitemcheckbox");
    this.shown();
  }

  get element(): HTMLElement {
    return this.popup.element;
  }

  private shown(): void {
    const nameIn = (all: [string | number, string][], value: string | number): string => all.find(([which]) => which === value)?.[1] ?? "";
    const words = `Colour and width: ${nameIn(COLOURS, this.pen.colour)}, ${nameIn(WIDTHS, this.pen.width)}`;
    this.opener.title = words;
    this.opener.setAttribute("aria-label", words);
    this.opener.style.setProperty("--chosen", this.pen.colour);
  }

  private choices(all: [string | number, string][], what: "colour" | "width", label: string): void {
    const group = set();
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    const buttons = all.map(([value, words]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `board__${what}`;
      button.title = words;
      button.setAttribute("aria-label", words);
      button.style.setProperty("--chosen", typeof value === "string" ? value : `${Math.min(18, value + 4)}px`);
      button.addEventListener("click", () => {
        if (typeof value === "string") this.pen.colour = value;
        else this.pen.width = value;
        mark();
        this.shown();
        this.look({ [what]: value });
      });
      this.popup.add(button, "menuitemradio", group);
      return button;
    });
    const mark = (): void => {
      buttons.forEach((button, at) => button.setAttribute("aria-checked", String(all[at]?.[0] === this.pen[what])));
    };
    mark();
    this.popup.element.append(group);
  }
}

// The bars of a board: its tools, colours and widths, its pages, and what of it is seen.
import { bar, iconButton, oneStop, set, wordButton } from "./buttons";
import type { Kind } from "./model";

export type Tool = "select" | "lasso" | "eraser" | "rubber" | "laser" | Kind;

/** What pressing a button of the bars asks for. */
export type Press =
  | "undo"
  | "redo"
  | "delete"
  | "clear"
  | "smaller"
  | "larger"
  | "whole size"
  | "fit"
  | "fit selection"
  | "follow"
  | "before"
  | "after"
  | "list"
  | "more";

/** What a person has chosen to draw with. */
export interface Pen {
  colour: string;
  width: number;
  filled: boolean;
}

const TOOLS: [Tool, string, string, string][] = [
  ["select", "Select", "V", "M5 3l14 8-6 1.6L10 19z"],
  ["lasso", "Select with a lasso", "S", "M12 4c5 0 9 2.500 9 6s-4 6-9 6-9-2.500-9-6 4-6 9-6zM7 15c-2 1-2 4 0 5"],
  ["pen", "Pen", "P", "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4"],
  ["highlighter", "Highlighter", "H", "M5 15l9-9 4 4-9 9H5zM4 21h16"],
  ["eraser", "Eraser", "E", "M8 19l-5-5 9-9 7 7-7 7zM8 19h12"],
  ["rubber", "Rub out parts of strokes", "U", "M3 8c3-3 5 3 8 0M15 8c2-2 3 1 6-1M8 20l-3-3 6-6 4 4-5 5z"],
  ["laser", "Laser pointer", "K", "M4 20l7-7M14 10a2 2 0 100-.1M14 3v3M21 10h-3M19 5l-2 2"],
  ["line", "Line", "L", "M5 19L19 5"],
  ["arrow", "Arrow", "A", "M5 19L19 5M10 5h9v9"],
  ["rectangle", "Rectangle", "R", "M4 6h16v12H4z"],
  ["diamond", "Diamond", "D", "M12 3l9 9-9 9-9-9z"],
  ["triangle", "Triangle", "G", "M12 4l9 16H3z"],
  ["ellipse", "Ellipse", "O", "M12 5c5 0 9 3 9 7s-4 7-9 7-9-3-9-7 4-7 9-7z"],
  ["axes", "Axes", "X", "M3 12h18M12 21V3M18 9l3 3-3 3M9 6l3-3 3 3"],
  ["text", "Text", "T", "M5 6h14M12 6v13"],
  ["note", "Sticky note", "N", "M4 4h16v10l-6 6H4zM20 14h-6v6"],
];

/** A tool in words. */
export function nameOf(tool: Tool): string {
  return TOOLS.find(([which]) => which === tool)?.[1] ?? tool;
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

/** The tool of a key. */
export function toolOf(key: string): Tool | undefined {
  return TOOLS.find(([, , cap]) => cap === key.toUpperCase())?.[0];
}

export class Bars {
  readonly element = document.createElement("div");
  tool: Tool = "select";
  readonly pen: Pen = { colour: "#1f6f5c", width: 4, filled: false };
  private readonly tools = new Map<Tool, HTMLButtonElement>();
  private readonly buttons = new Map<Press, HTMLButtonElement>();
  private readonly toolbar = bar("board__tools", "Tools", "toolbar");
  private readonly page = document.createElement("span");
  private readonly zoom = wordButton("100 %", "Own size");
  private readonly state = document.createElement("span");

  /** `look` is told what of a pen was chosen. */
  constructor(
    private readonly press: (what: Press) => void,
    private readonly chosen: (tool: Tool) => void,
    private readonly look: (changed: Partial<Pen>) => void,
  ) {
    this.element.className = "board__bars";
    const tools = TOOLS.map(([tool, words, cap, path]) => {
      const button = iconButton(path, words, cap);
      button.addEventListener("click", () => this.choose(tool));
      this.tools.set(tool, button);
      return button;
    });
    this.toolbar.append(
      set(...tools),
      set(...this.choices(COLOURS, "colour")),
      set(...this.choices(WIDTHS, "width"), this.filling()),
      set(
        this.button("undo", "M9 7L4 12l5 5M4 12h10a6 6 0 010 12", "Undo what you did", "Ctrl+Z"),
        this.button("redo", "M15 7l5 5-5 5M20 12H10a6 6 0 000 12", "Do it again", "Ctrl+Y"),
        this.button("delete", "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13", "Delete what is selected", "Del"),
        this.button("clear", "M4 4l16 16M20 4L4 20", "Clear this page"),
      ),
    );
    oneStop(this.toolbar);
    const pages = bar("board__pages", "Pages", "group");
    this.page.setAttribute("role", "status");
    pages.append(this.button("before", "M15 5l-7 7 7 7", "Page before", "["), this.page, this.button("after", "M9 5l7 7-7 7", "Next page", "]"));
    const view = bar("board__look", "View", "group");
    view.append(
      this.button("smaller", "M5 12h14", "Zoom out", "−"),
      this.kept("whole size", this.zoom),
      this.button("larger", "M5 12h14M12 5v14", "Zoom in", "+"),
      this.words("fit", "Fit", "Show everything (Shift+1)"),
      this.words("follow", "Follow the teacher", "See what the teacher sees"),
      this.words("list", "List", "Objects as a list"),
      this.button("more", "M5 12h.01M12 12h.01M19 12h.01", "More"),
    );
    this.zoom.title = "Own size (Ctrl+0)";
    this.state.className = "board__state";
    this.state.setAttribute("role", "status");
    this.element.append(this.state, this.toolbar, pages, view);
    this.choose("select");
  }

  /** The button that opens what there is more. */
  get more(): HTMLButtonElement {
    return this.buttons.get("more")!;
  }

  choose(tool: Tool): void {
    this.tool = tool;
    for (const [which, button] of this.tools) button.setAttribute("aria-pressed", String(which === tool));
    this.chosen(tool);
  }

  /** Who looks on has no tools. */
  show(may: { draw: boolean; run: boolean }): void {
    this.toolbar.hidden = !may.draw;
    this.buttons.get("clear")!.hidden = !may.run;
    if (!may.draw) this.choose("select");
  }

  enable(what: Press, on: boolean): void {
    // Stays where the focus is.
    this.buttons.get(what)!.setAttribute("aria-disabled", String(!on));
  }

  following(on: boolean, possible: boolean): void {
    const button = this.buttons.get("follow")!;
    button.hidden = !possible;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Following the teacher" : "Follow the teacher";
  }

  pages(page: number, count: number, mayAdd: boolean): void {
    this.page.textContent = `Page ${page} of ${count}`;
    this.enable("before", page > 1);
    this.enable("after", page < count || mayAdd);
    const after = this.buttons.get("after")!;
    const words = page < count ? "Next page" : "New page";
    after.title = `${words} (])`;
    after.setAttribute("aria-label", words);
  }

  zoomed(zoom: number): void {
    this.zoom.textContent = `${Math.round(zoom * 100)} %`;
    this.zoom.setAttribute("aria-label", `Zoom ${Math.round(zoom * 100)} %, back to 100 %`);
  }

  saved(waiting: number, failed: boolean): void {
    const words = failed ? "The board could not be loaded. It is tried again." : waiting > 0 ? `${waiting} not saved yet` : "Saved";
    if (this.state.textContent !== words) this.state.textContent = words;
    this.state.classList.toggle("board__state--waits", failed || waiting > 0);
  }

  private choices(all: [string | number, string][], what: "colour" | "width"): HTMLElement[] {
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
        this.look({ [what]: value });
      });
      return button;
    });
    const mark = (): void => {
      buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(all[at]?.[0] === this.pen[what])));
    };
    mark();
    return buttons;
  }

  private filling(): HTMLElement {
    const button = iconButton("M4 6h16v12H4zM4 14L12 6M8 18L20 6", "Fill shapes");
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      this.pen.filled = !this.pen.filled;
      button.setAttribute("aria-pressed", String(this.pen.filled));
      this.look({ filled: this.pen.filled });
    });
    return button;
  }

  private button(what: Press, path: string, words: string, cap?: string): HTMLButtonElement {
    return this.kept(what, iconButton(path, words, cap));
  }

  private words(what: Press, words: string, title: string): HTMLButtonElement {
    return this.kept(what, wordButton(words, title));
  }

  private kept(what: Press, button: HTMLButtonElement): HTMLButtonElement {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") this.press(what);
    });
    this.buttons.set(what, button);
    return button;
  }
}

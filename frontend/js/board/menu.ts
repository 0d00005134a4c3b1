// What there is more: how the board is seen, paper, pictures of the board, drawings from elsewhere.
import type { Paper } from "./model";
import { Popup } from "./popup";
import type { Template } from "./templates";
import type { Press } from "./tools";

export type Wish =
  | { do: "press"; what: Press }
  | { do: "paper"; paper: Paper }
  | { do: "png" | "svg"; whole: boolean }
  | { do: "print" }
  | { do: "insert"; what: Template }
  | { do: "import" };

const PAPERS: [Paper, string][] = [
  ["dots", "Dots"],
  ["plain", "Plain"],
  ["ruled", "Ruled"],
  ["graph", "Graph"],
];

/** Who has a line: who looks, who may draw, and of those who runs the class; or who looks at a board that lies on no slides. */
type When = "look" | "draw" | "run" | "board";

const WISHES: [Wish, string, When][] = [
  [{ do: "press", what: "list" }, "List", "look"],
  [{ do: "press", what: "fit" }, "Fit", "board"],
  [{ do: "press", what: "clear" }, "Clear this page", "run"],
];

const TEMPLATES: [Template, string][] = [
  ["grid", "Coordinate grid"],
  ["staff", "Music staff"],
  ["benzene", "Benzene ring"],
  ["cyclohexane", "Six-sided ring"],
  ["venn", "Venn diagram"],
  ["timeline", "Timeline"],
];

const FILES: [Wish, string, When][] = [
  [{ do: "png", whole: false }, "This page as PNG", "look"],
  [{ do: "svg", whole: false }, "This page as SVG", "look"],
  [{ do: "png", whole: true }, "Whole board as PNG", "board"],
  [{ do: "svg", whole: true }, "Whole board as SVG", "board"],
  [{ do: "print" }, "Print, or save as PDF", "look"],
  [{ do: "import" }, "Open an Excalidraw file", "draw"],
];

export class Menu {
  private readonly popup: Popup;
  private readonly papers = new Map<Paper, HTMLButtonElement>();
  private readonly lines: [HTMLButtonElement, When][] = [];

  /** `opener` is the button that opens it. */
  constructor(opener: HTMLButtonElement, private readonly onSlides: boolean, private readonly wish: (wish: Wish) => void) {
    this.popup = new Popup(opener, "More");
    for (const [what, words, when] of WISHES) this.line(words, "menuitem", when, what);
    for (const [paper, words] of PAPERS) {
      this.papers.set(paper, this.line(`Paper: ${words}`, "menuitemradio", "run", { do: "paper", paper }));
    }
    for (const [what, words] of TEMPLATES) this.line(`Insert: ${words}`, "menuitem", "draw", { do: "insert", what });
    for (const [what, words, when] of FILES) this.line(words, "menuitem", when, what);
  }

  get element(): HTMLElement {
    return this.popup.element;
  }

  /** Offers what somebody may do, on a page with this paper. */
  show(may: { run: boolean; draw: boolean }, paper: Paper): void {
    const isOfSlides = (when: When): boolean => this.onSlides && when === "board";
    for (const [button, when] of this.lines) button.hidden = isOfSlides(when) || (when === "run" && !(may.run && may.draw)) || (when === "draw" && !may.draw);
    for (const [which, button] of this.papers) {
      button.setAttribute("aria-checked", String(which === paper));
      button.hidden ||= this.onSlides;
    }
  }

  toggle(): void {
    this.popup.toggle();
  }

  private line(words: string, role: "menuitem" | "menuitemradio", when: When, wish: Wish): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      this.popup.close();
      this.wish(wish);
    });
    this.popup.add(button, role);
    this.lines.push([button, when]);
    return button;
  }
}

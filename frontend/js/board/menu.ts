// What there is more: paper, pictures of the board, drawings from elsewhere.
import type { Paper } from "./model";

export type Wish = { do: "paper"; paper: Paper } | { do: "png" | "svg"; whole: boolean } | { do: "print" } | { do: "import" };

const PAPERS: [Paper, string][] = [
  ["dots", "Dots"],
  ["plain", "Plain"],
  ["ruled", "Ruled"],
  ["graph", "Graph"],
];

const WISHES: [Wish, string, "draw" | "look"][] = [
  [{ do: "png", whole: false }, "This page as PNG", "look"],
  [{ do: "svg", whole: false }, "This page as SVG", "look"],
  [{ do: "png", whole: true }, "Whole board as PNG", "look"],
  [{ do: "svg", whole: true }, "Whole board as SVG", "look"],
  [{ do: "print" }, "Print, or save as PDF", "look"],
  [{ do: "import" }, "Open an Excalidraw file", "draw"],
];

export class Menu {
  readonly element = document.createElement("div");
  private readonly papers = new Map<Paper, HTMLButtonElement>();
  private readonly lines: [HTMLButtonElement, "run" | "draw" | "look"][] = [];

  /** `opener` is the button that opens it. */
  constructor(private readonly opener: HTMLButtonElement, wish: (wish: Wish) => void) {
    this.element.className = "board__menu";
    this.element.setAttribute("role", "menu");
    this.element.setAttribute("aria-label", "More");
    this.element.hidden = true;
    opener.setAttribute("aria-haspopup", "menu");
    opener.setAttribute("aria-expanded", "false");
    for (const [paper, words] of PAPERS) {
      const button = this.line(`Paper: ${words}`, "menuitemradio", "run", () => wish({ do: "paper", paper }));
      this.papers.set(paper, button);
    }
    for (const [what, words, when] of WISHES) this.line(words, "menuitem", when, () => wish(what));
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => {
      const to = event.relatedTarget as Node | null;
      if (!this.element.contains(to) && to !== opener) this.close();
    });
  }

  /** Offers what somebody may do, on a page with this paper. */
  show(may: { run: boolean; draw: boolean }, paper: Paper): void {
    for (const [button, when] of this.lines) button.hidden = (when === "run" && !(may.run && may.draw)) || (when === "draw" && !may.draw);
    for (const [which, button] of this.papers) button.setAttribute("aria-checked", String(which === paper));
  }

  toggle(): void {
    if (!this.element.hidden) return this.close();
    this.element.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.there()[0]?.focus();
  }

  private close(): void {
    if (this.element.hidden) return;
    const within = this.element.contains(document.activeElement);
    this.element.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (within) this.opener.focus();
  }

  private line(words: string, role: string, when: "run" | "draw" | "look", act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.tabIndex = -1;
    button.setAttribute("role", role);
    button.addEventListener("click", () => {
      this.close();
      act();
    });
    this.lines.push([button, when]);
    this.element.append(button);
    return button;
  }

  private there(): HTMLButtonElement[] {
    return this.lines.map(([button]) => button).filter(({ hidden }) => !hidden);
  }

  private key(event: KeyboardEvent): void {
    const lines = this.there();
    const at = lines.indexOf(document.activeElement as HTMLButtonElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 };
    const next = to[event.key];
    if (next !== undefined) lines[(next + lines.length) % lines.length]?.focus();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

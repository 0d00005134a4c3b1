// The objects of a page in words, for who doesn't see them: each can be chosen, and is then in the middle of what is seen.
import { inWords, type Item } from "./model";

/** Lines, at most: what lies above comes first. */
const MOST = 300;

export class List {
  readonly element = document.createElement("ul");

  constructor(private readonly items: () => readonly Item[], private readonly chosen: (item: Item) => void) {
    this.element.className = "board__list";
    this.element.hidden = true;
    this.element.setAttribute("aria-label", "Objects on this page");
  }

  toggle(): void {
    this.element.hidden = !this.element.hidden;
    this.renew();
  }

  /** Brings it up to date while it is open. */
  renew(): void {
    if (this.element.hidden) return;
    const lines = this.items().slice(-MOST).map((item) => this.line(item));
    if (lines.length === 0) {
      const empty = document.createElement("li");
      empty.textContent = "Nothing is on this page.";
      lines.push(empty);
    }
    // Somebody may be going through it: the line they are at keeps the focus.
    const buttons = (): HTMLButtonElement[] => [...this.element.querySelectorAll("button")];
    const focused = buttons().findIndex((button) => button === document.activeElement);
    this.element.replaceChildren(...lines);
    if (focused >= 0) buttons()[Math.min(focused, lines.length - 1)]?.focus();
  }

  private line(item: Item): HTMLLIElement {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = inWords(item);
    button.addEventListener("click", () => this.chosen(item));
    const line = document.createElement("li");
    line.append(button);
    return line;
  }
}

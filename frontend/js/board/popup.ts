// What opens over a board: a list of choices above the button that opens it. One is open at a time.

/** Pixels between what opens and its button, and the board's edge. */
const GAP = 6;

export class Popup {
  readonly element = document.createElement("div");

  /** `opener` is the button that opens it. */
  constructor(private readonly opener: HTMLButtonElement, label: string, name = "") {
    this.element.className = `board__menu ${name}`.trim();
    this.element.setAttribute("role", "menu");
    this.element.setAttribute("aria-label", label);
    this.element.hidden = true;
    opener.setAttribute("aria-haspopup", "menu");
    opener.setAttribute("aria-expanded", "false");
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => {
      const to = event.relatedTarget as Node | null;
      if (!this.element.contains(to) && to !== opener) this.close();
    });
  }

  /** Makes a button one of its choices. */
  add(button: HTMLButtonElement, role: "menuitem" | "menuitemradio" | "menuitemcheckbox", into: HTMLElement = this.element): void {
    button.tabIndex = -1;
    button.setAttribute("role", role);
    into.append(button);
  }

  toggle(): void {
    if (!this.element.hidden) return this.close();
    this.element.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.place();
    const there = this.there();
    (there.find((button) => button.getAttribute("aria-checked") === "true") ?? there[0])?.focus({ preventScroll: true });
    document.addEventListener("pointerdown", this.outside, true);
  }

  close(): void {
    if (this.element.hidden) return;
    const within = this.element.contains(document.activeElement);
    this.element.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside, true);
    if (within) this.opener.focus();
  }

  private readonly outside = ({ target }: Event): void => {
    if (!this.element.contains(target as Node) && !this.opener.contains(target as Node)) this.close();
  };

  /** Puts it on the side of its button where there is room, within the board. */
  private place(): void {
    const board = this.element.parentElement!.getBoundingClientRect();
    const at = this.opener.getBoundingClientRect();
    const isBelow = at.top - board.top < board.bottom - at.bottom;
    const { style } = this.element;
    style.insetBlock = isBelow ? `${at.bottom - board.top + GAP}px auto` : `auto ${board.bottom - at.top + GAP}px`;
    style.maxBlockSize = `${(isBelow ? board.bottom - at.bottom : at.top - board.top) - 2 * GAP}px`;
    const wide = this.element.offsetWidth;
    const left = at.left - board.left + (at.width - wide) / 2;
    style.left = `${Math.max(GAP, Math.min(left, board.width - wide - GAP))}px`;
  }

  private there(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll("button")].filter((button) => button.offsetParent !== null);
  }

  private key(event: KeyboardEvent): void {
    const lines = this.there();
    const at = lines.indexOf(document.activeElement as HTMLButtonElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: lines.length - 1 };
    const next = to[event.key];
    if (next !== undefined) lines[(next + lines.length) % lines.length]?.focus();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

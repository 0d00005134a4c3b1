// What a board says in words beside what it shows.

/** Milliseconds that a note on the board stays. */
const NOTICE = 8_000;

export class Voice {
  private readonly said = document.createElement("p");
  private readonly notice = document.createElement("p");
  private noticed = 0;

  constructor(root: HTMLElement) {
    this.said.className = "visually-hidden";
    this.said.setAttribute("aria-live", "polite");
    this.notice.className = "board__notice";
    this.notice.setAttribute("role", "alert");
    this.notice.hidden = true;
    root.append(this.notice, this.said);
  }

  /** Says something to who doesn't see it. */
  announce(words: string): void {
    this.said.textContent = words;
  }

  /** Says something that its person has to see, too; nothing takes back what was said. */
  warn(words: string): void {
    this.notice.textContent = words;
    this.notice.hidden = words === "";
    window.clearTimeout(this.noticed);
    this.noticed = window.setTimeout(() => (this.notice.hidden = true), NOTICE);
  }
}

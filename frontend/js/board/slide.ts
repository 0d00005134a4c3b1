// A page of slides that a board lies on: what is drawn keeps its place on the page's picture, however that is shown.
import type { Camera } from "./camera";
import type { Box } from "./model";

/** Units that a page is wide, whatever its size in pixels; it is as high as its form says. The origin is its upper left corner. */
const WIDE = 1_600;
/** Milliseconds that the picture may move after something of it has changed. */
const MOVES = 600;

export class Slide {
  private until = 0;
  private readonly seen: MutationObserver;

  /** `changed` is told when the picture may lie elsewhere. */
  constructor(private readonly root: HTMLElement, changed: () => void) {
    const parent = root.parentElement!;
    const look = (): void => {
      this.until = performance.now() + MOVES;
      changed();
    };
    this.seen = new MutationObserver((changes) => {
      if (changes.some(({ target }) => !root.contains(target))) look();
    });
    this.seen.observe(parent, { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden", "style", "src"] });
    parent.addEventListener("load", look, true);
  }

  /** The picture of the page that is shown. */
  picture(): HTMLImageElement | null {
    return this.root.parentElement?.querySelector<HTMLImageElement>(":scope > .slides__page:not([hidden])") ?? null;
  }

  /** Whether the picture may still be on its way to where it stays. */
  get moves(): boolean {
    return performance.now() < this.until;
  }

  /** Has the camera see the page where its picture is; `false` while there is none. */
  place(camera: Camera): boolean {
    const picture = this.picture();
    // One that is still loading has no form yet.
    if (!picture?.complete) return false;
    const at = picture.getBoundingClientRect();
    if (at.width === 0) return false;
    const here = this.root.getBoundingClientRect();
    camera.zoom = at.width / WIDE;
    camera.x = (camera.width / 2 - (at.left - here.left)) / camera.zoom;
    camera.y = (camera.height / 2 - (at.top - here.top)) / camera.zoom;
    return true;
  }

  /** The page, in units. */
  get box(): Box {
    const at = this.picture()?.getBoundingClientRect();
    return { left: 0, top: 0, right: WIDE, bottom: at && at.width > 0 ? (WIDE * at.height) / at.width : (WIDE * 9) / 16 };
  }

  /** The picture as it was fetched, for what is made of the page. Rejects where it can't be had. */
  async fetched(): Promise<Blob> {
    const answer = await fetch(this.picture()?.currentSrc ?? "");
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.blob();
  }

  close(): void {
    this.seen.disconnect();
  }
}

/** Objects that are told of one by one. */
const FIRST = 12;

/** Says in words what is drawn on a page, for who only looks at it and doesn't see it. */
export function describe(surface: HTMLElement, lines: readonly string[]): void {
  surface.setAttribute("aria-hidden", String(lines.length === 0));
  if (lines.length === 0) return;
  const rest = lines.length > FIRST ? `; and ${lines.length - FIRST} more` : "";
  surface.setAttribute("aria-label", `Drawn on this page: ${lines.slice(0, FIRST).join("; ")}${rest}`);
}

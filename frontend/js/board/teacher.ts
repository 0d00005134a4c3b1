// Where the teacher is, for who looks around by themselves: a sign at the edge towards it that leads back.
import type { Camera } from "./camera";
import { type Box, meet } from "./model";

/** What the teacher sees. */
export interface Look {
  page: number;
  x: number;
  y: number;
  /** How wide it is, in units. */
  wide: number;
}

/** The part of the board that is seen there, on a screen of the same form as ours. */
export function boxOf({ x, y, wide }: Look, camera: Camera): Box {
  const high = (wide * camera.height) / Math.max(1, camera.width);
  return { left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 };
}

const ARROWS = ["→", "↘", "↓", "↙", "←", "↖", "↑", "↗"];

export class Sign {
  readonly element = document.createElement("button");

  constructor(back: () => void) {
    this.element.type = "button";
    this.element.className = "board__teacher";
    this.element.hidden = true;
    this.element.addEventListener("click", back);
  }

  /** Says where the teacher is, where that isn't seen; nothing where there is no teacher to follow. */
  show(look: Look | undefined, page: number, camera: Camera): void {
    const words = look ? this.words(look, page, camera) : "";
    this.element.hidden = words === "";
    if (words && this.element.textContent !== words) this.element.textContent = words;
  }

  private words(look: Look, page: number, camera: Camera): string {
    if (look.page !== page) return `The teacher is on page ${look.page}: go there`;
    const here = camera.seen();
    const inside = look.x > here.left && look.x < here.right && look.y > here.top && look.y < here.bottom;
    if (inside) return "Back to what the teacher sees";
    const angle = Math.atan2(look.y - camera.y, look.x - camera.x);
    const arrow = ARROWS[(Math.round(angle / (Math.PI / 4)) + 8) % 8] ?? "";
    return meet(here, boxOf(look, camera)) ? `Back to what the teacher sees ${arrow}` : `The teacher is over there ${arrow}: go back`;
  }
}

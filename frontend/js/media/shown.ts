// Which element shows whose picture.
import type { Track } from "livekit-client";
import type { Sent } from "./reports";

/** Whose picture an element shows; no identity: our own, in the room or not. */
type Showing = { identity: string | undefined; what: Sent; track?: Track };

export class Shown {
  private readonly elements = new Map<HTMLVideoElement, Showing>();

  /** `find` gives the track that somebody's picture comes from, while there is one. */
  constructor(private readonly find: (identity: string | undefined, what: Sent) => Track | undefined) {}

  show(element: HTMLVideoElement, identity: string | undefined, what: Sent): void {
    this.hide(element);
    element.playsInline = true;
    element.muted = true;
    this.elements.set(element, { identity, what });
    this.refresh();
  }

  hide(element: HTMLVideoElement): void {
    this.elements.get(element)?.track?.detach(element);
    this.elements.delete(element);
  }

  /** Gives each element the track it should show now. */
  refresh(): void {
    for (const [element, showing] of this.elements) {
      const track = this.find(showing.identity, showing.what);
      if (track === showing.track) continue;
      showing.track?.detach(element);
      showing.track = track;
      track?.attach(element);
    }
  }

  close(): void {
    for (const element of [...this.elements.keys()]) this.hide(element);
  }
}

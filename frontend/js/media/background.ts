// What stands behind the person in their camera's picture. The module that puts it there is loaded when somebody asks for it.
import { LocalVideoTrack } from "livekit-client";
import type { Behind } from "../background/background";
import { BACKGROUND, type LocalSourceTrack } from "./devices";

interface Wanted {
  module: string;
  what: Behind;
}

export class Background {
  /** None shows what is there. */
  private wanted?: Wanted;
  /** What was put into each track. */
  private readonly put = new WeakMap<LocalSourceTrack, Wanted | undefined>();

  /** Wants `blur`, or a picture by its address; an empty word is what is there. */
  want(module: string, word: string): void {
    const what: Behind = word === "blur" ? { kind: "blur" } : { kind: "picture", picture: word };
    this.wanted = word === "" ? undefined : { module, what };
  }

  /** Whether a track has what is wanted. */
  isIn(track: LocalSourceTrack): boolean {
    return this.put.get(track) === this.wanted;
  }

  /** Puts what is wanted into a track; rejects where this browser can't. */
  async putInto(track: LocalSourceTrack): Promise<void> {
    const wanted = this.wanted;
    if (!(track instanceof LocalVideoTrack) || this.isIn(track)) return;
    if (!wanted) await track.stopProcessor();
    else {
      try {
        const { putBehind } = (await import(wanted.module)) as typeof import("../background/background");
        await putBehind(track, wanted.what);
      } catch (error) {
        console.warn("background", error);
        throw new DOMException("nothing could be put behind the person", BACKGROUND);
      }
    }
    this.put.set(track, wanted);
  }
}

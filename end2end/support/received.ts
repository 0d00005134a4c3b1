//! What a page really receives, by WebRTC's own statistics.
import { type Locator, type Page } from "@playwright/test";

type Watched = { peers?: RTCPeerConnection[] };

/** Call it before the page is loaded: from then on its connections are noted. */
export async function notePeers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const peers: RTCPeerConnection[] = ((window as Watched).peers = []);
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    };
  });
}

export interface Received {
  /** The lines of the last frame that came. */
  height: number;
  frames: number;
  /** The lines that the element has on this screen. */
  wanted: number;
}

/** What of a video's track has come so far. */
export async function received(video: Locator): Promise<Received> {
  return video.evaluate(async (video: HTMLVideoElement) => {
    const id = (video.srcObject as MediaStream | null)?.getVideoTracks()[0]?.id;
    const of = { height: 0, frames: 0, wanted: Math.round(video.clientHeight * devicePixelRatio) };
    for (const peer of (window as Watched).peers ?? []) {
      for (const line of (await peer.getStats()).values()) {
        if (line.type === "inbound-rtp" && line.trackIdentifier === id) Object.assign(of, { height: line.frameHeight ?? 0, frames: line.framesReceived ?? 0 });
      }
    }
    return of;
  });
}

/** Frames of pictures that have come to a page in all. */
export async function framesInAll(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let frames = 0;
    for (const peer of (window as Watched).peers ?? []) {
      for (const line of (await peer.getStats()).values()) if (line.type === "inbound-rtp" && line.kind === "video") frames += line.framesReceived ?? 0;
    }
    return frames;
  });
}

// How rooms are entered, and how each source is sent there.
import { Room, Track, type TrackPublishOptions, VideoPresets } from "livekit-client";
import type { Source } from "./devices";
import { DOCUMENT } from "./reports";

export function makeRoom(): Room {
  return new Room({
    // As many pixels as the element has on this screen, and none for what nobody sees.
    adaptiveStream: { pixelDensity: "screen", pauseVideoInBackground: true },
    dynacast: true,
    // A lost connection is taken up again with the same camera; we stop our tracks ourselves.
    stopLocalTrackOnUnpublish: false,
    // Silence is sent as well: the recording keeps its timeline and the live captions hear pauses.
    publishDefaults: { videoCodec: "vp8", simulcast: true, red: true, dtx: false },
  });
}

export const SENT_AS: Record<Source, TrackPublishOptions> = {
  camera: { source: Track.Source.Camera },
  microphone: { source: Track.Source.Microphone },
  // What is read is rather late than blurred.
  document: {
    source: Track.Source.Camera,
    name: DOCUMENT,
    degradationPreference: "maintain-resolution",
    videoEncoding: VideoPresets.h1080.encoding,
  },
};

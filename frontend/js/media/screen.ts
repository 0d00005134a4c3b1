// Sharing a screen, a window or a tab, with its sound where the browser gives it.
import { createLocalScreenTracks, LocalVideoTrack, type Room, ScreenSharePresets, Track, TrackEvent } from "livekit-client";
import { type LocalSourceTrack, problemOf } from "./devices";
import type { Local } from "./reports";

/** Whether the browser can. */
export function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

export class ScreenShare {
  private tracks: LocalSourceTrack[] = [];
  /** Counts requests and ends: what comes for an earlier one is not wanted any more. */
  private turn = 0;
  private asking = false;

  /** `told` gets what is so, and is called whenever what is shown changes; `room` gives the room we are in. */
  constructor(
    private readonly room: () => Room | undefined,
    private readonly told: (state: Local) => void,
  ) {}

  /** What is shared, for one's own stage. */
  get picture(): LocalVideoTrack | undefined {
    return this.tracks.find((track) => track instanceof LocalVideoTrack);
  }

  /** Has the person choose something and shows it. Call it from a press. */
  async start(): Promise<void> {
    if (this.asking || this.tracks.length > 0) return;
    const turn = ++this.turn;
    this.asking = true;
    this.told("starting");
    try {
      const tracks = (await createLocalScreenTracks({
        // Who shares the class's own tab, or hears the class through it, would send people their own voices.
        selfBrowserSurface: "exclude",
        surfaceSwitching: "include",
        systemAudio: "include",
        suppressLocalAudioPlayback: false,
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, restrictOwnAudio: true } as object,
        resolution: ScreenSharePresets.h1080fps15.resolution,
      })) as LocalSourceTrack[];
      if (turn !== this.turn) return tracks.forEach((track) => track.stop());
      this.take(tracks);
      await this.publish();
    } catch (error) {
      if (turn !== this.turn) return;
      this.drop();
      this.told(whyNot(error));
    } finally {
      this.asking = false;
    }
  }

  stop(): void {
    this.turn += 1;
    this.drop();
    this.told("off");
  }

  /** Sends what is shared into the room, if that isn't so yet. */
  async publish(): Promise<void> {
    const person = this.room()?.localParticipant;
    if (!person || this.room()?.state !== "connected") return;
    const sent = [...person.trackPublications.values()].map(({ track }) => track);
    await Promise.all(this.tracks.filter((track) => !sent.includes(track)).map((track) =>
      person.publishTrack(track, {
        source: track.source,
        simulcast: true,
        // What is read is rather late than blurred.
        degradationPreference: "maintain-resolution",
        screenShareEncoding: ScreenSharePresets.h1080fps15.encoding,
      }),
    ));
  }

  private take(tracks: LocalSourceTrack[]): void {
    this.tracks = tracks;
    if (this.picture) this.picture.mediaStreamTrack.contentHint = "detail";
    for (const track of tracks) {
      const ended = (): void => {
        if (!this.tracks.includes(track)) return;
        if (track.source === Track.Source.ScreenShare) return this.stop();
        this.tracks = this.tracks.filter((other) => other !== track);
        void this.room()?.localParticipant.unpublishTrack(track)?.catch(() => undefined);
      };
      // From the browser's own bar, with the shared window, or by whoever runs the class.
      track.on(TrackEvent.Ended, ended).on(TrackEvent.Muted, ended);
    }
    const { displaySurface } = this.picture?.mediaStreamTrack.getSettings() ?? {};
    this.told({ on: displaySurface ?? null });
  }

  private drop(): void {
    const tracks = this.tracks;
    this.tracks = [];
    for (const track of tracks) {
      void this.room()?.localParticipant.unpublishTrack(track)?.catch(() => undefined);
      track.stop();
    }
  }
}

/** Who changed their mind reads nothing. */
function whyNot(error: unknown): Local {
  const problem = problemOf(error);
  return problem === "refused" || problem === "dismissed" ? "off" : { failed: problem };
}

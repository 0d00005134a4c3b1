// What the media side tells the page. The page's side of these shapes is app/src/media/report.rs.
import { ConnectionError, ConnectionErrorReason, DisconnectReason, type Participant, Room, Track, type TrackPublication } from "livekit-client";
import type { Devices, Problem, Source } from "./devices";

/** Why a connection ended: `left` by our own wish, `elsewhere` when another tab of ours took the place. */
export type Ending = "left" | "elsewhere" | "removed" | "closed" | "refused" | "unreachable" | "lost";

/** Someone who sends picture or sound; those who only listen are known from the class itself. */
export type Publisher = {
  identity: string;
  name: string;
  local: boolean;
  camera: boolean;
  microphone: boolean;
  screen: boolean;
  document: boolean;
};

/** What of a participant can be seen. */
export type Sent = "camera" | "document" | "screen";

/** What a second camera's track is called: LiveKit knows one kind of camera. */
export const DOCUMENT = "document";

/** Our own camera, microphone, second camera or screen; on from which device, or which kind of screen. */
export type Local = "off" | "starting" | "muted" | { on: string | null } | { failed: Problem };

/** Our connection to the room. */
export type Connection = "connecting" | "connected" | "reconnecting" | { ended: Ending };

/** One report: its kind, and what it says. */
export type Report =
  | { devices: Devices & { screen: boolean } }
  | { local: [Source | "screen", Local] }
  | { note: { absent: [Source, string] } | { replaced: [muted: boolean, label: string] } }
  | { connection: Connection }
  | { publishers: Publisher[] }
  | { speakers: string[] }
  | { quality: string }
  | { hearing_blocked: boolean };

/** Reports who sends what. Many changes in one moment (a room just joined) make one report. */
export class PublisherReports {
  private waiting = false;

  constructor(
    private readonly room: () => Room | undefined,
    private readonly told: (publishers: Publisher[]) => void,
  ) {}

  report(): void {
    if (this.waiting) return;
    this.waiting = true;
    queueMicrotask(() => {
      this.waiting = false;
      const room = this.room();
      if (room) this.told(publishersOf(room));
    });
  }
}

export function endingOf(reason: DisconnectReason | undefined): Ending {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return "left";
    case DisconnectReason.DUPLICATE_IDENTITY:
      return "elsewhere";
    case DisconnectReason.PARTICIPANT_REMOVED:
      return "removed";
    case DisconnectReason.ROOM_DELETED:
    case DisconnectReason.ROOM_CLOSED:
      return "closed";
    default:
      return "lost";
  }
}

export function endingOfError(error: unknown): Ending {
  const refused = error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed;
  return refused ? "refused" : "unreachable";
}

/** As what a track is known here. */
export function sentAs({ source, trackName }: TrackPublication): Sent | "microphone" | undefined {
  switch (source) {
    case Track.Source.Camera:
      return trackName === DOCUMENT ? "document" : "camera";
    case Track.Source.Microphone:
      return "microphone";
    case Track.Source.ScreenShare:
      return "screen";
    default:
      return undefined;
  }
}

export function publishersOf(room: Room): Publisher[] {
  const sends = (p: Participant, what: Sent | "microphone"): boolean =>
    [...p.trackPublications.values()].some((publication) => sentAs(publication) === what && !publication.isMuted);
  return [room.localParticipant, ...room.remoteParticipants.values()]
    .filter((p) => p.trackPublications.size > 0)
    .map((p) => ({
      identity: p.identity,
      name: p.name ?? "",
      local: p.isLocal,
      camera: sends(p, "camera"),
      microphone: sends(p, "microphone"),
      screen: sends(p, "screen"),
      document: sends(p, "document"),
    }));
}

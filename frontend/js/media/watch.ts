// What happens in a room, told as long as it is the one that we are in.
import { ConnectionQuality, type LocalTrack, LocalVideoTrack, type RemoteTrack, type RemoteTrackPublication, type Room, RoomEvent, Track } from "livekit-client";
import type { Report } from "./reports";

type Connection = Extract<Report, { connection: unknown }>["connection"];
type Quality = Extract<Report, { quality: unknown }>["quality"];

export interface Told {
  /** People or what they send have changed. */
  changed(): void;
  connection(state: Connection): void;
  /** Somebody sends something that may be fetched. */
  sent(publication: RemoteTrackPublication): void;
  /** Something that was fetched is here. */
  came(track: RemoteTrack): void;
  /** Something isn't here any more, in whichever room it was. */
  went(track: RemoteTrack): void;
  /** Something of our own is sent. */
  published(track: LocalTrack | undefined): void;
  /** Who speaks, by identity. */
  speakers(identities: string[]): void;
  quality(quality: Quality): void;
  /** The browser plays sound, or holds it back. */
  hearing(): void;
}

export function watch(room: Room, isCurrent: () => boolean, told: Told): void {
  const current = (act: () => void) => (): void => {
    if (isCurrent()) act();
  };
  const changed = current(told.changed);
  for (const event of [
    RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.ParticipantNameChanged,
    RoomEvent.TrackPublished, RoomEvent.TrackUnpublished, RoomEvent.LocalTrackPublished, RoomEvent.LocalTrackUnpublished,
    RoomEvent.TrackMuted, RoomEvent.TrackUnmuted,
  ] as const) room.on(event, changed);
  const connection = (state: "connected" | "reconnecting") => current(() => told.connection(state));
  room
    .on(RoomEvent.TrackPublished, (publication) => current(() => told.sent(publication))())
    .on(RoomEvent.TrackSubscribed, (track) => current(() => told.came(track))())
    .on(RoomEvent.TrackUnsubscribed, (track) => {
      told.went(track);
      changed();
    })
    .on(RoomEvent.LocalTrackPublished, ({ track }) => told.published(track))
    .on(RoomEvent.Reconnecting, connection("reconnecting"))
    .on(RoomEvent.SignalReconnecting, connection("reconnecting"))
    .on(RoomEvent.Reconnected, connection("connected"))
    .on(RoomEvent.ActiveSpeakersChanged, (speakers) => told.speakers(speakers.map(({ identity }) => identity)))
    .on(RoomEvent.ConnectionQualityChanged, (quality, participant) => {
      if (participant.isLocal) void qualityOf(room, quality).then((found) => current(() => told.quality(found))());
    })
    .on(RoomEvent.AudioPlaybackStatusChanged, current(told.hearing));
}

/** A poor picture may be the device's fault: then no other network helps. */
async function qualityOf(room: Room, quality: ConnectionQuality): Promise<Quality> {
  const camera = room.localParticipant.getTrackPublication(Track.Source.Camera)?.videoTrack;
  const poor = quality === ConnectionQuality.Poor && camera instanceof LocalVideoTrack;
  const sent = poor ? await camera.getSenderStats().catch(() => []) : [];
  return sent.some((layer) => layer.qualityLimitationReason === "cpu") ? "busy" : quality;
}

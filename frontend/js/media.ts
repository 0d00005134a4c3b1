// The class page's camera, microphone and LiveKit room. A thin layer: it does what the page asks, in order,
// and reports what is so; every decision is the page's (app/src/media).
import {
  ConnectionQuality, LocalVideoTrack, type LocalTrackPublication, Room, RoomEvent, Track, TrackEvent, type TrackPublication,
} from "livekit-client";
import {
  type Choice, inPatience, listDevices, type LocalSourceTrack, open, type Opened, type Problem, problemOf, type Source, stop,
} from "./media/devices";
import { LevelMeter } from "./media/level";
import { type Ending, endingOf, endingOfError, publishersOf, type Report } from "./media/reports";

/** Whose picture an element shows; no identity: our own, in the room or not. */
type Showing = { identity: string | undefined; source: Track.Source; track?: Track };

/** What stands where a pass would: livekit-client wants some word there. */
const NO_PASS = "none";

/** Endings after which nobody will try again, so that the camera's light must go out. After "removed" the page decides. */
const FINAL: Ending[] = ["left", "elsewhere"];

export class Media {
  private room?: Room;
  private closed = false;
  private readonly own = new Map<Source, LocalSourceTrack>();
  private readonly chosen = new Map<Source, Choice>();
  private readonly elements = new Map<HTMLVideoElement, Showing>();
  private readonly sounds = new Map<Track, HTMLMediaElement>();
  private readonly meter: LevelMeter;
  /** The last step of each source. */
  private readonly queues = new Map<Source, Promise<unknown>>();
  private notifyingPublishers = false;
  /** How often each source was turned off: what was asked for before that is closed again when it comes. */
  private readonly turnedOff = new Map<Source, number>();
  /** Ends the waiting for an answer that is not wanted any more. */
  private readonly letGo = new Map<Source, () => void>();
  /** Counts releases: a device that opens after we have let go of everything is closed again. */
  private releases = 0;
  private readonly onDevices = (): void => void this.notifyDevices();
  private readonly onGesture = (): void => void this.hear();

  /** `report` gets a Report as JSON, `level` the microphone's level from 0 to 1. Neither is called after `close`. */
  constructor(
    private readonly report: (json: string) => void,
    level: (level: number) => void,
  ) {
    this.meter = new LevelMeter((value) => this.closed || level(value));
    navigator.mediaDevices?.addEventListener("devicechange", this.onDevices);
    this.onDevices();
  }

  /** Opens what is wanted and not yet open, or says why it can't. What one source waits for doesn't hold the other. */
  async turnOn(sources: Source[]): Promise<void> {
    const releases = this.releases;
    const before = new Map(this.turnedOff);
    const left = (): boolean => this.closed || releases !== this.releases;
    const stale = (source: Source): boolean => left() || before.get(source) !== this.turnedOff.get(source);
    // One request for all that is missing, once what was asked of each before is done.
    const opening = Promise.all(sources.map((source) => this.queues.get(source))).then(() => {
      const missing = sources.filter((source) => !stale(source) && !this.own.has(source));
      for (const source of missing) this.notify({ local: [source, "starting"] });
      return missing.length > 0 ? open(new Map(missing.map((source) => [source, this.chosen.get(source)]))) : undefined;
    });
    await Promise.all(sources.map((source) => this.inTurn(source, async () => {
      const asked = (await opening)?.get(source);
      if (asked) await this.take(source, asked, () => stale(source));
      if (left()) return;
      const track = this.own.get(source);
      if (track?.isMuted) await this.trying(source, () => this.inTime(source, track, track.unmute()));
      if (track && this.own.get(source) === track) await this.trying(source, () => this.publish(source, track));
    })));
  }

  /** Takes what a source gives. Where the browser's question stays open that is said, and the answer taken whenever it comes. */
  private async take(source: Source, asked: Promise<Opened>, stale: () => boolean): Promise<void> {
    const adopt = (opened: Opened): void => {
      // Left or turned off meanwhile, or asked again and answered there.
      if (stale() || this.own.has(source)) return stop(opened);
      if (typeof opened === "string") this.notifyFailed(source, opened);
      else this.adopt(source, opened);
      void this.notifyDevices();
    };
    const off = new Promise<undefined>((resolve) => this.letGo.set(source, () => resolve(undefined)));
    const opened = await Promise.race([inPatience(asked, undefined), off]);
    if (opened) return adopt(opened);
    if (!stale()) this.notifyFailed(source, "unanswered");
    void asked.then(async (late) => {
      adopt(late);
      const track = this.own.get(source);
      if (track && track === late) await this.trying(source, () => this.publish(source, track));
    });
  }

  /** Stops sending; the camera's light goes out, the microphone stays ready so that it is back at once. */
  turnOff(source: Source): Promise<void> {
    // What the browser still asks the person about is not wanted any more.
    this.turnedOff.set(source, (this.turnedOff.get(source) ?? 0) + 1);
    this.letGo.get(source)?.();
    if (!this.own.has(source)) this.notify({ local: [source, "off"] });
    return this.inTurn(source, async () => {
      const track = this.own.get(source);
      if (track) await this.trying(source, async () => void (await track.mute()));
    });
  }

  /** Uses another device from now on, whether the source is on or not. */
  choose(source: Source, id: string): Promise<void> {
    return this.inTurn(source, async () => {
      this.chosen.set(source, id);
      const track = this.own.get(source);
      if (track) await this.trying(source, () => this.inTime(source, track, track.setDeviceId({ exact: id })));
    });
  }

  /** Plays the class through another loudspeaker. */
  chooseOutput(id: string): Promise<void> {
    return Promise.resolve(this.room?.switchActiveDevice("audiooutput", id)).then(() => undefined, () => undefined);
  }

  /**
   * Enters the room with what is on; a room entered before is left. `way` is a path of the server's, which brings the pass
   * itself for who is signed in. What happens is reported, nothing is thrown.
   */
  async join(way: string): Promise<void> {
    const before = this.room;
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      // A lost connection is taken up again with the same camera; we stop our tracks ourselves.
      stopLocalTrackOnUnpublish: false,
      // Silence is sent as well: the recording keeps its timeline and the live captions hear pauses.
      publishDefaults: { videoCodec: "vp8", simulcast: true, red: true, dtx: false },
    });
    this.room = room;
    this.notify({ connection: "connecting" });
    await before?.disconnect(false);
    if (this.room !== room) return;
    this.watch(room);
    try {
      await room.connect(new URL(way, location.href).href, NO_PASS);
    } catch (error) {
      this.end(room, endingOfError(error));
      return;
    }
    if (this.room !== room) return void room.disconnect(false);
    room.on(RoomEvent.Disconnected, (reason) => this.end(room, endingOf(reason)));
    this.notify({ connection: "connected" });
    this.notifyPublishers();
    this.notifyHearing(room);
    await Promise.all([...this.own.keys()].map((source) => this.inTurn(source, async () => {
      const track = this.own.get(source);
      if (track && !track.isMuted) await this.trying(source, () => this.publish(source, track));
    })));
  }

  /** Leaves the room and turns camera and microphone off. */
  async leave(): Promise<void> {
    const room = this.room;
    if (room) this.end(room, "left");
    else this.release();
    await room?.disconnect(false);
  }

  /** Starts the sound where the browser held it back. Call it from a click. */
  async hear(): Promise<void> {
    await this.room?.startAudio().catch(() => undefined);
    await this.room?.startVideo().catch(() => undefined);
  }

  /** Shows a participant's `camera` or `screen_share` in `element` whenever it is sent, until `hide`. */
  show(element: HTMLVideoElement, identity: string | undefined, source: string): void {
    this.hide(element);
    element.playsInline = true;
    element.muted = true;
    this.elements.set(element, { identity, source: source as Track.Source });
    this.refresh();
  }

  hide(element: HTMLVideoElement): void {
    this.elements.get(element)?.track?.detach(element);
    this.elements.delete(element);
  }

  /** The end of this object's life: leaves, releases every device, reports no more. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    navigator.mediaDevices?.removeEventListener("devicechange", this.onDevices);
    for (const gesture of ["pointerup", "keydown"]) document.removeEventListener(gesture, this.onGesture);
    void this.leave();
    for (const element of [...this.elements.keys()]) this.hide(element);
    this.meter.close();
  }

  private watch(room: Room): void {
    const current = (act: () => void) => (): void => {
      if (this.room === room) act();
    };
    const changed = current(() => {
      this.refresh();
      this.notifyPublishers();
    });
    for (const event of [
      RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.ParticipantNameChanged,
      RoomEvent.TrackPublished, RoomEvent.TrackUnpublished, RoomEvent.LocalTrackPublished, RoomEvent.LocalTrackUnpublished,
      RoomEvent.TrackMuted, RoomEvent.TrackUnmuted,
    ] as const) room.on(event, changed);
    const connection = (state: "connected" | "reconnecting") => current(() => this.notify({ connection: state }));
    room
      .on(RoomEvent.TrackSubscribed, (track) => {
        if (this.room !== room) return;
        if (track.kind === Track.Kind.Audio) this.play(track);
        changed();
      })
      .on(RoomEvent.TrackUnsubscribed, (track) => {
        if (track.kind === Track.Kind.Audio) this.silence(track);
        changed();
      })
      .on(RoomEvent.Reconnecting, connection("reconnecting"))
      .on(RoomEvent.SignalReconnecting, connection("reconnecting"))
      .on(RoomEvent.Reconnected, connection("connected"))
      .on(RoomEvent.ActiveSpeakersChanged, (speakers) => {
        this.notify({ speakers: speakers.map((s) => s.identity) });
      })
      .on(RoomEvent.ConnectionQualityChanged, (quality, participant) => {
        if (participant.isLocal) void this.notifyQuality(quality);
      })
      .on(RoomEvent.AudioPlaybackStatusChanged, current(() => this.notifyHearing(room)));
  }

  /** A poor picture may be the device's fault: then no other network helps. */
  private async notifyQuality(quality: ConnectionQuality): Promise<void> {
    const camera = this.room?.localParticipant.getTrackPublication(Track.Source.Camera)?.videoTrack;
    const poor = quality === ConnectionQuality.Poor && camera instanceof LocalVideoTrack;
    const sent = poor ? await camera.getSenderStats().catch(() => []) : [];
    const busy = sent.some((layer) => layer.qualityLimitationReason === "cpu");
    this.notify({ quality: busy ? "busy" : quality });
  }

  private play(track: Track): void {
    const sound = track.attach();
    sound.hidden = true;
    document.body.append(sound);
    this.sounds.set(track, sound);
  }

  private silence(track: Track): void {
    track.detach();
    this.sounds.get(track)?.remove();
    this.sounds.delete(track);
  }

  /** The room is over for us. Told once a room: a failed connect and its Disconnected event are one ending. */
  private end(room: Room, ending: Ending): void {
    if (this.room !== room) return;
    this.room = undefined;
    if (FINAL.includes(ending)) this.release();
    for (const track of [...this.sounds.keys()]) this.silence(track);
    this.notify({ publishers: [] });
    this.notify({ speakers: [] });
    this.notify({ connection: { ended: ending } });
    this.refresh();
  }

  private adopt(source: Source, track: LocalSourceTrack): void {
    this.own.set(source, track);
    const notifyOfTrack = (): void => this.notifyOwn(source);
    track.on(TrackEvent.Muted, notifyOfTrack).on(TrackEvent.Unmuted, notifyOfTrack).on(TrackEvent.Restarted, notifyOfTrack);
    // In a room livekit-client looks for another device by itself; before that an unplugged one is simply gone.
    track.on(TrackEvent.Ended, () => {
      if (this.room || this.own.get(source) !== track) return;
      this.drop(source);
      this.notifyFailed(source, "missing");
    });
    this.notifyOwn(source);
  }

  private async publish(source: Source, track: LocalSourceTrack): Promise<void> {
    const room = this.room;
    if (!room || room.state !== "connected") return;
    const published = (p: LocalTrackPublication | TrackPublication): boolean => p.track === track;
    if ([...room.localParticipant.trackPublications.values()].some(published)) return;
    await room.localParticipant.publishTrack(track, { source: source as Track.Source });
  }

  /** Runs one step on a source; what fails is reported for that source. */
  private async trying(source: Source, step: () => Promise<void>): Promise<void> {
    try {
      await step();
      if (this.own.has(source)) this.notifyOwn(source);
    } catch (error) {
      console.warn(`media: ${source}`, error);
      this.drop(source);
      this.notifyFailed(source, problemOf(error));
    }
  }

  /** Waits until a device is open again; fails where the browser asks the person and gets no answer. */
  private async inTime(source: Source, track: LocalSourceTrack, opening: Promise<unknown>): Promise<void> {
    const open = opening.then(() => true);
    if (await inPatience(open, false)) return;
    // What opens after all belongs to nobody any more.
    void open.catch(() => false).then(() => this.own.get(source) !== track && track.stop());
    throw new DOMException("the browser still waits for an answer", "TimeoutError");
  }

  /** What is asked of one source is done one after the other: two quick clicks end as the second asked. */
  private inTurn(source: Source, step: () => Promise<void>): Promise<void> {
    const turn = Promise.resolve(this.queues.get(source)).then(() => (this.closed ? undefined : step()));
    this.queues.set(source, turn.catch((error) => console.error("media", error)));
    return turn;
  }

  private drop(source: Source): void {
    const track = this.own.get(source);
    this.own.delete(source);
    if (!track) return;
    void this.room?.localParticipant.unpublishTrack(track)?.catch(() => undefined);
    track.stop();
    this.refresh();
  }

  private release(): void {
    this.releases += 1;
    for (const source of ["camera", "microphone"] as const) {
      this.drop(source);
      this.notify({ local: [source, "off"] });
    }
    this.meter.listen(undefined);
  }

  /** Gives each element the track it should show now. */
  private refresh(): void {
    for (const [element, showing] of this.elements) {
      const track = this.trackFor(showing);
      if (track === showing.track) continue;
      showing.track?.detach(element);
      showing.track = track;
      track?.attach(element);
    }
  }

  private trackFor({ identity, source }: Showing): Track | undefined {
    const room = this.room;
    if (identity === undefined || identity === room?.localParticipant.identity) {
      return source === Track.Source.Camera ? this.own.get("camera") : undefined;
    }
    return room?.remoteParticipants.get(identity)?.getTrackPublication(source)?.track;
  }

  private notifyOwn(source: Source): void {
    const track = this.own.get(source);
    if (!track) return;
    if (source === "microphone") this.meter.listen(track.isMuted ? undefined : track.mediaStreamTrack);
    this.refresh();
    if (track.isMuted) return this.notify({ local: [source, "muted"] });
    const device = track.mediaStreamTrack.getSettings().deviceId ?? null;
    this.notify({ local: [source, { on: device }] });
  }

  private notifyFailed(source: Source, problem: Problem): void {
    if (source === "microphone") this.meter.listen(undefined);
    this.notify({ local: [source, { failed: problem }] });
  }

  private notifyHearing(room: Room): void {
    const blocked = !room.canPlaybackAudio;
    this.notify({ hearing_blocked: blocked });
    // The button is for those who see it; any other touch or key is leave enough for the browser too.
    for (const gesture of ["pointerup", "keydown"] as const) {
      if (blocked) document.addEventListener(gesture, this.onGesture);
      else document.removeEventListener(gesture, this.onGesture);
    }
  }

  private async notifyDevices(): Promise<void> {
    const devices = await listDevices().catch(() => undefined);
    if (devices) this.notify({ devices });
  }

  /** Many changes in one moment (a room just joined) make one report. */
  private notifyPublishers(): void {
    if (this.notifyingPublishers) return;
    this.notifyingPublishers = true;
    queueMicrotask(() => {
      this.notifyingPublishers = false;
      if (this.room) this.notify({ publishers: publishersOf(this.room) });
    });
  }

  private notify(report: Report): void {
    if (!this.closed) this.report(JSON.stringify(report));
  }
}

// The class page's camera, microphone and LiveKit room. A thin layer: it does what the page asks, in order,
// and reports what is so; every decision is the page's (app/src/media).
import { LocalAudioTrack, Room, RoomEvent, Track, TrackEvent } from "livekit-client";
import { Background } from "./media/background";
import {
  type Choice, devicesOf, DeviceWatch, inPatience, listDevices, type LocalSourceTrack, open, type Opened, type Problem, problemOf, type Sound, soundOf,
  type Source, stop,
} from "./media/devices";
import { Fetching } from "./media/fetching";
import { Hearing } from "./media/hearing";
import { LevelMeter } from "./media/level";
import { makeRoom, SENT_AS } from "./media/options";
import { type Ending, endingOf, endingOfError, type Local, PublisherReports, type Report, type Sent, sentAs } from "./media/reports";
import { canShare, ScreenShare } from "./media/screen";
import { Shown } from "./media/shown";
import { Sounds } from "./media/sounds";
import { watch } from "./media/watch";

/** What stands where a pass would: livekit-client wants some word there. */
const NO_PASS = "none";

/** Endings after which nobody will try again, so that the camera's light must go out. After "removed" the page decides. */
const FINAL: Ending[] = ["left", "elsewhere"];

// For what tries the connection before a class.
export { Room, RoomEvent, Track };

export class Media {
  private room?: Room;
  private closed = false;
  private readonly own = new Map<Source, LocalSourceTrack>();
  private readonly chosen = new Map<Source, Choice>();
  /** The device that each source came from last. */
  private readonly inUse = new Map<Source, string>();
  private readonly shown = new Shown((identity, what) => this.trackFor(identity, what));
  private readonly sounds = new Sounds();
  private readonly screen = new ScreenShare(() => this.room, (state) => this.notifyScreen(state));
  private readonly fetching = new Fetching(() => this.room);
  private readonly hearing = new Hearing((blocked) => this.notify({ hearing_blocked: blocked }));
  private readonly meter: LevelMeter;
  private readonly devices: DeviceWatch;
  private readonly background = new Background();
  private readonly sound: Sound = { noiseSuppression: true };
  /** The last step of each source. */
  private readonly queues = new Map<Source, Promise<unknown>>();
  private readonly publishers = new PublisherReports(() => this.room, (publishers) => this.notify({ publishers }));
  /** How often each source was turned off: what was asked for before that is closed again when it comes. */
  private readonly turnedOff = new Map<Source, number>();
  /** Ends the waiting for an answer that is not wanted any more. */
  private readonly letGo = new Map<Source, () => void>();
  /** Counts releases: a device that opens after we have let go of everything is closed again. */
  private releases = 0;
  /** `report` gets a Report as JSON, `level` the microphone's level from 0 to 1. Neither is called after `close`. */
  constructor(
    private readonly report: (json: string) => void,
    level: (level: number) => void,
  ) {
    this.meter = new LevelMeter((value) => this.closed || level(value));
    this.devices = new DeviceWatch((devices) => this.notify({ devices: { ...devices, screen: canShare() } }));
  }

  /** Opens what is wanted and not yet open, or says why it can't. What one source waits for doesn't hold the other. */
  async turnOn(all: (Source | "screen")[]): Promise<void> {
    const sources = all.filter((source) => source !== "screen");
    if (sources.length < all.length) void this.screen.start();
    const releases = this.releases;
    const before = new Map(this.turnedOff);
    const left = (): boolean => this.closed || releases !== this.releases;
    const stale = (source: Source): boolean => left() || before.get(source) !== this.turnedOff.get(source);
    // One request for all that is missing, once what was asked of each before is done.
    const opening = Promise.all(sources.map((source) => this.queues.get(source))).then(() => {
      const missing = sources.filter((source) => !stale(source) && !this.own.has(source));
      for (const source of missing) this.notify({ local: [source, "starting"] });
      return missing.length > 0 ? open(new Map(missing.map((source) => [source, this.chosen.get(source)])), this.sound) : undefined;
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
      void this.devices.look();
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
  turnOff(source: Source | "screen"): Promise<void> {
    if (source === "screen") return Promise.resolve(this.screen.stop());
    // What the browser still asks the person about is not wanted any more.
    this.turnedOff.set(source, (this.turnedOff.get(source) ?? 0) + 1);
    this.letGo.get(source)?.();
    if (!this.own.has(source)) this.notify({ local: [source, "off"] });
    return this.inTurn(source, async () => {
      const track = this.own.get(source);
      if (track && source === "document") this.letOff(source);
      else if (track) await this.trying(source, async () => void (await track.mute()));
    });
  }

  /** Uses another device from now on, whether the source is on or not. A second camera is chosen before it is turned on. */
  choose(source: Source, id: string): Promise<void> {
    return this.inTurn(source, async () => {
      this.chosen.set(source, id);
      const track = this.own.get(source);
      if (track) await this.trying(source, () => this.inTime(source, track, track.setDeviceId({ exact: id })));
    });
  }

  /**
   * Puts something behind the person from now on: `blur`, or a picture by its address; an empty word shows what is there. The
   * module does it. Where that fails the camera goes off, since who asked for it doesn't want to be seen without.
   */
  setBackground(module: string, word: string): Promise<void> {
    this.background.want(module, word);
    return this.inTurn("camera", async () => {
      const track = this.own.get("camera");
      if (!track || this.background.isIn(track)) return;
      // Its camera is off, so nothing can be put into its picture: it is opened anew.
      if (track.isMuted) this.letOff("camera");
      else await this.trying("camera", () => this.background.putInto(track));
    });
  }

  /** Takes noise out of the microphone's sound from now on, or leaves it as it is. */
  suppressNoise(on: boolean): Promise<void> {
    if (this.sound.noiseSuppression === on) return Promise.resolve();
    this.sound.noiseSuppression = on;
    return this.inTurn("microphone", async () => {
      const track = this.own.get("microphone");
      const device = track?.getSourceTrackSettings().deviceId;
      if (track instanceof LocalAudioTrack) await this.trying("microphone", () => this.inTime("microphone", track, track.restartTrack({ ...soundOf(this.sound), deviceId: device })));
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
    const room = makeRoom();
    this.room = room;
    this.notify({ connection: "connecting" });
    await before?.disconnect(false);
    if (this.room !== room) return;
    this.watch(room);
    try {
      await room.connect(new URL(way, location.href).href, NO_PASS, { autoSubscribe: !this.fetching.saves });
    } catch (error) {
      this.end(room, endingOfError(error));
      return;
    }
    if (this.room !== room) return void room.disconnect(false);
    room.on(RoomEvent.Disconnected, (reason) => this.end(room, endingOf(reason)));
    this.notify({ connection: "connected" });
    this.fetching.begin();
    this.publishers.report();
    this.hearing.notify(room);
    await Promise.all([...this.own.keys()].map((source) => this.inTurn(source, async () => {
      const track = this.own.get(source);
      if (track && !track.isMuted) await this.trying(source, () => this.publish(source, track));
    })));
    await this.screen.publish().catch(() => this.screen.stop());
  }

  /** Fetches nobody's picture from now on, or everybody's again. */
  saveData(saving: boolean): void {
    this.fetching.save(saving);
  }

  /** Leaves the room and turns camera and microphone off. */
  async leave(): Promise<void> {
    const room = this.room;
    if (room) this.end(room, "left");
    else this.release();
    await room?.disconnect(false);
  }

  /** Starts the sound where the browser held it back. Call it from a click. */
  hear(): Promise<void> {
    return this.hearing.start();
  }

  /** Shows what of a participant in `element` whenever it is sent, until `hide`. */
  show(element: HTMLVideoElement, identity: string | undefined, what: string): void {
    this.shown.show(element, identity, what as Sent);
  }

  hide(element: HTMLVideoElement): void {
    this.shown.hide(element);
  }

  /** The end of this object's life: leaves, releases every device, reports no more. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.devices.close();
    this.hearing.close();
    void this.leave();
    this.shown.close();
    this.meter.close();
  }

  private watch(room: Room): void {
    const changed = (): void => {
      this.shown.refresh();
      this.publishers.report();
    };
    watch(room, () => this.room === room, {
      changed,
      connection: (state) => this.notify({ connection: state }),
      sent: (publication) => this.fetching.fetch(publication),
      came: (track) => {
        if (track.kind === Track.Kind.Audio) this.sounds.play(track);
        changed();
      },
      went: (track) => {
        if (track.kind === Track.Kind.Audio) this.sounds.silence(track);
      },
      published: (track) => {
        for (const [source, own] of this.own) if (own === track) this.mind(source, own);
      },
      speakers: (speakers) => this.notify({ speakers }),
      quality: (quality) => this.notify({ quality }),
      hearing: () => this.hearing.notify(room),
    });
  }

  /** The room is over for us. Told once a room: a failed connect and its Disconnected event are one ending. */
  private end(room: Room, ending: Ending): void {
    if (this.room !== room) return;
    this.room = undefined;
    if (FINAL.includes(ending)) this.release();
    this.sounds.silenceAll();
    this.notify({ publishers: [] });
    this.notify({ speakers: [] });
    this.notify({ connection: { ended: ending } });
    this.shown.refresh();
  }

  private adopt(source: Source, track: LocalSourceTrack): void {
    this.own.set(source, track);
    const notifyOfTrack = (): void => this.notifyOwn(source);
    track.on(TrackEvent.Muted, notifyOfTrack).on(TrackEvent.Unmuted, notifyOfTrack).on(TrackEvent.Restarted, notifyOfTrack);
    this.mind(source, track);
    this.notifyOwn(source);
    // Once it is said, what is used is what was chosen.
    const [chosen, used] = [this.chosen.get(source), this.inUse.get(source)];
    if (chosen && used && chosen !== used) this.notify({ note: { absent: [source, track.mediaStreamTrack.label] } });
    this.chosen.set(source, used ?? chosen);
  }

  /** What becomes of a source whose device ends is ours to say: livekit-client would open another camera unasked. */
  private mind(source: Source, track: LocalSourceTrack): void {
    track.removeAllListeners(TrackEvent.Ended);
    track.on(TrackEvent.Ended, () => void this.inTurn(source, () => this.ended(source, track)));
  }

  /** A camera that is gone takes its own picture with it. Who speaks goes on with another microphone, and as muted as before. */
  private async ended(source: Source, track: LocalSourceTrack): Promise<void> {
    if (this.own.get(source) !== track) return;
    const devices = await listDevices().catch(() => undefined);
    const there = devices ? devicesOf(source, devices) : [];
    const other = source === "microphone" ? (there.find(({ id }) => id === "default") ?? there[0]) : undefined;
    if (other) {
      const muted = track.isMuted;
      this.chosen.set(source, other.id);
      await this.trying(source, () => this.inTime(source, track, track.setDeviceId({ exact: other.id })));
      if (this.own.get(source) === track) this.notify({ note: { replaced: [muted, other.label] } });
      return;
    }
    this.drop(source);
    this.notifyFailed(source, there.some(({ id }) => id === this.inUse.get(source)) ? "failed" : "unplugged");
  }

  private async publish(source: Source, track: LocalSourceTrack): Promise<void> {
    // Before anybody gets it.
    if (source === "camera") await this.background.putInto(track);
    const room = this.room;
    if (!room || room.state !== "connected") return;
    if ([...room.localParticipant.trackPublications.values()].some((sent) => sent.track === track)) return;
    await room.localParticipant.publishTrack(track, SENT_AS[source]);
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
    this.shown.refresh();
  }

  private letOff(source: Source): void {
    this.drop(source);
    this.notify({ local: [source, "off"] });
  }

  private release(): void {
    this.releases += 1;
    for (const source of ["camera", "microphone", "document"] as const) this.letOff(source);
    this.screen.stop();
    this.meter.listen(undefined);
  }

  private trackFor(identity: string | undefined, what: Sent): Track | undefined {
    if (identity === undefined || identity === this.room?.localParticipant.identity) {
      return what === "screen" ? this.screen.picture : this.own.get(what);
    }
    const sent = this.room?.remoteParticipants.get(identity)?.trackPublications.values() ?? [];
    return [...sent].find((publication) => sentAs(publication) === what)?.track;
  }

  private notifyScreen(state: Local): void {
    this.notify({ local: ["screen", state] });
    this.shown.refresh();
    this.publishers.report();
  }

  private notifyOwn(source: Source): void {
    const track = this.own.get(source);
    if (!track) return;
    if (source === "microphone") this.meter.listen(track.isMuted ? undefined : track.mediaStreamTrack);
    this.shown.refresh();
    // A remote hand takes what a second camera shows off the stage for good.
    if (track.isMuted && source === "document") return void this.turnOff(source);
    if (track.isMuted) return this.notify({ local: [source, "muted"] });
    const device = track.getSourceTrackSettings().deviceId;
    if (device) this.inUse.set(source, device);
    this.notify({ local: [source, { on: device ?? null }] });
  }

  private notifyFailed(source: Source, problem: Problem): void {
    if (source === "microphone") this.meter.listen(undefined);
    this.notify({ local: [source, { failed: problem }] });
  }

  private notify(report: Report): void {
    if (!this.closed) this.report(JSON.stringify(report));
  }
}

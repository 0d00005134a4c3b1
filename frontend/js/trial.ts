// Trying devices and the connection before a class: a tone from the loudspeaker, and picture and sound that go through LiveKit
// and come back, so that what is said about a network was measured on it.
import type { RemoteTrack } from "livekit-client";
import { Room, RoomEvent, Track } from "./media.js";

/** What stands where a pass would. */
const NO_PASS = "none";
/** How long media may take to get through, and for how long what comes is measured, in ms. */
const PATIENCE = 10_000;
const MEASURED = 4_000;

/** The pictures a second that are sent, and what counts as few of them. */
const FRAMES = 15;
const FEW = 8;
/** What counts as a long way, in s, and as much that is lost. */
const LONG = 0.3;
const MUCH = 0.05;

/** What came of it. `unreachable`: the media server doesn't answer; `nothing`: it does, and no media comes. */
export type Verdict = "good" | "slow" | "nothing" | "unreachable";

/** Sends from one way to the other, both paths of the server's, and says what comes. Never rejects. */
export async function connection(from: string, to: string): Promise<Verdict> {
  const [sender, receiver] = [new Room(), new Room()];
  const sent = madeUp();
  let signalled = false;
  sender.on(RoomEvent.SignalConnected, () => (signalled = true));
  try {
    const came = picture(receiver, () => sender.localParticipant.identity);
    try {
      await Promise.all([sender.connect(address(from), NO_PASS), receiver.connect(address(to), NO_PASS)]);
    } catch (error) {
      console.warn("trial", error);
      // Signalling went through, and nothing else would.
      return signalled ? "nothing" : "unreachable";
    }
    for (const track of sent) {
      const source = track.kind === "video" ? Track.Source.Camera : Track.Source.Microphone;
      await sender.localParticipant.publishTrack(track, { source, simulcast: false });
    }
    const track = await inTime(came, PATIENCE);
    return track ? await measured(track) : "nothing";
  } catch (error) {
    console.warn("trial", error);
    return "nothing";
  } finally {
    for (const track of sent) track.stop();
    await Promise.all([sender.disconnect(), receiver.disconnect()].map((done) => done.catch(() => undefined)));
  }
}

/** A tone of a second from the loudspeaker that was chosen; false where the browser plays nothing. */
export async function tone(output: string): Promise<boolean> {
  const context = new AudioContext();
  try {
    // Not every browser lets a page choose; then it is the system's.
    const sink = (context as { setSinkId?(id: string): Promise<void> }).setSinkId;
    if (output !== "default") await sink?.call(context, output).catch(() => undefined);
    await context.resume();
    const [source, volume] = [context.createOscillator(), context.createGain()];
    source.frequency.value = 523;
    const now = context.currentTime;
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(0.2, now + 0.05);
    volume.gain.linearRampToValueAtTime(0, now + 1);
    source.connect(volume).connect(context.destination);
    const over = new Promise((resolve) => (source.onended = resolve));
    source.start();
    source.stop(now + 1);
    await inTime(over, 3_000);
    return context.state === "running";
  } finally {
    void context.close();
  }
}

function address(way: string): string {
  return new URL(way, location.href).href;
}

/** A picture that moves and a sound, so that nobody is asked for a camera. */
function madeUp(): MediaStreamTrack[] {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const pen = canvas.getContext("2d")!;
  let turn = 0;
  const timer = setInterval(() => {
    pen.fillStyle = `hsl(${(turn += 7)} 60% 50%)`;
    pen.fillRect((turn * 5) % 640, (turn * 3) % 360, 120, 90);
  }, 1_000 / FRAMES);
  const [picture] = canvas.captureStream(FRAMES).getVideoTracks();
  const stop = picture!.stop.bind(picture);
  picture!.stop = () => {
    clearInterval(timer);
    stop();
    void context.close();
  };
  const context = new AudioContext();
  const [source, out] = [context.createOscillator(), context.createMediaStreamDestination()];
  source.connect(out);
  source.start();
  return [picture!, out.stream.getAudioTracks()[0]!];
}

/** The picture that arrives, once it shows something. Another tab of the person's may be in the room as well. */
function picture(room: Room, from: () => string): Promise<RemoteTrack> {
  return new Promise((resolve) => {
    room.on(RoomEvent.TrackSubscribed, (track, _, { identity }) => {
      if (track.kind !== Track.Kind.Video || identity !== from()) return;
      const video = track.attach() as HTMLVideoElement;
      video.muted = true;
      video.requestVideoFrameCallback(() => resolve(track));
      // Nobody looks at it; a video outside of the page still plays.
      void video.play().catch(() => undefined);
    });
  });
}

async function measured(track: RemoteTrack): Promise<Verdict> {
  const before = await came(track);
  await new Promise((resolve) => setTimeout(resolve, MEASURED));
  const now = await came(track);
  track.detach();
  const [frames, packets, lost] = [now.frames - before.frames, now.packets - before.packets, now.lost - before.lost];
  if (frames <= 0) return "nothing";
  const few = frames < (FEW * MEASURED) / 1_000;
  const much = lost / Math.max(1, packets + lost) > MUCH;
  return few || much || now.way > LONG ? "slow" : "good";
}

/** What of a track has come so far, and how long the way to the server and back is, in s. */
async function came(track: RemoteTrack): Promise<{ frames: number; packets: number; lost: number; way: number }> {
  const all = { frames: 0, packets: 0, lost: 0, way: 0 };
  for (const line of ((await track.getRTCStatsReport()) ?? new Map()).values()) {
    if (line.type === "inbound-rtp") Object.assign(all, { frames: line.framesReceived ?? 0, packets: line.packetsReceived ?? 0, lost: Math.max(0, line.packetsLost ?? 0) });
    if (line.type === "candidate-pair" && line.nominated) all.way = line.currentRoundTripTime ?? 0;
  }
  return all;
}

async function inTime<T>(step: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, ms)));
  return Promise.race([step, late]).finally(() => clearTimeout(timer));
}

// Opening cameras and microphones, and saying in one word why one would not open.
import { type AudioCaptureOptions, createLocalTracks, LocalAudioTrack, LocalVideoTrack, VideoPresets } from "livekit-client";

/** What a person can turn on and off, of devices; `document` is a second camera, which shows a thing. */
export type Source = "camera" | "microphone" | "document";

/** A track of ours: what the camera or the microphone gives. */
export type LocalSourceTrack = LocalAudioTrack | LocalVideoTrack;

/**
 * Why a device gives nothing: the person refused, or closed the question unanswered, or the browser still waits for an
 * answer; the system refused; there is none; another program holds it; it was unplugged; the page is not served securely; what
 * was to stand behind the person can't be put there; anything else.
 */
export type Problem = "refused" | "dismissed" | "unanswered" | "refused_by_system" | "missing" | "busy" | "unplugged" | "insecure" | "background" | "failed";

/** The name of the error where nothing can be put behind the person. */
export const BACKGROUND = "BackgroundError";

/** How a microphone's sound is treated, where the person has a say. */
export type Sound = { noiseSuppression: boolean };

export function soundOf({ noiseSuppression }: Sound): AudioCaptureOptions {
  return { echoCancellation: true, noiseSuppression, autoGainControl: true };
}

export type Device = { id: string; label: string };
export type Devices = { cameras: Device[]; microphones: Device[]; outputs: Device[] };

/** A device's id, or undefined for the browser's choice. */
export type Choice = string | undefined;

export function problemOf(error: unknown): Problem {
  const { name = "", message = "" } = error instanceof Error ? error : {};
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      if (/dismissed/i.test(message)) return "dismissed";
      return /system/i.test(message) ? "refused_by_system" : "refused";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "TrackStartError":
      return "busy";
    case "SecurityError":
      return "insecure";
    case BACKGROUND:
      return "background";
    case "TimeoutError":
      return "unanswered";
    default:
      return navigator.mediaDevices ? "failed" : "insecure";
  }
}

export async function listDevices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  // Before permission is given browsers list devices without id and name: nothing to choose from.
  const of = (kind: MediaDeviceKind): Device[] =>
    all.filter((d) => d.kind === kind && d.deviceId !== "").map((d) => ({ id: d.deviceId, label: d.label }));
  return { cameras: of("videoinput"), microphones: of("audioinput"), outputs: of("audiooutput") };
}

/** What of all devices a source can come from. */
export function devicesOf(source: Source, { cameras, microphones }: Devices): Device[] {
  return source === "microphone" ? microphones : cameras;
}

/** What came of opening one source. */
export type Opened = LocalSourceTrack | Problem;

/** How long nobody is told that the browser still waits: as long as a person takes to read its question and press, in ms. */
export const PATIENCE = 8_000;

/** What `step` gives, or `late` where it takes longer than people wait for. The step goes on. */
export async function inPatience<T, L>(step: Promise<T>, late: L): Promise<T | L> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<L>((resolve) => (timer = setTimeout(() => resolve(late), PATIENCE)));
  return Promise.race([step, over]).finally(() => clearTimeout(timer));
}

/** Opens what is asked for in one request, so that the browser asks the person once. Throws the browser's error. */
async function request(wanted: Map<Source, Choice>, sound: Sound): Promise<Map<Source, LocalSourceTrack>> {
  if (!navigator.mediaDevices) throw new DOMException("no media devices", "SecurityError");
  const document = wanted.get("document");
  if (document) {
    // This camera or none: another one would show what nobody meant to show.
    const [track] = await createLocalTracks({ audio: false, video: { deviceId: { exact: document }, resolution: VideoPresets.h1080.resolution } });
    return new Map([["document", track as LocalSourceTrack]]);
  }
  const tracks = await createLocalTracks({
    audio: wanted.has("microphone") && { ...soundOf(sound), deviceId: wanted.get("microphone") },
    video: wanted.has("camera") && { deviceId: wanted.get("camera"), resolution: VideoPresets.h720.resolution },
  });
  return new Map(
    tracks.map((track) => [track instanceof LocalVideoTrack ? "camera" : "microphone", track as LocalSourceTrack]),
  );
}

/** Opens one source. Never rejects; may never resolve, as long as the browser's question stands. */
async function openOne(source: Source, choice: Choice, sound: Sound): Promise<Opened> {
  try {
    return (await request(new Map([[source, choice]]), sound)).get(source) ?? "failed";
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * Opens each wanted source: one that fails or is waited for doesn't take the other with it. Together they are asked for
 * only where the browser will ask the person, and where that question stays open each is asked for by itself.
 */
export async function open(wanted: Map<Source, Choice>, sound: Sound): Promise<Map<Source, Promise<Opened>>> {
  const one = ([source, choice]: [Source, Choice]) => [source, openOne(source, choice, sound)] as const;
  if (wanted.size < 2 || (await asksNothing(wanted))) return new Map([...wanted].map(one));
  const together = request(wanted, sound);
  const alone = new Map<Source, Promise<Opened>>();
  const again = (source: Source): Promise<Opened> => {
    if (!alone.has(source)) alone.set(source, openOne(source, wanted.get(source), sound));
    return alone.get(source)!;
  };
  const each = async (source: Source): Promise<Opened> => {
    try {
      const opened = await inPatience(together, undefined);
      if (opened) return opened.get(source) ?? "failed";
    } catch (error) {
      const problem = problemOf(error);
      // Asking again where the person has just closed the question would only nag.
      return problem === "dismissed" ? problem : again(source);
    }
    // Whichever is answered first; what the other gives then is closed again.
    const late = together.then((opened) => opened.get(source) ?? "failed", () => again(source));
    return Promise.race([late, again(source)]).then((first) => {
      for (const rest of [late, again(source)]) void rest.then((track) => track !== first && stop(track));
      return first;
    });
  };
  return new Map([...wanted.keys()].map((source) => [source, each(source)]));
}

/** Whether the person has allowed all of it before. */
async function asksNothing(wanted: Map<Source, Choice>): Promise<boolean> {
  const states = [...wanted.keys()].map(async (name) => {
    const device = name === "document" ? "camera" : name;
    const { state } = await navigator.permissions.query({ name: device as PermissionName });
    return state === "granted";
  });
  // A browser that doesn't tell is asked the other way.
  return (await Promise.all(states).catch(() => [false])).every(Boolean);
}

/** Lets go of what was opened in vain. */
export function stop(opened: Opened): void {
  if (typeof opened !== "string") opened.stop();
}

/** Says which devices there are, now and whenever one comes or goes. */
export class DeviceWatch {
  private readonly onChange = (event?: Event): void => {
    // livekit-client, which listens after us, would open what has just been plugged in.
    event?.stopImmediatePropagation();
    void this.look();
  };

  constructor(private readonly told: (devices: Devices) => void) {
    navigator.mediaDevices?.addEventListener("devicechange", this.onChange);
    this.onChange();
  }

  async look(): Promise<void> {
    const devices = await listDevices().catch(() => undefined);
    if (devices) this.told(devices);
  }

  close(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.onChange);
  }
}

// Opening cameras and microphones, and saying in one word why one would not open.
import { createLocalTracks, LocalAudioTrack, LocalVideoTrack, VideoPresets } from "livekit-client";

/** What a person can turn on and off. */
export type Source = "camera" | "microphone";

/** A track of ours: what the camera or the microphone gives. */
export type LocalSourceTrack = LocalAudioTrack | LocalVideoTrack;

/**
 * Why a device gives nothing: the person refused, or closed the question unanswered; the system
 * refused; there is none; another program holds it; the page is not served securely; anything else.
 */
export type Problem = "refused" | "dismissed" | "refused_by_system" | "missing" | "busy" | "insecure" | "failed";

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

/** Opens what is asked for in one request, so that the browser asks the person once. Throws the browser's error. */
async function openTogether(wanted: Map<Source, Choice>): Promise<Map<Source, LocalSourceTrack>> {
  if (!navigator.mediaDevices) throw new DOMException("no media devices", "SecurityError");
  const tracks = await createLocalTracks({
    audio: wanted.has("microphone") && {
      deviceId: wanted.get("microphone"),
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
    video: wanted.has("camera") && { deviceId: wanted.get("camera"), resolution: VideoPresets.h720.resolution },
  });
  return new Map(
    tracks.map((track) => [track instanceof LocalVideoTrack ? "camera" : "microphone", track as LocalSourceTrack]),
  );
}

/** Opens each wanted source; one that fails does not take the other with it. */
export async function open(wanted: Map<Source, Choice>): Promise<Map<Source, LocalSourceTrack | Problem>> {
  try {
    return await openTogether(wanted);
  } catch (error) {
    const problem = problemOf(error);
    // Asking again where the person has just closed the question would only nag.
    if (wanted.size === 1 || problem === "dismissed") {
      return new Map([...wanted.keys()].map((source) => [source, problem]));
    }
  }
  const opened = new Map<Source, LocalSourceTrack | Problem>();
  for (const [source, choice] of wanted) {
    for (const [opening, result] of await open(new Map([[source, choice]]))) opened.set(opening, result);
  }
  return opened;
}

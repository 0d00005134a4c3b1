// What is heard: an element for each track of sound.
import type { Track } from "livekit-client";

export class Sounds {
  private readonly elements = new Map<Track, HTMLMediaElement>();

  play(track: Track): void {
    const sound = track.attach();
    sound.hidden = true;
    document.body.append(sound);
    this.elements.set(track, sound);
  }

  silence(track: Track): void {
    track.detach();
    this.elements.get(track)?.remove();
    this.elements.delete(track);
  }

  silenceAll(): void {
    for (const track of [...this.elements.keys()]) this.silence(track);
  }
}

// Whether the browser plays sound, or waits for a press.
import type { Room } from "livekit-client";

export class Hearing {
  private room?: Room;
  private readonly onGesture = (): void => void this.start();

  constructor(private readonly report: (blocked: boolean) => void) {}

  /** Says how it is in this room now. */
  notify(room: Room): void {
    this.room = room;
    const blocked = !room.canPlaybackAudio;
    this.report(blocked);
    // The button is for those who see it; any other touch or key is leave enough for the browser too.
    for (const gesture of ["pointerup", "keydown"] as const) {
      if (blocked) document.addEventListener(gesture, this.onGesture);
      else document.removeEventListener(gesture, this.onGesture);
    }
  }

  /** Starts it. Call it from a click. */
  async start(): Promise<void> {
    await this.room?.startAudio().catch(() => undefined);
    await this.room?.startVideo().catch(() => undefined);
  }

  close(): void {
    for (const gesture of ["pointerup", "keydown"]) document.removeEventListener(gesture, this.onGesture);
  }
}

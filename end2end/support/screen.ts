//! Screens to share that are made up: small text that moves, with a tone.
import { expect, type Locator, type Page } from "@playwright/test";

interface Shared {
  shared?: MediaStream;
}

/** What the person chooses from now on when the browser asks what to share: a picture of this size, with or without sound. */
export async function offerScreen(page: Page, { width = 1920, height = 1080, sound = true } = {}): Promise<void> {
  await page.evaluate(([width, height, sound]) => {
    navigator.mediaDevices.getDisplayMedia = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d")!;
      let line = 0;
      const draw = () => {
        pen.fillStyle = "white";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.fillStyle = "black";
        pen.font = "10px sans-serif";
        for (let y = 12; y < canvas.height; y += 14) pen.fillText(`line ${line + y}: the quick brown fox jumps over the lazy dog`, 8, y);
        line += 1;
      };
      draw();
      const stream = canvas.captureStream(5);
      const timer = setInterval(() => (stream.active ? draw() : clearInterval(timer)), 200);
      if (sound) {
        const context = new AudioContext();
        const [tone, out] = [context.createOscillator(), context.createMediaStreamDestination()];
        tone.connect(out);
        tone.start();
        stream.addTrack(out.stream.getAudioTracks()[0]!);
      }
      (window as Shared).shared = stream;
      return Promise.resolve(stream);
    };
  }, [width, height, sound] as const);
}

/** The person is asked, and the browser gives this error. */
export async function refuseScreen(page: Page, name: string, message: string): Promise<void> {
  await page.evaluate(([name, message]) => {
    navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException(message, name));
  }, [name, message] as const);
}

/** Ends it as the browser's own bar does. */
export async function endFromBrowser(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const track of (window as Shared).shared!.getTracks()) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  });
}

/** The screens on somebody's stage. */
export function screens(page: Page): Locator {
  return page.locator(".stage .tile--screen");
}

/** As many screens are on somebody's stage, and each of them moves. */
export async function screensMove(page: Page, count: number, within = 30_000): Promise<void> {
  await expect(screens(page)).toHaveCount(count, { timeout: within });
  const frames = () => screens(page).locator("video").evaluateAll((all) => all.map((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames));
  await expect.poll(async () => (await frames()).filter((frames) => frames > 1).length, { timeout: within }).toBe(count);
  const before = await frames();
  await expect.poll(async () => (await frames()).every((frames, n) => frames > before[n]!), { timeout: within }).toBe(true);
}

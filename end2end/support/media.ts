//! Whether picture and sound really arrive.
import { expect, type Page } from "@playwright/test";

/** The largest video on the page shows new frames. */
export async function pictureAdvances(page: Page): Promise<void> {
  const frames = () =>
    page.evaluate(() => {
      const shown = [...document.querySelectorAll("video")].filter((video) => video.videoWidth > 0);
      return Math.max(0, ...shown.map((video) => video.getVideoPlaybackQuality().totalVideoFrames));
    });
  await expect.poll(frames, { message: "the picture has frames" }).toBeGreaterThan(0);
  const before = await frames();
  await expect.poll(frames, { message: "the picture advances" }).toBeGreaterThan(before + 10);
}

/** Some element of the page plays sound, live or recorded, that isn't silence: its root mean square rises over 0.003 of full scale. */
export async function soundIsHeard(page: Page): Promise<void> {
  const loudest = () =>
    page.evaluate(async () => {
      type Captured = HTMLMediaElement & { captureStream(): MediaStream };
      const streams = [...document.querySelectorAll<Captured>("audio, video")]
        .map((element) => (element.src && !element.paused ? element.captureStream() : element.srcObject))
        .filter((stream): stream is MediaStream => stream instanceof MediaStream && stream.getAudioTracks().length > 0);
      const context = new AudioContext();
      await context.resume();
      const meters = streams.map((stream) => {
        const meter = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(meter);
        return meter;
      });
      let loudest = 0;
      const samples = new Float32Array(2048);
      const until = performance.now() + 1000;
      while (performance.now() < until) {
        await new Promise(requestAnimationFrame);
        for (const meter of meters) {
          meter.getFloatTimeDomainData(samples);
          loudest = Math.max(loudest, Math.hypot(...samples) / Math.sqrt(samples.length));
        }
      }
      await context.close();
      return loudest;
    });
  await expect.poll(loudest, { message: "sound is heard", timeout: 60_000 }).toBeGreaterThan(0.003);
}

//! What the teacher's camera sees: a lecture hall's board, with the energy of a spring drawn in chalk.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, BrowserContext } from "@playwright/test";
import { scratch } from "./server";

const WIDTH = 1280;
const HEIGHT = 720;

/** Makes a film of 960 × 540 pixels, which a busy machine can still encode, for a browser's camera and gives its path. */
export async function filmOfTheBoard(browser: Browser): Promise<string> {
  const [still, film] = [join(scratch, "board.png"), join(scratch, "board.mjpeg")];
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  await page.setContent(BOARD);
  await page.screenshot({ path: still });
  await page.close();
  await promisify(execFile)("ffmpeg", [
    "-y", "-loglevel", "error", "-loop", "1", "-framerate", "10", "-t", "2", "-i", still, "-vf", "scale=960:-1:flags=lanczos",
    "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", film,
  ]);
  return film;
}

/** Cameras and microphones that are files are called as their files; in pictures they have the names of devices. */
export async function nameDevices(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Object.defineProperty(MediaDeviceInfo.prototype, "label", {
      get(this: MediaDeviceInfo) {
        return { videoinput: "Lecture hall camera", audioinput: "Clip-on microphone", audiooutput: "Loudspeakers" }[this.kind];
      },
    });
  });
}

/** A swing of the energy: cosine-like arches around the middle of the axes. */
function wave(from: number, to: number): string {
  const arches = Array.from({ length: 5 }, (_, n) => {
    const [a, b] = n % 2 ? [to, from] : [from, to];
    const x = 200 + n * 176;
    return `C${x + 64} ${a} ${x + 112} ${b} ${x + 176} ${b}`;
  });
  return `M200 ${from}${arches.join("")}`;
}

const BOARD = `<!doctype html><body style="margin:0"><svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
  <defs>
    <radialGradient id="light" cx="40%" cy="30%" r="85%"><stop offset="0" stop-color="#3f5f55"/><stop offset="1" stop-color="#1e312b"/></radialGradient>
  </defs>
  <rect width="${WIDTH}" height="${HEIGHT}" fill="#6b4f33"/>
  <rect x="18" y="18" width="${WIDTH - 36}" height="${HEIGHT - 54}" fill="url(#light)"/>
  <g fill="none" stroke-width="5" stroke-linecap="round">
    <path stroke="#dfe6df" d="M200 200v340M170 540h940"/>
    <path stroke="#dfe6df" stroke-dasharray="16 14" d="M200 230h890"/>
    <path stroke="#9be0c6" d="${wave(530, 240)}"/>
    <path stroke="#f0bd6b" d="${wave(240, 530)}"/>
  </g>
  <g font-family="Georgia, serif" fill="#eef1ea">
    <text x="170" y="130" font-size="54">Energy stays, its form changes</text>
    <text x="960" y="210" font-size="34" font-style="italic">E = T + V</text>
    <text x="1090" y="585" font-size="30" font-style="italic">t</text>
  </g>
  <rect x="18" y="${HEIGHT - 36}" width="${WIDTH - 36}" height="14" fill="#54391f"/>
</svg></body>`;

// How fast a whiteboard moves: the page's own script (frontend/js/board.ts) with 1,000 and 10,000 strokes, panned and zoomed in
// Chromium, each frame as Chromium's tracing says that it was drawn. No server: what is drawn comes from here.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { figure, publish } from "./report.mjs";
import { startBrowser } from "./support.mjs";

const root = join(import.meta.dirname, "../..");
const { build } = createRequire(join(root, "frontend/"))("esbuild");
/** A frame of 60 a second, and a little. */
const AIM = 18;
const FRAMES = 300;
const POINTS = 40;

const { outputFiles } = await build({
  entryPoints: [join(root, "frontend/js/board.ts")],
  bundle: true, minify: true, format: "esm", target: "chrome120", write: false,
});
const script = outputFiles[0].text;
const style = await readFile(join(root, "style/board.css"), "utf8");
const browser = await startBrowser();
const figures = [figure("script, brotli", brotliCompressSync(script).length, "bytes", "lower")];
for (const strokes of [1_000, 10_000]) {
  for (const motion of ["pan", "zoom"]) {
    const times = await measured(strokes, motion);
    const at = (share) => times[Math.floor((times.length - 1) * share)];
    figures.push(figure(`${strokes} strokes, ${motion}, p50`, at(0.5), "ms a frame", "lower"));
    figures.push(figure(`${strokes} strokes, ${motion}, p95`, at(0.95), "ms a frame", "lower", { aim: AIM }));
  }
}
await browser.close();
publish("board", figures);

/** The times between frames that were drawn, the shortest first. */
async function measured(strokes, motion) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.route("http://localhost/**", (route) => {
    const isScript = route.request().url().endsWith(".js");
    const body = isScript ? script : `<!doctype html><style>${style}</style><div style="position: fixed; inset: 0"><div id="board"></div></div>`;
    return route.fulfill({ contentType: isScript ? "text/javascript" : "text/html", body });
  });
  await page.goto("http://localhost/");
  await page.evaluate(fill, { strokes, points: POINTS });
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline.frame"] });
  await page.evaluate(move, { motion, frames: FRAMES });
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await page.close();
  const drawn = traceEvents.filter(({ name }) => name === "DrawFrame").map(({ ts }) => ts / 1_000).sort((a, b) => a - b);
  if (drawn.length < FRAMES / 2) throw new Error(`${drawn.length} frames were drawn of ${FRAMES}`);
  return drawn.slice(1).map((at, n) => at - drawn[n]).sort((a, b) => a - b);
}

/** In the page: strokes over an area of several screens. */
async function fill({ strokes, points }) {
  const { Board } = await import("/board.js");
  const board = new Board(document.getElementById("board"), () => {});
  window.board = board;
  board.tell(JSON.stringify({ draw: true, run: true, leads: false, pages: 1, undo: false, redo: false, waiting: 0, failed: false, keys: true }));
  let seed = 7;
  const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const place = { x: 0, y: 0, wide: 65_536, high: 65_536 };
  for (let n = 0; n < strokes; n++) {
    const [x, y] = [chance() * 5_000, chance() * 3_500];
    const ink = Array.from({ length: points }, (_, at) => [x + at * 3 + 6 * Math.sin(at / 3 + n), y + 14 * Math.cos(at / 4 + n), 0.5]);
    const meta = { id: String(n), kind: "pen", page: 1, order: n, author: "Ada", colour: "#1f6f5c", width: 4, filled: false, text: "", place, waits: false };
    board.put(JSON.stringify(meta), Float64Array.from(ink.flat()));
  }
  board.whole();
  // What is seen at first is painted; what comes into sight is not.
  await new Promise((done) => setTimeout(done, 1_500));
}

/** In the page: a frame after the other, each with the board a little further. */
async function move({ motion, frames }) {
  const { board } = window;
  for (let frame = 0; frame < frames; frame++) {
    await new Promise(requestAnimationFrame);
    if (motion === "pan") board.camera.pan(9 * Math.sin(frame / 30), 6 * Math.cos(frame / 50));
    else board.camera.zoomAt({ x: 700, y: 450 }, frame % 120 < 60 ? 0.985 : 1 / 0.985);
    board.repaint();
  }
}

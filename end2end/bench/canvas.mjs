// How fast a full board moves: the page's own script (frontend/js/board.ts) and Excalidraw with the same strokes in the same
// browser, panned and zoomed by the same turns of a wheel, each frame as Chromium's tracing says that it was drawn.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { spread } from "./support.mjs";

const root = join(import.meta.dirname, "../..");
const { build } = createRequire(join(root, "frontend/"))("esbuild");
const FRAMES = 300;
const POINTS = 40;
const SIZE = { width: 1440, height: 900 };

/** The page's script, its style, and how many bytes it is on the wire. */
export async function ours() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "frontend/js/board.ts")],
    bundle: true, minify: true, format: "esm", target: "chrome120", write: false,
  });
  const [{ text }] = outputFiles;
  return { name: "ours", script: text, style: await readFile(join(root, "style/board.css"), "utf8"), bytes: brotliCompressSync(text).length, fill: fillOurs };
}

/** Excalidraw as its package has it, in the folder LECTERN_EXCALIDRAW; nothing where it isn't there. */
export async function excalidraw() {
  const folder = process.env.LECTERN_EXCALIDRAW;
  if (!folder) return undefined;
  const contents = `
    import { createElement } from "react";
    import { createRoot } from "react-dom/client";
    import { Excalidraw, restoreElements } from "@excalidraw/excalidraw";
    import "@excalidraw/excalidraw/index.css";
    export function open(element, elements, appState) {
      return new Promise((excalidrawAPI) => {
        const initialData = { elements: restoreElements(elements, null), appState };
        createRoot(element).render(createElement(Excalidraw, { excalidrawAPI, initialData }));
      });
    }`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true, minify: true, format: "esm", target: "chrome120", write: false, outdir: folder, logLevel: "error",
    conditions: ["production"],
    loader: { ".woff2": "empty", ".svg": "dataurl", ".png": "dataurl" },
    define: { "process.env.NODE_ENV": '"production"', "process.env.IS_PREACT": '"false"' },
  });
  const of = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { name: "Excalidraw", script: of(".js"), style: of(".css"), fill: fillExcalidraw };
}

/** How long frames of a board took with so many strokes while it was panned or zoomed, in ms: `spread` of them. */
export async function framesOf(browser, { script, style, fill }, strokes, motion) {
  const page = await browser.newPage({ viewport: SIZE });
  await page.route("http://localhost/**", (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/board.js") return route.fulfill({ contentType: "text/javascript", body: script });
    if (pathname !== "/") return route.fulfill({ status: 404, body: "" });
    const body = `<!doctype html><style>${style}</style><div style="position: fixed; inset: 0"><div id="board" style="height: 100%"></div></div>`;
    return route.fulfill({ contentType: "text/html", body });
  });
  await page.goto("http://localhost/");
  await page.evaluate(fill, { strokes, points: POINTS });
  // What is seen at first is painted; what comes into sight is not.
  await page.waitForTimeout(2_000);
  const there = await page.evaluate(() => window.moves.count());
  if (there !== strokes) throw new Error(`${there} strokes are there of ${strokes}`);
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline.frame"] });
  const moved = await page.evaluate(move, { motion, frames: FRAMES });
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await page.close();
  const drawn = traceEvents.filter(({ name }) => name === "DrawFrame").map(({ ts }) => ts / 1_000).sort((a, b) => a - b);
  if (drawn.length < 10 || moved < 0.1 * FRAMES) throw new Error(`${drawn.length} frames were drawn of ${FRAMES}, and the board moved in ${moved}`);
  const times = drawn.slice(1).map((at, n) => at - drawn[n]);
  return { at: spread(times), second: (1_000 * times.length) / (drawn.at(-1) - drawn[0]) };
}

/** In the page: strokes over an area of several screens, and all of it is seen. */
async function fillOurs({ strokes, points }) {
  const { Board } = await import("/board.js");
  const element = document.getElementById("board");
  const board = new Board(element, () => {});
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
  window.moves = { target: element.querySelector(".board__surface"), count: () => board.items().length, where: () => [board.camera.x, board.camera.y, board.camera.zoom].join(), step: () => 240 * 0.015 };
}

/** In the page: the same strokes, as Excalidraw has them, and as much of them is seen. */
async function fillExcalidraw({ strokes, points }) {
  const { open } = await import("/board.js");
  let seed = 7;
  const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const elements = Array.from({ length: strokes }, (_, n) => {
    const [x, y] = [chance() * 5_000, chance() * 3_500];
    const ink = Array.from({ length: points }, (_, at) => [at * 3 + 6 * Math.sin(at / 3 + n), 14 * Math.cos(at / 4 + n)]);
    const [[left, top]] = ink;
    const [xs, ys] = [ink.map(([x]) => x), ink.map(([, y]) => y)];
    return {
      id: String(n), type: "freedraw", x: x + left, y: y + top, strokeColor: "#1f6f5c", strokeWidth: 1, simulatePressure: false,
      width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys),
      points: ink.map(([x, y]) => [x - left, y - top]), pressures: ink.map(() => 0.5), seed: n + 1, version: 1, versionNonce: n + 1,
    };
  });
  // As our board shows all of it.
  const zoom = 0.244;
  const appState = { zoom: { value: zoom }, scrollX: innerWidth / 2 / zoom - 60, scrollY: innerHeight / 2 / zoom };
  const peer = await open(document.getElementById("board"), elements, appState);
  // It zooms by steps that are parts of the whole size, whatever the zoom is.
  const camera = () => peer.getAppState();
  const where = () => [camera().scrollX, camera().scrollY, camera().zoom.value].join();
  const target = document.querySelector("canvas.interactive");
  window.moves = { target, count: () => peer.getSceneElements().length, where, step: () => 100 * camera().zoom.value * 0.015 };
}

/** In the page: the wheel turns a little in each frame. In how many of them the board followed. */
async function move({ motion, frames }) {
  const { target, where, step } = window.moves;
  let [before, moved] = [where(), 0];
  for (let frame = 0; frame < frames; frame++) {
    await new Promise(requestAnimationFrame);
    const at = { clientX: 700, clientY: 450, bubbles: true, cancelable: true };
    const turn = motion === "pan"
      ? { deltaX: -9 * Math.sin(frame / 30), deltaY: -6 * Math.cos(frame / 50) }
      : { deltaY: frame % 120 < 60 ? step() : -step(), ctrlKey: true };
    target.dispatchEvent(new WheelEvent("wheel", { ...at, ...turn }));
    const now = where();
    if (now !== before) moved += 1;
    before = now;
  }
  return moved;
}

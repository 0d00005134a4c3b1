// How long ink takes: from a pointer's move until it is painted here, and until it is painted on another's screen.

/** In the page: tells `then` the time at which the next frame was painted, on a clock that is the same in all pages. */
const PAINTED = `(then) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => then(performance.timeOrigin + performance.now());
  port2.postMessage(0);
})`;

/** Notes from now on when what others draw is painted. */
export async function watch(page) {
  await page.evaluate((painted) => {
    const whenPainted = eval(painted);
    const { board } = document.querySelector(".board");
    const seen = (window.seen = { grew: [], put: [] });
    const { grew, put } = board;
    board.grew = (key, json, points) => {
      grew.call(board, key, json, points);
      const x = points.at(-3);
      whenPainted((at) => seen.grew.push({ x, at }));
    };
    board.put = (json, points) => {
      put.call(board, json, points);
      whenPainted((at) => seen.put.push({ x: points[0], at }));
    };
  }, PAINTED);
}

/** Notes from now on where the pen was when, and when that was painted. */
async function note(page) {
  await page.evaluate((painted) => {
    const whenPainted = eval(painted);
    const element = document.querySelector(".board");
    const { board } = element;
    const surface = element.querySelector(".board__surface");
    window.pen = { moves: [], ink: [], ups: [], begins: 0 };
    if (window.penNoted) return;
    window.penNoted = true;
    surface.addEventListener("pointerdown", (event) => (window.pen.begins = board.pointers.sample(event).x));
    surface.addEventListener("pointermove", (event) => {
      const { pen } = window;
      const handled = performance.timeOrigin + performance.now();
      const at = performance.timeOrigin + event.timeStamp;
      pen.moves.push({ x: board.pointers.sample(event).x, at });
      whenPainted((shown) => pen.ink.push({ handled: shown - handled, whole: shown - at }));
    });
    surface.addEventListener("pointerup", (event) => window.pen.ups.push({ x: window.pen.begins, at: performance.timeOrigin + event.timeStamp }));
  }, PAINTED);
}

/**
 * Has the person of `page` draw so many strokes with the mouse, each to the right, and gives in ms: `ink`, from a move's being told
 * to the page until it is painted; `pen`, the same from the move itself; and, where somebody watches, `growing` and `finished`,
 * until it is painted there.
 */
export async function drawn(page, strokes, watcher) {
  await note(page);
  await page.getByRole("toolbar", { name: "Tools" }).getByRole("button", { name: "Pen", exact: true }).click();
  const box = await page.locator(".board__surface").boundingBox();
  const times = { ink: [], pen: [], growing: [], finished: [] };
  for (let n = 0; n < strokes; n++) {
    const [left, top] = [box.x + box.width * (0.25 + 0.02 * (n % 10)), box.y + box.height * (0.2 + 0.5 * ((n * 7) % 11) / 11)];
    await page.evaluate(() => Object.assign(window.pen, { moves: [], ink: [], ups: [] }));
    await watcher?.evaluate(() => Object.assign(window.seen, { grew: [], put: [] }));
    await page.mouse.move(left, top);
    await page.mouse.down();
    for (let at = 1; at <= 24; at++) {
      await page.mouse.move(left + at * 6, top + 12 * Math.sin(at / 3));
      await page.waitForTimeout(10);
    }
    await page.mouse.up();
    await watcher?.waitForFunction((x) => window.seen.put.some((put) => Math.abs(put.x - x) < 0.6), await page.evaluate(() => window.pen.ups[0].x), { timeout: 10_000 });
    const pen = await page.evaluate(() => new Promise((done) => setTimeout(() => done(window.pen), 50)));
    // While the pen is up it is no ink.
    const inked = pen.ink.slice(1);
    times.ink.push(...inked.map(({ handled }) => handled));
    times.pen.push(...inked.map(({ whole }) => whole));
    if (!watcher) continue;
    const seen = await watcher.evaluate(() => window.seen);
    const [up] = pen.ups;
    const put = seen.put.find(({ x }) => Math.abs(x - up.x) < 0.6);
    times.finished.push(put.at - up.at);
    for (const { x, at } of pen.moves.slice(1)) {
      const there = seen.grew.find((grew) => grew.x >= x - 0.6);
      // What came last is part of the finished stroke alone.
      if (there) times.growing.push(there.at - at);
    }
  }
  return times;
}

/** Bytes that a page's scripts and its program hold, after what nobody needs is gone. */
export async function heap(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await tools.send("Runtime.getHeapUsage");
  await tools.detach();
  return usedSize + (backingStorageSize ?? 0);
}

//! A whiteboard that is full: who comes late has all of it soon, and an hour of drawing and erasing leaves nothing behind.
import { expect, type Page, type WebSocket } from "@playwright/test";
import { end, goIn } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { drawnAs, erasing, filling, handwriting, held, wishAll } from "./support/strokes.mjs";
import { mounted, SLOW, writtenClassOf } from "./support/studio";
import { choose, onPage, tools } from "./support/whiteboard";

/** Bytes of one frame from a browser, at most (crates/domain/src/wire.rs). */
const LARGEST_FRAME = 64 * 1024;
/** 10 Mbit/s, and 20 ms there and back. */
const SLOW_LINE = { offline: false, latency: 20, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8 };

/** Puts a whiteboard on the stage, and gives it with texts of strokes of so many points. */
async function start(teacher: Page, others: Page[], ...points: number[]): Promise<{ board: string; texts: string[] }> {
  await teacher.getByRole("button", { name: "Whiteboard", exact: true }).click();
  await expect(tools(teacher)).toBeVisible(SLOW);
  for (const page of others) await expect.poll(() => held(page), SLOW).not.toBeNull();
  return drawnAs(teacher, points.map((count, n) => handwriting(count, n + 1)));
}

/** What a page's live channels carried. */
class Channels {
  longestSent = 0;
  longestCame = 0;
  closed = 0;

  constructor(page: Page) {
    page.on("websocket", (socket) => socket.url().includes("/live/") && this.watch(socket));
  }

  private watch(socket: WebSocket): void {
    socket.on("framesent", ({ payload }) => (this.longestSent = Math.max(this.longestSent, payload.length)));
    socket.on("framereceived", ({ payload }) => (this.longestCame = Math.max(this.longestCame, payload.length)));
    socket.on("close", () => (this.closed += 1));
  }
}

test("who comes late to 10,000 strokes on a slow line has all pages, and the stroke that grows goes on", async ({ here }) => {
  test.setTimeout(300_000);
  const people = await Promise.all(["teacher", "student"].map((name) => Person.come(here, name)));
  const early = people.map(({ page }) => new Channels(page));
  const { session, teacher, student } = await writtenClassOf(here, "Full", "teacher", "student");
  const { board, texts } = await start(teacher, [student], 40, 40, 40, 40, 20_000);
  const short = texts.slice(0, 4);

  await test.step("five pages are filled, and two of five strokes erased", async () => {
    await wishAll(teacher, session, [2, 3, 4, 5].map((page) => ({ do: "add_board_page", board, page })), 1);
    const pages = [1, 2, 3, 4, 5].map((page) => filling(board, page, page === 1 ? 1_995 : 2_000, short, page));
    await wishAll(teacher, session, pages.flatMap(({ changes }) => changes));
    await wishAll(teacher, session, pages.flatMap(({ ids }, at) => erasing(board, at + 1, ids.filter((_: string, n: number) => n % 5 < 2).slice(0, 800))));
    for (const page of [teacher, student]) await expect.poll(async () => (await held(page))!.objects, SLOW).toBe(6_002);
  });

  const { page: late, context } = await Person.come(here, "student2", {});
  const channels = new Channels(late);
  const line = await context.newCDPSession(late);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", SLOW_LINE);

  await test.step("one comes while the teacher draws on and on", async () => {
    await choose(teacher, "Pen");
    await teacher.mouse.move(...(await onPage(teacher, [30, 30])));
    await teacher.mouse.down();
    let [draws, at] = [true, 0];
    const drawing = (async () => {
      while (draws) {
        at += 1;
        await teacher.mouse.move(...(await onPage(teacher, [30 + 20 * Math.sin(at / 40), 30 + 15 * Math.sin(at / 17)])));
      }
    })();
    await late.goto(`/classes/${session}`);
    await goIn(late);
    await expect.poll(async () => (await held(late))?.objects, { timeout: 60_000, intervals: [50] }).toBe(6_002);
    // From when the page asked for the board, which is when it knew that there is one, until the last object was there.
    const took = await late.evaluate((board) => {
      const [fetched] = performance.getEntriesByType("resource").filter(({ name }) => name.includes(`/boards/${board}`)) as PerformanceResourceTiming[];
      return fetched && { bytes: fetched.transferSize, fetched: fetched.responseEnd - fetched.startTime, whole: performance.now() - fetched.startTime };
    }, board);
    console.log(`late: ${took?.bytes} bytes in ${took?.fetched.toFixed(0)} ms, all objects there after ${took?.whole.toFixed(0)} ms`);
    expect((await held(late))!.onPages).toEqual([1_202, 1_200, 1_200, 1_200, 1_200]);

    // What grew before its board was open a page does not show; a long stroke goes on in another stream every 12 KiB.
    await expect.poll(async () => (await held(late))!.growing, { timeout: 120_000 }).toBeGreaterThan(0);
    const points = () => late.evaluate(() => [...(document.querySelector(".board") as unknown as { board: { passing: { growing: Map<string, { points: number[] }> } } }).board.passing.growing.values()][0]?.points.length ?? 0);
    const before = await points();
    await expect.poll(points, { ...SLOW, message: "it grows on" }).toBeGreaterThan(before + 30);
    draws = false;
    await drawing;
    await teacher.mouse.up();
  });

  await test.step("it ends as the same stroke everywhere, and nobody was cut off", async () => {
    await expect.poll(async () => (await held(late))!.growing, SLOW).toBe(0);
    await expect(async () => {
      const all = await Promise.all([teacher, student, late].map(held));
      expect(all.map((one) => one!.waiting)).toEqual([0, 0, 0]);
      expect(new Set(all.map((one) => one!.hash)).size).toBe(1);
      expect(all[0]!.objects).toBe(6_003);
    }).toPass(SLOW);
    expect(channels.closed, "one channel was enough").toBe(0);
    expect(early.map(({ closed }) => closed)).toEqual([0, 0]);
    const sent = Math.max(channels.longestSent, ...early.map(({ longestSent }) => longestSent));
    console.log(`the longest frame that was sent has ${sent} characters, the longest that came ${Math.max(channels.longestCame, ...early.map(({ longestCame }) => longestCame))}`);
    expect(sent).toBeLessThanOrEqual(LARGEST_FRAME);
  });
  await context.close();
});

test("an hour of drawing and erasing on a full board grows nothing, and the replay ends alike", async ({ here }) => {
  test.setTimeout(180_000);
  const { session, teacher, student } = await writtenClassOf(here, "Ninety minutes", "teacher", "student");
  const { board, texts } = await start(teacher, [student], 40, 40, 40, 40);
  const full = filling(board, 1, 4_996, texts);
  await wishAll(teacher, session, full.changes);
  for (const page of [teacher, student]) await expect.poll(async () => (await held(page))!.objects, SLOW).toBe(5_000);
  const before = (await held(student))!;

  /** A stroke a second is drawn, and every eighteen of them erased. */
  const minutes = async (count: number, seed: number): Promise<void> => {
    const rounds = Array.from({ length: Math.round((count * 60) / 18) }, (_, n) => filling(board, 1, 18, texts, seed + n));
    const wishes = rounds.flatMap(({ changes, ids }) => [...changes, ...erasing(board, 1, ids)]);
    await wishAll(teacher, session, wishes, 1);
    for (const page of [teacher, student]) await expect.poll(async () => (await held(page))!.hash, SLOW).toBe(before.hash);
  };
  // What can be taken back is kept, as far as that goes; then as much goes as comes.
  await minutes(22, 100);
  const early = await Promise.all([teacher, student].map(heap));
  await minutes(60, 1_000);
  const late = await Promise.all([teacher, student].map(heap));
  console.log(`heap before and after the hour, in MB: ${early.map((bytes, n) => `${(bytes / 1e6).toFixed(1)} → ${(late[n]! / 1e6).toFixed(1)}`).join(", ")}`);
  early.forEach((bytes, n) => expect(late[n]! - bytes, "the heap of a page").toBeLessThan(6_000_000));

  await test.step("it still draws at once", async () => {
    await choose(teacher, "Pen");
    await teacher.mouse.move(...(await onPage(teacher, [40, 40])));
    await teacher.mouse.down();
    await teacher.mouse.move(...(await onPage(teacher, [60, 60])), { steps: 10 });
    await teacher.mouse.up();
    await expect.poll(async () => (await held(student))!.objects, SLOW).toBe(5_001);
  });
  const last = (await held(student))!;
  await end(teacher);
  await student.waitForURL(`**/replays/${session}`, SLOW);
  await mounted(student);
  const slider = student.getByRole("slider", { name: "Class time" });
  await expect(slider).toHaveAttribute("aria-valuemax", /\d/, SLOW);
  await slider.press("End");
  await expect.poll(async () => (await held(student))?.hash, SLOW).toBe(last.hash);
});

/** Bytes that a page's scripts and its program hold, after what nobody needs is gone. */
async function heap(page: Page): Promise<number> {
  const tools = await page.context().newCDPSession(page);
  await tools.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = (await tools.send("Runtime.getHeapUsage")) as { usedSize: number; backingStorageSize?: number };
  await tools.detach();
  return usedSize + (backingStorageSize ?? 0);
}

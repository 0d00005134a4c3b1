//! Ink on a whiteboard: it lies where the pen was, whatever else happened, and hands leave none.
import { expect, type Page } from "@playwright/test";
import { test } from "./support/quiet";
import { SLOW, writtenClassOf } from "./support/studio";
import { begin, choose, circle, distances, drawn, lines, listed, type Move, onPage, point, surface, tools } from "./support/whiteboard";

test("a pinch leaves nothing and keeps its middle, and a palm nothing beside what the pen draws", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Palms", "teacher", "student");
  await begin(teacher, student);
  await choose(teacher, "Pen");
  const dot = async (id: number): Promise<void> =>
    point(teacher, [
      { type: "pointerdown", kind: "mouse", id, at: [330, 230] },
      { type: "pointerup", kind: "mouse", id, at: [330, 230] },
    ]);
  await dot(90);
  await expect(lines(student)).toHaveCount(1, SLOW);
  const [before] = await drawn(teacher);

  await test.step("two fingers that spread", async () => {
    const spread: Move[] = Array.from({ length: 10 }, (_, n) => [
      { type: "pointermove", kind: "touch", id: 1, at: [300 - 5 * (n + 1), 230] } as const,
      { type: "pointermove", kind: "touch", id: 2, at: [360 + 5 * (n + 1), 230] } as const,
    ]).flat() as Move[];
    await point(teacher, [
      { type: "pointerdown", kind: "touch", id: 1, at: [300, 230] },
      { type: "pointerdown", kind: "touch", id: 2, at: [360, 230], after: 40 },
      ...spread,
      { type: "pointerup", kind: "touch", id: 1, at: [250, 230] },
      { type: "pointerup", kind: "touch", id: 2, at: [410, 230] },
    ]);
    await expect(teacher.getByRole("group", { name: "View" })).toContainText("267 %");
    await dot(91);
    await expect(lines(student)).toHaveCount(2, SLOW);
    expect((await drawn(teacher))[1], "what was between the fingers is there still").toBe(before);
  });

  await test.step("a hand rests while a pen draws", async () => {
    const stroke = (id: number, from: [number, number], to: [number, number]): Move[] => [
      { type: "pointerdown", kind: "pen", id, at: from },
      { type: "pointermove", kind: "pen", id, at: to },
      { type: "pointerup", kind: "pen", id, at: to },
    ];
    await point(teacher, [
      { type: "pointerdown", kind: "touch", id: 3, at: [500, 400] },
      ...stroke(4, [300, 330], [340, 330]),
      { type: "pointermove", kind: "touch", id: 3, at: [504, 402] },
      ...stroke(5, [320, 310], [320, 350]),
      { type: "pointerup", kind: "touch", id: 3, at: [504, 402] },
    ]);
    await expect(lines(student)).toHaveCount(4, SLOW);
    await expect(teacher.getByText("Saved", { exact: true })).toBeVisible(SLOW);
    expect(await drawn(student)).toEqual(await drawn(teacher));
  });
});

test("quick handwriting on a slow machine leaves each dot, and a circle where the pen was", async ({ here }) => {
  const { teacher } = await writtenClassOf(here, "Handwriting", "teacher");
  await begin(teacher);
  await choose(teacher, "Pen");
  const slow = await teacher.context().newCDPSession(teacher);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const taps = Array.from({ length: 20 }, (_, n): Move[] => {
    const at: [number, number] = [380 + 24 * (n % 10), 120 + 40 * Math.floor(n / 10)];
    const to: [number, number] = [at[0] + (n % 4), at[1]];
    return [
      { type: "pointerdown", kind: "pen", id: 1, at, after: 60 },
      { type: "pointermove", kind: "pen", id: 1, at: to },
      { type: "pointerup", kind: "pen", id: 1, at: to },
    ];
  }).flat();
  await point(teacher, taps);
  const samples = circle(480, 300, 70, 81);
  const moves = Array.from({ length: 5 }, (_, n): Move => {
    const coalesced = samples.slice(1 + 16 * n, 17 + 16 * n);
    return { type: "pointermove", kind: "pen", id: 2, at: coalesced.at(-1)!, coalesced };
  });
  await point(teacher, [
    { type: "pointerdown", kind: "pen", id: 2, at: samples[0]! },
    ...moves,
    { type: "pointerup", kind: "pen", id: 2, at: samples.at(-1)! },
  ]);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await expect(lines(teacher)).toHaveCount(21, SLOW);
  await isInked(teacher, taps.filter(({ type }) => type === "pointerdown").map(({ at }) => at));
  await isInked(teacher, samples);
  const page = await teacher.evaluate(() => [getSelection()?.type, visualViewport?.scale, document.activeElement?.getAttribute("role")]);
  expect(page, "nothing is selected, nothing is zoomed, nothing asks for letters").toEqual(["None", 1, "application"]);
});

/** Waits until there is ink within a pixel of each place. */
async function isInked(page: Page, spots: [number, number][]): Promise<void> {
  await expect(async () => expect(Math.max(...(await distances(page, spots)))).toBeLessThanOrEqual(1)).toPass(SLOW);
}

test("ink lies under the pen after whatever moved the page or the board", async ({ here }) => {
  const { session, teacher } = await writtenClassOf(here, "Circles", "teacher");
  await teacher.getByRole("button", { name: "Whiteboard", exact: true }).click();
  await expect(tools(teacher)).toBeVisible(SLOW);
  const screen = await teacher.context().newCDPSession(teacher);
  const metrics = (width: number, height: number, deviceScaleFactor: number): Promise<unknown> =>
    screen.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile: false });

  /** Draws a circle with the mouse, and looks for it. */
  const isUnder = async (x: number, y: number): Promise<void> => {
    await choose(teacher, "Pen");
    const [left, top] = await onPage(teacher, [0, 0]);
    const spots = circle(x, y, 30, 25);
    await teacher.mouse.move(left + spots[0]![0], top + spots[0]![1]);
    await teacher.mouse.down();
    for (const spot of spots) await teacher.mouse.move(left + spot[0], top + spot[1]);
    await teacher.mouse.up();
    await isInked(teacher, spots);
    const sizes = await surface(teacher).evaluate((surface) =>
      [...surface.querySelectorAll("canvas")].map(({ width, height }) => [
        width - Math.round(surface.clientWidth * devicePixelRatio),
        height - Math.round(surface.clientHeight * devicePixelRatio),
      ]),
    );
    expect(sizes.flat().every((off) => off === 0), "as many pixels as the screen has").toBe(true);
  };

  await test.step("as it is, and with another panel open", async () => {
    await isUnder(160, 90);
    await teacher.getByRole("tab", { name: /^People/ }).click();
    await isUnder(240, 90);
  });
  await test.step("where the browser zooms to 125 %, and on a screen of twice the pixels", async () => {
    await metrics(1152, 720, 1.25);
    await isUnder(320, 60);
    await metrics(1440, 900, 2);
    await isUnder(400, 60);
    await screen.send("Emulation.clearDeviceMetricsOverride");
  });
  await test.step("where the page is scrolled", async () => {
    await teacher.setViewportSize({ width: 1000, height: 560 });
    await teacher.evaluate(() => scrollTo(0, 60));
    await isUnder(280, 60);
    await teacher.setViewportSize({ width: 1440, height: 900 });
  });
  await test.step("far away and near, and still after the page was loaded again", async () => {
    await surface(teacher).hover();
    for (let n = 0; n < 14; n++) await teacher.keyboard.press("Control+Minus");
    await expect(teacher.getByRole("group", { name: "View" })).toContainText("5 %");
    await teacher.mouse.wheel(6_000, -4_000);
    for (let n = 0; n < 23; n++) await teacher.keyboard.press("Control+Equal");
    await isUnder(320, 90);
    await listed(teacher);
    const [far] = (await drawn(teacher)).slice(-1);
    const [, x, y] = /at (-?\d+), (-?\d+)/u.exec(far!)!;
    expect([Math.abs(Number(x) - 120_000) < 300, Math.abs(Number(y) + 80_000) < 300], far).toEqual([true, true]);
    const before = await drawn(teacher);
    await teacher.goto(`/classes/${session}`);
    await expect(surface(teacher)).toBeVisible(SLOW);
    await listed(teacher);
    await expect(async () => expect(await drawn(teacher)).toEqual(before)).toPass(SLOW);
  });
});

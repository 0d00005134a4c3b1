//! Devices that don't behave: a question that nobody answers, a page that is reloaded too soon, a screen that goes dark, a
//! browser without full screen, and a replay on a machine that sleeps or is called.
import { expect, type Locator, type Page } from "@playwright/test";
import { connected, end, goIn, schedule } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { classOf, SLOW } from "./support/studio";

/** A camera that the browser asks about without end, until `answer` is called in the page; together with the microphone too. */
async function leaveUnanswered(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    let answered = false;
    (window as { answer?: () => void }).answer = () => (answered = true);
    devices.getUserMedia = (wanted) => (wanted?.video && !answered ? new Promise(() => undefined) : ask(wanted));
  });
}

const camera = (page: Page, words: string) => page.getByRole("button", { name: words, exact: true });
const waits = (page: Page) => page.getByText("The browser still waits for your answer about the camera.", { exact: false });

for (const state of ["granted", "prompt"] as const) {
  test(`a camera's question that is never answered holds nothing else, and is asked again (${state})`, async ({ here }) => {
    const { page } = await Person.come(here, "teacher");
    const session = await schedule(page, "Unanswered");
    await leaveUnanswered(page);
    if (state === "prompt") {
      await page.addInitScript(() => {
        navigator.permissions.query = () => Promise.resolve({ state: "prompt" } as PermissionStatus);
      });
    }
    await page.goto(`/classes/${session}`);
    await expect(waits(page)).toBeVisible(SLOW);
    await expect(camera(page, "Turn microphone off")).toBeVisible(SLOW);
    await expect(page.getByText("about the microphone")).toHaveCount(0, SLOW);
    await goIn(page);
    await expect(camera(page, "Mute")).toBeVisible(SLOW);
    await expect(waits(page)).toBeVisible();
    await page.evaluate(() => (window as unknown as { answer: () => void }).answer());
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(camera(page, "Stop camera")).toBeVisible(SLOW);
    await expect(waits(page)).toHaveCount(0);
    await end(page);
    await page.waitForURL(`**/replays/${session}`, SLOW);
  });
}

test("two reloads in a breath bring back what was wanted", async ({ here }) => {
  const { page } = await Person.come(here, "teacher");
  const session = await schedule(page, "Reloaded");
  // A camera takes a while to open: longer than a hand that reloads twice.
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      return ask(wanted);
    };
  });
  await page.goto(`/classes/${session}`);
  await goIn(page);
  await expect(camera(page, "Mute")).toBeVisible(SLOW);
  await expect(camera(page, "Stop camera")).toBeVisible(SLOW);
  await camera(page, "Stop camera").click();
  await expect(camera(page, "Start camera")).toBeVisible(SLOW);
  const twice = async () => {
    await page.reload();
    await expect(camera(page, "Opening the microphone")).toBeVisible(SLOW);
    await page.reload();
  };
  await twice();
  await expect(camera(page, "Mute")).toBeVisible(SLOW);
  await expect(camera(page, "Start camera")).toBeVisible();
  await camera(page, "Start camera").click();
  await expect(camera(page, "Stop camera")).toBeVisible(SLOW);
  await twice();
  await expect(camera(page, "Mute")).toBeVisible(SLOW);
  await expect(camera(page, "Stop camera")).toBeVisible(SLOW);
  await end(page);
  await page.waitForURL(`**/replays/${session}`, SLOW);
});

test("the screen stays on in class, also after the page was hidden, and no longer", async ({ here }) => {
  const { teacher, student, session } = await classOf(here, "Awake", "teacher", "student");
  await student.addInitScript(() => {
    const locks: EventTarget[] = [];
    let held = 0;
    const request = () => {
      held += 1;
      const lock = Object.assign(new EventTarget(), {
        release: async () => {
          if (!locks.includes(lock)) return;
          locks.splice(locks.indexOf(lock), 1);
          held -= 1;
          lock.dispatchEvent(new Event("release"));
        },
      });
      locks.push(lock);
      return Promise.resolve(lock);
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
    let hidden = false;
    Object.defineProperty(document, "hidden", { get: () => hidden });
    Object.assign(window, {
      held: () => held,
      hide: (now: boolean) => {
        hidden = now;
        if (now) for (const lock of [...locks]) void (lock as unknown as { release(): Promise<void> }).release();
        document.dispatchEvent(new Event("visibilitychange"));
      },
    });
  });
  type Watched = { held(): number; hide(now: boolean): void };
  const held = () => student.evaluate(() => (window as unknown as Watched).held());
  const hide = (now: boolean) => student.evaluate((now) => (window as unknown as Watched).hide(now), now);
  await student.reload();
  await goIn(student);
  await expect.poll(held).toBe(1);
  await hide(true);
  await expect.poll(held).toBe(0);
  await hide(false);
  await expect.poll(held).toBe(1);
  // Where there is no such thing nothing breaks.
  const faults: string[] = [];
  teacher.on("pageerror", (error) => faults.push(error.message));
  await teacher.addInitScript(() => Object.defineProperty(Navigator.prototype, "wakeLock", { get: () => undefined }));
  await teacher.reload();
  await expect(connected(teacher)).toBeVisible(SLOW);
  // The class stays in sight: an answer without a page.
  await student.route("**/replays/**", (route) => route.fulfill({ status: 204 }));
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
  await expect(student.getByRole("heading", { name: "This class is over" })).toBeVisible(SLOW);
  await expect.poll(held).toBe(0);
  expect(faults).toEqual([]);
});

test("a replay goes on where it was after an hour of sleep, is paused by a call, and fills a phone's window", async ({ here }) => {
  const { teacher: page, session } = await classOf(here, "Interrupted", "teacher");
  await expect(page.getByText("Recording", { exact: true })).toBeVisible(SLOW);
  await expect(page.getByText(/^Live 0:(1[5-9]|[2-9])/)).toBeVisible(SLOW);
  await page.addInitScript(() => {
    const handlers: Record<string, (details: object) => void> = {};
    let ahead = 0;
    const [day, mono] = [Date.now.bind(Date), performance.now.bind(performance)];
    Date.now = () => day() + ahead;
    performance.now = () => mono() + ahead;
    navigator.mediaSession.setActionHandler = (action, handler) => {
      handlers[action] = handler as (details: object) => void;
    };
    Object.assign(window, { sleep: (ms: number) => (ahead += ms), handlers });
    // A phone that lets nothing fill the screen.
    Object.defineProperty(Element.prototype, "requestFullscreen", { value: undefined });
  });
  await end(page);
  await page.waitForURL(`**/replays/${session}`, SLOW);
  const time = page.getByRole("slider", { name: "Class time" });
  const at = async () => Number(await time.getAttribute("aria-valuenow"));
  const button = (name: string): Locator => page.getByRole("region", { name: "Player" }).getByRole("button", { name, exact: true });
  await page.getByRole("button", { name: "Play the class" }).click(SLOW);
  const begun = await at();
  await expect.poll(at, SLOW).toBeGreaterThan(begun);

  await test.step("an hour of sleep", async () => {
    const before = await at();
    await page.evaluate(() => (window as unknown as { sleep(ms: number): void }).sleep(3_600_000));
    await page.waitForFunction((before) => Number(document.querySelector("[role=slider]")!.getAttribute("aria-valuenow")) > before, before);
    await expect(button("Pause")).toBeVisible();
    const length = Number(await time.getAttribute("aria-valuemax"));
    expect(await at()).toBeLessThan(length);
  });

  await test.step("a call", async () => {
    await page.evaluate(() => document.querySelector("audio")!.pause());
    await expect(button("Play")).toBeVisible();
    await expect(page.getByText("Paused by this device or another app")).toBeVisible();
    await button("Play").click();
    await expect(page.getByText("Paused by this device or another app")).toHaveCount(0);
  });

  await test.step("a headset and a lock screen", async () => {
    expect(await page.evaluate(() => navigator.mediaSession.metadata?.title)).toBe("Interrupted");
    const press = (action: string, details = {}) =>
      page.evaluate(([action, details]) => (window as unknown as { handlers: Record<string, (d: object) => void> }).handlers[action as string]!(details as object), [action, details]);
    await press("pause");
    await expect(button("Play")).toBeVisible();
    expect(await page.evaluate(() => navigator.mediaSession.playbackState)).toBe("paused");
    await press("seekto", { seekTime: 4 });
    await expect.poll(at).toBe(4);
    await press("seekbackward", { seekOffset: 2 });
    await expect.poll(at).toBe(2);
    await press("play");
    await expect(button("Pause")).toBeVisible();
    await press("pause");
  });

  await test.step("no full screen", async () => {
    await page.setViewportSize({ width: 844, height: 390 });
    const fill = page.getByRole("button", { name: "Fill the screen (F)" });
    await fill.click();
    const stage = page.locator("#replay-stage");
    const [box, shown] = [(await page.locator("main").boundingBox())!, (await stage.boundingBox())!];
    expect([box.x, box.y, box.width, box.height]).toEqual([0, 0, 844, 390]);
    expect(shown.width).toBe(844);
    await expect(fill).toBeVisible();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).overflow)).toBe("hidden");
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await page.locator("main").boundingBox())!.height).not.toBe(390);
    await fill.click();
    await fill.click();
    await expect(page.getByRole("tab", { name: /^Chat/ })).toBeVisible();
  });
});

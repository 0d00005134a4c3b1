//! Screens that are shared: seen, heard, ended by whichever hand, two at once, sharp where they are large, and recorded.
import { expect, type Page } from "@playwright/test";
import { end, goIn } from "./support/class";
import { MEASURED } from "./support/measured";
import { test } from "./support/quiet";
import { framesInAll, notePeers, received } from "./support/received";
import { endFromBrowser, offerScreen, refuseScreen, screens, screensMove } from "./support/screen";
import { about, classOf, NAMES, SLOW } from "./support/studio";

const share = (page: Page) => page.getByRole("button", { name: "Share your screen" });
const stop = (page: Page) => page.getByRole("button", { name: "Stop sharing" });

const whiteboard = (page: Page) => page.locator(".controls").getByRole("button", { name: "Whiteboard", exact: true });

/** Elements that play what others say or share. */
const heard = (page: Page) => page.locator("body > audio").count();

test("a screen is shown with its sound, ended from the browser's bar, shown again, and recorded", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Shared", "teacher", "student");
  await expect(teacher.getByText("Recording", { exact: true })).toBeVisible(SLOW);
  await expect.poll(() => heard(student), SLOW).toBe(1);
  await offerScreen(teacher);

  await test.step("a class without scenes shows it by itself", async () => {
    await share(teacher).click(SLOW);
    await expect(stop(teacher)).toBeVisible();
    await screensMove(student, 1);
    await expect(screens(student)).toContainText(`${NAMES.teacher}’s screen`);
    await expect.poll(() => heard(student), SLOW).toBe(2);
    expect(await heard(teacher), "who shares doesn't hear themselves").toBe(0);
    await endFromBrowser(teacher);
    await expect(share(teacher)).toBeVisible({ timeout: 2_000 });
    for (const page of [teacher, student]) {
      await expect(screens(page)).toHaveCount(0, { timeout: 2_000 });
      expect(await page.locator("video").evaluateAll((all) => all.map((video) => (video as HTMLVideoElement).videoWidth))).not.toContain(1920);
    }
    await expect.poll(() => heard(student)).toBe(1);
  });

  await test.step("where there are scenes, the class comes back to the one it was in", async () => {
    await whiteboard(teacher).click(SLOW);
    await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
    await share(teacher).click();
    await screensMove(student, 1, 5_000);
    await expect(student.locator(".stage__main .board")).toHaveCount(0);
    await expect(student.locator(".stage__people video")).toHaveCount(1);
    await stop(teacher).click();
    await expect(student.locator(".stage__main .board")).toBeVisible({ timeout: 2_000 });
    await expect(screens(student)).toHaveCount(0);
  });

  await test.step("a key does it too, and is a letter where somebody writes", async () => {
    await teacher.getByRole("textbox", { name: "Message" }).press("d");
    await expect(share(teacher)).toBeVisible();
    await teacher.getByRole("textbox", { name: "Message" }).fill("");
    await teacher.locator("#main").click({ position: { x: 2, y: 2 } });
    await teacher.locator("body").press("d");
    await screensMove(student, 1);
  });

  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
  await expect(screens(teacher).locator("video").first()).toBeAttached({ timeout: 60_000 });
});

test("a share that doesn't start says what it must, and changes nothing", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Not shared", "teacher", "student");
  await teacher.getByRole("button", { name: "Mute", exact: true }).click(SLOW);
  const same = async () => {
    await expect(share(teacher)).toBeVisible();
    await expect(teacher.getByRole("button", { name: "Unmute", exact: true })).toBeVisible();
    await expect(teacher.getByRole("button", { name: "Stop camera", exact: true })).toBeVisible();
    await expect(screens(student)).toHaveCount(0);
  };

  await test.step("who cancels reads nothing", async () => {
    await refuseScreen(teacher, "NotAllowedError", "Permission denied by user");
    await share(teacher).click(SLOW);
    await same();
    expect(await teacher.locator(".studio__banner .banner, .toast").allInnerTexts()).toEqual([]);
  });

  await test.step("a system that forbids it is named", async () => {
    await refuseScreen(teacher, "NotAllowedError", "Permission denied by system");
    await share(teacher).click();
    await expect(teacher.getByText("Allow the browser to record the screen in the system’s privacy settings", { exact: false })).toBeVisible();
    await same();
    await teacher.getByRole("button", { name: "Go on without" }).click();
  });

  await test.step("a browser that can't offers nothing", async () => {
    await teacher.addInitScript(() => Object.defineProperty(MediaDevices.prototype, "getDisplayMedia", { value: undefined }));
    await teacher.reload();
    await expect(teacher.getByRole("button", { name: "Choose cameras" })).toBeVisible(SLOW);
    await expect(share(teacher)).toHaveCount(0);
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("two people share at once where the teacher allows it", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Two screens", "teacher", "student");
  await Promise.all([offerScreen(teacher, { width: 640, height: 360 }), offerScreen(student, { width: 640, height: 360 })]);
  await expect(share(teacher)).toBeVisible(SLOW);
  await expect(share(student)).toHaveCount(0);

  await teacher.getByRole("button", { name: "How this class is run" }).click();
  await teacher.getByRole("checkbox", { name: "Share their screen" }).check();
  await teacher.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await share(student).click(SLOW);
  await screensMove(teacher, 1);
  await share(teacher).click();
  for (const page of [teacher, student]) {
    await screensMove(page, 2);
    const sizes = await page.locator(".stage__main:has(.tile--screen)").evaluateAll((all) => all.map((one) => (one as HTMLElement).style.cssText.replace(/(left|top):[^;]*;/g, "").trim()));
    expect(new Set(sizes).size, sizes.join(" | ")).toBe(1);
    await expect(screens(page).first()).toContainText(`${NAMES.teacher}’s screen`);
    await expect(screens(page).last()).toContainText(`${NAMES.student}’s screen`);
  }

  await test.step("a scene without a place for it says so, and shows it with a press", async () => {
    await stop(teacher).click();
    await expect(screens(teacher)).toHaveCount(1);
    await whiteboard(teacher).click();
    await expect(screens(teacher)).toHaveCount(0, SLOW);
    await expect(teacher.getByText(`${NAMES.student} shares something that this scene doesn’t show.`)).toBeVisible();
    await teacher.getByRole("button", { name: "Show it" }).click();
    await screensMove(teacher, 1);
  });

  await test.step("what is taken back ends at once", async () => {
    const menu = await about(teacher, "student");
    await menu.getByText("May share their screen").click();
    await expect(screens(teacher)).toHaveCount(0, SLOW);
    await expect(stop(student)).toHaveCount(0);
    await expect(share(student)).toHaveCount(0);
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("text is sharp where it is large, for who comes late too, and nothing comes to a hidden tab", MEASURED, async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Sharp", "teacher", "student");
  await offerScreen(teacher);
  await share(teacher).click(SLOW);
  await notePeers(student);
  await student.addInitScript(() => {
    let hidden = false;
    Object.defineProperty(document, "hidden", { get: () => hidden });
    Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    Object.assign(window, {
      hide: (now: boolean) => {
        hidden = now;
        document.dispatchEvent(new Event("visibilitychange"));
      },
    });
  });
  await student.reload();
  await goIn(student);
  await screensMove(student, 1);
  const video = screens(student).locator("video");
  const sharp = async () => {
    const { height, wanted } = await received(video);
    return height >= Math.min(wanted, 1080) - 1;
  };
  await expect.poll(sharp, { timeout: 20_000, message: "as many lines as the tile has" }).toBe(true);

  await test.step("a hidden tab fetches nothing", async () => {
    const hide = (now: boolean) => student.evaluate((now) => (window as unknown as { hide(now: boolean): void }).hide(now), now);
    await hide(true);
    let last = -1;
    await expect.poll(async () => {
      const [before, now] = [last, await framesInAll(student)];
      last = now;
      return now === before;
    }, { timeout: 20_000, intervals: [2_000] }).toBe(true);
    await hide(false);
    await expect.poll(() => framesInAll(student), SLOW).toBeGreaterThan(last);
    await expect.poll(sharp, { timeout: 20_000 }).toBe(true);
  });

  await test.step("a small picture that is made large comes larger", async () => {
    const small = student.locator(".stage__people video");
    await expect.poll(async () => (await received(small)).frames, SLOW).toBeGreaterThan(0);
    const before = await received(small);
    await student.locator(".stage__people").hover();
    await student.locator(".stage__people").getByRole("button", { name: "Large for me" }).click();
    // How large depends on what the sender's processor can do.
    await expect.poll(async () => (await received(student.locator(".stage__main video"))).height, { timeout: 20_000 }).toBeGreaterThan(before.height);
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("who saves data gets words, board and sound, and no picture, until they say otherwise", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Saving", "teacher", "student");
  await notePeers(student);
  await student.reload();
  await goIn(student);
  await expect.poll(() => framesInAll(student), SLOW).toBeGreaterThan(0);
  const saving = async (on: boolean) => {
    await student.getByRole("button", { name: "Settings" }).click(SLOW);
    await student.getByRole("checkbox", { name: /^Save data/ }).setChecked(on);
    await student.getByRole("button", { name: "Done" }).click();
  };
  await saving(true);
  await expect(student.locator(".stage").getByText("Pictures are off here, to save data.", { exact: false })).toBeVisible();
  await student.reload();
  await goIn(student);
  await expect.poll(() => heard(student), SLOW).toBe(1);
  await expect(student.locator(".stage").getByText("Pictures are off here, to save data.", { exact: false })).toBeVisible();
  expect(await framesInAll(student)).toBe(0);
  await saving(false);
  await expect.poll(() => framesInAll(student), SLOW).toBeGreaterThan(0);
  await expect(student.locator(".stage video")).toHaveCount(1);
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("the stage goes into a small window, follows the class there while the tab is hidden, and comes back", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Popped out", "teacher", "student");
  const home = student.locator(".studio__stage > .stage");
  const button = student.getByRole("button", { name: /^(Stage in a small window|Put the stage back)$/ });
  const opening = student.waitForEvent("popup");
  await button.click(SLOW);
  const small = await opening;
  await expect(home.getByText("The stage is in a small window.")).toBeVisible();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  const picture = small.locator(".stage__main video");
  const moves = async () => {
    const frames = () => picture.evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);
    const before = await frames();
    await expect.poll(frames, SLOW).toBeGreaterThan(before + 2);
  };
  await moves();

  await test.step("hidden, it goes on and follows", async () => {
    await student.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await moves();
    await teacher.getByRole("button", { name: "Stop camera", exact: true }).click(SLOW);
    await expect(small.getByText(`${NAMES.teacher}’s camera is off.`)).toBeVisible({ timeout: 2_000 });
    await offerScreen(teacher);
    await share(teacher).click();
    await screensMove(small, 1, 10_000);
    await expect(screens(small)).toContainText(`${NAMES.teacher}’s screen`);
    await whiteboard(teacher).click();
    await expect(small.locator(".stage__main .board")).toBeVisible(SLOW);
  });

  await small.close();
  await expect(home.locator(".stage__main .board")).toBeVisible();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

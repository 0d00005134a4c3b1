//! What is mended after the class: a recording that waited for its storage, a transcript whose model came later.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { chat, end, goIn, say, schedule } from "./support/class";
import { browserWith, Person } from "./support/people";
import { Lectern } from "./support/server";
import { spoken } from "./support/speech";

/** A slow machine's time for what follows a restart or a recording's way to its storage. */
const SLOW = { timeout: 120_000 };

let lectern: Lectern;
let browser: Browser;

test.beforeAll(async () => {
  const microphone = await spoken("reading", "mending");
  [lectern, browser] = await Promise.all([Lectern.start({ LECTERN_SPEECH_MODEL: "off" }), browserWith({ microphone })]);
});

test.afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("object storage that is away in mid-class, and a speech model that comes after it", async () => {
  const { page } = await Person.signIn(browser, lectern.url, "teacher");
  const session = await schedule(page, "Without storage");
  await page.goto(`/classes/${session}`);
  await goIn(page);
  await expect(page.getByText("Recording", { exact: true })).toBeVisible(SLOW);

  await test.step("the class goes on, and is recorded", async () => {
    await lectern.takeStorage();
    await say(page, "Nobody notices.");
    await expect(page.getByText(/^Live 0:(2[5-9]|[3-5])/)).toBeVisible(SLOW);
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
    await expect(chat(page)).toContainText("Nobody notices.");
    await end(page);
    await page.waitForURL(`**/replays/${session}`);
  });

  await test.step("its replay waits for the recording, then plays all of it", async () => {
    await expect(page.getByText("The recording is being put together.")).toBeVisible(SLOW);
    await page.getByRole("tab", { name: /Chat/ }).click();
    await page.getByRole("button", { name: "Show all" }).click();
    await expect(page.getByRole("tabpanel")).toContainText("Nobody notices.");
    await lectern.giveStorage();
    await page.getByRole("button", { name: "Play the class" }).click(SLOW);
    await expect.poll(() => longest(page), SLOW).toBeGreaterThan(18);
  });

  await test.step("the transcript fails without a model, and is made when the teacher has it tried again", async () => {
    const failed = page.getByRole("status").filter({ hasText: "No transcript" });
    await expect(failed).toBeVisible(SLOW);
    await lectern.kill();
    await lectern.startAgain({ LECTERN_SPEECH_MODEL: "tiny.en" });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(failed).toBeHidden(SLOW);
    await page.getByRole("tab", { name: /Transcript/ }).click();
    await expect(page.locator(".cue").first()).toBeVisible(SLOW);
    await expect(page.getByRole("button", { name: "Try again" })).toBeHidden();
  });

  await test.step("chapters are found in what was said", async () => {
    await page.getByRole("tab", { name: /Chapters/ }).click();
    const found = page.locator(".chapter").filter({ hasText: "found in the text" });
    await expect(found.first()).toBeVisible(SLOW);
    await found.first().click();
    const time = await found.first().locator(".chapter__time").innerText();
    await expect(page.locator(".timeline__time")).toContainText(time);
  });
});

/** Seconds of the longest recording on the page. */
function longest(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...[...document.querySelectorAll("video")].map((video) => video.duration || 0)));
}

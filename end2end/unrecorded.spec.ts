//! A class that nobody records: its replay is what was written in it, and waits for nothing.
import { expect, test, type Browser } from "@playwright/test";
import { chapter, chat, end, goIn, say, schedule } from "./support/class";
import { browserWith, Person } from "./support/people";
import { Lectern } from "./support/server";

/** Longer than the page ever waits between two questions about what is still being made. */
const LOOKS_AGAIN_MS = 60_000;

let lectern: Lectern;
let browser: Browser;

test.beforeAll(async () => {
  [lectern, browser] = await Promise.all([Lectern.start({ RECORDER: "off" }), browserWith()]);
});

test.afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("a class that isn't recorded has a replay without sound and picture", async () => {
  const { page } = await Person.signIn(browser, lectern.url, "teacher");
  const session = await schedule(page, "Off the record");
  await page.goto(`/classes/${session}`);
  await goIn(page);
  await say(page, "Nobody writes this down but us.");
  await chapter(page, "What was said");
  await expect(chat(page)).toContainText("What was said");
  await expect(page.getByText("Recording", { exact: true })).toBeHidden();
  await end(page);
  await page.waitForURL(`**/replays/${session}`);

  await test.step("the page says what there is, and what there won't be", async () => {
    await expect(page.getByText("Nothing was recorded in this class.")).toBeVisible();
    await expect(page.getByRole("tabpanel")).toContainText("This class wasn’t recorded.");
    await expect(page.getByText("The transcript is being made.")).toBeHidden();
    await expect(page.getByRole("button", { name: "Play the class" })).toBeHidden();
    await page.getByRole("tab", { name: /Chapters/ }).click();
    await expect(page.getByRole("tabpanel")).toContainText("What was said");
    await page.getByRole("tab", { name: /Chat/ }).click();
    await page.getByRole("slider", { name: "Class time" }).press("End");
    await expect(page.getByRole("tabpanel")).toContainText("Nobody writes this down but us.");
  });

  await test.step("it doesn't ask again", async () => {
    let asked = 0;
    await page.clock.install();
    page.on("request", (request) => (asked += Number(request.url().includes("/rpc/replay"))));
    await page.reload();
    await expect(page.getByText("Nothing was recorded in this class.")).toBeVisible();
    await page.clock.fastForward(LOOKS_AGAIN_MS);
    await page.evaluate(() => fetch("/healthz"));
    expect(asked, "after a later request has been seen").toBe(0);
  });
});

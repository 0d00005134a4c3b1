//! The main pages in Firefox: sign-in, home, a class with sound and picture both ways, its replay.
import { expect } from "@playwright/test";
import { chat, goIn, say, schedule } from "./support/class";
import { FirefoxWindow, firefox } from "./support/firefox";
import { pictureAdvances } from "./support/media";
import { Person } from "./support/people";
import { test } from "./support/quiet";

/** The media client's word on its channels where LiveKit closes the room of an ended class before the page has left it. */
const ROOM_CLOSED = /^publisher data channel '\w+' closed unexpectedly/;

test("Firefox teaches a class and plays its replay without an error", async ({ here }) => {
  const program = firefox();
  const lacks = program ? undefined : "Firefox isn't installed";
  if (lacks) console.log(`  skipped: ${lacks}`);
  test.skip(lacks !== undefined, lacks);
  const [{ page: assistant }, { page: desk }] = await Promise.all([Person.come(here, "assistant"), Person.come(here, "teacher")]);
  const session = await schedule(desk, "In another browser");
  const teacher = await FirefoxWindow.open(program!, here.lectern.url);
  try {
    await test.step("sign-in and home", async () => {
      await teacher.goto("/sign-in");
      await teacher.fill("#field-email", "teacher@demo.lectern");
      await teacher.fill("#field-password", "lectern-demo");
      await Promise.all([teacher.page.waitForNavigation(), teacher.press("Sign in")]);
      await teacher.mounted();
      await teacher.reads("In another browser");
    });

    await test.step("a class, sound and picture both ways", async () => {
      await teacher.goto(`/classes/${session}`);
      await teacher.press("Start class");
      await assistant.goto(`/classes/${session}`);
      await goIn(assistant);
      await pictureAdvances(assistant);
      await teacher.videosAdvance(2);
      await say(assistant, "Hello, Firefox.");
      await teacher.reads("Hello, Firefox.");
      await teacher.fill("textarea", "Hello, Chromium.");
      await teacher.page.keyboard.press("Enter");
      await expect(chat(assistant)).toContainText("Hello, Chromium.");
      await teacher.reads("Recording");
      expect(teacher.errors).toEqual([]);
    });

    await test.step("its replay", async () => {
      await teacher.press("End class");
      await teacher.press("End class", "dialog[open]");
      await teacher.page.waitForFunction((path) => location.pathname === path, {}, `/replays/${session}`);
      await teacher.mounted();
      await teacher.press("Play the class");
      await teacher.videosAdvance(1);
    });
    expect(teacher.errors.filter((error) => !ROOM_CLOSED.test(error))).toEqual([]);
  } finally {
    await teacher.close();
  }
});

//! Lectern on several machines: one class on two servers, recorded and written down by a worker of its own.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { allGoIn, chat, connected, end, say, schedule } from "./support/class";
import { Grown } from "./support/grown";
import { pictureAdvances } from "./support/media";
import { browserWith, Person } from "./support/people";
import { spoken } from "./support/speech";

/** A slow machine's time for what follows a death. */
const SLOW = { timeout: 120_000 };

let lectern: Grown;
let browser: Browser;

test.beforeAll(async () => {
  const microphone = await spoken("reading", "grown");
  [lectern, browser] = await Promise.all([Grown.start(), browserWith({ microphone })]);
});

test.afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("a class outlives its bus and one of its servers", async () => {
  const [teacher, student] = await Promise.all([
    Person.signIn(browser, lectern.url, "teacher"),
    Person.signIn(browser, lectern.url, "student"),
  ]);
  const session = await schedule(teacher.page, "On two servers");
  const pages = [teacher.page, student.page];
  await allGoIn(session, pages);
  await pictureAdvances(student.page);
  await expect(teacher.page.getByText("Recording", { exact: true })).toBeVisible(SLOW);
  await bothWays(teacher.page, student.page, "at first");

  await test.step("without Redis", async () => {
    await lectern.redis.stop();
    await bothWays(teacher.page, student.page, "without the bus");
    await lectern.redis.start();
    await bothWays(teacher.page, student.page, "with the bus again");
  });

  await test.step("one server dies, then the other", async () => {
    for (const [n, server] of lectern.servers.entries()) {
      await server.kill();
      await bothWays(teacher.page, student.page, `after death ${n}`);
      for (const page of pages) {
        await expect(connected(page)).toBeVisible(SLOW);
        await expect(page.getByText(/unsent/)).toHaveCount(0, SLOW);
      }
      await expect(teacher.page.getByText("2 here")).toBeVisible();
      await server.startAgain();
    }
    await pictureAdvances(student.page);
  });

  await test.step("the worker has recorded it, and writes down what was said", async () => {
    await end(teacher.page);
    await student.page.waitForURL(`**/replays/${session}`, SLOW);
    await teacher.page.waitForURL(`**/replays/${session}`, SLOW);
    await student.page.getByRole("button", { name: "Play the class" }).click(SLOW);
    const at = () => student.page.evaluate(() => Math.max(0, ...[...document.querySelectorAll("video")].map((video) => video.currentTime)));
    await expect.poll(at, SLOW).toBeGreaterThan(0.5);
    await expect(student.page.locator(".cue").first()).toBeVisible(SLOW);
  });
});

/** What one writes the other reads, once. */
async function bothWays(one: Page, other: Page, when: string): Promise<void> {
  for (const [writer, reader] of [[one, other], [other, one]] as const) {
    const text = `${writer === one ? "The teacher" : "The student"} writes ${when}.`;
    await say(writer, text);
    await expect(chat(reader).getByText(text)).toHaveCount(1, SLOW);
  }
}

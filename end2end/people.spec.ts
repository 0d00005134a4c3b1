//! The list of people: who is joining, away, out of reach or speaking, what staff stop, and hundreds of them at once.
import { expect, type Browser, type Page } from "@playwright/test";
import { chat, connected, goIn, say } from "./support/class";
import { crowd, nameOf } from "./support/crowd";
import { MEASURED } from "./support/measured";
import { browserWith, Person } from "./support/people";
import { test as quiet } from "./support/quiet";
import { picture } from "./support/screens";
import { spoken } from "./support/speech";
import { about, classOf, person, SLOW, tab } from "./support/studio";

const test = quiet.extend<{ reader: Browser }>({
  /** Whose microphone hears somebody read: a browser's pretended one beeps, which is no speaking. */
  reader: async ({}, use) => {
    const reader = await browserWith({ microphone: await spoken("reading", "people") });
    await use(reader);
    await reader.close();
  },
});

test("who is joining, speaking, away, and out of reach", async ({ here, reader }) => {
  const { session, teacher, student } = await classOf(here, "Presence", "teacher", "student");
  const other = await Person.come({ ...here, browser: reader }, "student2", {});
  await tab(teacher, "People");

  await test.step("whose sound and picture are on their way is joining", async () => {
    const letThrough = await holdMedia(other.page);
    await other.page.goto(`/classes/${session}`);
    await expect(person(teacher, "student2")).toContainText("Joining", SLOW);
    letThrough();
    await expect(person(teacher, "student2")).not.toContainText("Joining");
  });

  const second = await test.step("two of them look at something else, one with another tab of the class in front", async () => {
    const page = await other.context.newPage();
    await page.goto(`/classes/${session}`);
    await goIn(page);
    await lookAway(other.page, true);
    await lookAway(student, true);
    return page;
  });

  await test.step("who speaks is marked, until staff mute them", async () => {
    await (await about(teacher, "student2")).getByRole("button", { name: "Give the floor" }).click();
    await second.getByRole("button", { name: "Unmute" }).click();
    await expect(person(teacher, "student2").getByText("Speaks")).toBeAttached(SLOW);
    await expect(person(teacher, "student2")).toHaveClass(/person--speaking/);
    await (await about(teacher, "student2")).getByRole("button", { name: "Mute the microphone" }).click();
    await expect(person(teacher, "student2").getByText("Microphone off")).toBeAttached(SLOW);
    await expect(person(teacher, "student2").getByText("Speaks")).toHaveCount(0, SLOW);
    await expect(second.getByRole("button", { name: "Unmute" })).toBeVisible(SLOW);
  });

  await test.step("whose camera is on is seen, until staff stop it", async () => {
    const tile = student.locator(".stage__people video");
    await second.getByRole("button", { name: "Start camera" }).click();
    await expect(person(teacher, "student2").getByText("Camera on")).toBeAttached(SLOW);
    await expect(tile).toHaveCount(1, SLOW);
    await (await about(teacher, "student2")).getByRole("button", { name: "Stop the camera" }).click();
    await expect(person(teacher, "student2").getByText("Camera on")).toHaveCount(0, SLOW);
    await expect(tile).toHaveCount(0, SLOW);
    await expect(second.getByRole("button", { name: "Start camera" })).toBeVisible(SLOW);
  });

  await test.step("who looked away with all tabs is away, and back at once", async () => {
    await expect(person(teacher, "student")).toContainText("Away", { timeout: 60_000 });
    await expect(person(teacher, "student2")).not.toContainText("Away");
    await picture(teacher, "people-away");
  });

  await test.step("who lost the network is coming back, and then does, still looking at something else", async () => {
    await student.context().setOffline(true);
    await expect(student.getByText("Reconnecting")).toBeVisible(SLOW);
    await expect(person(teacher, "student")).toContainText("Reconnecting", { timeout: 60_000 });
    await student.context().setOffline(false);
    await expect(person(teacher, "student")).not.toContainText("Reconnecting", SLOW);
    await expect(person(teacher, "student")).not.toContainText("Not here now");
    await expect(connected(student)).toBeVisible({ timeout: 60_000 });
    await expect(person(teacher, "student")).toContainText("Away", { timeout: 60_000 });
  });

  await test.step("until they look at the class again", async () => {
    await lookAway(student, false);
    await expect(person(teacher, "student")).not.toContainText("Away");
    await tab(teacher, "Chat");
    await say(student, "Here I am again.");
    await expect(chat(teacher)).toContainText("Here I am again.");
  });
});

test("hundreds of people", MEASURED, async ({ alone: here }) => {
  const PEOPLE = 300;
  const { session, teacher } = await classOf(here, "A full hall", "teacher");
  await crowd(here.browser, here.lectern, session, PEOPLE);
  const lines = teacher.locator(".person");
  const line = (n: number) => lines.filter({ hasText: nameOf(n) });
  await expect(teacher.getByText(`${PEOPLE + 1} here`)).toBeVisible(SLOW);
  await tab(teacher, "People");
  await expect(line(1)).toBeVisible();

  await test.step("those in sight are drawn, wherever one scrolls, and each says its place", async () => {
    expect(await lines.count()).toBeLessThan(80);
    await expect(line(1)).toHaveAttribute("aria-posinset", "2");
    await expect(line(1)).toHaveAttribute("aria-setsize", `${PEOPLE + 1}`);
    await scroll(teacher, 1);
    await expect(line(PEOPLE)).toBeInViewport();
    expect(await lines.count()).toBeLessThan(80);
    await scroll(teacher, 0.5);
    await expect(line(PEOPLE / 2)).toBeInViewport();
    await expect(line(PEOPLE / 2)).toHaveAttribute("aria-posinset", `${PEOPLE / 2 + 1}`);
    expect(await lines.count()).toBeLessThan(80);
  });

  await test.step("anybody is found by their name, and can be acted on", async () => {
    await teacher.getByRole("searchbox", { name: "Find somebody" }).fill("student 21");
    await expect(lines).toHaveCount(13);
    await expect(teacher.getByText("13 people", { exact: true })).toBeVisible();
    await picture(teacher, "people-many");
    await teacher.getByRole("searchbox", { name: "Find somebody" }).fill(nameOf(217));
    await expect(lines).toHaveCount(1);
    await line(217).getByRole("button", { name: /What to do about/ }).click();
    await teacher.locator("#person-menu").getByRole("button", { name: "Send out" }).click();
    await teacher.getByRole("dialog").getByRole("button", { name: "Send out" }).click();
    await expect(line(217)).toContainText("Sent out", SLOW);
    await expect(teacher.getByText(`${PEOPLE} here`)).toBeVisible();
    await teacher.getByRole("searchbox", { name: "Find somebody" }).fill("nobody of that name");
    await expect(teacher.getByText("Nobody found")).toBeVisible();
    await teacher.getByRole("searchbox", { name: "Find somebody" }).press("Escape");
    await expect(line(1)).toBeVisible();
  });
});

/** The page's way to the media server, shut until what this gives is called. */
async function holdMedia(page: Page): Promise<() => void> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  await page.routeWebSocket(/\/rtc/, async (socket) => {
    await opened;
    socket.connectToServer();
  });
  return open;
}

/** Puts another window before the page, or takes it away. */
async function lookAway(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

/** Brings the list to so much of its length. */
async function scroll(page: Page, part: number): Promise<void> {
  await page.locator(".panel__body:has(.people)").evaluate((body, part) => {
    body.scrollTop = (body.scrollHeight - body.clientHeight) * part;
  }, part);
}

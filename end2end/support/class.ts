//! What people do in a class, in the words of its page.
import { expect, type Locator, type Page } from "@playwright/test";

/** A slow machine's time for what follows a press. */
const SLOW = { timeout: 60_000 };

/** The demo course, which has the same id in every installation (crates/store/src/seed.rs). */
const COURSE = "0001ec7e-0000-7000-8000-000000000002";

/** Says when a class is to be: among this week's, and still to come at whatever hour the tests run. */
export async function setTime(page: Page): Promise<void> {
  await page.getByLabel("Date").fill(inTwoDays());
  await page.getByLabel("Start").fill("12:00");
}

function inTwoDays(): string {
  return new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
}

/** Plans a class of the demo course, as the form does that `class`, `calendar` and `trouble` fill in, and gives its id. */
export async function schedule(page: Page, title: string, { lobby = false, lesson = "" } = {}): Promise<string> {
  const session = crypto.randomUUID();
  const form = {
    session, command: crypto.randomUUID(), title, course: COURSE, lesson,
    date: inTwoDays(), time: "12:00", length: "60", zone: "UTC", ...(lobby && { lobby: "on" }),
  };
  // A connection kept open may be one that the server has given up meanwhile.
  const answer = await page.request.post("/classes/new", { form, maxRedirects: 0, headers: { connection: "close" } });
  expect(answer.headers().location, "the class is planned").toBe("/");
  return session;
}

/** The class that a link on the home page leads to. */
export async function sessionOf(link: Locator): Promise<string> {
  return /classes\/([0-9a-f-]{36})/.exec((await link.getAttribute("href")) ?? "")![1]!;
}

/** Into the class, which begins where it hasn't: through the preview, where the person has something to show. */
export async function goIn(page: Page): Promise<void> {
  const enter = page.getByRole("button", { name: /^(Start|Join) class$/ });
  await expect(enter.or(chat(page)).first()).toBeVisible(SLOW);
  // Who was in it just now goes in again by themselves, perhaps before the press.
  await expect(async () => {
    if (await enter.isVisible()) await enter.click({ timeout: 2_000 });
    await expect(chat(page)).toBeVisible({ timeout: 2_000 });
  }).toPass(SLOW);
}

/** All into the class: the first begins it, and the others come together. */
export async function allGoIn(session: string, [first, ...others]: Page[]): Promise<void> {
  const enter = async (page: Page) => {
    await page.goto(`/classes/${session}`);
    await goIn(page);
  };
  await enter(first!);
  await Promise.all(others.map(enter));
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("textbox", { name: "Message" }).press("Enter");
  await expect(chat(page)).toContainText(text);
}

export async function chapter(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "New chapter" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Begin chapter" }).click();
  await expect(chat(page)).toContainText(title);
}

export async function end(page: Page): Promise<void> {
  await page.getByRole("button", { name: "End class" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "End class" }).click();
}

/** The connection's state where both channels are open; a machine that does everything at once is weak or busy. */
export function connected(page: Page): Locator {
  return page.getByText(/^(Connected|Weak connection|This device is busy)$/);
}

export function chat(page: Page): Locator {
  return page.getByRole("log", { name: "Chat" });
}

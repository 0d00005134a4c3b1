//! Phones: upright, on their side and very small, turned in the middle of a class; and a focus that stays where it is whatever
//! others do.
import { expect, type Page } from "@playwright/test";
import { end } from "./support/class";
import { test } from "./support/quiet";
import { offerScreen, screensMove } from "./support/screen";
import { classOf, SLOW, tab } from "./support/studio";

const SIZES = [[360, 640], [640, 360], [320, 256]] as const;

const whiteboard = (page: Page) => page.locator(".controls").getByRole("button", { name: "Whiteboard", exact: true });

/** Whether all of an element is in the window as it is, and nothing lies over its middle. */
async function inSight(page: Page, selector: string): Promise<string> {
  return page.evaluate((selector) => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) return `${selector} isn't there`;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5) return `${selector} is at ${[left, top, right, bottom].map(Math.round)} of ${innerWidth}×${innerHeight}`;
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return element.contains(hit) || hit?.contains(element) ? "" : `${selector} is covered by ${hit?.className}`;
  }, selector);
}

test("a phone shows the whole stage and what is pressed most, however it is held", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Phone", "teacher", "student");
  await whiteboard(teacher).click(SLOW);
  await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
  await expect(student.locator(".stage__people video")).toHaveCount(1, SLOW);
  await teacher.getByRole("button", { name: "How this class is run" }).click();
  await teacher.getByRole("checkbox", { name: "Be heard" }).check();
  await teacher.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expect(student.getByRole("button", { name: "Unmute" })).toBeVisible(SLOW);
  await student.getByRole("textbox", { name: "Message" }).fill("typed before it turned");

  for (const [width, height] of [...SIZES, SIZES[0]]) {
    await test.step(`${width}×${height}`, async () => {
      await student.setViewportSize({ width, height });
      await student.evaluate(() => scrollTo(0, 0));
      for (const what of [".stage", '[aria-label="Unmute"]', '[aria-label="Raise your hand"]', '[aria-label="Leave"]']) {
        await expect.poll(() => inSight(student, what), { message: what }).toBe("");
      }
      const stage = (await student.locator(".stage").boundingBox())!;
      const camera = (await student.locator(".stage__people").boundingBox())!;
      expect(stage.width / stage.height).toBeCloseTo(16 / 9, 1);
      expect(camera.width * camera.height).toBeLessThanOrEqual((stage.width * stage.height) / 4);
      expect(await student.getByRole("textbox", { name: "Message" }).inputValue()).toBe("typed before it turned");
      expect(await student.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });
  }
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("the focus stays while others change scene and share", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Focus", "teacher", "student");
  await offerScreen(teacher, { width: 640, height: 360 });
  await tab(student, "Chat");
  const focused = () => student.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName);
  const places = [student.getByRole("textbox", { name: "Message" }), student.getByRole("button", { name: "Raise your hand" }), student.getByRole("button", { name: "Settings" })];
  for (const place of places) {
    await place.focus();
    const before = await focused();
    await whiteboard(teacher).click(SLOW);
    await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
    await teacher.getByRole("button", { name: "Share your screen" }).click();
    await screensMove(student, 1);
    await teacher.getByRole("button", { name: "Stop sharing" }).click();
    await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
    await teacher.getByRole("button", { name: "Put the whiteboard away" }).click();
    await expect(student.locator(".stage__main video")).toHaveCount(1, SLOW);
    expect(await focused()).toBe(before);
  }
  // What had the focus on the stage and is gone hands it to its successor, never to nobody.
  await teacher.getByRole("button", { name: "Share your screen" }).click();
  await screensMove(student, 1);
  await student.locator(".stage__people").getByRole("button", { name: "Large for me" }).focus();
  await teacher.getByRole("button", { name: "Stop sharing" }).click();
  await expect(student.locator(".tile--screen")).toHaveCount(0, SLOW);
  await expect.poll(() => student.evaluate(() => document.activeElement === document.body)).toBe(false);
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

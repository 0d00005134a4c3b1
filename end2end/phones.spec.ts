//! Phones: upright, on their side and very small, turned in the middle of a class; and a focus that stays where it is whatever
//! others do.
import { expect, type Page } from "@playwright/test";
import { end } from "./support/class";
import { pdf, written } from "./support/pdf";
import { test } from "./support/quiet";
import { offerScreen, screensMove } from "./support/screen";
import { picture } from "./support/screens";
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

/** Brings a deck of three pages of 16:9 and shows it. */
async function showSlides(teacher: Page): Promise<void> {
  await teacher.getByRole("button", { name: "Slides", exact: true }).click();
  const dialog = teacher.getByRole("dialog", { name: "Slides" });
  const buffer = pdf(["one", "two", "three"].map((word) => written(`Page ${word}`)));
  await dialog.locator(".slides__bring input[type=file]").setInputFiles({ name: "pages.pdf", mimeType: "application/pdf", buffer });
  await dialog.locator(".slides__file").getByRole("button", { name: /^Show/ }).click(SLOW);
}

const slide = (page: Page) => page.locator(".slides__page:not([hidden])");

async function onPage(page: Page, number: number): Promise<void> {
  await expect(slide(page)).toHaveAttribute("alt", `Page ${number} of 3`, SLOW);
  await expect.poll(() => slide(page).evaluate((image: HTMLImageElement) => image.naturalWidth), SLOW).toBeGreaterThan(200);
}

test("a whole page of slides is seen on a phone, with what turns it in one row and the rest in a menu", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Small slides", "teacher", "student");
  await showSlides(teacher);
  for (const page of [teacher, student]) await onPage(page, 1);
  for (const [width, height] of [[360, 640], [390, 844], [640, 360], [360, 640]] as const) {
    for (const [who, page] of [["teacher", teacher], ["student", student]] as const) {
      await test.step(`${who} at ${width}×${height}`, async () => {
        await page.setViewportSize({ width, height });
        await page.evaluate(() => scrollTo(0, 0));
        const all = () => page.evaluate(() => {
          const of = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
          const [stage, sheet, tools] = [".slides", ".slides__page:not([hidden])", ".slides__tools"].map(of) as [DOMRect, DOMRect, DOMRect];
          return {
            whole: sheet.top >= stage.top - 1 && sheet.bottom <= tools.top + 1 && sheet.left >= stage.left - 1 && sheet.right <= stage.right + 1,
            ratio: Math.round((sheet.width / sheet.height) * 100) / 100,
            row: tools.height <= 48 && tools.width <= stage.width && tools.bottom <= innerHeight,
            large: sheet.height > 0.7 * stage.height,
          };
        });
        await expect.poll(all, SLOW).toEqual({ whole: true, ratio: 1.78, row: true, large: true });
      });
    }
  }
  await test.step("the rest opens above the row, and closes with a press or Escape", async () => {
    const more = teacher.getByRole("button", { name: "More for these slides" });
    const presenter = teacher.getByRole("button", { name: "Presenter view" });
    await expect(presenter).toBeHidden();
    await more.click();
    await expect(presenter).toBeVisible();
    await picture(teacher, "slides-more");
    await teacher.setViewportSize({ width: 360, height: 640 });
    await presenter.press("Escape");
    await expect(presenter).toBeHidden();
    await expect(more).toBeFocused();
    await more.press("Enter");
    await teacher.getByRole("button", { name: "All pages" }).click();
    await expect(more).toBeFocused();
    await expect(teacher.locator(".slides__strip")).toBeVisible();
    await expect(student.getByRole("button", { name: "More for these slides" })).toHaveCount(0);
  });
  await teacher.setViewportSize({ width: 1440, height: 900 });
  await expect(teacher.getByRole("button", { name: "Presenter view" })).toBeVisible();
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("the screen is filled and left by button, key and Escape, and the focus is never lost", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Full", "teacher", "student");
  await showSlides(teacher);
  for (const page of [teacher, student]) await onPage(page, 1);
  const full = student.getByRole("button", { name: /^(Fill the screen|Leave the full screen)$/ });
  const isFull = () => student.evaluate(() => document.fullscreenElement !== null);
  const lost = () => student.evaluate(() => document.activeElement === document.body || document.activeElement === null);
  const stage = () => student.locator(".stage").evaluate((stage) => stage.getBoundingClientRect().height / innerHeight);

  await test.step("by its button, where the arrows turn pages at once", async () => {
    const before = await stage();
    await full.click(SLOW);
    await expect.poll(isFull).toBe(true);
    await expect(full).toBeFocused();
    await expect(full).toHaveAttribute("aria-pressed", "true");
    await expect(student.getByRole("region", { name: "Controls" })).toBeVisible();
    await expect(student.getByRole("textbox", { name: "Message" })).toBeHidden();
    await expect.poll(stage).toBeGreaterThan(before * 1.1);
    await teacher.locator("body").press("ArrowRight");
    await onPage(student, 2);
    await student.keyboard.press("ArrowLeft");
    await onPage(student, 1);
    await expect(full).toBeFocused();
    await expect(student.getByRole("button", { name: "Back to the class" })).toBeVisible();
    await student.keyboard.press("ArrowRight");
    await onPage(student, 2);
    await picture(student, "full-screen");
    await student.setViewportSize({ width: 1440, height: 900 });
    await full.click();
    await expect.poll(isFull).toBe(false);
    await expect(full).toBeFocused();
    await expect(student.getByRole("textbox", { name: "Message" })).toBeVisible();
  });

  await test.step("by Escape, from where one is on the stage", async () => {
    await full.click();
    await expect.poll(isFull).toBe(true);
    const next = student.getByRole("button", { name: "Previous page" });
    await next.focus();
    await teacher.locator("body").press("ArrowRight");
    await onPage(student, 3);
    await student.evaluate(() => document.exitFullscreen());
    await expect.poll(isFull).toBe(false);
    await expect(next).toBeFocused();
    await expect(full).toHaveAttribute("aria-pressed", "false");
  });

  await test.step("by its key, and what is hidden hands the focus on", async () => {
    await student.getByRole("tab", { name: /^Chat/ }).focus();
    await student.keyboard.press("f");
    await expect.poll(isFull).toBe(true);
    expect(await lost()).toBe(false);
    await student.keyboard.press("f");
    await expect.poll(isFull).toBe(false);
    expect(await lost()).toBe(false);
    await student.getByRole("textbox", { name: "Message" }).press("f");
    expect(await isFull(), "a letter where somebody writes").toBe(false);
    await student.getByRole("textbox", { name: "Message" }).press("Backspace");
    await student.getByRole("textbox", { name: "Message" }).press("ArrowRight");
    await onPage(student, 3);
  });
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

//! Drawing on slides: what is drawn stays with its page and its place there, for the class, late joiners and the replay.
import { expect, type Locator, type Page } from "@playwright/test";
import { end, goIn } from "./support/class";
import { pdf, type PdfPage, written } from "./support/pdf";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { about, mounted, SLOW, writtenClassOf } from "./support/studio";
import { choose, more, surface, tools } from "./support/whiteboard";

function slide(page: Page): Locator {
  return page.locator(".slides__page:not([hidden])");
}

async function shows(page: Page, number: number, pages: number): Promise<void> {
  await expect(slide(page)).toHaveAttribute("alt", `Page ${number} of ${pages}`, SLOW);
  await expect.poll(() => slide(page).evaluate((image: HTMLImageElement) => image.naturalWidth), SLOW).toBeGreaterThan(200);
}

/** What is drawn on the page, in words, for who only looks at it. */
function ink(page: Page): Locator {
  return page.getByRole("img", { name: /^Drawn on this page/ });
}

/** A place of the page's picture in hundredths, in pixels of the window. */
async function onSlide(page: Page, [x, y]: [number, number]): Promise<[number, number]> {
  const box = (await slide(page).boundingBox())!;
  return [box.x + (box.width * x) / 100, box.y + (box.height * y) / 100];
}

/** Draws between places of the page. */
async function drawOn(page: Page, ...spots: [number, number][]): Promise<void> {
  const [first, ...rest] = await Promise.all(spots.map((spot) => onSlide(page, spot)));
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const spot of rest) await page.mouse.move(...spot, { steps: 8 });
  await page.mouse.up();
}

/** Waits until there is ink, or none, within a hundredth of a place of the page. */
async function hasInk(page: Page, spot: [number, number], isThere = true): Promise<void> {
  await expect
    .poll(async () => {
      const [x, y] = await onSlide(page, spot);
      const reach = (await slide(page).boundingBox())!.width / 100;
      return page.locator(".board--slides .board__canvas").first().evaluate(
        (canvas: HTMLCanvasElement, [x, y, reach]) => {
          const box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width;
          const [left, top, side] = [(x! - box.left - reach!) * ratio, (y! - box.top - reach!) * ratio, 2 * reach! * ratio];
          const { data } = canvas.getContext("2d")!.getImageData(left, top, Math.ceil(side), Math.ceil(side));
          return data.some((value, at) => at % 4 === 3 && value > 100);
        },
        [x, y, reach],
      );
    }, SLOW)
    .toBe(isThere);
}

/** The dialog with the class's decks. */
async function decks(page: Page): Promise<Locator> {
  const dialog = page.getByRole("dialog", { name: "Slides" });
  if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Slides", exact: true }).click();
  return dialog;
}

function file(name: string, pages: PdfPage[]): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: "application/pdf", buffer: pdf(pages) };
}

test("a teacher and a student draw on slides, and what they draw stays on its page", async ({ here }) => {
  test.setTimeout(120_000);
  const { session, teacher, student } = await writtenClassOf(here, "Ink", "teacher", "student");
  const waves = [1, 2, 3].map((n) => written(`Wave of the number ${n}`));
  const turned = { attributes: "/MediaBox[0 0 595 842]/Rotate 90", content: "" };

  await test.step("the teacher draws on two corners of a page, and the class sees it there", async () => {
    const dialog = await decks(teacher);
    await dialog.locator(".slides__bring input[type=file]").setInputFiles(file("waves.pdf", [...waves, turned]));
    await expect(dialog.getByText("4 pages")).toBeVisible(SLOW);
    await dialog.getByRole("button", { name: /^Show .*waves/ }).click(SLOW);
    for (const page of [teacher, student]) await shows(page, 1, 4);
    await expect(student.getByRole("button", { name: "Draw on this page" })).toBeHidden();
    await teacher.getByRole("button", { name: "Draw on this page" }).click();
    await expect(surface(teacher)).toBeFocused(SLOW);
    await expect(tools(teacher)).toBeVisible(SLOW);
    await drawOn(teacher, [2, 3], [8, 3]);
    await drawOn(teacher, [92, 60], [97, 60]);
    await expect(ink(student)).toHaveAttribute("aria-label", /Stroke, by Vera Lindqvist.*Stroke, by Vera/, SLOW);
    for (const page of [teacher, student]) {
      await hasInk(page, [5, 3]);
      await hasInk(page, [95, 60]);
      await hasInk(page, [50, 30], false);
    }
    await picture(teacher, "slides-drawing");
  });

  await test.step("it is moved and enlarged with the page", async () => {
    await surface(teacher).press("+");
    await expect.poll(async () => (await slide(student).boundingBox())!.width / (await student.locator(".slides").boundingBox())!.width, SLOW).toBeGreaterThan(1.3);
    await surface(teacher).press("Shift+ArrowRight");
    await surface(teacher).press("0");
    for (const page of [teacher, student]) await hasInk(page, [95, 60]);
  });

  await test.step("the page is turned, and turned back", async () => {
    await surface(teacher).press("ArrowRight");
    for (const page of [teacher, student]) await shows(page, 2, 4);
    await hasInk(student, [5, 3], false);
    await expect(ink(student)).toBeHidden();
    await drawOn(teacher, [40, 60], [60, 60]);
    await hasInk(student, [50, 60]);
    await teacher.getByRole("group", { name: "Pages" }).getByRole("button", { name: "Page before" }).click();
    for (const page of [teacher, student]) {
      await shows(page, 1, 4);
      await hasInk(page, [5, 3]);
      await hasInk(page, [50, 60], false);
    }
  });

  await test.step("a student draws while they may, and undo is the teacher's own", async () => {
    const menu = await about(teacher, "student");
    await menu.getByLabel("May draw").check();
    await teacher.keyboard.press("Escape");
    await student.getByRole("button", { name: "Draw on this page" }).click(SLOW);
    await expect(tools(student)).toBeVisible(SLOW);
    await drawOn(student, [40, 20], [60, 20]);
    await hasInk(teacher, [50, 20]);
    await teacher.getByRole("button", { name: "Undo what you did" }).click();
    await expect(student.getByText(/not saved yet/)).toBeHidden(SLOW);
    await hasInk(student, [50, 20]);
    await student.getByRole("button", { name: "Done" }).click();
    await expect(student.getByRole("button", { name: "Draw on this page" })).toBeFocused(SLOW);
  });

  await test.step("the page with what is drawn on it is a picture", async () => {
    const coming = teacher.waitForEvent("download", SLOW);
    await more(teacher, "This page as PNG");
    expect((await coming).suggestedFilename()).toBe("slides-page-1.png");
  });

  await test.step("who comes late sees it, on a page that lies on its side, too", async () => {
    for (const page of [2, 3, 4]) {
      await surface(teacher).press("PageDown");
      await shows(teacher, page, 4);
    }
    await drawOn(teacher, [2, 96], [6, 96]);
    await hasInk(teacher, [4, 96]);
    await student.goto(`/classes/${session}`);
    await goIn(student);
    await shows(student, 4, 4);
    await hasInk(student, [4, 96]);
    await student.setViewportSize({ width: 390, height: 844 });
    await hasInk(student, [4, 96]);
  });

  await test.step("a newer file keeps it on the page with the same words", async () => {
    await teacher.getByRole("button", { name: "Done" }).click();
    await teacher.getByLabel("Page", { exact: true }).fill("1");
    await teacher.getByLabel("Page", { exact: true }).press("Enter");
    await shows(student, 1, 4);
    const newer = file("waves-2.pdf", [written("A page before all"), ...waves, turned]);
    await (await decks(teacher)).getByLabel(/^Replace by a newer file: .*waves/).setInputFiles(newer);
    for (const page of [teacher, student]) await shows(page, 2, 5);
    await teacher.getByRole("dialog", { name: "Slides" }).getByRole("button", { name: "Close" }).click();
    for (const page of [teacher, student]) await hasInk(page, [5, 3]);
  });

  await test.step("the replay has it, each at its moment", async () => {
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    await mounted(student);
    await student.setViewportSize({ width: 1440, height: 900 });
    const slider = student.getByRole("slider", { name: "Class time" });
    await expect(slider).toHaveAttribute("aria-valuemax", /\d/, SLOW);
    const bounds = (await slider.boundingBox())!;
    const goTo = (part: number): Promise<void> => student.mouse.click(bounds.x + bounds.width * part, bounds.y + bounds.height / 2);
    await slider.press("End");
    await shows(student, 2, 5);
    await hasInk(student, [5, 3]);
    // The old deck has its own, up to the moment when it was replaced.
    const is = (): Promise<string | null> => slide(student).getAttribute("alt", { timeout: 500 }).catch(() => null);
    for (let at = 59; at > 0 && (await is()) !== "Page 4 of 4"; at--) await goTo(at / 60);
    await shows(student, 4, 4);
    await hasInk(student, [4, 96]);
  });
});

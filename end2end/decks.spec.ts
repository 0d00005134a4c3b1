//! What a teacher does with decks: names, replaces and removes them, looks closer with everybody, presents with notes, and describes
//! what has no words; and files that are hard to draw or can't be shown.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { expect, type Locator, type Page } from "@playwright/test";
import { end } from "./support/class";
import { pdf, stream, WIDE, written, type PdfPage } from "./support/pdf";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { root } from "./support/server";
import { classOf, mounted, SLOW } from "./support/studio";

const MADE = join(root, "crates/decks/tests/made");

async function open(page: Page): Promise<Locator> {
  const dialog = page.getByRole("dialog", { name: "Slides" });
  if (!(await dialog.isVisible())) await page.getByRole("button", { name: "Slides", exact: true }).click();
  return dialog;
}

async function bring(page: Page, ...files: [string, Buffer][]): Promise<Locator> {
  const dialog = await open(page);
  const all = files.map(([name, buffer]) => ({ name, mimeType: "application/pdf", buffer }));
  await dialog.locator(".slides__bring input[type=file]").setInputFiles(all);
  return dialog;
}

/** A deck's line in the dialog. */
function line(dialog: Locator, name: string): Locator {
  return dialog.locator(".slides__file").filter({ has: dialog.page().locator(".slides__name", { hasText: name }) });
}

async function show(page: Page, name: string): Promise<void> {
  await line(await open(page), name).getByRole("button", { name: /^Show/ }).click(SLOW);
}

function slide(page: Page): Locator {
  return page.locator(".slides__page:not([hidden])");
}

async function shows(page: Page, number: number, pages: number): Promise<void> {
  await expect(slide(page)).toHaveAttribute("alt", `Page ${number} of ${pages}`, SLOW);
  await expect.poll(() => slide(page).evaluate((image: HTMLImageElement) => image.naturalWidth), SLOW).toBeGreaterThan(200);
}

/** The part of the page that fills the stage: its middle and how much larger the page is, whatever the stage's size. */
function part(page: Page): Promise<number[]> {
  return slide(page).evaluate((image) => {
    const stage = image.closest(".slides")!.getBoundingClientRect();
    const { left, top, width, height } = image.getBoundingClientRect();
    const whole = Math.min(stage.width, (stage.height * width) / height);
    const middle = [(stage.left + stage.width / 2 - left) / width, (stage.top + stage.height / 2 - top) / height];
    return [...middle, width / whole].map((figure) => Math.round(figure * 100) / 100);
  });
}

test("a deck is named, looked at closely, replaced by a newer file and removed, and the replay has what was shown", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Decks", "teacher", "student");
  const numbers = [1, 2, 3, 4, 5];
  const old = pdf(numbers.map((n) => written(`Energy stays, page ${n}`)));
  const newer = pdf([written("A page before all"), ...numbers.map((n) => written(`Energy stays, page ${n}`))]);

  await test.step("it gets another name", async () => {
    const dialog = await bring(teacher, ["energy.pdf", old]);
    await expect(line(dialog, "energy.pdf").getByText("5 pages")).toBeVisible(SLOW);
    await dialog.getByRole("button", { name: /^Rename .*energy/ }).click();
    await dialog.getByRole("textbox", { name: "Name of the slides" }).fill("Energy");
    await dialog.getByRole("textbox", { name: "Name of the slides" }).press("Enter");
    await expect(line(dialog, "Energy")).toBeVisible(SLOW);
    await picture(teacher, "decks");
  });

  await test.step("everybody looks closer, and at the same part", async () => {
    await show(teacher, "Energy");
    for (const page of [teacher, student]) await shows(page, 1, 5);
    await teacher.locator("body").press("+");
    await teacher.locator("body").press("+");
    await teacher.locator("body").press("Shift+ArrowRight");
    await expect.poll(() => part(student), SLOW).toEqual([0.57, 0.5, 2.25]);
    expect(await part(teacher)).toEqual([0.57, 0.5, 2.25]);
    await expect(teacher.getByRole("button", { name: "Whole page, now at 225%" })).toBeVisible();
    await picture(teacher, "slides-zoom");
    const { x, y, width, height } = (await teacher.locator(".slides").boundingBox())!;
    await teacher.mouse.move(x + width / 2, y + height / 2);
    await teacher.mouse.down();
    await teacher.mouse.move(x + width / 2 + 60, y + height / 2 + 20, { steps: 4 });
    await teacher.mouse.up();
    const same = async () => {
      const both = [await part(teacher), await part(student)].map(String);
      return both[0] === both[1] && both[0] !== String([0.57, 0.5, 2.25]);
    };
    await expect.poll(same, SLOW).toBe(true);
    await student.reload();
    await expect.poll(same, SLOW).toBe(true);
    await expect(student.getByRole("button", { name: /^Zoom/ })).toHaveCount(0);
    await teacher.getByRole("button", { name: /^Whole page/ }).click();
    await expect.poll(() => part(student), SLOW).toEqual([0.5, 0.5, 1]);
    await teacher.getByRole("textbox", { name: "Message" }).press("+");
    expect(await part(teacher), "a sign where somebody writes").toEqual([0.5, 0.5, 1]);
  });

  await test.step("a newer file takes its place at the page with the same words", async () => {
    for (let n = 0; n < 2; n++) await teacher.getByRole("button", { name: "Next page" }).click();
    for (const page of [teacher, student]) await shows(page, 3, 5);
    const dialog = await open(teacher);
    const replace = dialog.getByLabel(/^Replace by a newer file: .*Energy/);
    await replace.setInputFiles({ name: "energy-2.pdf", mimeType: "application/pdf", buffer: newer });
    for (const page of [teacher, student]) await shows(page, 4, 6);
    await expect(student.locator(".slides__text")).toHaveText("Energy stays, page 3", SLOW);
    await expect(line(dialog, "energy-2.pdf").getByText("6 pages")).toBeVisible(SLOW);
    await expect(dialog.locator(".slides__name")).toHaveText(["energy-2.pdf"]);
  });

  await test.step("it is removed, and leaves every stage", async () => {
    const dialog = await open(teacher);
    await dialog.getByRole("button", { name: /^Remove .*energy-2/ }).click();
    await expect(dialog.getByText("Pages that were shown stay in the replay.")).toBeVisible();
    await dialog.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(dialog.getByText("No slides yet.")).toBeVisible(SLOW);
    await dialog.getByRole("button", { name: "Close" }).click();
    for (const page of [teacher, student]) await expect(page.locator(".stage").getByText("No slides yet.")).toBeVisible(SLOW);
  });

  await test.step("the replay shows the pages of both as they were shown", async () => {
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    await mounted(student);
    const seen = new Set<string>();
    const slider = student.getByRole("slider", { name: "Class time" });
    const length = Number(await slider.getAttribute("aria-valuemax", SLOW));
    const bounds = (await slider.boundingBox())!;
    for (let at = 0; at < length; at += 1) {
      await student.mouse.click(bounds.x + (bounds.width * at) / length, bounds.y + bounds.height / 2);
      const alt = await slide(student).getAttribute("alt", { timeout: 500 }).catch(() => null);
      if (!alt) continue;
      const loaded = () => slide(student).evaluate((image: HTMLImageElement) => image.naturalWidth).catch(() => 0);
      await expect.poll(loaded, SLOW).toBeGreaterThan(200);
      seen.add(alt);
    }
    expect([...seen]).toEqual(expect.arrayContaining(["Page 1 of 5", "Page 3 of 5", "Page 4 of 6"]));
  });
});

test("a teacher presents with notes and an outline, and describes what has no words", async ({ here }) => {
  const { teacher, student } = await classOf(here, "Presenting", "teacher", "student");
  const box: PdfPage = { content: "1 0 0 rg 100 100 400 200 re f", note: "Point at the box." };
  const deck = pdf([written("Waves", "Say hello to everybody."), written("In ropes"), box, written("Thanks")], {
    headings: [["Beginning", 1], ["A picture", 3]],
  });
  await bring(teacher, ["waves.pdf", deck]);
  await show(teacher, "waves.pdf");
  for (const page of [teacher, student]) await shows(page, 1, 4);

  await test.step("who presents sees notes, the next page and the time, and nobody else does", async () => {
    await teacher.getByRole("button", { name: "Presenter view" }).click();
    const view = teacher.getByRole("region", { name: "Presenter view" });
    await expect(view.getByText("Say hello to everybody.")).toBeVisible(SLOW);
    await expect(view.getByAltText("Page 2")).toBeVisible();
    await expect(view.locator(".presenter__times")).toHaveText(/\d\d:\d\d.*\d+:\d\d/);
    await picture(teacher, "presenter");
    await teacher.locator("body").press("ArrowRight");
    await expect(view.getByText("No notes to this page.")).toBeVisible(SLOW);
    await view.getByRole("button", { name: /A picture/ }).click();
    await expect(view.getByText("Point at the box.")).toBeVisible(SLOW);
    for (const page of [teacher, student]) await shows(page, 3, 4);
    await expect(student.getByRole("button", { name: /Presenter|Outline/ })).toHaveCount(0);
    expect(await student.content()).not.toContain("Point at the box");
  });

  await test.step("the view goes into a window of its own, works there, and comes back when that is closed or the view is left", async () => {
    const view = teacher.getByRole("region", { name: "Presenter view" });
    const popOut = async () => {
      const opening = teacher.waitForEvent("popup");
      await view.getByRole("button", { name: "In a window of its own" }).click();
      return opening;
    };
    const own = await popOut();
    await expect(own.getByText("Point at the box.")).toBeVisible();
    await expect(view).toHaveCount(0);
    await own.locator("body").press("ArrowRight");
    await expect(own.getByText("No notes to this page.")).toBeVisible(SLOW);
    await own.getByRole("button", { name: /A picture/ }).click();
    await expect(own.getByText("Point at the box.")).toBeVisible(SLOW);
    for (const page of [teacher, student]) await shows(page, 3, 4);
    await own.close();
    await expect(view.getByText("Point at the box.")).toBeVisible();
    const again = await popOut();
    const gone = again.waitForEvent("close");
    await teacher.getByRole("button", { name: "Leave presenter view" }).click();
    await gone;
    await expect(view).toHaveCount(0);
  });

  await test.step("a page without words says so, until the teacher says what is on it", async () => {
    await expect(student.locator(".slides__text")).toHaveText("This page has no text.", SLOW);
    await teacher.getByRole("button", { name: "Describe" }).click(SLOW);
    await expect(teacher.getByLabel("What is on this page")).toBeFocused();
    await picture(teacher, "slides-describe");
    await teacher.getByLabel("What is on this page").pressSequentially("A red box, 4 by 2.");
    for (const page of [teacher, student]) await shows(page, 3, 4);
    await teacher.getByRole("button", { name: "Save" }).click();
    await expect(student.locator(".slides__text")).toHaveText("This page has no text.A red box, 4 by 2.", SLOW);
  });

  await test.step("of quick turns the last is announced, once", async () => {
    const said = student.locator(".slides > [role=status]:not(.slides__missing)");
    await said.evaluate((line) => {
      const heard: string[] = ((window as unknown as { heard: string[] }).heard = []);
      new MutationObserver(() => heard.push(line.textContent!)).observe(line, { childList: true, characterData: true, subtree: true });
    });
    await teacher.evaluate(() => {
      const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      for (let n = 0; n < 4; n++) ["ArrowLeft", "ArrowLeft", "ArrowRight"].forEach(press);
    });
    await expect(said).toHaveText("Page 2 of 4", SLOW);
    await expect(student.getByRole("heading", { name: "Page 2 of 4" })).toBeAttached();
    await expect(student.locator(".slides__text")).toHaveText("In ropes", SLOW);
    const heard = await student.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard).toEqual(["Page 2 of 4"]);
  });
});

test("pages of every shape, heavy pages and files that can't be shown", async ({ here }) => {
  const { teacher, student } = await classOf(here, "Files", "teacher", "student");
  const word = (matrix: string, size = 24) => `BT /F ${size} Tf ${matrix} Tm (TOP LEFT) Tj ET`;

  await test.step("each page has the shape with which it is shown, whole on every stage", async () => {
    const boxes = pdf([
      { content: word("1 0 0 1 20 500") },
      { attributes: "/MediaBox[0 0 595 842]/Rotate 90", content: word("0 1 -1 0 40 20") },
      { attributes: "/MediaBox[0 0 1000 1000]/CropBox[100 200 700 1000]/UserUnit 2", content: word("1 0 0 1 120 960") },
    ]);
    const dialog = await bring(teacher, ["boxes.pdf", boxes]);
    await expect(line(dialog, "boxes.pdf").getByText("3 pages")).toBeVisible(SLOW);
    await show(teacher, "boxes.pdf");
    for (const [number, ratio] of [[1, 1.778], [2, 1.415], [3, 0.75]] as const) {
      await teacher.getByLabel("Page", { exact: true }).fill(String(number));
      await teacher.getByLabel("Page", { exact: true }).press("Enter");
      for (const page of [teacher, student]) {
        await shows(page, number, 3);
        const seen = async () => {
          const [image, stage] = [(await slide(page).boundingBox())!, (await page.locator(".slides").boundingBox())!];
          const inside = image.x >= stage.x - 1 && image.y >= stage.y - 1 && image.width <= stage.width + 1 && image.height <= stage.height + 1;
          return [Math.abs(image.width / image.height - ratio) < 0.01, inside];
        };
        await expect.poll(seen, SLOW).toEqual([true, true]);
      }
    }
  });

  await test.step("heavy pages are named, and keep neither their neighbours nor another deck from being drawn", async () => {
    const image = "/Type/XObject/Subtype/Image/Width 20000/Height 20000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode";
    const tiling = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 90000 90000]/XStep 90000/YStep 90000/Resources<<>>";
    const bits = deflateSync(Buffer.alloc(20_000 * 2500)).toString("latin1");
    const hard = pdf(
      [
        { attributes: "/MediaBox[0 0 14400 14400]", content: word("1 0 0 1 300 13000", 900) },
        { attributes: WIDE, content: "960 0 0 540 0 0 cm /I Do" },
        { attributes: WIDE, content: "/Pattern cs /P scn 0 0 960 540 re f" },
        { content: word("1 0 0 1 20 500") },
      ],
      { resources: "/XObject<</I 12 0 R>>/Pattern<</P 13 0 R>>", more: [stream(bits, image), stream("1 0 0 rg 0 0 50 50 re f", tiling)] },
    );
    const dialog = await bring(teacher, ["hard.pdf", hard], ["second.pdf", pdf([written("Second")])]);
    await expect(line(dialog, "second.pdf").getByText("1 page", { exact: true })).toBeVisible(SLOW);
    await expect(line(dialog, "hard.pdf").getByText(/^4 pages/)).toBeVisible({ timeout: 90_000 });
    await show(teacher, "hard.pdf");
    await teacher.getByLabel("Page", { exact: true }).fill("4");
    await teacher.getByLabel("Page", { exact: true }).press("Enter");
    for (const page of [teacher, student]) await shows(page, 4, 4);
  });

  await test.step("five files are refused in words while the deck on the stage stays, and two work", async () => {
    const fifteen = pdf(Array.from({ length: 15 }, (_, n) => written(`Page ${n + 1}`)));
    const many = pdf(Array.from({ length: 2000 }, (_, n) => written(`${n + 1}`)));
    const name = "Übung „1“ 'α' 🎓.pdf";
    const dialog = await bring(
      teacher,
      ["user.pdf", await readFile(join(MADE, "locked.pdf"))],
      ["cut.pdf", fifteen.subarray(0, 300)],
      ["empty.pdf", Buffer.alloc(0)],
      ["noise.pdf", Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * n * 7919 + n) % 251))],
      ["many.pdf", many],
      ["owner.pdf", await readFile(join(MADE, "owned.pdf"))],
      [name, fifteen],
    );
    for (const [file, why] of [
      ["user.pdf", "asks for a password"],
      ["cut.pdf", "damaged or cut off"],
      ["empty.pdf", "is empty"],
      ["noise.pdf", "of a kind that can't be shown"],
      ["many.pdf", "more than 500 pages"],
      ["owner.pdf", "15 pages"],
      [name, "15 pages"],
    ] as const) {
      await expect(line(dialog, file).getByText(why)).toBeVisible(SLOW);
    }
    await shows(student, 4, 4);
    await picture(teacher, "decks-refused");
  });
});

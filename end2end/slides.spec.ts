//! Slides: a deck is brought although the network breaks, its pages appear, everybody follows, and a broken file says why.
import { expect, type Locator, type Page } from "@playwright/test";
import { goIn } from "./support/class";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { classOf, SLOW } from "./support/studio";

const PAGES = 40;

/** A PDF as a browser prints it: forty pages with text, and on the first a picture that doesn't compress, so that it has two parts. */
async function deck(page: Page): Promise<Buffer> {
  const printer = await page.context().newPage();
  await printer.setContent("<style>@page { size: 960px 540px; margin: 0 } body { margin: 0 } section { height: 500px; font: 40px sans-serif } section + section { break-before: page }</style><main></main>");
  await printer.evaluate(async (pages) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1900, height: 1900 });
    const context = canvas.getContext("2d")!;
    const noise = context.createImageData(1900, 1900);
    for (let at = 0; at < noise.data.length; at += 65_536) crypto.getRandomValues(noise.data.subarray(at, at + 65_536));
    for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
    context.putImageData(noise, 0, 0);
    const image = Object.assign(new Image(), { src: canvas.toDataURL("image/png"), width: 200, height: 200 });
    await image.decode();
    const main = document.querySelector("main")!;
    for (let n = 1; n <= pages; n++) {
      const section = document.createElement("section");
      section.textContent = `Energy stays, page ${n}`;
      if (n === 1) section.append(image);
      main.append(section);
    }
  }, PAGES);
  const pdf = await printer.pdf({ preferCSSPageSize: true });
  await printer.close();
  return pdf;
}

function slide(page: Page): Locator {
  return page.locator(".slides__page:not([hidden])");
}

async function shows(page: Page, number: number): Promise<void> {
  await expect(slide(page)).toHaveAttribute("alt", `Page ${number} of ${PAGES}`, SLOW);
  await expect.poll(() => slide(page).evaluate((image: HTMLImageElement) => image.naturalWidth), SLOW).toBeGreaterThan(200);
}

async function open(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Slides", exact: true }).click();
  return page.getByRole("dialog", { name: "Slides" });
}

test("a deck of forty pages, brought over a network that breaks, shown and followed", async ({ here }) => {
  const { teacher, student } = await classOf(here, "Slides", "teacher", "student");
  const sent: string[] = [];
  teacher.on("request", (request) => {
    const part = new URL(request.url()).searchParams.get("partNumber");
    if (request.method() === "PUT" && part) sent.push(part);
  });

  await test.step("a file that can't be shown says why, and harms nothing", async () => {
    const dialog = await open(teacher);
    await expect(dialog.getByText("up to 200 MB and 500 pages")).toBeVisible();
    const files = [
      { name: "notes.pdf", mimeType: "application/pdf", buffer: Buffer.from("no PDF at all, whatever its name says".repeat(99)) },
      { name: "cut.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n") },
    ];
    await dialog.locator(".slides__bring input[type=file]").setInputFiles(files);
    await expect(dialog.getByText("This file is of a kind that can't be shown.")).toBeVisible(SLOW);
    await expect(dialog.getByText("This file is damaged or cut off.")).toBeVisible(SLOW);
    await picture(teacher, "slides-refused");
  });

  await test.step("an upload that broke off goes on after a reload, with what is missing", async () => {
    const pdf = await deck(teacher);
    expect(pdf.length).toBeGreaterThan(9_000_000);
    await teacher.route(/partNumber=2/, (route) => route.abort());
    const dialog = teacher.getByRole("dialog", { name: "Slides" });
    await dialog.locator(".slides__bring input[type=file]").setInputFiles({ name: "Übung „1“ 'α' 🎓.pdf", mimeType: "application/pdf", buffer: pdf });
    await expect(dialog.getByText("Waiting for the network.")).toBeVisible(SLOW);
    expect(sent).toContain("1");
    await teacher.unroute(/partNumber=2/);
    sent.length = 0;
    await teacher.reload();
    await goIn(teacher);
    const again = await open(teacher);
    await expect(again.getByText("Übung „1“ 'α' 🎓.pdf")).toBeVisible(SLOW);
    await expect(again.getByText(`${PAGES} pages`, { exact: true })).toBeVisible({ timeout: 120_000 });
    expect(sent).toEqual(["2"]);
    await picture(teacher, "slides-decks");
  });

  await test.step("the teacher shows it, and everybody follows", async () => {
    await teacher.getByRole("button", { name: /^Show .*Übung/ }).click();
    for (const page of [teacher, student]) await shows(page, 1);
    await teacher.locator("body").press("ArrowRight");
    await teacher.locator("body").press("PageDown");
    for (const page of [teacher, student]) await shows(page, 3);
    await expect(student.getByRole("heading", { name: "Page 3 of 40" })).toBeAttached();
    await expect(student.locator(".slides__text")).toHaveText("Energy stays, page 3", SLOW);
    await teacher.getByRole("textbox", { name: "Message" }).press("ArrowRight");
    await teacher.getByLabel("Page", { exact: true }).fill("12");
    await teacher.getByLabel("Page", { exact: true }).press("Enter");
    for (const page of [teacher, student]) await shows(page, 12);
    await picture(teacher, "slides");
    await picture(student, "slides-student");
  });

  await test.step("a student looks back alone and returns", async () => {
    await student.getByRole("button", { name: "Previous page" }).click();
    await shows(student, 11);
    await shows(teacher, 12);
    await student.getByRole("button", { name: "Back to the class" }).click();
    await shows(student, 12);
    await expect(student.getByRole("button", { name: "Next page" })).toBeDisabled();
  });
});

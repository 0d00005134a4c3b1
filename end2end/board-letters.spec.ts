//! Formulas and tables on a board: drawn with everything else, edited, copied, taken back, exported and replayed. And letters that are
//! where they are whenever a font comes.
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { end } from "./support/class";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { mounted, SLOW, writtenClassOf } from "./support/studio";
import { alike, begin, choose, deeds, draw, drawn, lines, listed, more, onPage, type Spot, surface, tools } from "./support/whiteboard";

const keys = async (page: Page, ...all: string[]): Promise<void> => {
  for (const key of all) await page.keyboard.press(key);
};

const cell = (page: Page, row: number, column: number): Locator => page.getByRole("textbox", { name: new RegExp(`^Row ${row} of \\d+, column ${column} of`) });

async function saved(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await more(page, name);
  return readFile((await (await download).path())!);
}

/** How many dark pixels a part of the board has on the screen, of hundredths of its size. */
async function ink(page: Page, from: Spot, to: Spot): Promise<number> {
  return surface(page).evaluate(
    (surface, [from, to]) => {
      const canvas = surface.querySelector("canvas")!;
      const at = ([x, y]: readonly [number, number]): [number, number] => [Math.round((canvas.width * x) / 100), Math.round((canvas.height * y) / 100)];
      const [[left, top], [right, bottom]] = [at(from!), at(to!)];
      const { data } = canvas.getContext("2d")!.getImageData(left, top, right - left, bottom - top);
      let dark = 0;
      for (let n = 0; n < data.length; n += 4) if (data[n]! + data[n + 1]! + data[n + 2]! < 480) dark += 1;
      return dark;
    },
    [from, to] as const,
  );
}

test("a formula is written, drawn as one, edited, taken back, exported and replayed", async ({ here }) => {
  const { session, teacher, student } = await writtenClassOf(here, "Formulas", "teacher", "student");
  await begin(teacher, student);
  const field = teacher.getByRole("textbox", { name: "Formula, in TeX" });
  await surface(teacher).focus();
  await keys(teacher, "f", "Enter");
  await field.fill(String.raw`\frac{1}{2} m v^2`);
  await keys(teacher, "Control+Enter");
  await expect(lines(student)).toContainText(String.raw`Formula “\frac{1}{2} m v^2”, by Vera`, SLOW);
  const first = await alike(teacher, student);
  const size = /, (\d+) by (\d+)/u.exec(first[0]!)!.slice(1).map(Number);
  expect(size[1], "a fraction is higher than a line of letters").toBeGreaterThan(45);
  const everything: [Spot, Spot] = [[0, 0], [100, 80]];
  for (const page of [teacher, student]) await expect(async () => expect(await ink(page, ...everything)).toBeGreaterThan(150)).toPass(SLOW);

  await test.step("it is edited as text is, and one change is one step", async () => {
    await choose(teacher, "Select");
    await surface(teacher).focus();
    await keys(teacher, ".", "Enter");
    await expect(field).toHaveValue(String.raw`\frac{1}{2} m v^2`);
    await field.fill("E = m c^2");
    await keys(teacher, "Escape");
    await expect(lines(student)).toContainText("“E = m c^2”", SLOW);
    await keys(teacher, "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("it is larger where it is zoomed, and as crisp", async () => {
    const before = await ink(student, ...everything);
    await surface(teacher).focus();
    await keys(teacher, "Escape", "Control+Equal", "Control+Equal", "Control+Equal", "Control+Equal");
    await expect(async () => expect(await ink(student, ...everything)).toBeGreaterThan(before * 3)).toPass(SLOW);
    await more(teacher, "List");
    await picture(teacher, "board-formula-large");
    await more(teacher, "List");
    await surface(teacher).focus();
    await keys(teacher, "Control+0");
  });

  await test.step("what is no formula is shown as it was written, and said so", async () => {
    await keys(teacher, "f", "Enter");
    await field.fill(String.raw`\frac{1`);
    await keys(teacher, "Control+Enter");
    await expect(teacher.getByRole("alert").filter({ hasText: "can't be read as a formula" })).toBeVisible(SLOW);
    await expect(lines(student)).toHaveCount(2, SLOW);
    await keys(teacher, "Control+z");
    await expect(lines(student)).toHaveCount(1, SLOW);
  });

  await test.step("it is copied to another page with its colour", async () => {
    await surface(teacher).focus();
    await keys(teacher, "Control+a", "Control+c", "]");
    await expect(teacher.getByText("Page 2 of 2")).toBeVisible(SLOW);
    await surface(teacher).focus();
    await keys(teacher, "Control+v");
    await expect(lines(teacher)).toContainText("Formula", SLOW);
    await expect(async () => expect(await ink(teacher, ...everything)).toBeGreaterThan(150)).toPass(SLOW);
    await keys(teacher, "[");
  });

  await test.step("it is in the pictures", async () => {
    const svg = (await saved(teacher, "This page as SVG")).toString();
    expect(svg).toContain("<mfrac>");
    const parsed = await teacher.evaluate((svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll("parsererror, script").length, svg);
    expect(parsed).toBe(0);
    const dark = async (png: Buffer): Promise<number> =>
      teacher.evaluate(async (base64) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
        const on = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
        on.drawImage(bitmap, 0, 0);
        const { data } = on.getImageData(0, 0, bitmap.width, bitmap.height);
        let dark = 0;
        for (let n = 0; n < data.length; n += 4) if (data[n]! + data[n + 1]! + data[n + 2]! < 480) dark += 1;
        return dark;
      }, png.toString("base64"));
    expect(await dark(await saved(teacher, "This page as PNG")), "a canvas with a formula can be saved").toBeGreaterThan(300);
  });

  await picture(teacher, "board-formula");

  await test.step("the replay draws it", async () => {
    const last = await alike(teacher, student);
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    await mounted(student);
    await student.getByRole("slider").first().press("End");
    await expect(surface(student)).toBeVisible(SLOW);
    await listed(student);
    await expect(async () => expect(await drawn(student)).toEqual(last)).toPass(SLOW);
    await expect(async () => expect(await ink(student, ...everything)).toBeGreaterThan(150)).toPass(SLOW);
  });
});

test("a table is made, filled by keys, gets rows and columns, a head, and is pasted from elsewhere", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Tables", "teacher", "student");
  await begin(teacher, student);
  await surface(teacher).focus();
  await keys(teacher, "b", "Enter");
  await expect(lines(student)).toContainText("Table of 3 rows and 3 columns “empty | empty | empty; ", SLOW);

  await test.step("Tab goes from cell to cell, and a whole table is one change", async () => {
    for (const [n, word] of ["mass", "speed", "energy", "2", "3"].entries()) {
      await expect(cell(teacher, n < 3 ? 1 : 2, (n % 3) + 1)).toBeFocused(SLOW);
      await teacher.keyboard.type(word);
      await keys(teacher, "Tab");
    }
    await teacher.keyboard.type("9");
    await keys(teacher, "Shift+Tab");
    await expect(cell(teacher, 2, 2)).toHaveValue("3");
    await keys(teacher, "Alt+Shift+ArrowDown", "Alt+Shift+ArrowRight");
    await expect(cell(teacher, 3, 3)).toBeFocused();
    await keys(teacher, "Shift+Tab", "Shift+Tab", "Shift+Tab", "Alt+ArrowUp", "Alt+ArrowLeft");
    await teacher.getByRole("toolbar", { name: "Rows and columns" }).getByRole("button", { name: "First row is a head" }).click();
    await keys(teacher, "Escape");
    await expect(surface(teacher)).toBeFocused();
    await expect(lines(student)).toContainText("Table of 4 rows and 4 columns “mass | speed | empty | energy; 2 | 3 | empty | 9; ", SLOW);
    const filled = await alike(teacher, student);
    await keys(teacher, "Control+z");
    await expect(lines(student)).toContainText("3 rows and 3 columns “empty", SLOW);
    await keys(teacher, "Control+y");
    expect(await alike(teacher, student)).toEqual(filled);
  });

  await test.step("rows and columns go, a pointer opens a cell, and letters make their row higher", async () => {
    await surface(teacher).focus();
    await teacher.mouse.dblclick(...(await onPage(teacher, [50, 45])));
    await expect(teacher.getByRole("toolbar", { name: "Rows and columns" })).toBeVisible(SLOW);
    await keys(teacher, "Escape", "Enter");
    await expect(teacher.getByRole("toolbar", { name: "Rows and columns" })).toBeVisible(SLOW);
    await teacher.getByRole("textbox", { name: /^Row \d/ }).fill("one\ntwo\nthree\nfour\nfive");
    await keys(teacher, "Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowDown", "Alt+Shift+ArrowUp", "Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight", "Alt+Shift+ArrowLeft");
    await keys(teacher, "Escape");
    await expect(lines(student)).toContainText("3 rows and 3 columns", SLOW);
    await expect(lines(student)).toContainText("one\ntwo\nthree\nfour\nfive");
    const high = Number(/, \d+ by (\d+)/u.exec((await alike(teacher, student))[0]!)![1]);
    expect(high).toBeGreaterThan(190);
  });

  await test.step("it is resized, restyled, and moved by keys", async () => {
    await surface(teacher).focus();
    const before = await alike(teacher, student);
    await keys(teacher, "Shift+ArrowRight", "ArrowDown");
    await expect(async () => expect(await alike(teacher, student)).not.toEqual(before)).toPass(SLOW);
    await tools(teacher).getByRole("button", { name: "Colour and width" }).click();
    await teacher.getByRole("menuitemradio", { name: "Blue", exact: true }).click();
    await keys(teacher, "Escape");
    await surface(teacher).focus();
    await keys(teacher, "Control+z", "Control+z", "Control+z");
    await expect(async () => expect(await alike(teacher, student)).toEqual(before)).toPass(SLOW);
    await tools(teacher).getByRole("button", { name: "Colour and width" }).click();
    await teacher.getByRole("menuitemradio", { name: "Thick", exact: true }).click();
    await keys(teacher, "Escape");
    await expect(async () => {
      const now = Number(/, \d+ by (\d+)/u.exec((await alike(teacher, student))[0]!)![1]);
      expect(now, "larger letters make rows higher, in one step").toBeGreaterThan(300);
    }).toPass(SLOW);
    await surface(teacher).focus();
    await keys(teacher, "Control+z");
    await expect(async () => expect(await alike(teacher, student)).toEqual(before)).toPass(SLOW);
    await picture(teacher, "board-table");
  });

  await test.step("what is pasted with tabs is a table, what is too large is refused, and a picture of it holds all", async () => {
    const paste = (text: string, html = ""): Promise<void> =>
      surface(teacher).evaluate(
        (surface, [text, html]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text!);
          if (html) clipboardData.setData("text/html", html);
          surface.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        },
        [text, html],
      );
    await surface(teacher).focus();
    await keys(teacher, "Control+a", "Delete");
    await paste("year\tvalue\n1990\t4\n2000\t9");
    await expect(lines(student)).toHaveText([/^Table of 3 rows and 2 columns “year \| value; 1990 \| 4; 2000 \| 9”/u], SLOW);
    await paste("a\tb", "<table><tr><th>A<td>B<tr><td>C</table>");
    await expect(lines(student)).toHaveCount(2, SLOW);
    await expect(lines(student).last()).toContainText("2 rows and 2 columns “A | B; C | empty”");
    for (const [text, why] of [
      [Array(31).fill("a\tb").join("\n"), "30 rows and 20 columns are the most"],
      [Array(21).fill("a").join("\t"), "30 rows and 20 columns are the most"],
      [`a\t${"x".repeat(1_000_000)}`, "500 is the most"],
    ]) {
      await paste(text!);
      await expect(teacher.getByRole("alert").filter({ hasText: why! })).toBeVisible();
    }
    await expect(lines(teacher)).toHaveCount(2);
    const ours = (text: string, points: number[]): Promise<void> =>
      surface(teacher).evaluate((surface, json) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("application/x-lectern-board+json", json);
        surface.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }, JSON.stringify([{ kind: "table", text, points, colour: "#1d2320", width: 16, filled: false }]));
    for (const [text, points, why] of [
      ["a\u001fb\u001ec", [0, 0, 80, 30, 160, 60], "can't be read"],
      ["a\u001fb", [0, 0, 80, 30], "can't be read"],
      ["a\u001fb", [0, 0, 80, 30, 1e9, 60], "beyond the edge of the board"],
      [Array(40).fill("a").join("\u001e"), Array(120).fill(0).map((_, n) => n), "30 rows and 20 columns at most"],
    ] as const) {
      await ours(text, [...points]);
      await expect(teacher.getByText(why).last()).toBeVisible(SLOW);
    }
    await expect(lines(teacher)).toHaveCount(2);
    const svg = (await saved(teacher, "This page as SVG")).toString();
    for (const word of ["year", "1990", "A", "C"]) expect(svg).toContain(`>${word}</tspan>`);
    expect((await saved(teacher, "This page as PNG")).subarray(1, 4).toString()).toBe("PNG");
  });

  await test.step("cells of elsewhere fill those from one on, and a table is copied as one", async () => {
    await surface(teacher).focus();
    await keys(teacher, "Control+a", "Delete", "b", "Enter");
    await expect(cell(teacher, 1, 1)).toBeFocused(SLOW);
    await keys(teacher, "Alt+ArrowDown", "Alt+ArrowRight", "Alt+ArrowRight");
    await cell(teacher, 2, 3).evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "p\tq\nr\ts\nt");
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await keys(teacher, "Escape");
    const filled = "Table of 4 rows and 4 columns “empty | empty | empty | empty; empty | empty | p | q; empty | empty | r | s; empty | empty | t | empty”";
    await expect(lines(student)).toContainText(filled, SLOW);
    await keys(teacher, "Control+c", "]");
    await expect(teacher.getByText("Page 2 of 2")).toBeVisible(SLOW);
    await surface(teacher).focus();
    await keys(teacher, "Control+v");
    await expect(lines(teacher)).toContainText(filled, SLOW);
  });
});

test("a phone edits a table", async ({ here }) => {
  const { teacher } = await writtenClassOf(here, "Small tables", "teacher");
  await begin(teacher);
  await teacher.setViewportSize({ width: 390, height: 844 });
  await more(teacher, "List");
  await choose(teacher, "Table");
  await draw(teacher, [10, 30], [90, 60]);
  await expect(cell(teacher, 1, 1)).toBeFocused(SLOW);
  await teacher.keyboard.type("left");
  const bar = teacher.getByRole("toolbar", { name: "Rows and columns" });
  await bar.getByRole("button", { name: "Row below" }).click();
  await expect(cell(teacher, 2, 1)).toBeFocused();
  const [box, board] = [(await bar.boundingBox())!, (await surface(teacher).boundingBox())!];
  expect(box.x >= board.x && box.x + box.width <= board.x + board.width, "the bar is on the board").toBe(true);
  await picture(teacher, "board-table-phone");
  await bar.getByRole("button", { name: "Done" }).click();
  await deeds(teacher).getByRole("button", { name: "Edit what is written" }).click();
  await expect(cell(teacher, 1, 1)).toHaveValue("left", SLOW);
});

test("lines break where they did when a font comes late", async ({ here }) => {
  const { session, teacher } = await writtenClassOf(here, "Late fonts", "teacher");
  await begin(teacher);
  let comes = (): void => {};
  const late = new Promise<void>((done) => (comes = done));
  let waiting = 0;
  await teacher.route("**/fonts/**", async (route) => {
    waiting += 1;
    await late;
    await route.continue();
  });
  await teacher.goto(`/classes/${session}`, { waitUntil: "domcontentloaded" });
  await expect(tools(teacher)).toBeVisible(SLOW);
  await surface(teacher).focus();
  await keys(teacher, "n", "Enter");
  await teacher.getByRole("textbox", { name: "Text of the note" }).fill("Whatever font a page has, the lines of this note break after the very same words");
  await keys(teacher, "Control+Enter", "b", "Enter");
  await expect(cell(teacher, 1, 1)).toBeFocused(SLOW);
  await teacher.keyboard.type("and those of this cell do, too");
  await keys(teacher, "Escape", "Escape");
  const seen = (): Promise<string> => surface(teacher).evaluate((surface) => surface.querySelector("canvas")!.toDataURL());
  await expect(async () => expect(await ink(teacher, [0, 0], [100, 80])).toBeGreaterThan(300)).toPass(SLOW);
  const svg = await saved(teacher, "This page as SVG");
  const before = await seen();
  expect(waiting, "the font is on its way").toBeGreaterThan(0);
  expect(await teacher.evaluate(() => document.fonts.status)).toBe("loading");
  comes();
  await teacher.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
  await expect(async () => expect(await seen()).toBe(before)).toPass(SLOW);
  expect((await saved(teacher, "This page as SVG")).equals(svg), "the lines are the same").toBe(true);
});

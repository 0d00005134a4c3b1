//! What a teacher begins with and points at on a board: templates, and the spotlight.
import { expect, type Page } from "@playwright/test";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { SLOW, writtenClassOf } from "./support/studio";
import { alike, begin, choose, drawn, letDraw, lines, more, onPage, point, surface, tools } from "./support/whiteboard";

const keys = async (page: Page, ...all: string[]): Promise<void> => {
  for (const key of all) await page.keyboard.press(key);
};

test("templates are groups of ordinary objects, inserted by pointer and by keys", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Templates", "teacher", "student");
  await begin(teacher, student);
  const templates: [string, number][] = [["Coordinate grid", 31], ["Music staff", 18], ["Benzene ring", 7], ["Six-sided ring", 6], ["Venn diagram", 4], ["Timeline", 16]];
  for (const [name, count] of templates) {
    await more(teacher, `Insert: ${name}`);
    await expect(lines(student)).toHaveCount(count, SLOW);
    const there = await alike(teacher, student);
    expect(there.every((line) => line.includes("in a group")), name).toBe(true);
    if (name === "Coordinate grid") {
      const zoom = await teacher.getByRole("group", { name: "View" }).getByRole("button", { name: /^Zoom \d/ }).textContent();
      expect(Number.parseInt(zoom!, 10), "all of it is seen").toBeLessThan(100);
      await picture(teacher, "board-template");
    }
    await surface(teacher).focus();
    await keys(teacher, "Control+z");
    await expect(student.getByText("Nothing is on this page."), "one step").toBeVisible(SLOW);
  }
  await teacher.getByRole("group", { name: "View" }).getByRole("button", { name: "More", exact: true }).focus();
  await keys(teacher, "Enter");
  const venn = teacher.getByRole("menuitem", { name: "Insert: Venn diagram" });
  await expect(async () => {
    await keys(teacher, "ArrowDown");
    await expect(venn).toBeFocused({ timeout: 100 });
  }).toPass(SLOW);
  await keys(teacher, "Enter");
  await expect(lines(student)).toHaveCount(4, SLOW);
});

/** Whether a place of what moves over the board is dimmed, in hundredths of its size. */
async function isDim(page: Page, x: number, y: number): Promise<boolean> {
  return surface(page).evaluate(
    (surface, [x, y]) => {
      const canvas = surface.querySelectorAll("canvas")[1]!;
      const { data } = canvas.getContext("2d")!.getImageData(Math.round((canvas.width * x!) / 100), Math.round((canvas.height * y!) / 100), 1, 1);
      return data[3]! > 100 && data[0]! < 60;
    },
    [x, y],
  );
}

test("the spotlight dims the board for everybody, follows pointer and keys, and is kept nowhere", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Spotlight", "teacher", "student");
  await begin(teacher, student);
  await student.emulateMedia({ reducedMotion: "reduce" });
  const before = await drawn(student);
  const dims = (page: Page, x: number, y: number, dim: boolean): Promise<void> =>
    expect(async () => expect(await isDim(page, x, y)).toBe(dim)).toPass(SLOW);
  await choose(teacher, "Spotlight");
  await teacher.mouse.move(...(await onPage(teacher, [68, 40])));
  await teacher.mouse.move(...(await onPage(teacher, [70, 40])), { steps: 3 });
  for (const page of [teacher, student]) {
    await dims(page, 95, 85, true);
    await dims(page, 5, 70, true);
  }
  await dims(teacher, 70, 40, false);
  await picture(teacher, "board-spotlight");
  await expect(student.locator(".board [aria-live]").filter({ hasText: "A spotlight shows a part" })).toBeAttached(SLOW);
  await keys(teacher, "Escape");
  for (const page of [teacher, student]) await dims(page, 95, 85, false);

  await test.step("by keys alone", async () => {
    await surface(teacher).focus();
    await keys(teacher, "c");
    await dims(student, 5, 5, true);
    await dims(student, 50, 50, false);
    for (let n = 0; n < 14; n++) await keys(teacher, "ArrowLeft");
    await dims(student, 50, 50, true);
    for (let n = 0; n < 14; n++) await keys(teacher, "ArrowRight");
    for (let n = 0; n < 40; n++) await keys(teacher, "Shift+ArrowRight");
    await dims(student, 5, 50, false);
    await keys(teacher, "v");
    await dims(student, 5, 5, false);
  });

  await test.step("with a finger", async () => {
    await choose(teacher, "Spotlight");
    const box = (await surface(teacher).boundingBox())!;
    const at = (x: number, y: number): [number, number] => [(box.width * x) / 100, (box.height * y) / 100];
    await dims(student, 95, 5, true);
    await point(teacher, [
      { type: "pointerdown", kind: "touch", id: 7, at: at(70, 60) },
      { type: "pointermove", kind: "touch", id: 7, at: at(90, 15), after: 50 },
      { type: "pointerup", kind: "touch", id: 7, at: at(90, 15), after: 50 },
    ]);
    await dims(teacher, 90, 15, false);
    await dims(student, 50, 60, true);
    await surface(teacher).focus();
    await keys(teacher, "Escape");
    await dims(student, 50, 60, false);
  });

  await test.step("who may draw and isn't staff has none", async () => {
    await letDraw(teacher, student);
    await tools(student).getByRole("button", { name: "More tools" }).click();
    await expect(student.getByRole("menuitemradio", { name: "Laser pointer" })).toBeVisible();
    await expect(student.getByRole("menuitemradio", { name: "Spotlight" })).toBeHidden();
    await keys(student, "Escape");
    await surface(student).focus();
    await keys(student, "c");
    await expect(async () => expect(await isDim(teacher, 5, 5)).toBe(false)).toPass(SLOW);
  });
  expect(await drawn(student), "nothing of it is in the log").toEqual(before);
});

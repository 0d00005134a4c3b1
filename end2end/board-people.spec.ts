//! A whiteboard and its people: everybody's undo is their own, keys alone are enough, and letters are letters.
import { expect } from "@playwright/test";
import { chat } from "./support/class";
import { test } from "./support/quiet";
import { SLOW, writtenClassOf } from "./support/studio";
import { alike, begin, choose, draw, drawn, letDraw, lines, more, surface, tools } from "./support/whiteboard";

test("undo is one's own, and clearing is one step of it", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Undo", "teacher", "student");
  await begin(teacher, student);
  await letDraw(teacher, student);
  const shape = async (page: typeof teacher, kind: string, x: number): Promise<void> => {
    const before = (await alike(teacher, student)).length;
    await choose(page, kind);
    await draw(page, [x, 30], [x + 8, 40]);
    await expect(lines(teacher)).toHaveCount(before + 1, SLOW);
    await expect(lines(student)).toHaveCount(before + 1, SLOW);
  };
  const kinds = async (): Promise<string[]> => (await alike(teacher, student)).map((line) => line.split(",")[0]!);
  const becomes = async (expected: string[]): Promise<void> => expect(async () => expect(await kinds()).toEqual(expected)).toPass(SLOW);
  await shape(teacher, "Rectangle", 45);
  await shape(student, "Ellipse", 60);
  await shape(teacher, "Triangle", 75);
  await choose(student, "Eraser");
  await draw(student, [45, 35], [45.2, 35]);
  await becomes(["Ellipse", "Triangle"]);
  await surface(teacher).focus();
  await teacher.keyboard.press("Control+z");
  await becomes(["Ellipse"]);
  await teacher.keyboard.press("Control+z");
  await teacher.keyboard.press("Control+z");
  await teacher.keyboard.press("Control+y");
  await becomes(["Ellipse", "Triangle"]);
  await more(teacher, "Clear this page");
  await becomes([]);
  await surface(teacher).focus();
  await teacher.keyboard.press("Control+z");
  await becomes(["Ellipse", "Triangle"]);
});

test("keys alone draw, and what others draw is found and not read out", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Keys", "teacher", "student");
  await begin(teacher, student);
  await letDraw(teacher, student);
  await surface(teacher).focus();
  const said = teacher.locator(".board > [aria-live]");
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await teacher.keyboard.press(key);
  };

  await test.step("a rectangle is added, moved, resized, turned, labelled, deleted and undone", async () => {
    await press("r", "Enter");
    await expect(said).toContainText(/Rectangle, by Vera Lindqvist/u);
    const placed = await drawn(teacher);
    await press("ArrowRight");
    await expect(said).toContainText("At ");
    await press("Shift+ArrowRight", "Alt+ArrowRight");
    await expect(said).toHaveText("Turned to 15°");
    await expect(async () => expect(await drawn(student)).not.toEqual(placed)).toPass(SLOW);
    await press("t", "Enter");
    await teacher.keyboard.type("Area");
    await press("Control+Enter");
    await expect(lines(student).last()).toContainText("Text “Area”", SLOW);
    await expect(surface(teacher)).toBeFocused();
    await press(",", "Control+z");
    await expect(lines(student)).toHaveCount(1, SLOW);
    await press(".", "Delete");
    await expect(lines(student).filter({ hasText: "Rectangle" })).toHaveCount(0, SLOW);
    await press("Control+z");
    await expect(lines(student)).toContainText(["Rectangle"], SLOW);
  });

  await test.step("the pen says that it needs a pointer", async () => {
    await press("p", "Enter");
    await expect(said).toContainText("needs a pointer");
    await press("Escape");
  });

  await test.step("twenty strokes of another's say nothing, and each is found", async () => {
    const before = await said.textContent();
    await choose(student, "Pen");
    for (let n = 0; n < 20; n++) await draw(student, [45 + 2 * (n % 10), 20 + 20 * Math.floor(n / 10)], [46 + 2 * (n % 10), 30 + 20 * Math.floor(n / 10)]);
    await expect(lines(teacher)).toHaveCount(21, SLOW);
    expect(await said.textContent()).toBe(before);
    await surface(teacher).focus();
    await press(",");
    await expect(said).toContainText(/^Stroke, by Amina Diallo, at -?\d+, -?\d+/u);
  });
});

test("letters are letters wherever they are typed", async ({ here }) => {
  const { teacher } = await writtenClassOf(here, "Letters", "teacher");
  await begin(teacher);
  await choose(teacher, "Pen");
  const page = teacher.getByText("Page 1 of 1");
  const all = "e d v 1 z ?";
  const type = async (): Promise<void> => {
    await teacher.keyboard.type(all);
    for (const key of ["Space", "ArrowLeft", "ArrowRight", "x", "ArrowLeft", "Delete"]) await teacher.keyboard.press(key);
  };
  const isUntouched = async (): Promise<void> => {
    await expect(tools(teacher).getByRole("button", { name: "Pen", exact: true })).toHaveAttribute("aria-pressed", "true");
    await expect(page).toBeVisible();
    await expect(lines(teacher)).toHaveCount(0);
  };

  await test.step("in the chat", async () => {
    await teacher.getByRole("tab", { name: /^Chat/ }).click();
    const field = teacher.getByRole("textbox", { name: "Message" });
    await field.click();
    await type();
    await expect(field).toHaveValue(`${all} `);
    await isUntouched();
    await field.fill("");
    await expect(chat(teacher)).toBeVisible();
  });

  await test.step("in a poll", async () => {
    await teacher.getByRole("tab", { name: /^Polls/ }).click();
    await teacher.getByRole("button", { name: "New poll" }).click();
    const dialog = teacher.getByRole("dialog", { name: "New poll" });
    const question = dialog.getByLabel("Question");
    await expect(question).toBeFocused();
    await type();
    await expect(question).toHaveValue(`${all} `);
    await isUntouched();
    await teacher.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("on the board, where composed text comes once", async () => {
    await choose(teacher, "Text");
    await draw(teacher, [60, 50], [60, 50]);
    const field = teacher.getByRole("textbox", { name: "Text" });
    await expect(field).toBeFocused();
    await type();
    await expect(field).toHaveValue(`${all} `);
    const keyboard = await teacher.context().newCDPSession(teacher);
    await keyboard.send("Input.imeSetComposition", { text: "へんかん", selectionStart: 4, selectionEnd: 4 });
    await field.evaluate((field) => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, isComposing: true, bubbles: true })));
    await keyboard.send("Input.insertText", { text: "変換" });
    await expect(field, "it is still being written").toBeFocused();
    await teacher.keyboard.press("Control+Enter");
    await expect(lines(teacher)).toContainText([`“${all} 変換”`]);
    await expect(page).toBeVisible();
  });
});

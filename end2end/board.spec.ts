//! The whiteboard: drawn on, seen by all, lost and given back, and used without a pointer.
import { expect } from "@playwright/test";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { about, SLOW, writtenClassOf } from "./support/studio";
import { choose, draw, drawn, go, lines, listed, surface, tools } from "./support/whiteboard";

test("a class draws on a board", async ({ here }) => {
  const { session, teacher, student } = await writtenClassOf(here, "Springs", "teacher", "student");

  await test.step("the teacher puts a board on the stage and draws, and the class sees it", async () => {
    await teacher.getByRole("button", { name: "Whiteboard", exact: true }).click();
    await expect(surface(teacher)).toBeVisible(SLOW);
    await expect(surface(student)).toBeVisible(SLOW);
    await expect(tools(student)).toBeHidden();
    await choose(teacher, "Pen");
    await draw(teacher, [20, 30], [30, 50], [40, 30], [50, 50]);
    await choose(teacher, "Rectangle");
    await draw(teacher, [60, 20], [75, 45]);
    await listed(student);
    await expect(lines(student)).toHaveCount(2, SLOW);
    await expect(lines(student).first()).toContainText("Stroke, by Vera Lindqvist");
  });

  await test.step("text is typed with whatever keys, and stays on the board", async () => {
    await choose(teacher, "Sticky note");
    await draw(teacher, [20, 60], [40, 80]);
    await teacher.keyboard.type("Why does it swing back? v e d 1");
    await teacher.keyboard.press("Control+Enter");
    await expect(lines(student)).toHaveCount(3, SLOW);
    await expect(lines(student).last()).toContainText("“Why does it swing back? v e d 1”");
  });

  await test.step("a student draws when they are let, and not any more in the middle of a stroke", async () => {
    const menu = await about(teacher, "student");
    await menu.getByLabel("May draw").check();
    await expect(tools(student)).toBeVisible(SLOW);
    await choose(student, "Pen");
    await draw(student, [55, 60], [70, 75]);
    await expect(lines(student)).toHaveCount(4, SLOW);
    await expect(student.getByText("Saved", { exact: true })).toBeVisible(SLOW);
    await go(student, [55, 85], [60, 88]);
    await menu.getByLabel("May draw").uncheck();
    await expect(tools(student)).toBeHidden(SLOW);
    await student.mouse.up();
    await expect(lines(student)).toHaveCount(4);
    await teacher.keyboard.press("Escape");
  });

  await test.step("undo takes back one's own", async () => {
    await listed(teacher);
    await expect(lines(teacher)).toHaveCount(4, SLOW);
    await tools(teacher).getByRole("button", { name: "Undo what you did" }).click();
    await expect(lines(student)).toHaveCount(3, SLOW);
    await expect(lines(student).last()).toContainText("Amina Diallo");
    await tools(teacher).getByRole("button", { name: "Do it again" }).click();
    await expect(lines(student)).toHaveCount(4, SLOW);
  });

  await test.step("who loads the page again sees the same", async () => {
    const before = await drawn(teacher);
    await student.goto(`/classes/${session}`);
    await expect(surface(student)).toBeVisible(SLOW);
    await listed(student);
    await expect(async () => expect(await drawn(student)).toEqual(before)).toPass(SLOW);
  });

  await test.step("what is drawn without a network waits, and is there once afterwards", async () => {
    await teacher.context().setOffline(true);
    await choose(teacher, "Line");
    await draw(teacher, [10, 10], [90, 10]);
    await expect(teacher.getByText("1 not saved yet")).toBeVisible(SLOW);
    await teacher.context().setOffline(false);
    await expect(teacher.getByText("Saved", { exact: true })).toBeVisible(SLOW);
    await expect(lines(student)).toHaveCount(5, SLOW);
    await expect(async () => expect(await drawn(student)).toEqual(await drawn(teacher))).toPass(SLOW);
  });

  await test.step("a shape is placed, moved, resized and deleted without a pointer", async () => {
    await surface(teacher).focus();
    await teacher.keyboard.press("r");
    await teacher.keyboard.press("Enter");
    await expect(lines(student)).toHaveCount(6, SLOW);
    const rectangle = () => lines(student).last().textContent();
    const placed = await rectangle();
    await teacher.keyboard.press("ArrowRight");
    await expect(lines(student).last()).not.toHaveText(placed!, SLOW);
    const moved = await rectangle();
    await teacher.keyboard.press("Shift+ArrowDown");
    await expect(lines(student).last()).not.toHaveText(moved!, SLOW);
    await teacher.keyboard.press("Delete");
    await expect(lines(student)).toHaveCount(5, SLOW);
    await teacher.keyboard.press("Control+z");
    await expect(lines(student)).toHaveCount(6, SLOW);
  });

  await test.step("a letter in the chat is a letter", async () => {
    const field = teacher.getByRole("textbox", { name: "Message" });
    await teacher.getByRole("tab", { name: /^Chat/ }).click();
    await field.pressSequentially("e d v 1 z ?");
    await expect(field).toHaveValue("e d v 1 z ?");
    await field.fill("");
  });

  await test.step("pictures", async () => {
    await listed(teacher);
    await picture(teacher, "board-teacher");
    await picture(student, "board-student");
  });
});

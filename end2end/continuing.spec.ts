//! Classes that go on: from the last one of their lesson, with another teacher, without any until their time is over.
import { expect, type Page } from "@playwright/test";
import { allGoIn, chapter, chat, end, setTime } from "./support/class";
import { Person } from "./support/people";
import { ask, question } from "./support/questions";
import { test, type Here } from "./support/quiet";
import { picture } from "./support/screens";
import { held } from "./support/strokes.mjs";
import { mounted, person, SLOW, tab } from "./support/studio";
import { sendCommand } from "./support/command";
import { choose, draw, letDraw, lines, listed } from "./support/whiteboard";

/** No other test has a class of this lesson. */
const LESSON = "Waves on a string";

test("the next class of a lesson takes up what the last one left open", async ({ here }) => {
  const [teacher, student] = await Promise.all(["teacher", "student"].map((name) => pageOf(here, name)));

  await test.step("nothing can be continued of a lesson that wasn't taught", async () => {
    await fillIn(teacher!, "Swings");
    await expect(teacher!.getByLabel("Continue from the last class")).toBeHidden();
  });
  const first = await planned(teacher!);
  await allGoIn(first, [teacher!, student!]);
  for (const page of [teacher!, student!]) await tab(page, "Questions");
  await ask(student!, "Why does it slow down?");
  await ask(student!, "What is its period?");
  await question(teacher!, "slow down").getByRole("button", { name: /I want to know, too/ }).click(SLOW);
  await question(teacher!, "its period").getByRole("button", { name: "Answer aloud" }).click();
  await question(teacher!, "its period").getByRole("button", { name: "Answered", exact: true }).click(SLOW);
  await expect(question(student!, "slow down").locator(".question__votes")).toContainText("1", SLOW);
  await expect(student!.getByText("Done with, 1")).toBeVisible(SLOW);
  const definition = { layout: { as: "gallery" }, wording: { name: "All of us" } };
  await sendCommand(teacher!, first, { do: "create_scene", scene: crypto.randomUUID(), place: 0, definition });
  await expect(teacher!.locator(".scene__name")).toHaveText(["All of us"], SLOW);
  const board = await test.step("both draw on a whiteboard of two pages", async () => {
    const board = crypto.randomUUID();
    await sendCommand(teacher!, first, { do: "create_board", board, title: "Waves" });
    await sendCommand(teacher!, first, { do: "add_board_page", board, page: 2 });
    const shows = { layout: { as: "board", board }, wording: { name: "Our board" } };
    const scene = crypto.randomUUID();
    await sendCommand(teacher!, first, { do: "create_scene", scene, place: 1, definition: shows });
    await sendCommand(teacher!, first, { do: "switch_scene", scene });
    await letDraw(teacher!, student!);
    for (const [page, spots] of [[teacher!, [20, 30]], [student!, [20, 60]], [teacher!, [25, 32]]] as const) {
      await choose(page, "Pen");
      await draw(page, spots, [50, spots[1]]);
      await expect.poll(async () => (await held(page))?.waiting, SLOW).toBe(0);
    }
    await expect(async () => expect((await held(student!))?.hash).toBe((await held(teacher!))?.hash)).toPass(SLOW);
    return (await held(teacher!))!;
  });
  await end(teacher!);
  await teacher!.waitForURL(`**/replays/${first}`, SLOW);

  await test.step("it is planned so", async () => {
    await fillIn(teacher!, "Swings, part two");
    await teacher!.getByLabel("Continue from the last class").check();
    await picture(teacher!, "schedule-continuing");
  });
  const next = await planned(teacher!);
  await allGoIn(next, [teacher!, student!]);
  for (const page of [teacher!, student!]) await tab(page, "Questions");

  await test.step("and has what nobody answered, with its votes, and nothing else", async () => {
    await expect(question(student!, "slow down").locator(".question__votes")).toContainText("1", SLOW);
    await expect(question(student!, "slow down")).toContainText("You");
    await expect(teacher!.locator(".question")).toHaveCount(1);
    await expect(teacher!.locator(".scene__name")).toHaveText(["All of us", "Our board"]);
    await question(teacher!, "slow down").getByRole("button", { name: "Put on stage" }).click();
    await expect(student!.locator(".staged")).toContainText("Why does it slow down?", SLOW);
  });

  const last = await test.step("its boards are there with what both drew, and are drawn on", async () => {
    await teacher!.locator(".scene__name", { hasText: "Our board" }).click();
    for (const page of [teacher!, student!]) await expect.poll(async () => (await held(page))?.ids, SLOW).toEqual(board.ids);
    expect((await held(teacher!))!.onPages).toEqual([3, 0]);
    await listed(student!);
    await expect(lines(student!).nth(1)).toContainText("Stroke, by Amina Diallo");
    await choose(teacher!, "Rectangle");
    await draw(teacher!, [60, 20], [75, 45]);
    await expect(lines(student!).last()).toContainText("Rectangle", SLOW);
    return (await held(student!))!;
  });
  await end(teacher!);
  await teacher!.waitForURL(`**/replays/${next}`, SLOW);

  await test.step("and so has the replay", async () => {
    await mounted(teacher!);
    const slider = teacher!.getByRole("slider", { name: "Class time" });
    await expect(slider).toHaveAttribute("aria-valuemax", /\d/, SLOW);
    await slider.press("End");
    await expect.poll(async () => (await held(teacher!))?.ids, SLOW).toEqual(last.ids);
    expect((await held(teacher!))!.hash).toBe(last.hash);
  });
});

test("two teachers, one, none: the class goes on until its time is over", async ({ alone: here }) => {
  await here.lectern.database.sql("update enrollments set role = 'teacher' from users where users.id = user_id and email = 'student2@demo.lectern'");
  const [teacher, second, student] = await Promise.all(["teacher", "student2", "student"].map((name) => pageOf(here, name)));
  await fillIn(teacher!, "Two teachers");
  await setThisMinute(teacher!);
  const session = await planned(teacher!);
  await allGoIn(session, [teacher!, second!, student!]);
  const lost = student!.getByText(/The teacher’s connection is lost/);

  await test.step("both may teach", async () => {
    await chapter(teacher!, "By the first");
    await chapter(second!, "By the second");
    await second!.getByRole("button", { name: "Break" }).click();
    await expect(student!.getByText(/The class takes a break/)).toBeVisible();
    await teacher!.getByRole("button", { name: "Go on" }).click();
    await expect(student!.getByText(/The class takes a break/)).toHaveCount(0);
    await expect(second!.getByRole("button", { name: "End class" })).toBeVisible();
  });

  await test.step("one leaves, and nothing is lost", async () => {
    await tab(second!, "People");
    await teacher!.getByRole("button", { name: "Leave" }).click();
    await teacher!.waitForURL("/");
    await expect(person(second!, "teacher")).toContainText("Not here now", SLOW);
    await expect(lost).toHaveCount(0);
    await tab(second!, "Chat");
    await chapter(second!, "Alone");
    await expect(chat(student!)).toContainText("Alone");
  });

  await test.step("both are gone: those who stay read it, and the clock ends the class", async () => {
    await second!.getByRole("button", { name: "Leave" }).click();
    await expect(lost).toBeVisible(SLOW);
    await expect(student!.getByRole("textbox", { name: "Message" })).toBeVisible();
    // The page offers a quarter of an hour and more.
    await sendCommand(teacher!, session, { do: "change_settings", settings: { overtime: 0 } });
    await student!.waitForURL(`**/replays/${session}`, { timeout: 180_000 });
    await teacher!.goto(`/classes/${session}`);
    await teacher!.waitForURL(`**/replays/${session}`);
    await tab(teacher!, "Chapters");
    await expect(teacher!.getByRole("tabpanel")).toContainText("By the second");
  });
});

async function pageOf(here: Here, name: string): Promise<Page> {
  return (await Person.come(here, name, { timezoneId: "UTC" })).page;
}

/** Fills in the form for a class of the lesson. */
async function fillIn(page: Page, title: string): Promise<void> {
  await page.goto("/classes/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Course").selectOption({ label: "Dynamics 2" });
  await page.getByLabel("Lesson").selectOption({ label: LESSON });
  await setTime(page);
}

/** A class of a minute, now: one that began late has its whole time. It isn't over before the form is sent. */
async function setThisMinute(page: Page): Promise<void> {
  const minute = new Date(Math.floor((Date.now() + 15_000) / 60_000) * 60_000).toISOString();
  await page.getByLabel("Date").fill(minute.slice(0, 10));
  await page.getByLabel("Start").fill(minute.slice(11, 16));
  await page.getByLabel("Length in minutes").fill("1");
}

/** Sends the form, and gives the class. */
async function planned(page: Page): Promise<string> {
  const session = await page.locator("form.schedule [name=session]").inputValue();
  await page.getByRole("button", { name: "Schedule the class" }).click();
  await page.waitForURL("/");
  await expect(page.locator(`a[href*="${session}"]`).first()).toBeVisible();
  return session;
}

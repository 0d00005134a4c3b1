//! Classes that go on: from the last one of their lesson, with another teacher, without any until their time is over.
import { expect, test, type Locator, type Page } from "@playwright/test";
import { chapter, chat, end, goIn, sessionOf, setTime } from "./support/class";
import { Person } from "./support/people";
import { ask, question } from "./support/questions";
import { quietLectern } from "./support/quiet";
import { picture } from "./support/screens";
import { person, SLOW, tab } from "./support/studio";
import { wish } from "./support/wish";

const here = quietLectern();
const LESSON = "The pendulum";

/** People's windows are the test's own. */
test.afterEach(() => Promise.all(here.browser.contexts().map((context) => context.close())));

test("the next class of a lesson takes up what the last one left open", async () => {
  const [teacher, student] = await Promise.all(["teacher", "student"].map((name) => pageOf(name)));

  await test.step("nothing can be continued of a lesson that wasn't taught", async () => {
    await fillIn(teacher!, "Swings");
    await expect(teacher!.getByLabel("Continue from the last class")).toBeHidden();
  });
  const first = await planned(teacher!, "Swings");
  for (const page of [teacher!, student!]) {
    await page.goto(`/classes/${first}`);
    await goIn(page);
    await tab(page, "Questions");
  }
  await ask(student!, "Why does it slow down?");
  await ask(student!, "What is its period?");
  await question(teacher!, "slow down").getByRole("button", { name: /I want to know, too/ }).click(SLOW);
  await question(teacher!, "its period").getByRole("button", { name: "Answer aloud" }).click();
  await question(teacher!, "its period").getByRole("button", { name: "Answered", exact: true }).click(SLOW);
  await expect(question(student!, "slow down").locator(".question__votes")).toContainText("1", SLOW);
  await expect(student!.getByText("Done with, 1")).toBeVisible(SLOW);
  await end(teacher!);
  await teacher!.waitForURL(`**/replays/${first}`, SLOW);

  await test.step("it is planned so", async () => {
    await fillIn(teacher!, "Swings, part two");
    await teacher!.getByLabel("Continue from the last class").check();
    await picture(teacher!, "schedule-continuing");
  });
  const next = await planned(teacher!, "Swings, part two");
  for (const page of [teacher!, student!]) {
    await page.goto(`/classes/${next}`);
    await goIn(page);
    await tab(page, "Questions");
  }

  await test.step("and has what nobody answered, with its votes, and nothing else", async () => {
    await expect(question(student!, "slow down").locator(".question__votes")).toContainText("1", SLOW);
    await expect(question(student!, "slow down")).toContainText("You");
    await expect(teacher!.locator(".question")).toHaveCount(1);
    await question(teacher!, "slow down").getByRole("button", { name: "Put on stage" }).click();
    await expect(student!.locator(".staged")).toContainText("Why does it slow down?", SLOW);
  });
  await end(teacher!);
  await teacher!.waitForURL(`**/replays/${next}`, SLOW);
});

test("two teachers, one, none: the class goes on until its time is over", async () => {
  await here.lectern.database.sql("update enrollments set role = 'teacher' from users where users.id = user_id and email = 'student2@demo.lectern'");
  const [teacher, second, student] = await Promise.all(["teacher", "student2", "student"].map((name) => pageOf(name)));
  await fillIn(teacher!, "Two teachers");
  await setNextMinute(teacher!);
  const session = await planned(teacher!, "Two teachers");
  for (const page of [teacher!, second!, student!]) {
    await page.goto(`/classes/${session}`);
    await goIn(page);
  }
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
    await wish(teacher!, session, { do: "change_settings", settings: { overtime: 0 } });
    await student!.waitForURL(`**/replays/${session}`, { timeout: 180_000 });
    await teacher!.goto(`/classes/${session}`);
    await teacher!.waitForURL(`**/replays/${session}`);
    await tab(teacher!, "Chapters");
    await expect(teacher!.getByRole("tabpanel")).toContainText("By the second");
  });
});

async function pageOf(name: string): Promise<Page> {
  return (await Person.signIn(here.browser, here.lectern.url, name, { timezoneId: "UTC" })).page;
}

/** Fills in the form for a class of the lesson. */
async function fillIn(page: Page, title: string): Promise<void> {
  await page.goto("/classes/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Course").selectOption({ label: "Dynamics 2" });
  await page.getByLabel("Lesson").selectOption({ label: LESSON });
  await setTime(page);
}

/** A class of a minute that begins with the next one which isn't about to. */
async function setNextMinute(page: Page): Promise<void> {
  const minute = new Date(Math.ceil((Date.now() + 15_000) / 60_000) * 60_000).toISOString();
  await page.getByLabel("Date").fill(minute.slice(0, 10));
  await page.getByLabel("Start").fill(minute.slice(11, 16));
  await page.getByLabel("Length in minutes").fill("1");
}

/** Sends the form, and gives the class. */
async function planned(page: Page, title: string): Promise<string> {
  await page.getByRole("button", { name: "Schedule the class" }).click();
  await page.waitForURL("/");
  const next = page.getByRole("region", { name: title }).getByRole("link", { name: "Open the studio" });
  return sessionOf(next.or(page.getByRole("link", { name: title, exact: true })).first());
}

//! What is left of a class for those who ran it: who was there, what came of its polls and questions, and its replay with
//! both. Before it, the polls that were prepared.
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { allGoIn, end, goIn, sessionOf, setTime } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { NAMES, SLOW, tab, type Name } from "./support/studio";
import { sendCommand } from "./support/command";

const ASKED = "What stays the same?";

test("a class is prepared, held, and read about", async ({ here }) => {
  const names: Name[] = ["teacher", "student", "student2"];
  const people = await Promise.all(names.map((name) => Person.come(here, name)));
  const [teacher, student, student2] = people.map(({ page }) => page) as [Page, Page, Page];

  await test.step("polls are written for the lesson", async () => {
    await teacher.goto("/");
    await teacher.getByText("Prepare lessons").click();
    await teacher.getByRole("link", { name: /Polls for .*The pendulum/ }).click();
    await expect(teacher.getByText("No polls yet")).toBeVisible();
    await prepare(teacher, "How sure are you?", "A point on a scale");
    await prepare(teacher, ASKED, "Quiz: some options are right", ["Height", "Energy", "Speed"], 1);
    await picture(teacher, "prepared");
    await row(teacher, ASKED).getByRole("button", { name: "Up" }).click();
    await expect(teacher.locator(".prepare__question")).toHaveText([ASKED, "How sure are you?"]);
    await row(teacher, "How sure").getByRole("button", { name: "Delete", exact: true }).click();
    await teacher.getByRole("button", { name: "Delete it" }).click();
    await expect(teacher.locator(".prepare__question")).toHaveText([ASKED]);
    await teacher.getByRole("link", { name: "Change" }).click();
    await teacher.getByLabel("Question").fill("");
    await teacher.getByLabel("Question").evaluate((input: HTMLInputElement) => (input.required = false));
    await teacher.getByRole("button", { name: "Save changes" }).click();
    await expect(teacher.getByRole("alert")).toContainText("Write something first.");
    await teacher.getByLabel("Question").fill(ASKED);
    await picture(teacher, "prepare");
    await teacher.getByRole("button", { name: "Save changes" }).click();
  });

  const session = await test.step("a class of that lesson", async () => {
    await teacher.goto("/classes/new");
    await teacher.getByLabel("Title").fill("What stays");
    await teacher.getByLabel("Course").selectOption({ label: "Dynamics 2" });
    await teacher.getByLabel("Lesson").selectOption({ label: "The pendulum" });
    await setTime(teacher);
    await teacher.getByRole("button", { name: "Schedule the class" }).click();
    await teacher.waitForURL("/");
    return sessionOf(teacher.getByRole("link", { name: "What stays", exact: true }).first());
  });
  await allGoIn(session, [teacher, student, student2]);

  await test.step("one key starts what was prepared", async () => {
    // Those who attend learn of none before it is asked.
    expect(await student.content()).not.toContain(ASKED);
    await teacher.locator("body").press("n");
    await expect(teacher.locator(".poll__question")).toHaveText(ASKED, SLOW);
    await expect(teacher.locator(".prepared__poll").getByText("Asked")).toBeVisible();
    await student.locator(".poll-call").getByRole("button", { name: "Vote" }).click(SLOW);
    await student.locator(".poll__ballot").getByLabel("Energy", { exact: true }).check();
    await student.getByRole("button", { name: "Vote", exact: true }).click();
    await expect(teacher.locator(".poll__result").filter({ hasText: "Energy" })).toContainText("1 · 100 %", SLOW);
    await teacher.getByRole("button", { name: "Close voting" }).click();
    await picture(teacher, "prepared-class");
  });

  await test.step("what is prepared meanwhile is there without a reload", async () => {
    const desk = await teacher.context().newPage();
    await desk.goto("/");
    await desk.getByText("Prepare lessons").click();
    await desk.getByRole("link", { name: /Polls for .*The pendulum/ }).click();
    await prepare(desk, "Who is lost?", "A point on a scale");
    await desk.close();
    await tab(teacher, "Chat");
    await tab(teacher, "Polls");
    await expect(teacher.getByRole("button", { name: "Start: Who is lost?" })).toBeVisible(SLOW);
  });

  await test.step("a question, staged and answered", async () => {
    const question = crypto.randomUUID();
    await sendCommand(student, session, { do: "ask_question", question, text: '=Why, "really"?', anonymous: false });
    await sendCommand(teacher, session, { do: "stage_question", question });
    await sendCommand(teacher, session, { do: "answer_question", question, text: "Because nothing takes it away." });
  });

  await test.step("who is there, so far", async () => {
    await student2.goto("/");
    await teacher.goto(`/classes/${session}/attendance`);
    await expect(line(teacher, "student")).toContainText("is here", SLOW);
    await expect(async () => {
      await teacher.reload();
      await expect(line(teacher, "student2")).not.toContainText("is here", { timeout: 500 });
    }).toPass(SLOW);
    await expect(teacher.getByText("Enrolled and not here yet")).toBeVisible();
    await expect(teacher.locator(".register__missing")).toContainText(NAMES.assistant);
    await teacher.goto(`/classes/${session}`);
    await goIn(teacher);
    await end(teacher);
    await teacher.waitForURL(`**/replays/${session}`);
  });

  await test.step("the replay has both, at their moments", async () => {
    await expect(teacher.getByRole("button", { name: "Play the class" }).or(teacher.getByText("Nothing was recorded")).first()).toBeVisible(SLOW);
    await tab(teacher, "Polls");
    await expect(teacher.locator("#panel-polls")).toContainText("1 more at a later moment.");
    await expect(teacher.locator("#panel-polls .poll")).toHaveCount(0);
    await teacher.locator("#panel-polls").getByRole("button", { name: "Show the end" }).click();
    await expect(teacher.locator("#panel-polls .poll__result").filter({ hasText: "Energy" })).toContainText("1 · 100 %");
    await teacher.locator("#panel-polls").getByRole("button", { name: /Go to/ }).click();
    await teacher.locator("#panel-polls").getByRole("button", { name: "At their moments" }).click();
    await expect(teacher.locator("#panel-polls .poll__result").filter({ hasText: "Energy" })).toContainText("0 · 0 %");
    await tab(teacher, "Questions");
    await expect(teacher.locator("#panel-questions .question")).toHaveCount(0);
    await expect(teacher.locator(".staged__card")).toHaveCount(0);
    await teacher.locator("#panel-questions").getByRole("button", { name: "Show the end" }).click();
    await expect(teacher.locator("#panel-questions")).toContainText("Because nothing takes it away.");
    await expect(teacher.locator(".staged__card")).toHaveCount(0);
    await teacher.locator("#panel-questions").getByRole("button", { name: /Go to/ }).click();
    // It was put on the stage a moment after it was asked.
    await teacher.locator("body").press("ArrowRight");
    await expect(teacher.locator(".staged")).toContainText("really");
    await picture(teacher, "replay-questions");
  });

  await test.step("who was there", async () => {
    await teacher.getByRole("link", { name: "Attendance" }).click();
    await expect(line(teacher, "student")).not.toContainText("is here");
    await expect(teacher.getByText("Enrolled and never came")).toBeVisible();
    await teacher.getByRole("link", { name: "Minutes" }).click();
    await expect(teacher.locator("[aria-sort=descending]")).toContainText("Minutes");
    await picture(teacher, "attendance");
    const table = await download(teacher, "Download as CSV");
    expect(table).toMatch(/^\uFEFFName,Role,First join,Last leave,Minutes present,Joins,Present,E-mail\r\n/);
    expect(table).toMatch(/Amina Diallo,student,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{4}-/);
    expect(table).toContain("Tomás Ferreira,assistant,,,0,0,no,assistant@demo.lectern\r\n");
  });

  await test.step("what came of it", async () => {
    await teacher.getByRole("link", { name: "Results" }).click();
    await expect(teacher.getByRole("heading", { name: "1 poll" })).toBeVisible();
    await expect(teacher.locator(".poll__result").filter({ hasText: "Energy" })).toContainText("Right");
    await teacher.getByText("Who chose what").click();
    await expect(teacher.locator(".poll__voters")).toContainText(NAMES.student);
    await expect(teacher.locator(".question")).toContainText("Because nothing takes it away.");
    await picture(teacher, "results");
    expect(await download(teacher, /CSV.*polls/)).toContain(`${ASKED},no,no,${NAMES.student},Energy,,yes,1\r\n`);
    expect(await download(teacher, /CSV.*questions/)).toContain(`${NAMES.student},no,"'=Why, ""really""?",0,answered,`);
  });

  await test.step("from home, and not for students", async () => {
    await teacher.goto("/");
    await picture(teacher, "home-reports");
    await teacher.getByRole("listitem").filter({ hasText: "What stays" }).getByRole("link", { name: "Results" }).click();
    await expect(teacher.getByRole("heading", { name: "Results: What stays" })).toBeVisible();
    await student.goto("/");
    await expect(student.getByRole("link", { name: "What stays", exact: true })).toBeVisible();
    await expect(student.getByRole("link", { name: "Attendance" })).toHaveCount(0);
    expect((await student.goto(`/classes/${session}/attendance`))!.status()).toBe(403);
  });
});

/** Writes a poll into the list. */
async function prepare(page: Page, question: string, kind: string, options: string[] = [], right?: number): Promise<void> {
  await page.getByRole("link", { name: "Write a poll" }).first().click();
  await page.getByLabel("Question").fill(question);
  await page.getByLabel("People answer with").selectOption({ label: kind });
  for (const [n, option] of options.entries()) await page.getByRole("textbox", { name: `Option ${n + 1}` }).fill(option);
  if (right !== undefined) await page.getByRole("checkbox", { name: `Option ${right + 1} is right` }).check();
  await page.getByRole("button", { name: "Keep the poll" }).click();
  await expect(row(page, question)).toBeVisible();
}

function row(page: Page, question: string): Locator {
  return page.locator(".prepare__poll").filter({ hasText: question });
}

/** Somebody's line in the attendance. */
function line(page: Page, name: Name): Locator {
  return page.locator(".register__body > .register__row").filter({ hasText: NAMES[name] });
}

async function download(page: Page, link: string | RegExp): Promise<string> {
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  return readFile(await (await coming).path(), "utf8");
}

//! Questions: asked, moderated, voted for, on the stage, answered, done with.
import { expect, type Locator, type Page } from "@playwright/test";
import { ask, question } from "./support/questions";
import { test, type Here } from "./support/quiet";
import { picture } from "./support/screens";
import { SLOW, tab, writtenClassOf, type Name } from "./support/studio";

/** A class that goes on, with its people in it and the questions open before them. */
async function inClass<Others extends Name>(here: Here, title: string, ...others: Others[]) {
  const people = await writtenClassOf<"teacher" | Others>(here, title, "teacher", ...others);
  for (const name of ["teacher", ...others] as const) await open(people[name]);
  return people;
}

/** By its key, which works from anywhere but a text. */
async function open(page: Page): Promise<void> {
  await page.locator("body").press("q");
  await expect(page.getByRole("tab", { name: /Questions/ })).toBeFocused();
}

function votes(page: Page, text: string): Locator {
  return question(page, text).getByRole("button", { name: /I want to know, too/ });
}

/** Presses what is in the row's menu. */
async function more(page: Page, text: string, act: string): Promise<void> {
  await question(page, text).getByRole("button", { name: "More" }).click();
  await question(page, text).getByRole("button", { name: act }).click();
}

/** Changes how the class is run. */
async function rule(page: Page, name: RegExp, on: boolean): Promise<void> {
  await page.getByRole("button", { name: "How this class is run" }).click();
  await page.getByRole("checkbox", { name }).setChecked(on);
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
}

test("from asking to the last word", async ({ here }) => {
  const { teacher, assistant, student, student2 } = await inClass(here, "Straight lines", "assistant", "student", "student2");
  await rule(teacher, /^Questions are shown only once/, true);
  await expect(student.getByText("No questions yet")).toBeVisible();

  await test.step("what a student asks waits for approval, and only staff see it", async () => {
    await ask(student, "Why is the total a straight line?");
    await expect(question(student, "straight line")).toContainText("waits for approval", SLOW);
    await expect(assistant.getByText("1 waits for approval", { exact: true })).toBeVisible(SLOW);
    await expect(teacher.getByRole("tab", { name: /Questions/ })).toContainText("1");
    await expect(question(student2, "straight line")).toHaveCount(0);
    await question(assistant, "straight line").getByRole("button", { name: "Approve" }).click();
    await expect(question(student2, "straight line")).toBeVisible(SLOW);
    await expect(question(student2, "straight line")).toContainText(/Asked at \d+:\d\d · \S/);
  });

  await test.step("one is left out of the class from the queue, by keys, and its asker reads why", async () => {
    await ask(student, "Is lunch late today?");
    await tab(assistant, "Queue");
    const line = assistant.locator(".queue__item").filter({ hasText: "Is lunch late today?" });
    await line.focus();
    await assistant.keyboard.press("Backspace");
    const why = assistant.getByLabel("Why, for the one who asked");
    await expect(why).toBeFocused();
    await assistant.keyboard.press("Escape");
    await expect(why).toBeHidden();
    await expect(line).toBeFocused();
    await assistant.keyboard.press("Backspace");
    await expect(why).toBeFocused();
    await picture(assistant, "queue-dismiss");
    await why.fill("Ask the kitchen.");
    await assistant.keyboard.press("Enter");
    await expect(line).toBeHidden();
    await student.getByText(/Done with/).click(SLOW);
    await expect(question(student, "Is lunch late today?")).toContainText("Ask the kitchen.", SLOW);
    await open(assistant);
  });

  await test.step("a vote counts once, can be taken back and puts a question first", async () => {
    await ask(teacher, "Who has the script?");
    await expect(votes(student2, "script")).toHaveAttribute("aria-pressed", "false", SLOW);
    await votes(student2, "script").click();
    await expect(votes(student2, "script")).toHaveAttribute("aria-pressed", "true");
    await expect(votes(student2, "script")).toBeFocused();
    await expect(student2.locator(".question").first()).toContainText("script");
    await expect(votes(assistant, "script")).toContainText("1", SLOW);
    await votes(student2, "script").click();
    await expect(votes(assistant, "script")).toContainText("0", SLOW);
    await votes(student2, "straight line").click();
    await expect(votes(assistant, "straight line")).toContainText("1", SLOW);
    await expect(question(student, "straight line").locator("button.question__votes")).toHaveCount(0);
  });

  await test.step("on the stage for everybody", async () => {
    await question(teacher, "straight line").getByRole("button", { name: "Put on stage" }).click();
    for (const page of [teacher, assistant, student, student2]) {
      await expect(page.locator(".staged")).toContainText("Why is the total a straight line?", SLOW);
    }
    const [card, stage] = await Promise.all([student2.locator(".staged__card").boundingBox(), student2.locator(".stage").boundingBox()]);
    expect(card!.y, "the middle of the picture stays free").toBeGreaterThan(stage!.y + stage!.height / 2);
  });

  await test.step("a reload in the middle keeps everything", async () => {
    await student2.reload();
    await expect(student2.locator(".staged")).toContainText("straight line", SLOW);
    await open(student2);
    await expect(votes(student2, "straight line")).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("answered aloud, then in writing, then done with", async () => {
    await question(teacher, "straight line").getByRole("button", { name: "Answer aloud" }).click();
    await expect(question(student2, "straight line")).toContainText("answering now · on stage", SLOW);
    await more(assistant, "straight line", "Claim");
    await expect(question(teacher, "straight line")).toContainText(/claimed by Tomás/, SLOW);
    await more(assistant, "straight line", "Write an answer");
    await expect(assistant.getByLabel("Your answer, for everybody")).toBeFocused();
    await assistant.keyboard.type("What one curve loses the other gains.");
    await assistant.getByRole("button", { name: "Answer", exact: true }).click();
    await expect(question(student, "straight line")).toContainText("What one curve loses the other gains.", SLOW);
    await picture(teacher, "questions");
    await picture(student, "questions-student");
    await question(teacher, "straight line").getByRole("button", { name: "Answered" }).click();
    await expect(student2.locator(".staged")).toBeEmpty(SLOW);
    await expect(question(student2, "straight line")).toBeHidden();
    await student2.getByText("Done with, 1").click();
    await expect(question(student2, "straight line")).toContainText("What one curve loses the other gains.");
    await picture(student2, "questions-done");
  });
});

test("without one's name, dismissed with a reason, merged", async ({ here }) => {
  const { teacher, student, student2 } = await inClass(here, "Friction", "student", "student2");

  await test.step("students don't learn who asks, staff do", async () => {
    await student.getByLabel(/Without my name/).check();
    await ask(student, "Is this on the exam?");
    await expect(question(student, "exam")).toContainText("You, without your name");
    await expect(question(student2, "exam")).toContainText("Anonymous", SLOW);
    await expect(question(teacher, "exam")).toContainText("who is anonymous to students", SLOW);
    await expect(teacher.getByLabel(/Without my name/)).toHaveCount(0);
    await student.getByLabel(/Without my name/).uncheck();
  });

  await test.step("two that ask the same become one, and a voter counts once", async () => {
    await ask(student, "Does damping change the period?");
    await ask(student2, "Is the period longer with friction?");
    await expect(votes(student2, "damping")).toBeVisible(SLOW);
    await votes(student2, "damping").click();
    await votes(student, "friction").click();
    await expect(question(teacher, "friction").locator(".question__votes")).toContainText("1", SLOW);
    await more(teacher, "friction", "Merge into another");
    await teacher.getByLabel("Asks the same as").selectOption({ label: "Does damping change the period?" });
    await teacher.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(question(student2, "damping").locator(".question__votes").first()).toContainText("2", SLOW);
    await student2.getByText("Done with, 1").click();
    await expect(question(student2, "friction")).toContainText("Asks the same as");
  });

  await test.step("a dismissed one is gone, but for the one who asked", async () => {
    await more(teacher, "exam", "Dismiss");
    await teacher.getByLabel("Why, for the one who asked").fill("The syllabus says it.");
    await teacher.getByRole("button", { name: "Dismiss", exact: true }).click();
    await expect(question(student2, "exam")).toHaveCount(0, SLOW);
    await student.getByText(/Done with/).click();
    await expect(question(student, "exam")).toContainText("The syllabus says it.", SLOW);
  });
});

test("by keyboard, and without a network", async ({ here }) => {
  const { session, teacher, student } = await inClass(here, "What waves carry", "student");
  await ask(teacher, "What is a wave?");
  await ask(teacher, "What does it carry?");

  await test.step("arrows go from question to question, and letters in a text are letters", async () => {
    await expect(student.locator(".question")).toHaveCount(2, SLOW);
    await open(student);
    await votes(student, "What is a wave?").focus();
    await student.keyboard.press("ArrowDown");
    await expect(question(student, "What does it carry?")).toBeFocused();
    await student.keyboard.press("ArrowUp");
    await expect(question(student, "What is a wave?")).toBeFocused();
    await student.getByRole("textbox", { name: "Question" }).focus();
    await student.keyboard.type("quip");
    await expect(student.getByRole("textbox", { name: "Question" })).toHaveValue("quip");
    await student.getByRole("textbox", { name: "Question" }).fill("");
  });

  await test.step("what is asked and voted offline is there at once, survives a reload and arrives once", async () => {
    await student.context().setOffline(true);
    await expect(student.getByText("Reconnecting")).toBeVisible(SLOW);
    await ask(student, "Can you hear a wave?");
    await expect(question(student, "hear a wave")).toContainText("unsent, goes out by itself");
    await votes(student, "What is a wave?").click();
    await expect(votes(student, "What is a wave?")).toContainText("1");
    await student.context().setOffline(false);
    await student.reload();
    await open(student);
    await expect(question(teacher, "hear a wave")).toHaveCount(1, SLOW);
    await expect(question(teacher, "What is a wave?").locator(".question__votes")).toContainText("1", SLOW);
    await expect(question(student, "hear a wave")).not.toContainText("unsent", SLOW);
  });

  await test.step("most votes first, or the newest", async () => {
    await expect(student.locator(".question").first()).toContainText("What is a wave?");
    await student.getByRole("button", { name: "Most votes" }).click();
    await expect(student.locator(".question").first()).toContainText("Can you hear a wave?");
    await student.getByRole("button", { name: "Newest" }).click();
    await expect(student.locator(".question").first()).toContainText("What is a wave?");
  });

  await test.step("what was asked without a name comes back without it", async () => {
    await student.getByLabel(/Without my name/).check();
    await student.context().setOffline(true);
    await expect(student.getByText("Reconnecting")).toBeVisible(SLOW);
    await ask(student, "Am I the only one?");
    await rule(teacher, /^Students may ask without their name/, false);
    await student.goto("about:blank");
    await student.context().setOffline(false);
    await student.goto(`/classes/${session}`);
    await open(student);
    await expect(student.getByRole("textbox", { name: "Question" })).toHaveValue("Am I the only one?", SLOW);
    await expect(student.getByText("Everybody sees your name: in this class questions carry it.")).toBeVisible();
    await rule(teacher, /^Students may ask without their name/, true);
    await expect(student.getByLabel(/Without my name/)).toBeChecked(SLOW);
  });
});

//! Polls: asked with one press, voted in, closed, shown, asked again.
import { expect, type Locator, type Page } from "@playwright/test";
import { end } from "./support/class";
import { test, type Here } from "./support/quiet";
import { picture } from "./support/screens";
import { SLOW, writtenClassOf, type Name } from "./support/studio";

/** A class that goes on, with its people in it; its teacher has the polls open. */
async function inClass<Others extends Name>(here: Here, title: string, ...others: Others[]) {
  const people = await writtenClassOf<"teacher" | Others>(here, title, "teacher", ...others);
  await open(people.teacher);
  return people;
}

async function open(page: Page): Promise<void> {
  await page.locator("body").press("p");
  await expect(page.getByRole("tab", { name: /Polls/ })).toBeFocused();
}

interface Wanted {
  question: string;
  most?: number;
  kind?: string;
  options?: string[];
  right?: number;
  why?: string;
  anonymous?: boolean;
}

/** Writes a poll and starts it. */
async function start(page: Page, { question, kind, options = [], most, right, why, anonymous }: Wanted): Promise<void> {
  await page.getByRole("button", { name: "New poll" }).click();
  const dialog = page.getByRole("dialog", { name: "New poll" });
  await expect(dialog.getByLabel("Question")).toBeFocused();
  await dialog.getByLabel("Question").fill(question);
  if (kind) await dialog.getByLabel("People answer with").selectOption({ label: kind });
  for (const [n, option] of options.entries()) {
    if (n > 1) await dialog.getByRole("button", { name: "Add an option" }).click();
    await dialog.getByRole("textbox", { name: `Option ${n + 1}` }).fill(option);
  }
  if (most) await dialog.getByLabel(/How many may be chosen/).fill(`${most}`);
  if (right !== undefined) await dialog.getByRole("checkbox", { name: `Option ${right + 1} is right` }).check();
  if (why) await dialog.getByLabel(/Why that is right/).fill(why);
  if (anonymous) await dialog.getByLabel(/^Anonymous/).check();
  await dialog.getByRole("button", { name: "Start the poll" }).click();
  await expect(dialog).toBeHidden();
  await expect(poll(page, question).first()).toBeVisible(SLOW);
}

function poll(page: Page, question: string): Locator {
  return page.locator(".poll").filter({ has: page.locator(".poll__question", { hasText: question }) });
}

/** A line of the result. */
function result(page: Page, label: string): Locator {
  return page.locator(".poll__result").filter({ hasText: label }).first();
}

/** Follows the call to a poll; who has the polls before them isn't called. */
async function answerCall(page: Page, ballot: Locator): Promise<void> {
  const call = page.locator(".poll-call").getByRole("button", { name: "Vote" });
  await expect(call.or(ballot).filter({ visible: true }).first()).toBeVisible(SLOW);
  if (await call.isVisible()) await call.click();
}

/** The poll on the stage. */
function staged(page: Page): Locator {
  return page.locator(".staged__card--poll");
}

/** Follows the call to a poll, and votes. */
async function vote(page: Page, ...labels: string[]): Promise<void> {
  await answerCall(page, page.locator(".poll__ballot"));
  for (const label of labels) await page.locator(".poll__ballot").getByLabel(label, { exact: true }).check();
  await page.getByRole("button", { name: /^(Vote|Change my vote)$/ }).click();
  await expect(page.getByText("Your vote is in.")).toBeVisible(SLOW);
}

test("a poll from its first press to its second asking", async ({ here }) => {
  const { teacher, assistant, student, student2 } = await inClass(here, "Energy", "assistant", "student", "student2");
  await expect(teacher.getByText("No polls yet")).toBeVisible();
  const message = student.getByRole("textbox", { name: "Message" });
  await message.fill("I was writ");

  await test.step("offered at once, and nobody loses their place", async () => {
    await start(teacher, { question: "What stays the same?", options: ["Height", "Energy", "Speed"] });
    await expect(student.locator(".poll-call")).toContainText("What stays the same?", SLOW);
    await expect(student.getByRole("tab", { name: /Polls/ })).toContainText("1");
    await expect(message).toBeFocused();
    await expect(assistant.locator(".poll-call")).toHaveCount(0);
  });

  await test.step("votes, changed too, and staff see them come", async () => {
    await vote(student, "Height");
    await expect(result(teacher, "Height")).toContainText("1 · 100 %", SLOW);
    await vote(student, "Energy");
    await vote(student2, "Energy");
    await expect(result(teacher, "Energy")).toContainText("2 · 100 %", SLOW);
    await expect(result(teacher, "Height")).toContainText("0 · 0 %");
    await teacher.locator(".poll__voters > summary").click();
    await expect(teacher.locator(".poll__voters dd")).toHaveText(/.+, .+/);
    await expect(student.locator(".poll__result")).toHaveCount(0);
    await expect(student.locator(".poll-call")).toHaveCount(0);
  });

  await test.step("on the stage everybody reads what is asked, and nobody the staff's numbers", async () => {
    await poll(teacher, "What stays").getByRole("button", { name: "Put on stage" }).click();
    await expect(staged(student)).toContainText("What stays the same?", SLOW);
    await expect(staged(student).getByRole("listitem")).toHaveText(["Height", "Energy", "Speed"]);
    await expect(staged(teacher).getByRole("listitem")).toHaveText(["Height", "Energy", "Speed"]);
    await picture(student, "poll-staged");
  });

  await test.step("a reload in the middle keeps the vote", async () => {
    await student.reload();
    await expect(student.getByRole("log", { name: "Chat" })).toBeVisible(SLOW);
    await open(student);
    await expect(student.getByText("Your vote is in.")).toBeVisible(SLOW);
    await expect(student.locator(".poll__ballot").getByLabel("Energy", { exact: true })).toBeChecked();
    await picture(student, "poll-ballot");
  });

  await test.step("closed, then shown", async () => {
    await poll(teacher, "What stays").getByRole("button", { name: "Close voting" }).click();
    await expect(student.getByText("The result isn't shown yet.")).toBeVisible(SLOW);
    await student.getByRole("tab", { name: /Chat/ }).click();
    await open(assistant);
    await poll(assistant, "What stays").getByRole("button", { name: "Show the result" }).click();
    await student.locator(".poll-call").getByRole("button", { name: "See it" }).click(SLOW);
    await expect(result(student, "Energy")).toContainText("2 · 100 %", SLOW);
    await expect(result(student, "Energy")).toContainText("Your vote");
    await expect(student.locator(".poll__voters")).toHaveCount(0);
    await expect(staged(student).getByRole("listitem")).toHaveText([/Height\s*0 %/, /Energy\s*100 %/, /Speed\s*0 %/]);
    await picture(student, "poll-staged-result");
    await poll(teacher, "What stays").getByRole("button", { name: "Take off stage" }).click();
    await expect(staged(student)).toHaveCount(0);
  });

  await test.step("asked again, beside the first", async () => {
    await poll(teacher, "What stays").getByRole("button", { name: "Ask again" }).click();
    await expect(teacher.locator(".poll")).toHaveCount(2, SLOW);
    await vote(student2, "Speed");
    const again = teacher.locator(".poll").first();
    await expect(again.locator(".poll__result").filter({ hasText: "Energy" })).toContainText("Now 0 · 0 %", SLOW);
    await expect(again.locator(".poll__result").filter({ hasText: "Energy" })).toContainText("Before 2 · 100 %");
    await again.getByRole("button", { name: "Show the result" }).click();
    await expect(student2.locator(".poll").first()).toContainText("Before 2 · 100 %", SLOW);
    await picture(teacher, "polls");
    await picture(student2, "polls-student");
    await again.getByRole("button", { name: "Hide the result" }).click();
    await expect(student2.locator(".poll").first()).toContainText("The result isn't shown yet.", SLOW);
  });

  await test.step("in the replay the stage has what it had", async () => {
    await poll(teacher, "What stays").first().getByRole("button", { name: "Put on stage" }).click();
    await expect(staged(student2).getByRole("listitem")).toHaveText(["Height", "Energy", "Speed"], SLOW);
    await end(teacher);
    await student2.waitForURL("**/replays/*", SLOW);
    await student2.getByRole("slider", { name: "Class time" }).press("End", SLOW);
    await expect(staged(student2).getByRole("listitem")).toHaveText(["Height", "Energy", "Speed"], SLOW);
    await student2.getByRole("slider", { name: "Class time" }).press("Home");
    await expect(staged(student2)).toHaveCount(0);
  });
});

test("a quiz tells what is right, and why, when its result is shown", async ({ here }) => {
  const { teacher, student, student2 } = await inClass(here, "Oscillation", "student", "student2");
  await start(teacher, {
    question: "Which keeps the period?",
    kind: "Quiz: some options are right",
    options: ["More mass", "A larger swing"],
    right: 1,
    why: "The period does not depend on the amplitude.",
  });
  await expect(result(teacher, "A larger swing")).toContainText("Right");
  await vote(student, "More mass");
  await student2.locator(".poll-call").getByRole("button", { name: "Vote" }).click(SLOW);
  await student2.context().setOffline(true);
  await expect(student2.getByText("Reconnecting")).toBeVisible(SLOW);
  await student2.locator(".poll__ballot").getByLabel("A larger swing", { exact: true }).check();
  await student2.getByRole("button", { name: "Vote", exact: true }).click();
  await expect(student2.getByText("Your vote is unsent; it goes out by itself.")).toBeVisible();
  await expect(student2.getByText("1 unsent, nothing is lost")).toBeVisible();
  await student2.context().setOffline(false);
  await student2.reload();
  await expect(result(teacher, "A larger swing")).toContainText("1 · 50 %", SLOW);
  await expect(student.locator(".poll")).not.toContainText("Right");
  await poll(teacher, "period").getByRole("button", { name: "Show the result" }).click();
  await expect(result(student, "A larger swing")).toContainText("Right", SLOW);
  await expect(result(student, "More mass")).toContainText("Your vote");
  await expect(student.locator(".poll__explanation")).toContainText("does not depend on the amplitude");
  await picture(student, "poll-quiz");
});

test("a scale, several options, and answers in one's own words that are grouped", async ({ here }) => {
  const { teacher, student, student2 } = await inClass(here, "Waves", "student", "student2");

  await test.step("what can't be asked is said beside it", async () => {
    await teacher.locator("body").press("p");
    const dialog = teacher.getByRole("dialog", { name: "New poll" });
    await dialog.getByLabel("Question").fill("How sure are you?");
    await dialog.getByRole("button", { name: "Start the poll" }).click();
    await expect(dialog.getByRole("alert")).toContainText("between 2 and 20 options");
    await dialog.getByLabel("People answer with").selectOption({ label: "A point on a scale" });
    await dialog.getByLabel("which means").first().fill("not at all");
    await dialog.getByLabel("which means").last().fill("very");
    await picture(teacher, "poll-new");
    await dialog.getByRole("button", { name: "Start the poll" }).click();
    await expect(dialog).toBeHidden();
    await vote(student, "5: very");
    await expect(result(teacher, "5: very")).toContainText("1 · 100 %", SLOW);
    await poll(teacher, "sure").getByRole("button", { name: "Close voting" }).click();
  });

  await test.step("several", async () => {
    await start(teacher, { question: "Which did you read?", kind: "Several options", options: ["One", "Two", "Three"], most: 2 });
    await expect(student.getByText("Choose up to 2.")).toBeVisible(SLOW);
    for (const label of ["One", "Two", "Three"]) await student.locator(".poll__ballot").getByLabel(label, { exact: true }).check();
    await expect(student.getByRole("button", { name: "Vote", exact: true })).toBeDisabled();
    await vote(student2, "One", "Three");
    await expect(poll(teacher, "read").locator(".poll__result").filter({ hasText: "Three" })).toContainText("1 · 100 %", SLOW);
    await poll(teacher, "read").getByRole("button", { name: "Close voting" }).click();
  });

  await test.step("own words", async () => {
    await start(teacher, { question: "Where does it come from?", kind: "In their own words" });
    for (const [page, words] of [[student, "the sun"], [student2, "Sun!"]] as const) {
      await answerCall(page, page.getByRole("textbox", { name: "Your answer" }));
      await page.getByRole("textbox", { name: "Your answer" }).fill(words);
      await page.getByRole("button", { name: "Vote", exact: true }).click();
      await expect(page.getByText("Your vote is in.")).toBeVisible(SLOW);
    }
    const asked = poll(teacher, "Where");
    await asked.getByRole("checkbox", { name: /the sun/ }).check(SLOW);
    await asked.getByRole("checkbox", { name: /Sun!/ }).check(SLOW);
    await asked.getByLabel("What the chosen answers say").fill("The sun");
    await asked.getByRole("button", { name: "Group" }).click();
    await expect(asked.locator(".poll__result")).toContainText("The sun", SLOW);
    await picture(teacher, "poll-answers");
    await asked.getByRole("button", { name: "Show the result" }).click();
    await expect(poll(student, "Where").locator(".poll__result")).toContainText("2 · 100 %", SLOW);

    await asked.getByRole("button", { name: "Ask again" }).click();
    const again = teacher.locator(".poll").first();
    await student.getByRole("textbox", { name: "Your answer" }).fill("sun", SLOW);
    await student.getByRole("button", { name: "Vote", exact: true }).click();
    await again.getByRole("checkbox", { name: /sun/ }).check(SLOW);
    await again.getByLabel("What the chosen answers say").fill("The sun");
    await again.getByRole("button", { name: "Group" }).click();
    await expect(again.locator(".poll__result")).toContainText("Now 1 · 100 %", SLOW);
    await expect(again.locator(".poll__result")).toContainText("Before 2 · 100 %");
  });
});

test("an anonymous poll: counted, and nobody's", async ({ here }) => {
  const { teacher, student } = await inClass(here, "Feedback", "student");
  await start(teacher, { question: "Too fast?", options: ["Yes", "No"], anonymous: true });
  await vote(student, "Yes");
  await expect(result(teacher, "Yes")).toContainText("1 · 100 %", SLOW);
  await expect(teacher.locator(".poll__voters")).toHaveCount(0);
  await student.reload();
  await open(student);
  await expect(student.locator(".poll__ballot").getByLabel("Yes", { exact: true })).toBeChecked(SLOW);
  await vote(student, "No");
  await expect(result(teacher, "No")).toContainText("1 · 100 %", SLOW);
  await expect(result(teacher, "Yes")).toContainText("0 · 0 %");
});

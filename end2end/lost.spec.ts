//! What somebody wrote and the class doesn't have is shown to them afterwards, whatever came between.
import { expect, type Page } from "@playwright/test";
import { chat, end, goIn, say } from "./support/class";
import { test } from "./support/quiet";
import { about, SLOW, tab, writtenClassOf } from "./support/studio";

/** Notes what breaks in the page. */
function faults(page: Page): string[] {
  const all: string[] = [];
  page.on("pageerror", (error) => all.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /panicked|disposed/.test(message.text())) all.push(message.text());
  });
  return all;
}

const unheard = (page: Page) => page.getByRole("region", { name: "Not in the class" });

test("who wrote without a network while the class ended reads it beside the replay", async ({ here }) => {
  const { teacher, student, session } = await writtenClassOf(here, "Cut off", "teacher", "student");
  const broken = faults(student);
  await tab(student, "Questions");
  await student.getByRole("textbox", { name: "Question" }).fill("What is a half of a question");
  await tab(student, "Chat");
  await say(student, "This arrives.");
  await expect(chat(teacher)).toContainText("This arrives.");
  await expect(student.getByText(/unsent/)).toHaveCount(0);

  await student.context().setOffline(true);
  await expect(student.getByText("Reconnecting")).toBeVisible(SLOW);
  await say(student, "Is damping always linear?");
  await expect(student.getByText("1 unsent, nothing is lost")).toBeVisible();
  await student.getByRole("textbox", { name: "Message" }).fill("And half a thought");
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
  await student.context().setOffline(false);
  await student.waitForURL(`**/replays/${session}`, SLOW);

  const list = unheard(student);
  await expect(list).toContainText("Is damping always linear?", SLOW);
  await expect(list).toContainText("And half a thought");
  await expect(list).toContainText("What is a half of a question");
  await expect(list).not.toContainText("This arrives.");
  await student.reload();
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await student.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: here.lectern.url });
  const line = list.getByRole("listitem").filter({ hasText: "Is damping always linear?" });
  await line.getByRole("button", { name: "Copy" }).click();
  await expect(line.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await student.evaluate(() => navigator.clipboard.readText())).toBe("Is damping always linear?");
  await line.getByRole("button", { name: "Put away" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await student.reload();
  await expect(list.getByRole("listitem")).toHaveCount(2);

  await test.step("what was lost is sent to the replay as a question", async () => {
    const thought = list.getByRole("listitem").filter({ hasText: "And half a thought" });
    await thought.getByRole("button", { name: "Send as a question" }).click();
    await expect(thought.getByRole("status")).toContainText("It stands with the class’s questions");
    await student.reload();
    await expect(list.getByRole("listitem")).toHaveCount(1);
    await teacher.reload();
    await teacher.getByRole("tab", { name: /^Questions/ }).click();
    await expect(teacher.getByText("1 more at a later moment.")).toBeVisible();
    await teacher.getByRole("button", { name: "Show the end" }).click();
    const asked = teacher.getByRole("list", { name: "Questions" }).getByRole("listitem");
    await expect(asked).toContainText("And half a thought");
    await expect(asked).toContainText("Asked after the class");
    await expect(asked.getByRole("button", { name: /^Go to/ })).toHaveCount(0);
  });
  expect(broken).toEqual([]);
  await expect(unheard(teacher)).toHaveCount(0);
});

test("a reload leaves what was begun in its field, and a ban shows it", async ({ here }) => {
  const { teacher, student, session } = await writtenClassOf(here, "Begun", "teacher", "student");
  const broken = faults(student);
  const field = student.getByRole("textbox", { name: "Message" });
  await field.fill("Half a thought");
  await student.reload();
  await goIn(student);
  await expect(field).toHaveValue("Half a thought");
  await field.press("Enter");
  await expect(chat(teacher)).toContainText("Half a thought");
  await student.reload();
  await goIn(student);
  await expect(field).toHaveValue("");

  await test.step("the chat is taken from those who are writing", async () => {
    await field.fill("I was just saying");
    const menu = await about(teacher, "student");
    await menu.getByRole("checkbox", { name: "May write" }).click();
    await expect(field).toBeHidden(SLOW);
    expect(broken).toEqual([]);
    await menu.getByRole("checkbox", { name: "May write" }).click();
    await expect(field).toHaveValue("I was just saying", SLOW);
    await teacher.keyboard.press("Escape");
  });

  await field.focus();
  const menu = await about(teacher, "student");
  await menu.getByRole("button", { name: "Remove for good" }).click();
  await teacher.getByRole("dialog").getByRole("button", { name: "Remove for good" }).click();
  await expect(unheard(student)).toContainText("I was just saying", SLOW);
  expect(broken).toEqual([]);
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

//! The chat: answering, changing, pinning, reacting, writing to one, searching, ten thousand messages.
import { expect, type Locator, type Page } from "@playwright/test";
import { chat, end, say } from "./support/class";
import { fill } from "./support/fill";
import { MEASURED } from "./support/measured";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { act, message, NAMES, SLOW, tab, writtenClassOf } from "./support/studio";
import { endAtOnce, sendCommand } from "./support/command";

test("a conversation", async ({ here }) => {
  const { session, teacher, student, student2 } = await writtenClassOf(here, "Springs", "teacher", "student", "student2");

  await test.step("an answer quotes what it answers, and leads to it", async () => {
    await say(student, "Why does it swing back?");
    await message(teacher, "Why does it swing back?").hover();
    await message(teacher, "Why does it swing back?").getByRole("button", { name: "Reply" }).click();
    await expect(teacher.getByRole("textbox", { name: "Message" })).toBeFocused();
    await say(teacher, "The spring pulls.");
    const quote = message(student, "The spring pulls.").getByTitle("Go to the message of Amina Diallo");
    await expect(quote).toContainText("Why does it swing back?");
    await quote.click();
    await expect(message(student, "Why does it swing back?").first()).toBeFocused();
  });

  await test.step("one's own words are changed where they stand", async () => {
    await act(student, "Why does it swing back?", "Edit");
    const field = student.getByRole("textbox", { name: "Change the message" });
    await expect(field).toBeFocused();
    await field.fill("Why does it swing *back*?");
    await field.press("Enter");
    await expect(message(teacher, "Why does it swing back?").first()).toContainText("edited");
    await expect(message(teacher, "Why does it swing back?").first().locator("em")).toHaveText("back");
    await student2.locator(".chat__message").first().hover();
    await student2.locator(".chat__message").first().getByRole("button", { name: "More" }).click();
    await expect(student2.locator("#message-menu").getByRole("button", { name: "Edit" })).toHaveCount(0);
    await student2.keyboard.press("Escape");
  });

  await test.step("a reaction is counted, marked as one's own, and taken back", async () => {
    await act(student2, "The spring pulls.", "thumbs up");
    const reaction = (page: typeof student) => message(page, "The spring pulls.").locator(".reaction");
    await expect(reaction(student2)).toHaveAttribute("aria-pressed", "true");
    await expect(reaction(student)).toHaveAttribute("aria-pressed", "false");
    await reaction(student).click();
    await expect(reaction(teacher)).toContainText("2");
    await reaction(student).click();
    await expect(reaction(teacher)).toContainText("1");
  });

  await test.step("staff pin for everybody, and the pin leads to the message", async () => {
    await act(teacher, "The spring pulls.", "Pin for everybody");
    const pins = student.getByRole("region", { name: "Pinned messages" });
    await expect(pins).toContainText("The spring pulls.");
    await expect(pins.getByRole("button", { name: "Unpin" })).toHaveCount(0);
    await pins.getByTitle("Go to the message").click();
    await expect(message(student, "The spring pulls.").first()).toBeFocused();
    await teacher.getByRole("button", { name: "Unpin" }).click();
    await expect(pins).toHaveCount(0);
    await act(teacher, "The spring pulls.", "Pin for everybody");
  });

  await test.step("links are safe, and nothing written is more than words", async () => {
    await say(student2, "See https://example.org/springs, not javascript:alert(1)");
    const link = message(student, "See https").getByRole("link");
    await expect(link).toHaveAttribute("href", "https://example.org/springs");
    await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    await expect(link).toHaveAttribute("target", "_blank");
    await say(student2, "<img src=x onerror=alert(1)>");
    await expect(chat(student).locator("img")).toHaveCount(0);
  });

  await test.step("a name is offered, written out, and marked for who it is", async () => {
    const field = student2.getByRole("textbox", { name: "Message" });
    await field.pressSequentially("Ask @ver");
    await expect(student2.getByRole("option", { name: NAMES.teacher, exact: true })).toBeVisible();
    await field.press("Enter");
    await expect(field).toHaveValue(`Ask @${NAMES.teacher} `);
    await field.press("Enter");
    await expect(message(teacher, "Ask @").locator("mark")).toHaveText(`@${NAMES.teacher}`);
    await expect(message(student, "Ask @").locator("mark")).toHaveCount(0);
  });

  await test.step("what is for staff only they read, and it says so", async () => {
    await student.getByRole("combobox", { name: "To" }).selectOption({ label: "Teacher and assistants only" });
    await say(student, "May I leave early?");
    await expect(message(student, "May I leave early?")).toContainText("Only you and those who run the class");
    await expect(message(teacher, "May I leave early?")).toContainText(`Only ${NAMES.student} and those who run the class`);
    await say(teacher, "To everybody.");
    await expect(chat(student2)).toContainText("To everybody.");
    await expect(chat(student2)).not.toContainText("May I leave early?");
  });

  await test.step("one to one, as the class allows", async () => {
    await expect(student.getByRole("combobox", { name: "To" }).getByRole("option")).toHaveText(["Everybody", "Teacher and assistants only", `Only ${NAMES.teacher}`]);
    await rule(teacher, "Who may write to whom alone", "Anybody with anybody");
    await student.getByRole("combobox", { name: "To" }).selectOption({ label: `Only ${NAMES.student2}` });
    await say(student, "Coffee later?");
    await expect(message(student2, "Coffee later?")).toContainText(`Only you and ${NAMES.student}`);
    await student.getByRole("combobox", { name: "To" }).selectOption({ label: "Everybody" });
    await expect(chat(teacher)).not.toContainText("Coffee later?");
  });

  await test.step("who writes to everybody is seen writing, and who writes to one is not", async () => {
    const typing = teacher.locator(".typing");
    await student.getByRole("textbox", { name: "Message" }).pressSequentially("Hm");
    await expect(typing).toHaveText(`${NAMES.student} is writing…`);
    await student2.getByRole("textbox", { name: "Message" }).pressSequentially("Oh");
    await expect(typing).toHaveText(/and .* are writing…/);
    await expect(typing).toBeEmpty();
    await student.getByRole("textbox", { name: "Message" }).fill("");
    await student2.getByRole("textbox", { name: "Message" }).fill("");
    await student.getByRole("combobox", { name: "To" }).selectOption({ label: `Only ${NAMES.teacher}` });
    await student.getByRole("textbox", { name: "Message" }).pressSequentially("Psst");
    await student2.getByRole("textbox", { name: "Message" }).pressSequentially("Me");
    await expect(typing).toHaveText(`${NAMES.student2} is writing…`);
    await student.getByRole("textbox", { name: "Message" }).fill("");
    await student2.getByRole("textbox", { name: "Message" }).fill("");
    await student.getByRole("combobox", { name: "To" }).selectOption({ label: "Everybody" });
  });

  await test.step("formulas are drawn, prices and what can't be read are text, and code keeps its lines", async () => {
    await teacher.getByRole("textbox", { name: "Message" }).fill("It is $E = \\frac{1}{2} k x^2$ for $5 and $\\unheard{x}$");
    await teacher.getByRole("textbox", { name: "Message" }).press("Enter");
    const line = message(student, "It is");
    await expect(line.locator("math mfrac > *")).toHaveText(["1", "2"]);
    await expect(line.locator("math msup")).toHaveText("x2");
    await expect(line).toContainText("for $5 and $\\unheard{x}$");
    await student2.getByRole("textbox", { name: "Message" }).fill("```rust\nlet k = 2;\n    *x*\n```");
    await student2.getByRole("textbox", { name: "Message" }).press("Enter");
    await expect(message(student, "let k").locator("pre")).toHaveText("let k = 2;\n    *x*");
    await expect(message(student, "let k").locator("em")).toHaveCount(0);
  });

  await test.step("a search shows what it found, and what was found can be gone to", async () => {
    await say(teacher, "Enough to search in.");
    await teacher.getByRole("searchbox", { name: "Search the chat" }).fill("swing");
    await expect(teacher.getByText("1 message", { exact: true })).toBeVisible();
    await expect(chat(teacher).locator(".chat__message")).toHaveCount(1);
    await teacher.getByRole("searchbox", { name: "Search the chat" }).press("Escape");
    await expect(chat(teacher)).toContainText("To everybody.");
  });

  await test.step("where one left off is marked", async () => {
    await student2.getByRole("tab", { name: /^People/ }).click();
    await say(student, "While you were away");
    await expect(student2.getByRole("tab", { name: /^Chat/ })).toContainText("1");
    await student2.getByRole("tab", { name: /^Chat/ }).click();
    await expect(chat(student2).locator(".chat__marker--new + li")).toContainText("While you were away");
    await expect(student2.getByRole("tab", { name: /^Chat/ })).not.toContainText("1");
  });

  await test.step("it is fit to be seen by everybody", async () => {
    await picture(student, "chat");
  });

  await test.step("its replay has it all, drawn as it was and each message at its moment", async () => {
    await act(teacher, "Enough to search in.", "Remove");
    await expect(chat(teacher)).not.toContainText("Enough to search in.");
    await end(teacher);
    for (const page of [teacher, student, student2]) {
      await page.waitForURL(`**/replays/${session}`);
      expect(await page.content(), "what was removed is nowhere").not.toContain("Enough to search in.");
      await tab(page, "Chat");
      await expect(written(page)).toHaveCount(0);
      await page.getByRole("button", { name: "Show all" }).click();
      await expect(written(page).first()).toContainText("Why does it swing back?");
    }
    const answer = written(student, "The spring pulls.").last();
    await expect(answer).toContainText("pinned");
    await expect(answer.getByRole("img", { name: "1 thumbs up", exact: true })).toBeVisible();
    await expect(written(student2, "The spring pulls.").last().getByRole("img", { name: "1 thumbs up, with yours" })).toBeVisible();
    const first = written(student).first();
    await expect(first).toContainText("edited");
    await expect(first.locator("em")).toHaveText("back");
    await answer.getByTitle("Go to the message of Amina Diallo").click();
    await expect(first).toBeFocused();
    await expect(written(student, "See https").getByRole("link")).toHaveAttribute("rel", "noopener noreferrer nofollow");
    await expect(written(student, "It is").locator("math mfrac > *")).toHaveText(["1", "2"]);
    await expect(written(student, "let k").locator("pre")).toHaveText("let k = 2;\n    *x*");
    await expect(written(teacher, "Ask @").locator("mark")).toHaveText(`@${NAMES.teacher}`);
    await expect(written(student, "Coffee later?")).toContainText(`Only you and ${NAMES.student2}`);
    await expect(written(student, "This message was removed.")).toHaveCount(1);
    await expect(student2.locator("#panel-chat")).not.toContainText("May I leave early?");
    await expect(teacher.locator("#panel-chat")).not.toContainText("Coffee later?");
    await picture(student, "replay-chat");
  });
});

/** The lines of a replay's chat that are drawn, or those with some words. */
function written(page: Page, words?: string): Locator {
  const lines = page.locator("#panel-chat .chat__message");
  return words ? lines.filter({ has: page.locator(".chat__text", { hasText: words }) }) : lines;
}

test("slow mode, and those who may not write", async ({ here }) => {
  const { session, teacher, student } = await writtenClassOf(here, "Slow", "teacher", "student");
  await rule(teacher, "How often students may write", "One message every 10 seconds");
  await expect(student.getByText("One message every 10 seconds")).toBeVisible(SLOW);
  await say(student, "One");
  await expect(student.getByText(/One message every 10 seconds: \d+ more/)).toBeVisible();
  await student.getByRole("textbox", { name: "Message" }).fill("Two");
  await expect(student.getByRole("button", { name: "Send" })).toBeDisabled();
  await say(teacher, "Staff need not wait");
  await say(teacher, "at all");
  await expect(student.getByRole("button", { name: "Send" })).toBeEnabled(SLOW);
  await student.getByRole("textbox", { name: "Message" }).press("Enter");
  await expect(chat(teacher)).toContainText("Two");
  await rule(teacher, "How often students may write", "As often as they like");
  await permit(teacher, "Write in the chat", false);
  await expect(student.getByText("You can’t write in the chat. A teacher or an assistant can change that.")).toBeVisible();
  await expect(student.getByRole("textbox", { name: "Message" })).toHaveCount(0);
  await permit(teacher, "Write in the chat", true);
  await expect(student.getByRole("textbox", { name: "Message" })).toBeVisible();

  await test.step("nobody is written to alone where the class doesn't want it, and refused words keep their reader", async () => {
    const [to, field] = [student.getByRole("combobox", { name: "To" }), student.getByRole("textbox", { name: "Message" })];
    await to.selectOption({ label: `Only ${NAMES.teacher}` });
    await student.context().setOffline(true);
    await expect(student.getByText("Reconnecting")).toBeVisible(SLOW);
    await field.fill("May I leave early?");
    await field.press("Enter");
    await expect(student.getByText("1 unsent, nothing is lost")).toBeVisible();
    await rule(teacher, "Who may write to whom alone", "Nobody");
    // The page that wrote it is gone before the class can refuse it.
    await student.goto("about:blank");
    await student.context().setOffline(false);
    await student.goto(`/classes/${session}`);
    await expect(field).toHaveValue("May I leave early?", SLOW);
    await expect(to.locator("option:checked")).toHaveText(`Only ${NAMES.teacher}`);
    await expect(chat(teacher)).not.toContainText("May I leave early?");
    await rule(teacher, "Who may write to whom alone", "Students with those who run the class");
    await student.getByRole("button", { name: "Send" }).click();
    await expect(message(teacher, "May I leave early?")).toContainText(`Only you and ${NAMES.student}`, SLOW);
  });
});

/** Chooses how the class is run. */
async function rule(page: Page, label: string, choice: string): Promise<void> {
  await page.getByRole("button", { name: "How this class is run" }).click();
  await page.getByLabel(label).selectOption({ label: choice });
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
}

/** Allows all students something, or doesn't. */
async function permit(page: Page, what: string, allowed: boolean): Promise<void> {
  await page.getByRole("button", { name: "How this class is run" }).click();
  await page.getByRole("checkbox", { name: what }).setChecked(allowed);
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
}

test("ten thousand messages", MEASURED, async ({ alone: here }) => {
  const LINES = 10_000;
  const { session, teacher, student } = await writtenClassOf(here, "Ten thousand", "teacher", "student");
  // Those who write see nothing of it, so that the machine has time for the writing.
  await student.goto("/");
  await teacher.goto("/");
  await fill(teacher, session, LINES);

  await student.goto(`/classes/${session}`);
  await expect(chat(student)).toContainText(`Line ${LINES - 1}`, { timeout: 60_000 });
  const lines = chat(student).locator(".chat__message");
  expect(await lines.count()).toBeLessThan(80);

  await test.step("the whole of it scrolls without a pause", async () => {
    await scrolls(student, -400);
    expect(await lines.count()).toBeLessThan(80);
    expect(await lines.count()).toBeGreaterThan(5);
  });

  await test.step("the reader's place holds while others write", async () => {
    const first = () =>
      student.evaluate(() => {
        const body = document.querySelector(".panel__body:has(.chat)")!.getBoundingClientRect();
        const line = [...document.querySelectorAll(".chat__message")].find((line) => line.getBoundingClientRect().top >= body.top)!;
        return { text: line.querySelector(".chat__text")!.textContent, top: Math.round(line.getBoundingClientRect().top) };
      });
    let before = await first();
    const rests = async () => {
      const now = await first();
      const same = now.text === before.text && now.top === before.top;
      before = now;
      return same;
    };
    await expect.poll(rests, { intervals: [250] }).toBe(true);
    await sendCommand(student, session, { do: "post_chat", message: crypto.randomUUID(), text: "One more" });
    await expect(student.getByRole("button", { name: "1 new message" })).toBeVisible();
    const after = await first();
    expect(after.text).toBe(before.text);
    expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(2);
    await student.getByRole("button", { name: "1 new message" }).click();
    await expect(message(student, "One more")).toBeInViewport();
  });

  await test.step("any line is a search away", async () => {
    await student.getByRole("searchbox", { name: "Search the chat" }).fill("Line 4321");
    await expect(lines).toHaveCount(1);
  });

  await test.step("its replay scrolls as well", async () => {
    await endAtOnce(teacher, session);
    await student.waitForURL(`**/replays/${session}`);
    await tab(student, "Chat");
    await student.getByRole("button", { name: "Show all" }).click(SLOW);
    await expect(written(student).first()).toContainText(/Line \d/);
    await scrolls(student, 400);
    expect(await written(student).count()).toBeLessThan(80);
    expect(await written(student).count()).toBeGreaterThan(5);
    await student.getByRole("slider", { name: "Class time" }).press("End");
    await student.getByRole("button", { name: "At their moments" }).click();
    await expect(written(student, "One more")).toBeInViewport();
  });
});

/** Scrolls the chat by so many pixels a frame for a while, and says how long the frames were. */
async function scrolls(page: Page, by: number): Promise<void> {
  const frames = await page.evaluate(async (by) => {
    const body = document.querySelector(".panel__body:has(.chat)")!;
    const times: number[] = [];
    let before = performance.now();
    const until = before + 4_000;
    while (performance.now() < until) {
      body.scrollTop += by;
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - before);
      before = now;
    }
    return times.slice(1).sort((a, b) => a - b);
  }, by);
  const at = (part: number) => frames[Math.floor(frames.length * part)]!;
  console.log(`frames while scrolling: ${frames.length}, median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, longest ${frames.at(-1)!.toFixed(1)} ms`);
}

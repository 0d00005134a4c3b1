//! Moderation: the lobby, hands, the floor, sending out, reports, the lock, breaks, a lost teacher; by the page and by keys.
import { expect } from "@playwright/test";
import { chat, goIn, say, schedule } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { about, act, classOf, message, NAMES, person, SLOW, tab, writtenClassOf } from "./support/studio";
import { sendCommand } from "./support/command";

test("the lobby", async ({ here }) => {
  const { session, teacher, assistant } = await writtenClassOf(here, "Behind a door", "teacher", "assistant");
  await teacher.getByRole("button", { name: "How this class is run" }).click();
  await teacher.getByRole("checkbox", { name: /^Lobby/ }).check();
  await picture(teacher, "rules");
  await teacher.getByRole("button", { name: "Done" }).click();
  const [student, other] = await Promise.all(["student", "student2"].map((name) => Person.come(here, name)));
  await Promise.all([student!, other!].map(async ({ page }) => {
    await page.goto(`/classes/${session}`);
    await expect(page.getByText("You are in the lobby")).toBeVisible(SLOW);
    await expect(page.getByText("The teacher lets you in.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Behind a door" })).toBeVisible();
  }));
  await picture(student!.page, "lobby");

  await test.step("staff see who waits, admit and turn away", async () => {
    await expect(assistant.getByRole("button", { name: "2 in lobby" })).toBeVisible();
    await assistant.getByRole("button", { name: "2 in lobby" }).click();
    await picture(assistant, "queue");
    const line = (name: string) => assistant.locator(".queue__item").filter({ hasText: name });
    await line(NAMES.student).getByRole("button", { name: "Admit" }).click();
    await expect(chat(student!.page)).toBeVisible(SLOW);
    await line(NAMES.student2).getByRole("button", { name: "Turn away" }).click();
    await expect(other!.page.getByRole("heading", { name: "You weren’t let in" })).toBeVisible();
    await expect(assistant.getByText("Nothing waits")).toBeVisible();
  });

  await test.step("and who was turned away is let in after all", async () => {
    const away = assistant.getByRole("region", { name: "Not let in" });
    await expect(away).toContainText(NAMES.student2);
    await away.getByRole("button", { name: `Let ${NAMES.student2} in` }).click();
    await expect(chat(other!.page)).toBeVisible(SLOW);
    await expect(away).toHaveCount(0);
  });
});

test("a lobby that is there before the class", async ({ here }) => {
  const teacher = await Person.come(here, "teacher");
  const session = await schedule(teacher.page, "Behind a planned door", { lobby: true });
  const [student, other] = await Promise.all(["student", "student2"].map((name) => Person.come(here, name)));
  await teacher.page.goto(`/classes/${session}`);

  await test.step("how the class is run is said before it begins", async () => {
    await teacher.page.getByRole("button", { name: "How this class is run" }).click();
    const rules = teacher.page.getByRole("dialog", { name: "How this class is run" });
    await expect(rules.getByRole("checkbox", { name: /^Lobby/ })).toBeChecked();
    await expect(rules.getByRole("checkbox", { name: "Share their screen" })).not.toBeChecked();
    await rules.getByLabel("An assistant may take over from a teacher who is gone").selectOption({ label: "After 30 seconds" });
    await rules.getByLabel("The class ends by itself").selectOption({ label: "30 min after its planned end" });
    await rules.getByRole("button", { name: "Done" }).click();
    await teacher.page.reload();
    await teacher.page.getByRole("button", { name: "How this class is run" }).click();
    await expect(rules.getByLabel("An assistant may take over from a teacher who is gone")).toHaveValue("30");
    await expect(rules.getByLabel("The class ends by itself")).toHaveValue("30");
    await rules.getByRole("button", { name: "Done" }).click();
  });

  await test.step("nobody gets in first", async () => {
    await Promise.all([student!, other!].map(async ({ page }) => {
      await page.goto(`/classes/${session}`);
      await expect(page.getByRole("heading", { name: "Behind a planned door" })).toBeVisible();
    }));
    await expect(teacher.page.locator(".queue__item"), "who waits is seen before the class").toHaveCount(2, SLOW);
    await goIn(teacher.page);
    for (const { page } of [student!, other!]) await expect(page.getByText("You are in the lobby")).toBeVisible(SLOW);
  });

  await test.step("all are let in at once, by somebody who isn't inside yet either", async () => {
    const assistant = await Person.come(here, "assistant");
    await assistant.page.goto(`/classes/${session}`);
    await expect(assistant.page.locator(".queue__item")).toHaveCount(2, SLOW);
    await picture(assistant.page, "preview-lobby");
    await assistant.page.getByRole("button", { name: "Admit all" }).click();
    for (const { page } of [student!, other!]) await expect(chat(page)).toBeVisible(SLOW);
    await expect(assistant.page.locator(".queue__item")).toHaveCount(0);
  });
});

test("sent out, and removed for good", async ({ here }) => {
  const { session, teacher, student } = await writtenClassOf(here, "Order", "teacher", "student");
  await (await about(teacher, "student")).getByRole("button", { name: "Send out" }).click();
  await teacher.getByRole("dialog").getByRole("button", { name: "Send out" }).click();
  await expect(student.getByRole("heading", { name: "You were sent out" })).toBeVisible();
  await expect(person(teacher, "student")).toContainText(/Sent out|Not here now/);
  await student.getByRole("button", { name: "Come back" }).click();
  await expect(chat(student)).toBeVisible(SLOW);

  await expect(person(teacher, "student")).not.toContainText("Sent out");
  await (await about(teacher, "student")).getByRole("button", { name: "Remove for good" }).click();
  await teacher.getByRole("dialog").getByRole("button", { name: "Remove for good" }).click();
  await expect(student.getByRole("heading", { name: "You were removed from this class" })).toBeVisible();

  await test.step("it holds over a reload and on another device", async () => {
    await student.reload();
    await expect(student.getByRole("heading", { name: "You were removed from this class" })).toBeVisible();
    await expect(chat(student)).toHaveCount(0);
    const second = await Person.come(here, "student", { viewport: { width: 390, height: 844 } });
    await second.page.goto(`/classes/${session}`);
    await expect(second.page.getByRole("heading", { name: "You were removed from this class" })).toBeVisible();
    await picture(second.page, "removed");
  });

  await test.step("until staff let them back", async () => {
    await expect(person(teacher, "student")).toContainText("Removed for good");
    await (await about(teacher, "student")).getByRole("button", { name: "Let back in" }).click();
    await expect(person(teacher, "student")).not.toContainText("Removed for good");
    await student.reload();
    await expect(chat(student)).toBeVisible(SLOW);
  });
});

test("hands, in their order, and the floor", async ({ here }) => {
  const { session, teacher, assistant, student, student2 } = await writtenClassOf(here, "Hands", "teacher", "assistant", "student", "student2");
  await student2.locator("body").press("h");
  await expect(student2.getByRole("button", { name: "Lower your hand" })).toBeVisible();
  await student.getByRole("button", { name: "Raise your hand" }).click();
  await expect(teacher.locator(".person"), "nobody is drawn whom nobody looks at").toHaveCount(0);
  await tab(teacher, "People");
  await expect(teacher.locator(".person")).toHaveCount(4);
  await expect(teacher.getByText("Two hands up")).toBeVisible();
  await expect(teacher.getByText(`${NAMES.student2} first`)).toBeVisible();
  await tab(student, "People");
  await expect(student.getByText("you are number 2")).toBeVisible();
  await picture(teacher, "hands");

  await test.step("the assistant answers by keys, and the floor is given", async () => {
    await tab(assistant, "Queue");
    await expect(assistant.locator(".queue__item")).toHaveCount(2);
    await assistant.locator(".queue__item").first().focus();
    await assistant.keyboard.press("ArrowDown");
    await expect(assistant.locator(".queue__item").nth(1)).toBeFocused();
    await assistant.keyboard.press("ArrowUp");
    await assistant.keyboard.press("Enter");
    await expect(assistant.locator(".queue__item")).toHaveCount(1);
    await expect(assistant.locator(".queue__item").first()).toBeFocused();
    await expect(student2.getByRole("button", { name: "Unmute", exact: true })).toBeVisible();
    await assistant.keyboard.press("Backspace");
    await expect(assistant.getByText("Nothing waits")).toBeVisible();
    await expect(student.getByRole("button", { name: "Raise your hand" })).toBeVisible();
  });

  await test.step("who has the floor is heard, until it is taken back", async () => {
    await student2.getByRole("button", { name: "Unmute" }).click();
    await expect(person(teacher, "student2").getByText("Microphone on")).toBeAttached(SLOW);
    await (await about(teacher, "student2")).getByRole("button", { name: "Mute the microphone" }).click();
    await expect(person(teacher, "student2").getByText("Microphone off")).toBeAttached(SLOW);
    await expect(student2.getByRole("button", { name: "Unmute" })).toBeVisible(SLOW);
    await (await about(teacher, "student2")).getByRole("button", { name: "Take the floor back" }).click();
    await expect(student2.getByRole("button", { name: /Mute|Unmute/ })).toHaveCount(0);
    await expect(person(teacher, "student2").getByText("Microphone on")).toHaveCount(0);
  });

  await test.step("who leaves takes their hand along until they are back", async () => {
    await student.getByRole("button", { name: "Raise your hand" }).click();
    await expect(teacher.getByText("One hand up")).toBeVisible();
    await student.goto("/");
    await expect(person(teacher, "student")).toContainText("Reconnecting");
    await expect(teacher.getByText("One hand up")).toHaveCount(0, SLOW);
    await expect(person(teacher, "student")).toContainText("Not here now");
    await expect(assistant.locator(".queue__item")).toHaveCount(0);
    await student.goto(`/classes/${session}`);
    await goIn(student);
    await expect(teacher.getByText("One hand up")).toBeVisible(SLOW);
    await student.getByRole("button", { name: "Lower your hand" }).click();
  });

  await test.step("a reaction floats for a moment", async () => {
    await student.getByRole("button", { name: "React", exact: true }).click();
    await student.locator("#reactions-menu").getByRole("button", { name: "applause" }).click();
    await expect(teacher.locator(".floating")).toContainText("👏");
    await expect(teacher.locator(".floating")).toHaveCount(0);
  });
});

test("the spotlight", async ({ here }) => {
  const { teacher, student } = await classOf(here, "In the spotlight", "teacher", "assistant", "student");
  const large = student.locator(".stage__main .tile__name");
  await expect(large).toContainText(NAMES.teacher, SLOW);
  await (await about(teacher, "assistant")).getByRole("button", { name: "Spotlight", exact: true }).click();
  await expect(large).toContainText(NAMES.assistant, SLOW);
  await (await about(teacher, "assistant")).getByRole("button", { name: "End the spotlight" }).click();
  await expect(large).toContainText(NAMES.teacher, SLOW);
});

test("reports, the lock, and what one person may do", async ({ here }) => {
  const { session, teacher, assistant, student, student2 } = await writtenClassOf(here, "Reports", "teacher", "assistant", "student", "student2");
  await say(student2, "Buy cheap springs!");
  await say(student2, "Sorry, a joke.");
  for (const text of ["Buy cheap springs!", "Sorry, a joke."]) {
    await act(student, text, "Report");
    await student.getByRole("radio", { name: "It advertises or repeats itself" }).check();
    await student.getByRole("dialog").getByRole("button", { name: "Report" }).click();
  }
  await tab(assistant, "Queue");
  const line = assistant.locator(".queue__item").first();
  await expect(line).toContainText(`Reported by ${NAMES.student}: It advertises or repeats itself`);
  await expect(line).toContainText("Buy cheap springs!");
  await line.focus();
  await assistant.keyboard.press("Enter");
  await expect(chat(student2)).toContainText("This message was removed.");
  await expect(assistant.locator(".queue__item")).toHaveCount(1);
  await expect(assistant.locator(".queue__item").first()).toBeFocused();
  await assistant.keyboard.press("Delete");
  await expect(assistant.locator(".queue__item")).toHaveCount(0);
  await expect(message(student2, "Sorry, a joke.")).toBeVisible();

  await test.step("the lock", async () => {
    await teacher.locator("body").press("r");
    await teacher.getByRole("checkbox", { name: /^Lock/ }).check();
    await expect(student.getByText("The class is locked")).toBeVisible();
    await expect(student.getByRole("button", { name: "Raise your hand" })).toHaveCount(0);
    await expect(student.getByRole("button", { name: "React", exact: true })).toHaveCount(0);
    await teacher.getByRole("checkbox", { name: /^Lock/ }).uncheck();
    await teacher.getByRole("button", { name: "Done" }).click();
    await expect(student.getByRole("textbox", { name: "Message" })).toBeVisible();
  });

  await test.step("one person", async () => {
    const menu = await about(teacher, "student2");
    await menu.getByRole("checkbox", { name: "May write" }).uncheck();
    await expect(student2.getByText("You can’t write in the chat.")).toBeVisible();
    await expect(student.getByRole("textbox", { name: "Message" })).toBeVisible();
    await menu.getByRole("checkbox", { name: "May write" }).check();
    await expect(student2.getByRole("textbox", { name: "Message" })).toBeVisible();
  });

  await test.step("words that aren't wanted", async () => {
    await teacher.keyboard.press("Escape");
    await teacher.getByRole("button", { name: "How this class is run" }).click();
    await teacher.getByRole("textbox", { name: "Words that aren’t wanted" }).fill("nonsense");
    await teacher.getByRole("button", { name: "Save the words" }).click();
    await teacher.getByRole("button", { name: "Done" }).click();
    await student.getByRole("textbox", { name: "Message" }).fill("What nonsense!");
    await student.getByRole("textbox", { name: "Message" }).press("Enter");
    await expect(student.getByText("“nonsense” isn't wanted in this class")).toBeVisible();
    await expect(student.getByRole("textbox", { name: "Message" })).toHaveValue("What nonsense!");
  });

  await test.step("refused words come back to whom they were for, and a refused change is open again", async () => {
    const [to, field] = [student.getByRole("combobox", { name: "To" }), student.getByRole("textbox", { name: "Message" })];
    await tab(teacher, "Chat");
    await field.fill("What a spring!");
    await field.press("Enter");
    await expect(message(teacher, "What a spring!")).toBeVisible();
    await expect(student.getByText(/unsent/)).toHaveCount(0);
    await to.selectOption({ label: "Teacher and assistants only" });
    await student.context().setOffline(true);
    await expect(student.getByText("Reconnecting")).toBeVisible(SLOW);
    await field.fill("Private nonsense");
    await field.press("Enter");
    await expect(student.getByText("1 unsent, nothing is lost")).toBeVisible();
    await tab(student, "People");
    await expect(student.getByText("1 unsent, nothing is lost")).toBeVisible();
    // The page that wrote it is gone before the class can refuse it.
    await student.goto("about:blank");
    await student.context().setOffline(false);
    await student.goto(`/classes/${session}`);
    await expect(field).toHaveValue("Private nonsense", SLOW);
    await expect(to).toHaveValue("staff");
    await field.fill("");

    await act(student, "What a spring!", "Edit");
    await student.getByRole("textbox", { name: "Change the message" }).fill("What a nonsense!");
    await student.getByRole("textbox", { name: "Change the message" }).press("Enter");
    await expect(student.getByRole("textbox", { name: "Change the message" })).toHaveValue("What a nonsense!");
    await expect(message(teacher, "What a spring!")).toBeVisible();
  });
});

test("a break, a lost teacher, and who comes late", async ({ here }) => {
  const { session, teacher, assistant, student } = await writtenClassOf(here, "Breaks", "teacher", "assistant", "student");
  await teacher.getByRole("button", { name: "Break" }).click();
  await expect(student.getByText(/The class takes a break/)).toBeVisible();
  await teacher.getByRole("button", { name: "Go on" }).click();
  await expect(student.getByText(/The class takes a break/)).toHaveCount(0);
  await sendCommand(teacher, session, { do: "mark_chapter", chapter: crypto.randomUUID(), title: "Springs" });
  await sendCommand(teacher, session, { do: "change_settings", settings: { teacher_grace: 1 } });
  await say(teacher, "Read page 31.");
  await act(teacher, "Read page 31.", "Pin for everybody");
  const [open, aloud, poll] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await sendCommand(student, session, { do: "ask_question", question: open, text: "Why does it stop?", anonymous: false });
  await sendCommand(student, session, { do: "ask_question", question: aloud, text: "Is it on the exam?", anonymous: false });
  await sendCommand(teacher, session, { do: "answer_aloud", question: aloud });
  const definition = { form: { as: "single" }, question: "What stays?", options: ["Height", "Energy"] };
  await sendCommand(teacher, session, { do: "open_poll", poll, definition });

  await test.step("the assistant takes over until the teacher is back", async () => {
    await teacher.goto("/");
    await expect(assistant.getByRole("button", { name: "Take over" })).toBeVisible(SLOW);
    await expect(student.getByText(/The teacher’s connection is lost/)).toBeVisible();
    await assistant.getByRole("button", { name: "Take over" }).click();
    await expect(assistant.getByText("You lead this class until the teacher is back.")).toBeVisible();
    await expect(assistant.getByRole("button", { name: "End class" })).toBeVisible();
    await expect(student.getByText(`${NAMES.assistant} leads this class`)).toBeVisible();
    await teacher.goto(`/classes/${session}`);
    await goIn(teacher);
    await expect(student.getByText(/leads this class/)).toHaveCount(0);
  });

  await test.step("who comes after a minute reads what they missed", async () => {
    await expect(teacher.getByText(/^Live (1|[2-9]|\d\d):/)).toBeVisible({ timeout: 90_000 });
    const { page } = await Person.come(here, "student2");
    await page.goto(`/classes/${session}`);
    const card = page.getByRole("region", { name: "You missed" });
    await expect(card).toContainText("Springs");
    await expect(card).toContainText("Read page 31.");
    await expect(card).toContainText("A poll is open: What stays?");
    await expect(card).toContainText(/Why does it stop\?.*\d:\d\d Answered aloud: Is it on the exam\?/s);
    await picture(page, "digest");
    await card.getByRole("button", { name: /A poll is open/ }).click();
    await expect(page.locator(".poll__ballot").getByLabel("Energy", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Put away what you missed" }).click();
    await expect(card).toHaveCount(0);
  });
});

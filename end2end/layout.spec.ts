//! Nothing of a page is cut off without a sign, at any width, with large letters and with long words.
import { expect, type Page } from "@playwright/test";
import { chapter, chat, end, say } from "./support/class";
import { cutOff, enlarge, lengthen } from "./support/layout";
import { test } from "./support/quiet";
import { classOf, tab } from "./support/studio";
import { sendCommand } from "./support/command";

const SIZES = [[1440, 900], [1024, 768], [844, 390], [390, 844], [320, 568]] as const;

/** Holds the page to it in all sizes; leaves it wide. The labels stay long. */
async function holds(page: Page, what: string): Promise<void> {
  const look = async (how: string) => {
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      expect.soft(await cutOff(page), `${what}, ${width} × ${height}${how}`).toEqual([]);
    }
  };
  await look("");
  await enlarge(page, true);
  await look(", text at 200 %");
  await enlarge(page, false);
  await lengthen(page);
  await look(", long words");
  await page.setViewportSize({ width: 1440, height: 900 });
}

test("the class's panel shows all of its tabs in one sight at 1440 pixels, however much there is in them", async ({ here }) => {
  const { teacher, student, session } = await classOf(here, "Much going on", "teacher", "student");
  await tab(teacher, "People");
  await say(student, "One.");
  for (let n = 0; n < 12; n++) await sendCommand(student, session, { do: "post_chat", message: crypto.randomUUID(), text: `Line ${n}` });
  await sendCommand(student, session, { do: "ask_question", question: crypto.randomUUID(), text: "Why?", anonymous: false });
  await sendCommand(student, session, { do: "raise_hand" });
  await sendCommand(teacher, session, {
    do: "open_poll", poll: crypto.randomUUID(),
    definition: { form: { as: "single" }, question: "Which?", options: ["This", "That"] },
  });
  for (const title of ["One", "Two", "Three"]) await sendCommand(teacher, session, { do: "mark_chapter", chapter: crypto.randomUUID(), title });
  await expect(teacher.getByRole("tab", { name: /^Chapters/ })).toContainText("3");
  const panel = (await teacher.locator(".studio__panel").boundingBox())!;
  for (const one of await teacher.getByRole("tab").all()) {
    const box = (await one.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(panel.x);
    expect(box.x + box.width).toBeLessThanOrEqual(panel.x + panel.width);
  }
  for (const name of ["Chat", "Questions", "Polls", "Queue", "People", "Chapters"]) {
    await tab(teacher, name);
    await expect(teacher.getByRole("tab", { name: new RegExp(`^${name}`) })).toHaveAttribute("aria-selected", "true");
  }
  await tab(teacher, "Chat");
  await expect(chat(student)).toContainText("Line 11");
  await holds(student, "the student's class");
  await holds(teacher, "the teacher's class");
  await teacher.reload();
  await expect(chat(teacher)).toBeVisible();
  await chapter(teacher, "Another");
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`);
  await holds(teacher, "the replay");
  for (const page of ["/", `/classes/${session}/results`, `/classes/${session}/attendance`, "/classes/new"]) {
    await teacher.goto(page);
    await holds(teacher, page);
  }
});

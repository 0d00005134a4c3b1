//! A class from its preview to its end with nothing but a keyboard, and always with a visible focus; and keyboards of other
//! scripts.
import { expect, type Locator, type Page } from "@playwright/test";
import { chat, goIn, say, schedule } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";

/** More stops than any page has. */
const MOST_STOPS = 40;


test("a class without a mouse", async ({ alone: here }) => {
  const { page } = await Person.come(here, "teacher", { reducedMotion: "reduce" });
  const session = await schedule(page, "By keyboard");
  await page.goto("/");
  await tabTo(page, "Skip to the page");
  await page.keyboard.press("Enter");
  await tabTo(page, "By keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/classes/${session}`);

  await test.step("in", async () => {
    await expect(page.getByRole("meter", { name: "Microphone level" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Turn camera off" })).toBeVisible();
    await tabTo(page, "Turn camera off");
    await page.keyboard.press("Space");
    await expect(page.getByRole("button", { name: "Turn camera on" })).toBeFocused();
    await tabTo(page, "Start class");
    await page.keyboard.press("Enter");
    await expect(chat(page)).toBeVisible({ timeout: 60_000 });
  });

  await test.step("a chapter by its key, and away again", async () => {
    await page.keyboard.press("c");
    await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.keyboard.press("c");
    await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
    await page.keyboard.type("Springs");
    await page.keyboard.press("Enter");
    await expect(chat(page)).toContainText("Springs");
  });

  await test.step("people and back, by arrows", async () => {
    await tabTo(page, "Chat");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("tab", { name: /Questions/ })).toBeFocused();
    await expect(page.getByRole("tabpanel", { name: /Questions/ })).toBeVisible();
    await page.keyboard.press("Home");
    await expect(page.getByRole("tab", { name: /Chat/ })).toBeFocused();
  });

  await test.step("the chat, where letters are letters", async () => {
    await tabTo(page, "Message");
    await page.keyboard.type("music? v c m");
    await page.keyboard.press("Enter");
    await expect(chat(page)).toContainText("music? v c m");
    await expect(page.getByRole("dialog")).toBeHidden();
  });

  await test.step("nothing moves for who wants no motion", async () => {
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  await test.step("the end asks once, and can be taken back", async () => {
    await tabTo(page, "End class");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "End the class?" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.getByRole("button", { name: "End class" }).first()).toBeFocused();
    await page.keyboard.press("Enter");
    await tabTo(page, "End class", page.getByRole("dialog").getByRole("button", { name: "End class" }));
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/replays/${session}`);
  });

  await test.step("the replay by its keys", async () => {
    await tabTo(page, "Class time");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await tabTo(page, "Class time");
  });
});

test("other scripts: composed words, letters of another alphabet, words from the right", async ({ here }) => {
  const { page } = await Person.come(here, "teacher", { reducedMotion: "reduce" });
  const session = await schedule(page, "In other scripts");
  await page.goto(`/classes/${session}`);
  await goIn(page);
  const browser = await page.context().newCDPSession(page);
  const field = page.getByRole("textbox", { name: "Message" });

  await test.step("Enter that picks a word sends nothing, in whatever order a browser says so", async () => {
    await field.focus();
    await browser.send("Input.imeSetComposition", { text: "きょう", selectionStart: 3, selectionEnd: 3 });
    await browser.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
    await browser.send("Input.insertText", { text: "今日" });
    // Safari's Enter comes when the composition is over.
    await enterAfterComposition(field);
    await expect(field).toHaveValue("今日");
    await expect(chat(page)).not.toContainText("今日");
    await field.press("Enter");
    await expect(chat(page)).toContainText("今日");
    await expect(field).toHaveValue("");
  });

  await test.step("a question, too, and what is too long is kept and counted", async () => {
    await page.getByRole("tab", { name: /Questions/ }).click();
    const question = page.getByRole("textbox", { name: "Question" });
    await question.fill("なぜ");
    await enterAfterComposition(question);
    await expect(question).toHaveValue("なぜ");
    await question.fill("a".repeat(1_200));
    await expect(question).toHaveValue("a".repeat(1_200));
    await expect(page.getByText("200 characters too many")).toBeVisible();
    await expect(page.getByRole("button", { name: "Ask", exact: true })).toBeDisabled();
    await question.fill("😀".repeat(600));
    await question.press("Enter");
    await expect(page.locator(".question__text")).toHaveText("😀".repeat(600));
    await page.getByRole("tab", { name: /Chat/ }).click();
  });

  await test.step("a key goes by its letter, and by its place where that is no Latin one", async () => {
    const microphone = page.getByRole("button", { name: /^(Mute|Unmute)$/ });
    const before = await microphone.getAttribute("aria-label");
    await page.getByRole("tab", { name: /Chat/ }).focus();
    const press = (key: string, code: string) => browser.send("Input.dispatchKeyEvent", { type: "keyDown", key, code, text: key });
    // There is a comma at the place of M on French keyboards.
    await press(",", "KeyM");
    await press("ь", "KeyM");
    await expect(microphone).not.toHaveAttribute("aria-label", before!);
    await press("m", "Semicolon");
    await expect(microphone).toHaveAttribute("aria-label", before!);
  });

  await test.step("words run as their script does", async () => {
    for (const [words, direction] of [["مرحبا بكم في الدرس", "rtl"], ["שלום לכולם", "rtl"], ["good morning", "ltr"]] as const) {
      await say(page, words);
      await expect(page.locator(".chat__text", { hasText: words })).toHaveCSS("direction", direction);
    }
    await field.fill("مرحبا");
    await expect(field).toHaveCSS("direction", "rtl");
    await field.fill("");
  });
});

/** The Enter that ended a composition, as Safari tells of it: after the composition, with the code of those that belong to one. */
async function enterAfterComposition(field: Locator): Promise<void> {
  await field.evaluate((element) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 229, bubbles: true, cancelable: true });
    element.dispatchEvent(event);
  });
}

/** Goes on with Tab until what is called `name` (or `target`) has the focus; on the way every stop must show that it has it. */
async function tabTo(page: Page, name: string, target = page.locator("*:focus")): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const focus = await focused(page);
    if (focus) expect(focus.shown, `the focus on “${focus.name}” is seen`).toBe(true);
    if (focus?.name.includes(name) && (await target.evaluate((element) => element === document.activeElement).catch(() => false))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab doesn't reach “${name}”`);
}

/** What has the focus, and whether that is seen: inside the window, with an outline or a ring. */
async function focused(page: Page): Promise<{ name: string; shown: boolean } | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const labels = (element as HTMLInputElement).labels;
    const name = element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element.textContent ?? "";
    // A row that leads somewhere has its ring around the whole of it.
    const marked = [undefined, "::before", "::after"].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    });
    const { top, left, bottom, right, width } = element.getBoundingClientRect();
    const inside = width > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    return { name: name.trim(), shown: marked && inside };
  });
}

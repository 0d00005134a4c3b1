//! Questions in the class's panel.
import { expect, type Locator, type Page } from "@playwright/test";

/** Asks, with the panel's tab open. */
export async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Question" }).fill(text);
  await page.getByRole("textbox", { name: "Question" }).press("Enter");
  await expect(question(page, text)).toBeVisible();
}

/** The question with these words in it. */
export function question(page: Page, text: string): Locator {
  return page.locator(".question").filter({ has: page.locator(".question__text", { hasText: text }) });
}

//! A class that goes on, with its people in it, and where things are in its panel.
import { expect, type Browser, type Locator, type Page } from "@playwright/test";
import { chat, goIn, schedule } from "./class";
import { Person } from "./people";

/** People's names in the demo school. */
export const NAMES = { teacher: "Vera Lindqvist", assistant: "Tomás Ferreira", student: "Amina Diallo", student2: "Jonas Weber" };
export type Name = keyof typeof NAMES;

/** A slow machine's time for what goes through the class. */
export const SLOW = { timeout: 30_000 };

/** Starts a class; the first of `names` begins it. */
export async function classOf<Of extends Name>(
  browser: Browser,
  url: string,
  title: string,
  ...names: Of[]
): Promise<{ session: string } & Record<Of, Page>> {
  const people = await Promise.all(names.map((name) => Person.signIn(browser, url, name)));
  const session = await schedule(people[0]!.page, title);
  for (const { page } of people) {
    await page.goto(`/classes/${session}`);
    await goIn(page);
  }
  const pages = Object.fromEntries(names.map((name, n) => [name, people[n]!.page])) as Record<Of, Page>;
  return { session, ...pages };
}

export async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

/** A message by its words. */
export function message(page: Page, text: string): Locator {
  return chat(page).locator(".chat__message").filter({ has: page.locator(".chat__text", { hasText: text }) });
}

/** Presses what is in a message's menu. */
export async function act(page: Page, text: string, what: string): Promise<void> {
  const line = message(page, text).first();
  await line.hover();
  await line.getByRole("button", { name: "More" }).click();
  await page.locator("#message-menu").getByRole("button", { name: what, exact: true }).click();
}

/** A person's line in the list. */
export function person(page: Page, name: Name): Locator {
  return page.locator(".person").filter({ hasText: NAMES[name] });
}

/** Opens the menu about somebody. */
export async function about(page: Page, name: Name): Promise<Locator> {
  await tab(page, "People");
  await person(page, name).getByRole("button", { name: /What to do about/ }).click();
  const menu = page.locator("#person-menu");
  await expect(menu).toBeVisible();
  return menu;
}

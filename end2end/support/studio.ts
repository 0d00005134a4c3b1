//! A class that goes on, with its people in it, and where things are in its panel.
import { expect, type Locator, type Page } from "@playwright/test";
import { chat, goIn, schedule } from "./class";
import { Person } from "./people";
import type { Here } from "./quiet";

/** People's names in the demo school. */
export const NAMES = { teacher: "Vera Lindqvist", assistant: "Tomás Ferreira", student: "Amina Diallo", student2: "Jonas Weber" };
export type Name = keyof typeof NAMES;

/** A slow machine's time for what goes through the class. */
export const SLOW = { timeout: 30_000 };

type Class<Of extends Name> = { session: string } & Record<Of, Page>;

/** Starts a class; the first of `names` begins it, and the others come together. */
export async function classOf<Of extends Name>(here: Here, title: string, ...names: Of[]): Promise<Class<Of>> {
  return begin(here, title, names, goIn);
}

/** A class about words: its staff are neither seen nor heard, which takes half of what the processor has to do in a class. */
export async function writtenClassOf<Of extends Name>(here: Here, title: string, ...names: Of[]): Promise<Class<Of>> {
  return begin(here, title, names, async (page, name) => {
    if (name === "teacher" || name === "assistant") {
      for (const device of ["camera", "microphone"]) await page.getByRole("button", { name: `Turn ${device} off` }).click(SLOW);
    }
    await goIn(page);
  });
}

async function begin<Of extends Name>(here: Here, title: string, names: Of[], enter: (page: Page, name: Of) => Promise<void>): Promise<Class<Of>> {
  const people = await Promise.all(names.map((name) => Person.come(here, name)));
  const session = await schedule(people[0]!.page, title);
  const come = async (name: Of, n: number) => {
    await people[n]!.page.goto(`/classes/${session}`);
    await enter(people[n]!.page, name);
  };
  await come(names[0]!, 0);
  await Promise.all(names.slice(1).map((name, n) => come(name, n + 1)));
  const pages = Object.fromEntries(names.map((name, n) => [name, people[n]!.page])) as Record<Of, Page>;
  return { session, ...pages };
}

/** Waits until the page's program has taken it over: what is measured or pressed before that is of a page that goes. */
export async function mounted(page: Page): Promise<void> {
  await expect(page.locator("#mount:not([aria-busy])")).toHaveCount(1, SLOW);
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

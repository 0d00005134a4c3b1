//! A class full of students: people of the demo school who are signed in already, and whose tabs do nothing but be there.
import type { Browser } from "@playwright/test";
import type { Lectern } from "./server";

/** A browser opens no more than 255 live channels for one window's cookies. */
const IN_ONE_WINDOW = 150;

/** The name of the `n`th, from 1 on. */
export function nameOf(n: number): string {
  return `Student ${String(n).padStart(3, "0")}`;
}

/** Brings `count` students into a class that goes on; they are gone when their windows are closed. */
export async function crowd(browser: Browser, lectern: Lectern, session: string, count: number): Promise<void> {
  const tokens = await enroll(lectern, count);
  for (let from = 0; from < count; from += IN_ONE_WINDOW) {
    const context = await browser.newContext({ baseURL: lectern.url });
    const page = await context.newPage();
    await page.goto("/sign-in");
    for (const token of tokens.slice(from, from + IN_ONE_WINDOW)) {
      await context.addCookies([{ name: "lectern_login", value: token, url: lectern.url, httpOnly: true }]);
      await page.evaluate(
        (session) =>
          new Promise<void>((resolve, reject) => {
            const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/${session}`);
            socket.onopen = () => socket.send(JSON.stringify({ type: "hello", resume_after: null }));
            socket.onmessage = () => resolve();
            socket.onerror = () => reject(new Error("the live channel could not be opened"));
          }),
        session,
      );
    }
  }
}

/** Passwords are made to be slow: these people come with logins that are in the database already. Gives their tokens. */
async function enroll(lectern: Lectern, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, (_, n) => `crowd-${n + 1}`);
  await lectern.database.sql(`
    with people as (
      insert into users (tenant_id, id, name, email)
      select tenants.id, gen_random_uuid(), 'Student ' || lpad(n::text, 3, '0'), 'crowd-' || n || '@demo.lectern'
      from tenants, generate_series(1, ${count}) as n
      returning tenant_id, id, split_part(email, '@', 1) as token
    ), seats as (
      insert into enrollments (tenant_id, course_id, user_id, role)
      select tenant_id, courses.id, people.id, 'student' from people join courses using (tenant_id)
    ), ranks as (
      insert into user_roles (tenant_id, user_id, role) select tenant_id, id, 'student' from people
    )
    insert into logins (tenant_id, user_id, token_hash, until)
    select tenant_id, id, sha256(convert_to(token, 'UTF8')), now() + interval '1 day' from people`);
  return tokens;
}

// People of the demo school in a class, and thirty more who draw in it.
import { sql } from "./support.mjs";

/** A class of the teacher's, in two days; gives its id. */
export async function schedule(page, title) {
  const session = crypto.randomUUID();
  const form = {
    session, command: crypto.randomUUID(), title, course: "0001ec7e-0000-7000-8000-000000000002", lesson: "",
    date: new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10), time: "12:00", length: "60", zone: "UTC",
  };
  const answer = await page.request.post("/classes/new", { form, maxRedirects: 0, headers: { connection: "close" } });
  if (answer.headers().location !== "/") throw new Error(`the class isn't planned: ${answer.status()}`);
  return session;
}

/** Into the class, which begins where it hasn't, neither seen nor heard. Who has nothing to show is in it at once. */
export async function enter(page, session) {
  await page.goto(`/classes/${session}`);
  const go = page.getByRole("button", { name: /^(Start|Join) class$/ });
  const chat = page.getByRole("log", { name: "Chat" });
  await go.or(chat).first().waitFor();
  if (await go.isVisible()) {
    for (const device of ["camera", "microphone"]) {
      const off = page.getByRole("button", { name: `Turn ${device} off` });
      if (await off.isVisible()) await off.click();
    }
    await go.click();
  }
  await chat.waitFor();
}

/** So many assistants of the course, each with a live channel to the class; they are in a page of their own. */
export async function crowd(browser, server, session, count) {
  await sql(server, `
    with rank as (
      select distinct user_roles.role from user_roles join users on users.id = user_id where email = 'assistant@demo.lectern'
    ), people as (
      insert into users (tenant_id, id, name, email)
      select tenants.id, gen_random_uuid(), 'Assistant ' || n, 'crowd-' || n || '@demo.lectern' from tenants, generate_series(1, ${count}) as n
      returning tenant_id, id, split_part(email, '@', 1) as token
    ), seats as (
      insert into enrollments (tenant_id, course_id, user_id, role)
      select tenant_id, courses.id, people.id, 'assistant' from people join courses using (tenant_id)
    ), ranks as (
      insert into user_roles (tenant_id, user_id, role) select tenant_id, id, rank.role from people, rank
    )
    insert into logins (tenant_id, user_id, token_hash, until)
    select tenant_id, id, sha256(convert_to(token, 'UTF8')), now() + interval '1 day' from people`);
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  for (let n = 1; n <= count; n++) {
    await context.addCookies([{ name: "lectern_login", value: `crowd-${n}`, url: server.url, httpOnly: true }]);
    await page.evaluate(
      (session) =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/${session}`);
          const person = { send: (frame) => socket.send(JSON.stringify(frame)), accepted: () => {} };
          socket.onopen = () => person.send({ type: "hello", resume_after: null });
          socket.onerror = () => reject(new Error("the live channel could not be opened"));
          socket.onmessage = ({ data }) => {
            const start = data.slice(0, 40);
            if (start.includes('"accepted"')) person.accepted();
            if (start.includes('"refused"')) throw new Error(data);
            if (start.includes('"welcome"')) resolve();
          };
          (window.crowd ??= []).push(person);
        }),
      session,
    );
  }
  return page;
}

/** All of them move their pointers over the board, ten times a second, until they are told to stop. */
export async function pointersMove(page, board) {
  await page.evaluate((board) => {
    window.moving = window.crowd.map((person, n) => {
      let at = 0;
      return setInterval(() => {
        at += 1;
        const [x, y] = [400 * Math.cos(at / 9 + n), 300 * Math.sin(at / 7 + n)].map(Math.round);
        person.send({ type: "ephemeral", frame: { what: "hovers", board, page: 1, x, y } });
      }, 100);
    });
  }, board);
}

export async function pointersRest(page) {
  await page.evaluate(() => window.moving.forEach(clearInterval));
}

/** Each of them draws a stroke as soon as the one before is in the log, for so many ms; gives how many did. */
export async function allDraw(page, board, texts, ms) {
  const drawn = await page.evaluate(
    async ({ board, texts, ms }) => {
      const until = performance.now() + ms;
      const draws = (person, n) =>
        new Promise((resolve) => {
          let count = 0;
          const draw = () => {
            if (performance.now() > until) return resolve(count);
            const change = { op: "add", page: 2, object: crypto.randomUUID() };
            person.send({ type: "command", id: crypto.randomUUID(), command: { do: "change_board", board, change, drawn: texts[(n + count) % texts.length] } });
            count += 1;
          };
          person.accepted = draw;
          draw();
        });
      return Promise.all(window.crowd.map(draws));
    },
    { board, texts, ms },
  );
  return drawn.reduce((all, count) => all + count, 0);
}

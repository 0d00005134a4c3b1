//! Every page's HTML is as the standard has it.
import { expect, type BrowserContext } from "@playwright/test";
import { allGoIn, end, schedule } from "./support/class";
import { faults, lacking } from "./support/html";
import { Person } from "./support/people";
import { test } from "./support/quiet";

/** The first lesson of the demo course (crates/store/src/seed.rs). */
const LESSON = "0001ec7e-0000-7000-8000-000000000101";

test("the HTML checker finds nothing in any page", async ({ here }) => {
  const lacks = lacking();
  if (lacks) console.log(`  skipped: ${lacks}`);
  test.skip(lacks !== undefined, lacks);
  const documents: Record<string, string> = {};
  const [teacher, student] = await Promise.all(["teacher", "student"].map((name) => Person.come(here, name)));
  const stranger = await here.browser.newContext({ baseURL: here.lectern.url });
  const read = async ({ request }: BrowserContext, path: string, name: string) => {
    const answer = await request.get(path);
    documents[name] = await answer.text();
    return answer.status();
  };

  await read(stranger, "/sign-in", "sign-in");
  documents["sign-in, refused"] = await (await stranger.request.post("/sign-in", { form: { email: "nobody@demo.lectern", password: "wrong" } })).text();
  const { page: desk, context: staff } = teacher!;
  const session = await schedule(desk, "As the standard has it", { lobby: true });
  for (const path of ["/", "/classes", "/classes/new", `/classes/${session}/edit`, `/lessons/${LESSON}/polls`, `/lessons/${LESSON}/polls/new`]) {
    expect(await read(staff, path, path.replace(session, "…")), path).toBe(200);
  }
  await read(staff, `/classes/${session}`, "preview");
  await read(student!.context, "/", "home of who attends");
  await read(student!.context, `/classes/${session}`, "waiting");
  expect(await read(student!.context, "/classes/new", "not allowed")).toBe(403);
  expect(await read(staff, "/nowhere", "not found")).toBe(404);

  await allGoIn(session, [desk]);
  await read(staff, `/classes/${session}`, "class of staff");
  await read(student!.context, `/classes/${session}`, "lobby");
  await end(desk);
  await desk.waitForURL(`**/replays/${session}`);
  for (const path of [`/replays/${session}`, `/classes/${session}/attendance`, `/classes/${session}/results`]) {
    expect(await read(staff, path, path.replace(session, "…")), path).toBe(200);
  }
  await stranger.close();
  for (const [name, html] of Object.entries(documents)) expect(html, name).toMatch(/<\/html>$/);
  expect(await faults(documents)).toEqual([]);
});

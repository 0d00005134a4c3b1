//! What goes wrong, and what the person reads then.
import { expect, type Locator, type Page } from "@playwright/test";
import { allGoIn, chat, connected, end, goIn, say, schedule } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";

/** A slow machine's time for what follows a command or a restart. */
const SLOW = { timeout: 60_000 };

test("a wrong password", async ({ here }) => {
  const context = await here.browser.newContext({ baseURL: here.lectern.url });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("teacher@demo.lectern");
  await page.getByLabel("Password").fill("guessed");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveText("That e-mail and password don’t match. Check both and try again.");
  await expect(page.getByLabel("E-mail")).toHaveValue("teacher@demo.lectern");
  await expect(page.getByLabel("Password")).toHaveValue("");
  expect(page.url()).not.toContain("guessed");
});

test("a page whose program doesn't come says so, and what needs none of it works", async ({ here }) => {
  const { page } = await Person.come(here, "teacher");
  await page.route("**/pkg/framed-*/**", (route) => route.abort());
  await page.goto("/");
  await expect(page.getByRole("alert")).toHaveText(/could not be loaded as a whole.*Reload it/);
  await page.getByRole("link", { name: "Schedule a class" }).first().click();
  await expect(page.getByRole("heading", { name: "Schedule a class" })).toBeVisible();
  await page.unroute("**/pkg/framed-*/**");
  await page.reload();
  await expect(page.locator("#mount")).not.toHaveAttribute("aria-busy", "true");
  await expect(page.getByText(/could not be loaded/)).toBeHidden();
});

test("a part of the class that doesn't come is tried again, and the rest works meanwhile", async ({ here }) => {
  const { page } = await Person.come(here, "teacher");
  const session = await schedule(page, "In parts");
  let refused = 0;
  await page.route("**/pkg/*/split_*", (route) => {
    refused += 1;
    return route.abort();
  });
  await page.goto(`/classes/${session}`);
  await goIn(page);
  await page.getByRole("tab", { name: "Questions" }).click();
  await expect(page.getByText("This part could not be loaded. It is tried again.").first()).toBeVisible();
  await page.getByRole("tab", { name: /^Chat/ }).click();
  await say(page, "Heard all the same.");
  await expect.poll(() => refused, SLOW).toBeGreaterThan(2);
  await page.unroute("**/pkg/*/split_*");
  await page.getByRole("tab", { name: "Questions" }).click();
  await expect(page.getByText("No questions yet")).toBeVisible(SLOW);
  await expect(page.getByText("This part could not be loaded")).toHaveCount(0);
  await end(page);
  await page.waitForURL(`**/replays/${session}`);
});

test("a place for those who are signed in, without being it", async ({ here }) => {
  const context = await here.browser.newContext({ baseURL: here.lectern.url });
  const page = await context.newPage();
  await page.goto("/classes/new");
  await page.getByLabel("E-mail").fill("teacher@demo.lectern");
  await page.getByLabel("Password").fill("lectern-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Schedule a class" })).toBeVisible();
});

test("a class that isn't there, and a form that isn't for students", async ({ here }) => {
  const { page } = await Person.come(here, "student");
  for (const path of ["/classes/00000000-0000-4000-8000-000000000000", "/replays/00000000-0000-4000-8000-000000000000", "/classes/no-id"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "Home" })).toBeVisible();
  }
  const answer = await page.goto("/classes/new");
  expect(answer!.status()).toBe(403);
  await expect(page.getByRole("heading", { name: /You can’t open/ })).toBeVisible();
});

test.describe("a class that can't be scheduled so", () => {
  const cases = [
    { what: "no title", field: "Title", value: "", answer: "Give the class a title." },
    { what: "a title of blanks", field: "Title", value: "   ", answer: "Give the class a title." },
    { what: "a title of 10,000 characters", field: "Title", value: "x".repeat(10_000), answer: "That is 10000 characters; 120 is the most." },
    { what: "no length", field: "Length in minutes", value: "0", answer: "The class has to end after it starts." },
    { what: "an end before its start", field: "Length in minutes", value: "-30", answer: "Write the length as whole minutes, 1 to 720." },
    { what: "a day without end", field: "Length in minutes", value: "721", answer: /720|12 hours/ },
    { what: "a length that is none", field: "Length in minutes", value: "", answer: "Write the length as whole minutes, 1 to 720." },
    { what: "a time that is over", field: "Date", value: "2020-01-01", answer: "That time is over. Choose a later day or start." },
  ];

  test("is said beside its field, and what was written stays", async ({ here }) => {
    const { page } = await Person.come(here, "teacher");
    for (const { what, field, value, answer } of cases) {
      await test.step(what, async () => {
        await page.goto("/classes/new");
        await page.getByLabel("Title").fill("Never planned");
        await page.getByLabel("Course").selectOption({ label: "Dynamics 2" });
        await page.getByLabel("Start").fill("23:30");
        await askTheServer(page);
        await page.getByLabel(field).fill(value);
        await page.getByRole("button", { name: "Schedule the class" }).click();
        const wrong = page.getByLabel(field);
        await expect(wrong).toHaveAccessibleDescription(answer);
        await expect(wrong).toHaveAttribute("aria-invalid", "true");
        await expect(wrong).toHaveValue(value);
        if (field !== "Title") await expect(page.getByLabel("Title")).toHaveValue("Never planned");
      });
    }
    await page.goto("/");
    await expect(page.getByText("Never planned")).toHaveCount(0);
  });

  test("is stopped by the browser where it can be", async ({ here }) => {
    const { page } = await Person.come(here, "teacher");
    await page.goto("/classes/new");
    const valid = (field: Locator) => field.evaluate((input: HTMLInputElement) => input.validity.valid);
    await page.getByLabel("Title").fill("");
    expect(await valid(page.getByLabel("Title"))).toBe(false);
    await page.getByLabel("Title").pressSequentially("x".repeat(130));
    // What is too long is kept, for its writer to shorten: the server says by how much.
    expect((await page.getByLabel("Title").inputValue()).length).toBe(130);
    await page.getByLabel("Length in minutes").fill("0");
    expect(await valid(page.getByLabel("Length in minutes"))).toBe(false);
  });
});

test("a camera and a microphone that are refused", async ({ here }) => {
  const teacher = await Person.come(here, "teacher", { refuses: true });
  const student = await Person.come(here, "student");
  const session = await schedule(teacher.page, "Without a camera");
  await teacher.page.goto(`/classes/${session}`);
  for (const device of ["microphone", "camera"]) {
    const hint = `Your browser blocks the ${device} here. Allow it beside the address, then turn it on.`;
    await expect(teacher.page.getByRole("alert").filter({ hasText: hint })).toBeVisible(SLOW);
  }
  await expect(teacher.page.getByText("You can go in as a listener and turn them on later.")).toBeVisible();
  await expect(teacher.page.getByText("No picture from the camera")).toBeVisible();

  await goIn(teacher.page);
  await expect(teacher.page.getByRole("status").filter({ hasText: "blocks the microphone" })).toBeVisible();
  await student.page.goto(`/classes/${session}`);
  await expect(student.page.getByText("Vera Lindqvist’s camera is off.")).toBeVisible(SLOW);
  await say(teacher.page, "You can read me all the same.");
  await expect(chat(student.page)).toContainText("You can read me all the same.");
  await teacher.page.getByRole("button", { name: "Go on without" }).first().click();
  await teacher.page.getByRole("button", { name: "Go on without" }).click();
  await expect(teacher.page.getByText(/Your browser blocks/)).toHaveCount(0);
  await end(teacher.page);
  await teacher.page.waitForURL(`**/replays/${session}`);
});

test("two tabs of one person are one person", async ({ here }) => {
  const teacher = await Person.come(here, "teacher");
  const student = await Person.come(here, "student");
  const session = await schedule(teacher.page, "Two tabs");
  await teacher.page.goto(`/classes/${session}`);
  await goIn(teacher.page);
  await teacher.page.getByRole("tab", { name: /People/ }).click();
  const people = teacher.page.getByRole("tabpanel").getByRole("listitem");

  await student.page.goto(`/classes/${session}`);
  await goIn(student.page);
  await expect(people).toHaveCount(2);
  const second = await student.context.newPage();
  await second.goto(`/classes/${session}`);
  await goIn(second);
  const elsewhere = student.page.getByText("You see and hear this class in another tab or on another device.");
  await expect(elsewhere).toBeVisible(SLOW);
  await say(second, "From the second tab.");
  await expect(chat(student.page)).toContainText("From the second tab.");
  await say(student.page, "From the first tab.");
  await expect(chat(second)).toContainText("From the first tab.");
  await expect(people).toHaveCount(2);
  await expect(teacher.page.getByText("2 here")).toBeVisible();

  await second.close();
  await say(student.page, "The second tab is closed.");
  await expect(people.filter({ hasText: "Amina Diallo" })).not.toContainText("Not here now");
  await expect(teacher.page.getByText("2 here")).toBeVisible();
  await student.page.getByRole("button", { name: "Use this one" }).click();
  await expect(elsewhere).toBeHidden();
  await expect(connected(student.page)).toBeVisible(SLOW);

  await student.page.close();
  await expect(people.filter({ hasText: "Amina Diallo" })).toContainText("Not here now", SLOW);
  await end(teacher.page);
  await teacher.page.waitForURL(`**/replays/${session}`);
});

test("no speech model: the replay plays and says that there is no transcript", async ({ here }) => {
  const teacher = await Person.come(here, "teacher");
  const session = await schedule(teacher.page, "Unheard");
  await teacher.page.goto(`/classes/${session}`);
  await goIn(teacher.page);
  await say(teacher.page, "Only this is written.");
  await expect(teacher.page.getByText("Recording", { exact: true })).toBeVisible(SLOW);
  await expect(teacher.page.getByText(/^Live 0:(0[5-9]|[1-9])/)).toBeVisible(SLOW);
  await end(teacher.page);
  await teacher.page.waitForURL(`**/replays/${session}`);

  const page = teacher.page;
  await page.getByRole("button", { name: "Play the class" }).click();
  const at = () => page.evaluate(() => Math.max(0, ...[...document.querySelectorAll("video")].map((video) => video.currentTime)));
  await expect.poll(at, SLOW).toBeGreaterThan(0.5);
  await expect(page.getByRole("tabpanel").getByText("No transcript", { exact: true })).toBeVisible(SLOW);
  await expect(page.getByRole("tabpanel")).toContainText("No speech model is installed");
  await expect(page.getByRole("button", { name: "Download the transcript" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Captions (C)" })).toBeDisabled();
  await page.getByRole("tab", { name: /Chat/ }).click();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("Only this is written.");

  await test.step("who comes to a class that is over is taken to its replay", async () => {
    const late = await Person.come(here, "student2");
    await late.page.goto(`/classes/${session}`);
    await late.page.waitForURL(`**/replays/${session}`);
    await expect(late.page.getByRole("button", { name: "Play the class" })).toBeVisible();
    await expect(late.page.getByText("No transcript", { exact: true }).first()).toBeVisible();
    await expect(late.page.getByText("LECTERN_SPEECH_MODEL")).toHaveCount(0);
  });
});

test("a server that dies in mid-class: nothing is lost, nothing comes twice", async ({ alone: here }) => {
  const teacher = await Person.come(here, "teacher");
  const [stays, leaves] = await Promise.all(["student", "student2"].map((name) => Person.come(here, name)));
  const session = await schedule(teacher.page, "Power cut");
  const room = `/classes/${session}`;
  await allGoIn(session, [teacher.page, stays!.page, leaves!.page]);
  await say(stays!.page, "Before the power cut.");
  await expect(chat(teacher.page)).toContainText("Before the power cut.");

  await here.lectern.kill();
  for (const { page } of [teacher, stays!, leaves!]) await expect(page.getByText("Reconnecting")).toBeVisible(SLOW);
  await say(stays!.page, "Is anybody there?");
  await say(leaves!.page, "I reload my page.");
  for (const { page } of [stays!, leaves!]) {
    await expect(chat(page).getByText("unsent, goes out by itself")).toBeVisible();
    await expect(page.getByText("1 unsent, nothing is lost")).toBeVisible();
  }
  await leaves!.page.goto("about:blank");

  await here.lectern.startAgain();
  await leaves!.page.goto(room);
  for (const { page } of [teacher, stays!, leaves!]) {
    await expect(chat(page).getByText("Is anybody there?")).toBeVisible(SLOW);
    await expect(chat(page).getByText("I reload my page.")).toBeVisible(SLOW);
    await expect(page.getByText(/unsent/)).toHaveCount(0, SLOW);
    await expect(connected(page)).toBeVisible({ timeout: 120_000 });
  }

  await test.step("once, also for whoever comes now", async () => {
    await stays!.page.reload();
    for (const { page } of [teacher, stays!, leaves!]) {
      for (const text of ["Before the power cut.", "Is anybody there?", "I reload my page."]) {
        await expect(chat(page).getByText(text)).toHaveCount(1, SLOW);
      }
    }
  });
  await end(teacher.page);
  await teacher.page.waitForURL(`**/replays/${session}`, SLOW);
});

test("a database that stops in mid-class: the class pauses and goes on", async ({ alone: here }) => {
  const teacher = await Person.come(here, "teacher");
  const student = await Person.come(here, "student");
  const session = await schedule(teacher.page, "A pause");
  await allGoIn(session, [teacher.page, student.page]);
  const paused = (page: Page) => page.getByText("The class is paused, nothing is lost. It goes on by itself.");
  await here.lectern.database.pause();
  try {
    await say(student.page, "Written in the pause.");
    for (const { page } of [teacher, student]) await expect(paused(page)).toBeVisible(SLOW);
    await expect(chat(student.page)).toContainText("waits until the class goes on");
    await say(teacher.page, "This too.");
    await expect(teacher.page.getByText("1 unsent, nothing is lost")).toBeVisible();
  } finally {
    await here.lectern.database.resume();
  }
  for (const { page } of [teacher, student]) {
    await expect(paused(page)).toBeHidden(SLOW);
    await expect(page.getByText(/unsent/)).toHaveCount(0, SLOW);
    for (const text of ["Written in the pause.", "This too."]) await expect(chat(page).getByText(text)).toHaveCount(1, SLOW);
  }
  await end(teacher.page);
  await teacher.page.waitForURL(`**/replays/${session}`, SLOW);
});

test("somebody who isn't enrolled", async ({ alone: here }) => {
  const teacher = await Person.come(here, "teacher");
  const session = await schedule(teacher.page, "For the enrolled");
  await here.lectern.database.sql("delete from enrollments using users where users.id = user_id and email = 'student2@demo.lectern'");
  const { page } = await Person.come(here, "student2");
  await page.goto("/");
  await expect(page.getByText("No class planned")).toBeVisible();
  await expect(page.getByText("Your teacher or an administrator enrolls you.")).toBeVisible();
  const answer = await page.goto(`/classes/${session}`);
  expect(answer!.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await expect(page.getByText("For the enrolled")).toHaveCount(0);
});

/** Takes away what the browser checks by itself, so that the server's own answer is seen. */
async function askTheServer(page: Page): Promise<void> {
  await page.locator("form.schedule").evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
    for (const input of form.querySelectorAll("input")) {
      input.removeAttribute("min");
    }
  });
}

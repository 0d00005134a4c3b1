//! Every page in both themes, on a large screen and a phone: pictures for people, and axe's rules for everybody else.
//! `SCREENS=write ./lectern test screens` also puts those that the documentation shows into docs/screens.
import { expect, test, type Browser, type Page } from "@playwright/test";
import { filmOfTheBoard, nameDevices } from "./support/board";
import { chapter, connected, end, goIn, say, schedule } from "./support/class";
import { pictureAdvances } from "./support/media";
import { browserWith, Person } from "./support/people";
import { picture, wanted } from "./support/screens";
import { Lectern } from "./support/server";
import { spoken } from "./support/speech";

/** How much of the lecture is held: enough for a transcript with several lines. */
const LECTURE = /^Live (0:4[5-9]|0:5\d|[1-9])/;

let lectern: Lectern;
let teachers: Browser;
let others: Browser;

test.beforeAll(async () => {
  others = await browserWith();
  const [camera, microphone] = await Promise.all([filmOfTheBoard(others), spoken("lecture", "screens", "adelay=6000:all=1")]);
  [lectern, teachers] = await Promise.all([Lectern.start(), browserWith({ microphone, camera })]);
});

test.afterAll(async () => {
  await Promise.all([teachers?.close(), others?.close()]);
  await lectern?.stop();
});

test("every page is fit to be seen, by everybody", async () => {
  const [teacher, student, late, assistant] = await Promise.all([
    Person.signIn(teachers, lectern.url, "teacher"),
    Person.signIn(others, lectern.url, "student"),
    Person.signIn(others, lectern.url, "student2"),
    Person.signIn(others, lectern.url, "assistant"),
  ]);

  await nameDevices(teacher.context);

  await test.step("sign-in", async () => {
    const stranger = await others.newContext({ baseURL: lectern.url });
    const page = await stranger.newPage();
    await page.goto("/sign-in");
    await picture(page, "sign-in");
    await stranger.close();
  });

  await test.step("schedule", async () => {
    await teacher.page.goto("/classes/new");
    await teacher.page.getByLabel("Title").fill("Springs and resonance");
    await picture(teacher.page, "schedule");
  });
  const session = await schedule(teacher.page, "Springs and resonance");

  await test.step("waiting", async () => {
    await Promise.all([student, late].map(({ page }) => page.goto(`/classes/${session}`)));
    await expect(student.page.getByText("Starts in")).toBeVisible();
    await picture(student.page, "waiting");
  });

  await test.step("preview", async () => {
    await teacher.page.goto(`/classes/${session}`);
    await expect(teacher.page.getByRole("meter", { name: "Microphone level" })).toBeVisible();
    await pictureAdvances(teacher.page);
    await picture(teacher.page, "preview");
    // The talk begins when the microphone is opened: once more, so that the class has all of it.
    await teacher.page.reload();
    await expect(teacher.page.getByRole("button", { name: "Turn camera off" })).toBeVisible();
  });

  await test.step("studio and class", async () => {
    await goIn(teacher.page);
    await assistant.page.goto(`/classes/${session}`);
    await assistant.page.getByRole("button", { name: "Turn camera off" }).click();
    await goIn(assistant.page);
    await pictureAdvances(student.page);
    await chapter(teacher.page, "A mass on a spring");
    await say(student.page, "Why does it swing back?");
    await say(teacher.page, "Watch the spring: it pulls harder the further it is stretched.");
    await say(late.page, "So the energy is in the spring at the turning points?");
    await say(assistant.page, "Yes. The script has this on page 31.");
    await chapter(teacher.page, "Trading energy back and forth");
    await expect(teacher.page.getByText("Recording", { exact: true })).toBeVisible({ timeout: 60_000 });
    await closeToasts(teacher.page);
    // What is shown to people is a class that goes well; a machine that is busy says that its connection is weak.
    if (wanted) await expect(connected(teacher.page)).toBeVisible({ timeout: 90_000 });
    await picture(teacher.page, "studio");
    await picture(student.page, "class");
    await teacher.page.getByRole("tab", { name: /People/ }).click();
    await picture(teacher.page, "people");
    await expect(teacher.page.getByText(LECTURE)).toBeVisible({ timeout: 60_000 });
  });

  await test.step("replay", async () => {
    await end(teacher.page);
    await student.page.waitForURL(`**/replays/${session}`);
    await expect(student.page.getByRole("button", { name: "Play the class" })).toBeVisible();
    await picture(student.page, "replay-being-made");
    await expect(student.page.locator(".cue").first()).toBeVisible({ timeout: 120_000 });
    await student.page.locator(".cue").nth(2).click();
    await expect(student.page.locator(".cue").nth(2)).toHaveAttribute("aria-current", "true");
    await expect.poll(() => student.page.evaluate(() => [...document.querySelectorAll("video")].some((video) => video.seeking))).toBe(false);
    await picture(student.page, "replay");
    await student.page.getByRole("tab", { name: /Chapters/ }).click();
    await picture(student.page, "chapters");
  });

  await test.step("home", async () => {
    await teacher.page.goto("/");
    await picture(teacher.page, "home");
  });
});

/** However many there are; each also goes by itself. */
async function closeToasts(page: Page): Promise<void> {
  const close = page.getByRole("button", { name: "Close" });
  await expect(async () => {
    if ((await close.count()) > 0) await close.first().click({ timeout: 1_000 });
    expect(await close.count()).toBe(0);
  }).toPass({ timeout: 30_000 });
}

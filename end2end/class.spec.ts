//! The main job: a class is scheduled, taught to people who see and hear it, and lives on as its replay.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { chapter, chat, end, goIn, say, sessionOf, setTime } from "./support/class";
import { chooseAnother, noteDevices, uses } from "./support/devices";
import { MEASURED } from "./support/measured";
import { pictureAdvances, soundIsHeard } from "./support/media";
import { browserWith, Person } from "./support/people";
import { captionsAreShownInTime, chatComesAtItsMoments, play, progressIsShown, transcriptCanBeKept } from "./support/replay";
import { Lectern, root } from "./support/server";
import { spoken } from "./support/speech";
import { act } from "./support/studio";
import { wordErrorRate } from "./support/words";

/** Silence before the first word, so that none is lost while the teacher goes live. */
const LEAD_IN_MS = 15_000;
/** How long the lecture is. */
const LECTURE_MS = 92_000;
/** Silence after the last word: the microphone may have begun a little after its level was shown. */
const SILENCE_MS = 6_000;
/** How soon after its end a class must play again. */
const REPLAY_MS = 5_000;

// Five seconds are five seconds the first time.
test.describe.configure({ retries: 0 });

let lectern: Lectern;
let teachers: Browser;
let others: Browser;

test.beforeAll(async () => {
  const microphone = await spoken("lecture", "class", `adelay=${LEAD_IN_MS}:all=1,apad=pad_dur=30`);
  lectern = await Lectern.start();
  [teachers, others] = await Promise.all([browserWith({ microphone, fps: 30 }), browserWith({ cameras: 2, fps: 30 })]);
});

test.afterAll(async () => {
  await Promise.all([teachers?.close(), others?.close()]);
  await lectern?.stop();
});

test("a class from the calendar to its replay", MEASURED, async () => {
  const [teacher, student, late, assistant] = await Promise.all([
    Person.signIn(teachers, lectern.url, "teacher"),
    Person.signIn(others, lectern.url, "student"),
    Person.signIn(others, lectern.url, "student2"),
    Person.signIn(others, lectern.url, "assistant"),
  ]);
  const pages = { teacher: teacher.page, student: student.page, late: late.page, assistant: assistant.page };

  const session = await test.step("the teacher schedules a class and changes it", () => schedule(pages.teacher));

  const spokenFrom = await test.step("the teacher tries camera and microphone, and starts", async () => {
    await pages.student.goto(`/classes/${session}`);
    await expect(pages.student.getByRole("heading", { name: "Springs and resonance" })).toBeVisible();
    return start(pages.teacher, session);
  });

  await test.step("the student is let in, sees and hears the teacher", async () => {
    await expect(pages.student.getByText(/^Live/)).toBeVisible();
    await pictureAdvances(pages.student);
    await soundIsHeard(pages.student);
  });

  await test.step("chat goes both ways", async () => {
    await say(pages.student, "Why does it swing back?");
    await expect(chat(pages.teacher)).toContainText("Why does it swing back?");
    await say(pages.teacher, "Watch the spring, it pulls.");
    await expect(chat(pages.student)).toContainText("Watch the spring, it pulls.");
  });

  await test.step("the late student sees what was written", async () => {
    await pages.late.goto("/");
    await pages.late.getByRole("link", { name: /Join/ }).first().click();
    await expect(chat(pages.late)).toContainText("Why does it swing back?");
    await pictureAdvances(pages.late);
  });

  await test.step("the assistant chooses another microphone and camera, and comes with that", async () => {
    await noteDevices(pages.assistant);
    await pages.assistant.goto(`/classes/${session}`);
    await chooseAnother(pages.assistant, "Microphone", "audio");
    const camera = await chooseAnother(pages.assistant, "Camera", "video");
    // A browser's pretended microphone beeps, and beeps become words.
    await pages.assistant.getByRole("button", { name: "Turn microphone off" }).click();
    await goIn(pages.assistant);
    await uses(pages.assistant, "video", camera);
  });

  await test.step("the assistant removes a message, for everybody", async () => {
    await say(pages.late, "something rude");
    await act(pages.assistant, "something rude", "Remove");
    for (const page of Object.values(pages)) {
      await expect(chat(page)).not.toContainText("something rude");
      await expect(chat(page)).toContainText("This message was removed.");
    }
  });

  await test.step("the teacher marks a chapter", async () => {
    await chapter(pages.teacher, "Trading energy");
    await expect(chat(pages.student)).toContainText("Trading energy");
  });

  await test.step("the class ends for everybody, and its replay plays", async () => {
    // Whose camera and page would take the processor from those who wait for the replay.
    await pages.assistant.close();
    await expect.poll(() => Date.now() - spokenFrom, { timeout: 200_000 }).toBeGreaterThan(LEAD_IN_MS + LECTURE_MS + SILENCE_MS);
    await end(pages.teacher);
    const ended = Date.now();
    await pages.student.waitForURL(`**/replays/${session}`);
    await expect(pages.student.getByRole("button", { name: "Play the class" })).toBeVisible({ timeout: REPLAY_MS });
    await pages.student.getByRole("button", { name: "Play the class" }).click();
    await replayAdvances(pages.student);
    const took = Date.now() - ended;
    console.log(`the replay played ${took} ms after the end`);
    expect(took).toBeLessThan(REPLAY_MS);
    await pages.late.waitForURL(`**/replays/${session}`);
    await pages.teacher.waitForURL(`**/replays/${session}`);
  });

  await test.step("the page says what is being made, and how much of it is done", () => progressIsShown(pages.student));

  await test.step("the transcript comes by itself, and is right", async () => {
    await expect(pages.student.locator(".cue").first()).toBeVisible({ timeout: 200_000 });
    const said = await readFile(join(root, "crates/testkit/fixtures/lecture.txt"), "utf8");
    const heard = (await pages.student.locator(".cue__text").allInnerTexts()).join(" ");
    const rate = wordErrorRate(said, heard);
    console.log(`word error rate ${(rate * 100).toFixed(1)} %`);
    expect(rate, heard).toBeLessThanOrEqual(0.1);
  });

  await test.step("the replay is a replay of this class", () => replayIsComplete(pages.student, session));

  await test.step("its sound, captions and chat come when they came in class", async () => {
    await pages.student.locator(".cue").first().click();
    await play(pages.student);
    await soundIsHeard(pages.student);
    await captionsAreShownInTime(pages.student);
    await chatComesAtItsMoments(pages.student);
    await transcriptCanBeKept(pages.student);
  });
});

async function schedule(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Schedule a class" }).first().click();
  await page.getByLabel("Title").fill("Springs");
  await page.getByLabel("Course").selectOption({ label: "Dynamics 2" });
  await setTime(page);
  await page.getByRole("button", { name: "Schedule the class" }).click();
  await page.waitForURL("/");
  const row = page.getByRole("listitem").filter({ hasText: "Springs" });
  await row.getByRole("link", { name: /Change/ }).click();
  await page.getByLabel("Title").fill("Springs and resonance");
  await page.getByRole("button", { name: /Save|Change/ }).click();
  await page.waitForURL("/");
  return sessionOf(page.getByRole("link", { name: /Springs and resonance/ }).first());
}

/** Gives when the microphone had begun. */
async function start(page: Page, session: string): Promise<number> {
  await page.goto(`/classes/${session}`);
  await expect(page.getByRole("meter", { name: "Microphone level" })).toBeVisible();
  const spokenFrom = Date.now();
  await page.getByRole("button", { name: "Start class" }).click();
  await expect(page.getByText(/^Live/)).toBeVisible();
  return spokenFrom;
}

async function replayAdvances(page: Page): Promise<void> {
  const at = () => page.evaluate(() => Math.max(0, ...[...document.querySelectorAll("video")].map((video) => video.currentTime)));
  await expect.poll(at, { message: "the replay's picture plays", intervals: [50] }).toBeGreaterThan(0.2);
}

async function replayIsComplete(page: Page, session: string): Promise<void> {
  await page.getByRole("tab", { name: /Chapters/ }).click();
  await expect(page.getByRole("tabpanel")).toContainText("Trading energy");
  await page.getByRole("tab", { name: /Chat/ }).click();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("Why does it swing back?");
  await expect(page.getByRole("tabpanel")).not.toContainText("something rude");
  await page.getByRole("button", { name: "At their moments" }).click();
  await page.getByRole("tab", { name: /Transcript/ }).click();
  await page.getByLabel("Search in the transcript").fill("resonance");
  await expect(page.locator(".transcript__found")).toContainText(/\d+ of \d+/);
  const cue = page.locator(".cue").last();
  const time = await cue.locator(".cue__time").innerText();
  await cue.click();
  await expect(page.locator(".timeline__time")).toContainText(time);
  const captions = await page.request.get(`/replays/${session}/captions.vtt`);
  expect(captions.headers()["content-type"]).toContain("text/vtt");
  expect(await captions.text()).toMatch(/^WEBVTT\n/);
  const text = await page.request.get(`/replays/${session}/transcript.txt`);
  expect((await text.text()).length).toBeGreaterThan(500);
}

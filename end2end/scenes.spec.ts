//! Scenes: made, switched by key, seen by everybody alike, looked at in one's own way, and painted by the replay as they were.
import { expect, type Locator, type Page } from "@playwright/test";
import { end, goIn, schedule } from "./support/class";
import { pictureAdvances } from "./support/media";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { classOf, SLOW } from "./support/studio";

const RAIL = { name: "Scenes" };

/** Fills in the form of a new scene. */
async function fill(page: Page, shows: string, name: string, more: (dialog: Locator) => Promise<void> = async () => undefined): Promise<void> {
  await page.getByRole("button", { name: "New scene" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Scene" });
  await dialog.getByLabel("What it shows").selectOption({ label: shows });
  await dialog.getByLabel("Name").fill(name);
  await more(dialog);
  await dialog.getByRole("button", { name: "Make scene" }).click();
}

/** Makes a scene in the rail. */
async function make(page: Page, shows: string, name: string, more?: (dialog: Locator) => Promise<void>): Promise<void> {
  await fill(page, shows, name, more);
  await expect(scene(page, name)).toBeVisible(SLOW);
}

function scene(page: Page, name: string): Locator {
  return page.getByRole("complementary", RAIL).locator(".scene").filter({ hasText: name });
}

/** Where everything on the stage stands, in percent of it: the picture that two people see, without what moves in it. */
async function painted(page: Page): Promise<string[]> {
  const cells = page.locator(".stage .stage__cell:not([hidden])");
  return cells.evaluateAll((cells) => {
    const kind = (cell: Element) => (cell.querySelector("video") ? "picture" : (cell.textContent ?? "").replace(/\d+:\d\d/, "").trim());
    return cells.map((cell) => `${cell.getAttribute("style")} ${kind(cell)}`).sort();
  });
}

async function sameAs(page: Page, other: Page): Promise<void> {
  await expect(async () => expect(await painted(page)).toEqual(await painted(other))).toPass(SLOW);
}

test("three scenes, by key, for everybody and in the replay", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Scenes", "teacher", "student");
  await pictureAdvances(student);
  const break_ = student.getByRole("heading", { name: "Back at twenty to" });

  await test.step("the teacher makes three, and what a student may not see yet isn't there", async () => {
    await expect(teacher.getByText("No scenes yet.")).toBeVisible(SLOW);
    await make(teacher, "Slides", "Energy");
    await make(teacher, "Camera", "Face");
    await make(teacher, "Break", "Tea", async (dialog) => {
      await dialog.getByLabel("Title").fill("Back at twenty to");
      await dialog.getByLabel("Counts down").fill("500");
      await expect(dialog.getByText("Between 1 and 240 minutes.")).toBeVisible();
      await expect(dialog.getByRole("button", { name: "Make scene" })).toBeDisabled();
      await picture(teacher, "scene-editor");
      await dialog.getByLabel("Counts down").fill("10");
    });
    await expect(student.getByRole("complementary", RAIL)).toHaveCount(0);
  });

  await test.step("a key shows a scene to everybody, but is a digit where somebody writes", async () => {
    await teacher.locator("body").press("3");
    await expect(break_).toBeVisible(SLOW);
    await expect(student.getByRole("timer")).toHaveText(/^(10:00|9:\d\d)$/);
    await teacher.getByRole("textbox", { name: "Message" }).press("1");
    await expect(break_).toBeVisible();
    await teacher.locator("#main").click({ position: { x: 2, y: 2 } });
    await picture(student, "stage-card");
    await teacher.locator("body").press("1");
    await expect(student.locator(".stage__main").getByText("No slides yet.")).toBeVisible(SLOW);
    await expect(student.locator(".stage__people video")).toHaveCount(1);
    await sameAs(student, teacher);
    await picture(teacher, "scenes");
    await picture(student, "stage-slides");
  });

  await test.step("a student looks in their own way, and comes back with one press or the next scene", async () => {
    const back = student.getByRole("button", { name: "Back to the class’s view" });
    await student.locator(".stage__people").hover();
    await student.locator(".stage__people").getByRole("button", { name: "Large for me" }).click();
    await expect(back).toBeVisible();
    await expect(student.locator(".stage__main video")).toHaveCount(1);
    await expect(teacher.locator(".stage__main").getByText("No slides yet.")).toBeVisible();
    await back.click();
    await expect(back).toBeHidden();
    await sameAs(student, teacher);
    await student.locator(".stage__people").hover();
    await student.locator(".stage__people").getByRole("button", { name: "Hide for me" }).click();
    await expect(student.locator(".stage__people")).toHaveCount(0);
    await teacher.locator("body").press("2");
    await expect(student.locator(".stage__main video")).toHaveCount(1, SLOW);
    await expect(back).toBeHidden();
    await teacher.locator("body").press("1");
    await expect(teacher.locator(".stage__main").getByText("No slides yet.")).toBeVisible(SLOW);
    await sameAs(student, teacher);
  });

  await test.step("what lies over the stage comes and goes", async () => {
    await teacher.getByRole("button", { name: "Over the stage" }).click();
    const dialog = teacher.getByRole("dialog", { name: "Over the stage" });
    await dialog.getByLabel("Name or line at the foot").fill("Vera Lindqvist, Dynamics");
    await dialog.getByRole("button", { name: "Show" }).first().click();
    await expect(student.getByText("Vera Lindqvist, Dynamics")).toBeVisible(SLOW);
    await dialog.getByRole("button", { name: "Done" }).click();
  });

  await test.step("a late joiner and a reload see the same at first paint", async () => {
    const late = await Person.come(here, "student2");
    const first = await (await late.page.request.get(`/classes/${session}`)).text();
    expect(first).toContain("Vera Lindqvist, Dynamics");
    await late.page.goto(`/classes/${session}`);
    await goIn(late.page);
    await sameAs(late.page, teacher);
    await student.reload();
    await goIn(student);
    await sameAs(student, teacher);
    await expect(student.getByText("Vera Lindqvist, Dynamics")).toBeVisible();
  });

  await test.step("scenes are put in order, copied, deleted and had again by keys", async () => {
    const names = teacher.locator(".scene__name");
    await scene(teacher, "Tea").getByRole("button").first().focus();
    await teacher.keyboard.press("Alt+ArrowUp");
    await expect(names).toHaveText(["Energy", "Tea", "Face"], SLOW);
    await expect(scene(teacher, "Tea").getByRole("button").first()).toBeFocused();
    await scene(teacher, "Face").getByRole("button", { name: /^More for/ }).press("Enter");
    await teacher.getByRole("button", { name: "Duplicate" }).press("Enter");
    await expect(names).toHaveText(["Energy", "Tea", "Face", "Face"], SLOW);
    await scene(teacher, "Tea").getByRole("button", { name: /^More for/ }).press("Enter");
    await teacher.locator(":popover-open").getByRole("button", { name: "Delete" }).press("Enter");
    await expect(names).toHaveText(["Energy", "Face", "Face"], SLOW);
    await teacher.getByRole("button", { name: "Undo" }).press("Enter");
    await expect(names).toHaveText(["Energy", "Tea", "Face", "Face"], SLOW);
  });

  await test.step("who wants it chooses first and cuts then", async () => {
    await teacher.getByLabel("Choose first, then cut").check();
    await scene(teacher, "Tea").getByRole("button").first().click();
    await expect(scene(teacher, "Tea")).toContainText("NEXT");
    await expect(break_).toHaveCount(0);
    await expect(teacher.locator(".cut__next .scene__part--card")).toHaveText("Back at twenty to");
    await teacher.getByLabel("Fade from scene to scene").check();
    await expect(teacher.getByRole("button", { name: /^Fade to .*Tea/ })).toBeVisible();
    await picture(teacher, "scenes-next");
    await teacher.locator("#main").click({ position: { x: 2, y: 2 } });
    await teacher.locator("body").press("Enter");
    await expect(break_).toBeVisible(SLOW);
    await expect(student.locator(".stage--fade")).toHaveCount(1);
    await expect(teacher.getByRole("button", { name: /^(Cut|Fade) to/ })).toHaveCount(0);
  });

  await test.step("the replay paints what was there", async () => {
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    const stage = student.locator("#replay-stage");
    await expect(stage.locator(".stage__cell:not([hidden])").first()).toBeVisible();
    // The class's last moment: the break, with the line at its foot.
    await student.getByRole("slider").first().press("End");
    await expect(stage.getByRole("heading", { name: "Back at twenty to" })).toBeVisible(SLOW);
    await expect(stage.getByText("Vera Lindqvist, Dynamics")).toBeVisible();
    await student.getByRole("slider").first().press("Home");
    await expect(stage.getByRole("heading", { name: "Back at twenty to" })).toHaveCount(0, SLOW);
    await expect(stage.getByText("Vera Lindqvist, Dynamics")).toHaveCount(0);
  });
});

test("scenes and slides are prepared before the class", async ({ here }) => {
  const { page: teacher } = await Person.come(here, "teacher");
  const session = await schedule(teacher, "Prepared");
  const rail = teacher.getByRole("region", { name: "Scenes" });
  const name = rail.locator(".scene__name");

  await test.step("they are made and changed while nobody is there, and nothing is shown", async () => {
    await teacher.goto(`/classes/${session}`);
    await expect(rail.getByText("one press away in class")).toBeVisible(SLOW);
    await fill(teacher, "Gallery", "All of us");
    await fill(teacher, "Break", "Tea");
    await expect(name).toHaveText(["All of us", "Tea"], SLOW);
    await rail.locator(".scene__pick").first().click();
    const editor = teacher.getByRole("dialog", { name: "Scene" });
    await expect(editor.getByLabel("Name")).toHaveValue("All of us");
    await editor.getByLabel("Name").fill("Everybody");
    await editor.getByRole("button", { name: "Save" }).click();
    await expect(name).toHaveText(["Everybody", "Tea"], SLOW);
    await teacher.getByRole("button", { name: "Slides", exact: true }).click();
    await expect(teacher.getByRole("dialog", { name: "Slides" }).getByText("No slides yet.")).toBeVisible();
    await teacher.keyboard.press("Escape");
    await picture(teacher, "scenes-prepared");
  });

  await test.step("an assistant, who waits for the teacher, prepares as well", async () => {
    const { page: assistant } = await Person.come(here, "assistant");
    await assistant.goto(`/classes/${session}`);
    const theirs = assistant.getByRole("region", { name: "Scenes" });
    await expect(theirs.locator(".scene__name")).toHaveText(["Everybody", "Tea"], SLOW);
    await theirs.locator(".scene__pick").last().press("Alt+ArrowUp");
    await expect(name).toHaveText(["Tea", "Everybody"], SLOW);
    await theirs.locator(".scene__pick").last().press("Alt+ArrowUp");
    await expect(name).toHaveText(["Everybody", "Tea"], SLOW);
    await picture(assistant, "waiting-assistant");
    await assistant.close();
  });

  await test.step("and they are there when it begins", async () => {
    await goIn(teacher);
    await expect(scene(teacher, "Everybody")).toBeVisible(SLOW);
    await teacher.locator("body").press("1");
    await expect(scene(teacher, "Everybody")).toContainText("ON AIR", SLOW);
  });
});

test("scenes are prepared for a lesson, and its classes begin with them", async ({ here }) => {
  const { page: teacher } = await Person.come(here, "teacher");
  const rail = teacher.getByRole("region", { name: "Scenes" });
  const name = rail.locator(".scene__name");
  const editor = teacher.getByRole("dialog", { name: "Scene" });
  let lesson = "";

  await test.step("on a page of the lesson, with the editor that a class has", async () => {
    await teacher.goto("/");
    // What is opened before the program has taken the page over is closed by that.
    await expect(teacher.locator("#mount:not([aria-busy])")).toHaveCount(1, SLOW);
    await teacher.getByText("Prepare lessons").click();
    await teacher.getByRole("link", { name: /Scenes for .*The pendulum/ }).click();
    await teacher.waitForURL("**/lessons/*/scenes");
    lesson = teacher.url().split("/").at(-2)!;
    await expect(rail.getByText("one press away in class")).toBeVisible(SLOW);
    await fill(teacher, "Gallery", "All of us");
    await fill(teacher, "Break", "Tea");
    await expect(name).toHaveText(["All of us", "Tea"]);
    await rail.locator(".scene__pick").last().press("Alt+ArrowUp");
    await expect(name).toHaveText(["Tea", "All of us"]);
    await expect(teacher.getByText("All changes are saved.")).toBeVisible(SLOW);
    await picture(teacher, "lesson-scenes");
  });

  await test.step("a layout is kept for other courses, and a scene begins with it", async () => {
    await rail.locator(".scene__pick").first().click();
    await editor.getByRole("button", { name: "Keep as my layout" }).click();
    await expect(editor.getByText("is kept among your layouts")).toBeVisible(SLOW);
    await editor.getByRole("button", { name: "Cancel" }).click();
    await teacher.reload();
    await expect(name).toHaveText(["Tea", "All of us"], SLOW);
    await teacher.getByRole("button", { name: "New scene" }).first().click();
    await editor.getByLabel("Begin with").selectOption({ label: "Tea" });
    await expect(editor.getByLabel("What it shows").locator("option:checked")).toHaveText("Break");
    await picture(teacher, "scene-layouts");
    await editor.getByLabel("Name").fill("Coffee");
    await editor.getByRole("button", { name: "Make scene" }).click();
    await expect(name).toHaveText(["Tea", "All of us", "Coffee"]);
    await expect(teacher.getByText("All changes are saved.")).toBeVisible(SLOW);
    await teacher.getByRole("button", { name: "New scene" }).first().click();
    await editor.getByLabel("Begin with").selectOption({ label: "Tea" });
    await editor.getByRole("button", { name: "Forget this layout" }).click();
    await expect(editor.getByLabel("Begin with")).toHaveCount(0, SLOW);
    await editor.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("a class of the lesson has them when it begins, and changes its own", async () => {
    const session = await schedule(teacher, "Prepared by its lesson", { lesson });
    await teacher.goto(`/classes/${session}`);
    await goIn(teacher);
    await expect(teacher.locator(".studio .scene__name")).toHaveText(["Tea", "All of us", "Coffee"], SLOW);
    await teacher.locator("body").press("2");
    await expect(scene(teacher, "All of us")).toContainText("ON AIR", SLOW);
    await scene(teacher, "Coffee").getByRole("button", { name: /^More for/ }).click();
    await teacher.locator(":popover-open").getByRole("button", { name: "Delete" }).click();
    await expect(teacher.locator(".studio .scene__name")).toHaveText(["Tea", "All of us"], SLOW);
    await end(teacher);
    await teacher.waitForURL(`**/replays/${session}`, SLOW);
    await teacher.goto(`/lessons/${lesson}/scenes`);
    await expect(name).toHaveText(["Tea", "All of us", "Coffee"], SLOW);
  });
});

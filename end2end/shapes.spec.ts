//! Pictures of every shape in every layout, what a source that turns does to them, and what newcomers and own views see.
import { expect, type Page } from "@playwright/test";
import { end, goIn, schedule } from "./support/class";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { offerScreen, screensMove } from "./support/screen";
import { classOf, NAMES, SLOW } from "./support/studio";

const LAYOUTS = ["Slides", "Whiteboard", "Screen", "Camera", "Two speakers", "Gallery", "Interview"];

/** From now on the page's camera gives a picture of this shape that moves; it can be turned. */
async function cameraOf(page: Page, width: number, height: number): Promise<void> {
  await page.addInitScript(([width, height]) => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d")!;
    let turn = 0;
    setInterval(() => {
      pen.fillStyle = `hsl(${(turn += 9)} 60% 50%)`;
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }, 200);
    Object.assign(window, { turnCamera: () => Object.assign(canvas, { width: canvas.height, height: canvas.width }) });
    devices.getUserMedia = async (wanted) => {
      if (!wanted?.video) return ask(wanted);
      const stream = wanted.audio ? await ask({ audio: wanted.audio }) : new MediaStream();
      stream.addTrack(canvas.captureStream(5).getVideoTracks()[0]!);
      return stream;
    };
  }, [width, height] as const);
}

/** What is wrong with the pictures on somebody's stage. `shapes` must be among them, each a width by its height. */
function wrong(page: Page, shapes: number[] = []): Promise<string[]> {
  return page.evaluate((shapes) => {
    const found: string[] = [];
    const seen: number[] = [];
    for (const video of document.querySelectorAll<HTMLVideoElement>(".stage__cell:not([hidden]) video")) {
      const { videoWidth, videoHeight, clientWidth, clientHeight } = video;
      const name = video.closest(".tile")?.textContent ?? "?";
      if (videoWidth === 0) {
        found.push(`${name} has no picture yet`);
        continue;
      }
      const [shape, place] = [videoWidth / videoHeight, clientWidth / clientHeight];
      seen.push(Math.round(shape * 100) / 100);
      const fit = getComputedStyle(video).objectFit;
      if (fit !== "contain" && fit !== "cover") found.push(`${name} is stretched: ${fit}`);
      const part = fit === "contain" ? 1 : Math.min(shape / place, place / shape);
      const whole = video.closest(".tile--screen") !== null;
      if (whole && fit !== "contain") found.push(`${name} is cropped`);
      if (part < 0.6) found.push(`of ${name} only ${Math.round(part * 100)} % is seen`);
    }
    for (const shape of shapes) if (!seen.some((one) => Math.abs(one / shape - 1) < 0.02)) found.push(`nothing of ${shape.toFixed(2)} among ${seen.join(", ")}`);
    return found;
  }, shapes);
}

async function make(page: Page, shows: string): Promise<void> {
  await page.getByRole("button", { name: "New scene" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Scene" });
  await dialog.getByLabel("What it shows").selectOption({ label: shows });
  await dialog.getByLabel("Name").fill(shows);
  await dialog.getByRole("button", { name: "Make scene" }).click();
  await expect(page.getByRole("complementary", { name: "Scenes" }).locator(".scene").filter({ hasText: shows }).first()).toBeVisible(SLOW);
}

test("a phone held upright, an old webcam and a very wide screen are seen as they are in every layout, also when they turn", async ({ here }) => {
  const people = await Promise.all(["teacher", "assistant", "student"].map((name) => Person.come(here, name)));
  const [teacher, assistant, student] = people.map(({ page }) => page) as [Page, Page, Page];
  await Promise.all([cameraOf(teacher, 720, 1280), cameraOf(assistant, 640, 480)]);
  const session = await schedule(teacher, "Shapes");
  for (const page of [teacher, assistant, student]) {
    await page.goto(`/classes/${session}`);
    await goIn(page);
  }
  for (const layout of LAYOUTS) await make(teacher, layout);
  await offerScreen(teacher, { width: 1720, height: 720, sound: false });
  for (const [n, layout] of LAYOUTS.entries()) {
    await test.step(layout, async () => {
      await teacher.locator("body").press(`${n + 1}`);
      if (layout === "Screen") {
        await teacher.getByRole("button", { name: "Share your screen" }).click(SLOW);
        await screensMove(student, 1);
      }
      await expect(teacher.getByRole("complementary", { name: "Scenes" }).locator(".scene").nth(n)).toContainText(/on air/i, SLOW);
      await expect(student.locator(".stage__cell:not([hidden]) video").first()).toBeVisible(SLOW);
      await expect.poll(() => wrong(student, layout === "Screen" ? [1720 / 720] : [9 / 16]), SLOW).toEqual([]);
      if (layout === "Screen") await teacher.getByRole("button", { name: "Stop sharing" }).click();
    });
  }
  await test.step("a source that turns is fitted again", async () => {
    for (const [key, shape] of [["4", 16 / 9], ["6", 9 / 16]] as const) {
      await teacher.locator("body").press(key);
      await teacher.evaluate(() => (window as unknown as { turnCamera(): void }).turnCamera());
      await expect.poll(() => wrong(student, [shape]), SLOW).toEqual([]);
    }
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

test("who comes or reloads sees the scene that is live, and an own view lasts until the next one", async ({ here }) => {
  const { session, teacher, student } = await classOf(here, "Newcomers", "teacher", "student");
  // A board first, which stands on the stage of a scene that shows boards.
  await teacher.locator(".controls").getByRole("button", { name: "Whiteboard", exact: true }).click(SLOW);
  await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
  await make(teacher, "Camera");
  const scenes = teacher.getByRole("complementary", { name: "Scenes" }).locator(".scene");
  const key = async (name: string) => String((await scenes.allInnerTexts()).findIndex((text) => text.includes(name)) + 1);
  const [camera, board] = [await key("Camera"), await key("Whiteboard")];
  await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
  await expect(student.locator(".stage__people video")).toHaveCount(1, SLOW);
  const back = student.getByRole("button", { name: "Back to the class’s view" });
  const large = async () => {
    await student.locator(".stage__people").hover();
    await student.locator(".stage__people").getByRole("button", { name: "Large for me" }).click();
    await expect(back).toBeVisible();
    await expect(student.getByText("Your own view")).toBeVisible();
  };

  await test.step("an own view is one's own, says so, and leads back with a press", async () => {
    await large();
    await expect(student.locator(".stage__main video")).toHaveCount(1);
    await expect(teacher.locator(".stage__main .board")).toBeVisible();
    await back.click();
    await expect(student.locator(".stage__main .board")).toBeVisible();
    await large();
  });

  await test.step("who comes now, or reloads, sees the class's scene at the first paint", async () => {
    const other = (await Person.come(here, "student2")).page;
    for (const page of [other, student]) {
      // What is on the stage in each frame from the first on.
      await page.addInitScript(() => {
        const seen: string[] = ((window as { seen?: string[] }).seen = []);
        const look = (): void => {
          const main = document.querySelector(".stage .stage__cell.stage__main:not([hidden])");
          if (main) seen.push(main.querySelector(".board, .board__empty, [class*=board]") ? "board" : main.querySelector("video, .stage__empty, .tile") ? "camera" : "other");
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    }
    await other.goto(`/classes/${session}`);
    await goIn(other);
    await expect(other.locator(".stage__main .board")).toBeVisible(SLOW);
    await student.reload();
    await goIn(student);
    await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
    await expect(back).toBeHidden();
    for (const page of [other, student]) {
      expect(await page.evaluate(() => new Set((window as { seen?: string[] }).seen).has("camera")), "no other scene before").toBe(false);
    }
    await expect(other.locator(".stage__people")).toContainText(NAMES.teacher, SLOW);
  });

  await test.step("the next scene ends an own view", async () => {
    await expect(student.locator(".stage__people video")).toHaveCount(1, SLOW);
    await large();
    await teacher.locator("body").press(camera);
    await expect(back).toBeHidden(SLOW);
    await expect(student.locator(".stage__main video")).toHaveCount(1);
    await teacher.locator("body").press(board);
    await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
    await student.locator(".stage__people").hover();
    await student.locator(".stage__people").getByRole("button", { name: "Hide for me" }).click();
    await expect(student.locator(".stage__people")).toHaveCount(0);
    await teacher.locator("body").press(camera);
    await expect(student.locator(".stage__main video")).toHaveCount(1, SLOW);
    await expect(back).toBeHidden();
  });

  await test.step("what is pinned stays in every scene, for oneself alone, until one comes back", async () => {
    await teacher.locator("body").press(board);
    await expect(student.locator(".stage__main .board")).toBeVisible(SLOW);
    await student.locator(".stage__people").hover();
    await student.locator(".stage__people").getByRole("button", { name: "Pin for me, in every scene" }).click();
    await expect(student.locator(".stage__main video")).toHaveCount(1);
    await expect(teacher.locator(".stage__main .board")).toBeVisible();
    await teacher.locator("body").press(camera);
    await expect(teacher.locator(".stage__main video")).toHaveCount(1, SLOW);
    await teacher.locator("body").press(board);
    await expect(teacher.locator(".stage__main .board")).toBeVisible(SLOW);
    await expect(student.locator(".stage__main video")).toHaveCount(1);
    await expect(student.locator(".stage__main .board")).toHaveCount(0);
    await back.click();
    await expect(student.locator(".stage__main .board")).toBeVisible();
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
});

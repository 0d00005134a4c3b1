//! What stands behind people in their pictures, by the pixels that others receive; how they see themselves and are heard.
import { expect, type Locator, type Page } from "@playwright/test";
import { end, goIn, schedule } from "./support/class";
import { noteDevices } from "./support/devices";
import { browserWith, Person } from "./support/people";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { SLOW } from "./support/studio";

/** What is seen of a picture, by the colour at its left: the made-up camera shows green, and the picture that is chosen magenta. */
type Seen = "nothing" | "green" | "magenta" | "other";

async function seen(video: Locator): Promise<Seen> {
  if ((await video.count()) === 0) return "nothing";
  return video.evaluate((video: HTMLVideoElement) => {
    if (video.videoWidth === 0) return "nothing" as const;
    const pen = Object.assign(document.createElement("canvas"), { width: 16, height: 9 }).getContext("2d")!;
    pen.drawImage(video, 0, 0, 16, 9);
    const [red = 0, green = 0, blue = 0] = pen.getImageData(3, 4, 1, 1).data;
    if (red > 150 && blue > 150 && green < 100) return "magenta" as const;
    return green > 80 && red < 60 && blue < 60 ? ("green" as const) : ("other" as const);
  });
}

/** From now on the page notes each picture of others that it is shown, the first one as well. */
async function noteAll(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: string[] = ((window as { noted?: string[] }).noted = []);
    const pen = Object.assign(document.createElement("canvas"), { width: 16, height: 9 }).getContext("2d", { willReadFrequently: true })!;
    const known = new WeakSet<HTMLVideoElement>();
    setInterval(() => {
      for (const video of document.querySelectorAll("video")) {
        if (known.has(video)) continue;
        known.add(video);
        const note = (): void => {
          pen.drawImage(video, 0, 0, 16, 9);
          const [red = 0, green = 0, blue = 0] = pen.getImageData(3, 4, 1, 1).data;
          noted.push(green > red && green > 60 ? "the room" : red > 150 && blue > 150 ? "magenta" : "nothing yet");
          video.requestVideoFrameCallback(note);
        };
        video.requestVideoFrameCallback(note);
      }
    }, 5);
  });
}

async function onlyMagenta(page: Page): Promise<void> {
  const noted = await page.evaluate(() => [...new Set((window as { noted?: string[] }).noted)]);
  expect(noted).toContain("magenta");
  expect(noted).not.toContain("the room");
}

/** A file with a picture of one colour. */
async function magenta(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 320 });
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = "#e010e0";
    pen.fillRect(0, 0, 320, 320);
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(url.split(",")[1]!, "base64");
}

test("what is put behind somebody is all that others get, from the first picture on, and it is remembered", async ({ here }) => {
  const browser = await browserWith({ webgl: true });
  const teacher = (await Person.signIn(browser, here.lectern.url, "teacher")).page;
  const student = (await Person.come(here, "student")).page;
  const session = await schedule(teacher, "Behind");
  const asked: string[] = [];
  teacher.on("request", (request) => asked.push(request.url()));
  await noteDevices(teacher);
  await teacher.goto(`/classes/${session}`);
  const own = teacher.locator(".tile--self video");
  await expect.poll(() => seen(own), SLOW).toBe("green");

  await test.step("a file that is no picture is refused in words, and one that is stands behind them", async () => {
    await teacher.getByText("Background, mirror and noise").click();
    const look = teacher.getByRole("group", { name: "Behind you" });
    expect(asked.filter((url) => url.includes("/background")), "nothing is loaded unasked").toEqual([]);
    const file = look.getByLabel("Choose a picture");
    await file.setInputFiles({ name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") });
    await expect(look.getByText("This file can’t be shown as a picture.", { exact: false })).toBeVisible(SLOW);
    expect(await seen(own)).toBe("green");
    await file.setInputFiles({ name: "wall.png", mimeType: "image/png", buffer: await magenta(teacher) });
    await expect.poll(() => seen(own), { timeout: 60_000 }).toBe("magenta");
    await expect(look.getByRole("radio", { name: "Your picture" })).toBeChecked();
    await picture(teacher, "background");
  });

  await test.step("others get nothing else, and it all comes from here", async () => {
    await noteAll(student);
    await goIn(teacher);
    await student.goto(`/classes/${session}`);
    await goIn(student);
    await expect.poll(() => seen(student.locator(".stage__main video")), SLOW).toBe("magenta");
    const origin = new URL(here.lectern.url).origin;
    const elsewhere = asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== origin);
    expect(elsewhere).toEqual([]);
    await onlyMagenta(student);
  });

  await test.step("also when the camera was off", async () => {
    await teacher.getByRole("button", { name: "Stop camera", exact: true }).click();
    await expect(student.locator(".stage__main video")).toHaveCount(0, SLOW);
    await teacher.getByRole("button", { name: "Start camera", exact: true }).click();
    await expect.poll(async () => ((await student.locator(".stage__main video").count()) ? seen(student.locator(".stage__main video")) : "nothing"), SLOW).toBe("magenta");
    await onlyMagenta(student);
  });

  await test.step("after a reload it is as it was", async () => {
    await teacher.reload();
    await goIn(teacher);
    await expect.poll(async () => ((await student.locator(".stage__main video").count()) ? seen(student.locator(".stage__main video")) : "nothing"), { timeout: 60_000 }).toBe("magenta");
    await onlyMagenta(student);
  });

  await test.step("a mirror is for oneself", async () => {
    const transform = (video: Locator) => video.evaluate((video) => getComputedStyle(video).transform);
    await teacher.getByRole("button", { name: "Choose cameras" }).click();
    const menu = teacher.locator("#camera-menu");
    await menu.getByRole("checkbox", { name: "See yourself as in a mirror" }).check();
    expect(await transform(teacher.locator(".stage__main video"))).toContain("-1");
    expect(await transform(student.locator(".stage__main video"))).toBe("none");
    await menu.getByRole("radio", { name: "What is there" }).check();
    await expect.poll(() => seen(student.locator(".stage__main video")), SLOW).toBe("green");
    await teacher.keyboard.press("Escape");
  });

  await test.step("noise stays in where somebody wants it", async () => {
    const suppressed = () => teacher.evaluate(() => (window as { given?: MediaStreamTrack[] }).given!.filter((track) => track.kind === "audio" && track.readyState === "live").map((track) => track.getConstraints().noiseSuppression));
    const is = async (wanted: boolean) => expect.poll(async () => JSON.stringify(await suppressed()), SLOW).toContain(String(wanted));
    await is(true);
    await teacher.getByRole("button", { name: "Choose microphone and loudspeaker" }).click();
    await teacher.getByRole("checkbox", { name: "Take out noise (off for music)" }).uncheck();
    await is(false);
    await expect(teacher.getByRole("button", { name: "Mute", exact: true })).toBeVisible();
    await teacher.keyboard.press("Escape");
  });

  await test.step("where it can't be put there, the camera goes off rather than show what is", async () => {
    await teacher.reload();
    await goIn(teacher);
    await teacher.route("**/person.tflite", (route) => route.abort());
    await teacher.getByRole("button", { name: "Choose cameras" }).click(SLOW);
    const menu = teacher.locator("#camera-menu");
    await menu.getByRole("radio", { name: "The same, blurred" }).check();
    await teacher.keyboard.press("Escape");
    await expect(teacher.getByText("This browser could not put the background behind you", { exact: false })).toBeVisible({ timeout: 60_000 });
    await expect(student.locator(".stage__main video")).toHaveCount(0, SLOW);
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
  await browser.close();
});

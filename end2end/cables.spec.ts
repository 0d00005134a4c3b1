//! Devices that come and go in a class, a second camera beside the face, and what is tried before a class.
import { expect, type Page } from "@playwright/test";
import { end, goIn, schedule } from "./support/class";
import { holdCables, inUse, noteDevices, opened, plugIn, unplug } from "./support/devices";
import { browserWith, Person } from "./support/people";
import { test } from "./support/quiet";
import { screens, screensMove } from "./support/screen";
import { picture } from "./support/screens";
import { NAMES, SLOW } from "./support/studio";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** A list beside a button, opened. */
async function menu(page: Page, name: string) {
  await button(page, name).click(SLOW);
  return page.locator(name === "Choose cameras" ? "#camera-menu" : "#microphone-menu");
}

test("who comes with a camera that is busy and devices that are gone is heard, told why, and keeps what is left", async ({ here }) => {
  const browser = await browserWith({ cameras: 3 });
  const teacher = (await Person.signIn(browser, here.lectern.url, "teacher")).page;
  const student = (await Person.come(here, "student")).page;
  const session = await schedule(teacher, "Cables");
  await noteDevices(teacher);
  await holdCables(teacher);
  await teacher.addInitScript(() => {
    localStorage.setItem("lectern.device.microphone", "a microphone of long ago");
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    Object.assign(window, { busy: true });
    devices.getUserMedia = (wanted) =>
      wanted?.video && (window as unknown as { busy: boolean }).busy
        ? Promise.reject(new DOMException("Could not start video source", "NotReadableError"))
        : ask(wanted);
  });

  await test.step("in with sound, and told why there is no picture", async () => {
    await teacher.goto(`/classes/${session}`);
    await expect(teacher.getByText("Another program uses the camera.", { exact: false })).toBeVisible(SLOW);
    await expect(teacher.getByText(/^The microphone you used last time isn’t here\. Now in use: .+\.$/)).toBeVisible(SLOW);
    await goIn(teacher);
    await expect(button(teacher, "Mute")).toBeVisible(SLOW);
    await expect(teacher.getByText("Another program uses the camera.", { exact: false })).toBeVisible();
    await teacher.evaluate(() => Object.assign(window, { busy: false }));
    await button(teacher, "Try again").click();
    await expect(button(teacher, "Stop camera")).toBeVisible(SLOW);
  });

  const [face] = await inUse(teacher, "video");
  let second = "";
  await test.step("a second camera stands beside the face, whole", async () => {
    await student.goto(`/classes/${session}`);
    await goIn(student);
    const cameras = await menu(teacher, "Choose cameras");
    const others = cameras.getByRole("group", { name: "Second camera, shown whole" });
    await expect(others.getByRole("checkbox")).toHaveCount(2);
    // The one in the middle gives depths, which no browser sends.
    second = (await others.locator("label").last().innerText()).trim();
    expect(second).not.toBe(face);
    await others.locator("label").last().click();
    await screensMove(student, 1);
    await teacher.keyboard.press("Escape");
    await expect(screens(student)).toContainText(`${NAMES.teacher}’s second camera`);
    expect(await screens(student).locator("video").evaluate((video) => getComputedStyle(video).objectFit)).toBe("contain");
    await expect(student.locator(".stage__people video")).toHaveCount(1);
    expect((await inUse(teacher, "video")).sort()).toEqual([face, second].sort());
  });

  await test.step("another microphone is chosen without leaving the class", async () => {
    const microphones = await menu(teacher, "Choose microphone and loudspeaker");
    const group = microphones.getByRole("group", { name: "Microphone" });
    const name = (await group.locator("label").last().innerText()).trim();
    await group.getByRole("radio").last().check();
    await expect.poll(() => inUse(teacher, "audio")).toEqual([name]);
    await teacher.keyboard.press("Escape");
    await button(teacher, "Mute").click();
    await expect(button(teacher, "Unmute")).toBeVisible();
    await unplug(teacher, name);
    await expect(teacher.getByText(/^The microphone was unplugged\. You are still muted; .+ is used when you unmute\.$/)).toBeVisible();
    await expect(button(teacher, "Unmute")).toBeVisible();
  });

  await test.step("a camera that is unplugged takes only its own picture", async () => {
    await unplug(teacher, second);
    await expect(screens(student)).toHaveCount(0, SLOW);
    await expect(teacher.getByText("The second camera was unplugged.", { exact: false })).toBeVisible();
    await expect(student.locator(".stage__main video")).toHaveCount(1);
    await expect(button(teacher, "Stop camera")).toBeVisible();
  });

  await test.step("what is plugged in is offered, and opens nothing", async () => {
    const before = await opened(teacher);
    await plugIn(teacher, second);
    const cameras = await menu(teacher, "Choose cameras");
    await expect(cameras.getByText(second).first()).toBeVisible();
    await teacher.keyboard.press("Escape");
    await unplug(teacher, face!);
    await expect(teacher.getByText("The camera was unplugged.", { exact: false })).toBeVisible();
    await expect(button(teacher, "Try the camera again")).toBeVisible();
    expect(await inUse(teacher, "video")).toEqual([]);
    expect(await opened(teacher)).toBe(before);
    await button(teacher, "Unmute").click();
    await expect(button(teacher, "Mute")).toBeVisible(SLOW);
    expect(await inUse(teacher, "audio")).toHaveLength(1);
  });
  await end(teacher);
  await teacher.waitForURL(`**/replays/${session}`, SLOW);
  await browser.close();
});

test("devices and the connection can be tried before a class, and nothing stays on", async ({ here }) => {
  const { page: teacher } = await Person.come(here, "teacher");
  const { page: student } = await Person.come(here, "student");
  const session = await schedule(teacher, "Tried");
  await noteDevices(student);
  await student.goto(`/classes/${session}`);
  const open = student.getByRole("button", { name: "Check camera, sound and connection" });
  const dialog = student.getByRole("dialog", { name: "Check camera, sound and connection" });
  expect(await opened(student), "nobody is asked unasked").toBe(0);

  await test.step("picture, level and tone", async () => {
    await open.focus();
    await student.keyboard.press("Enter");
    await expect(dialog.locator("video")).toBeVisible(SLOW);
    await expect.poll(() => dialog.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth), SLOW).toBeGreaterThan(0);
    expect(await dialog.locator("video").evaluate((video) => getComputedStyle(video).transform)).toContain("-1");
    const level = async () => Number(await dialog.getByRole("meter", { name: "Microphone level" }).getAttribute("aria-valuenow"));
    await expect.poll(level, SLOW).toBeGreaterThan(0);
    await dialog.getByRole("button", { name: "Play a tone" }).click();
    await expect(dialog.getByText("A tone was played.", { exact: false })).toBeVisible();
  });

  await test.step("a connection that carries media is good, or slow on a machine that is busy", async () => {
    await dialog.getByRole("button", { name: "Try the connection" }).click();
    await expect(dialog.getByText(/^(Good|Slow): picture and sound get through/)).toBeVisible({ timeout: 40_000 });
    await picture(student, "trial");
  });

  await test.step("one without a way for media says so", async () => {
    await student.evaluate(() => {
      // As behind a firewall: LiveKit answers, and no packet finds a way.
      const Whole = RTCPeerConnection;
      const walled = (wanted?: RTCConfiguration) => ({ ...wanted, iceServers: [], iceTransportPolicy: "relay" as const });
      window.RTCPeerConnection = class extends Whole {
        constructor(wanted?: RTCConfiguration) {
          super(walled(wanted));
        }
        setConfiguration(wanted?: RTCConfiguration): void {
          super.setConfiguration(walled(wanted));
        }
      };
    });
    await dialog.getByRole("button", { name: "Try the connection" }).click();
    await expect(dialog.getByText("No picture or sound gets through from this network.", { exact: false })).toBeVisible({ timeout: 60_000 });
    await student.route("**/trial/room/**", (route) => route.abort());
    await student.routeWebSocket("**/trial/room/**", (socket) => socket.close());
    await dialog.getByRole("button", { name: "Try the connection" }).click();
    await expect(dialog.getByText("The media server doesn’t answer.", { exact: false })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("a device that gives nothing says why, and is asked again", async () => {
    const refuse = (name: string, words: string) => student.evaluate(([name, words]) => {
      Object.assign(window, { refused: [name, words] });
    }, [name, words] as const);
    await student.evaluate(() => {
      const devices = navigator.mediaDevices;
      const ask = devices.getUserMedia.bind(devices);
      devices.getUserMedia = (wanted) => {
        const { refused } = window as { refused?: [string, string] };
        return refused && wanted?.video ? Promise.reject(new DOMException(refused[1], refused[0])) : ask(wanted);
      };
    });
    for (const [name, words, said] of [
      ["NotFoundError", "Requested device not found", "No camera found."],
      ["NotAllowedError", "Permission denied", "Your browser blocks the camera here."],
      ["NotAllowedError", "Permission dismissed", "The camera was not allowed."],
      ["NotReadableError", "Could not start video source", "Another program uses the camera."],
    ] as const) {
      await refuse(name, words);
      await student.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await open.click();
      await expect(dialog.getByText(said, { exact: false })).toBeVisible(SLOW);
      await expect(dialog.getByText("No picture from the camera")).toBeVisible();
      await expect.poll(() => inUse(student, "audio"), "sound comes all the same").toHaveLength(1);
    }
    await student.evaluate(() => Object.assign(window, { refused: undefined }));
    await dialog.getByRole("button", { name: "Ask for the camera again" }).click();
    await expect.poll(() => inUse(student, "video"), SLOW).toHaveLength(1);
  });

  await test.step("closed, everything is off, and the choice is kept", async () => {
    const list = dialog.getByLabel("Microphone", { exact: true });
    const last = (await list.locator("option").allInnerTexts()).at(-1)!;
    await list.selectOption({ label: last });
    await expect.poll(() => inUse(student, "audio")).toEqual([last]);
    await student.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect.poll(() => inUse(student, "video")).toEqual([]);
    expect(await inUse(student, "audio")).toEqual([]);
    await student.reload();
    await open.click(SLOW);
    await expect.poll(() => student.evaluate(() => (window as { given?: MediaStreamTrack[] }).given!.filter((t) => t.kind === "audio").map((t) => t.label)), SLOW).toEqual([last]);
  });
});

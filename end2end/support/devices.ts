//! Which camera and microphone a page really uses.
import { expect, type Page } from "@playwright/test";

type Kind = "audio" | "video";

/** Call it before the page is loaded: from then on the page notes every track that it is given. */
export async function noteDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    const given: MediaStreamTrack[] = ((window as { given?: MediaStreamTrack[] }).given = []);
    devices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      given.push(...stream.getTracks());
      return stream;
    };
  });
}

/** Chooses the last device of a list, which isn't the one in use, and waits until the page uses it and no other. Gives its name. */
export async function chooseAnother(page: Page, list: string, kind: Kind): Promise<string> {
  const select = page.getByLabel(list, { exact: true });
  await expect.poll(() => inUse(page, kind)).toHaveLength(1);
  const name = (await select.locator("option").allInnerTexts()).at(-1)!;
  expect(await inUse(page, kind)).not.toEqual([name]);
  await select.selectOption({ label: name });
  await uses(page, kind, name);
  return name;
}

/** The page uses this device, and no other of its kind. */
export async function uses(page: Page, kind: Kind, name: string): Promise<void> {
  await expect.poll(() => inUse(page, kind), { message: `${name} is in use` }).toEqual([name]);
}

export function inUse(page: Page, kind: Kind): Promise<string[]> {
  return page.evaluate((kind) => {
    const given = (window as { given?: MediaStreamTrack[] }).given!;
    return given.filter((track) => track.kind === kind && track.readyState === "live").map((track) => track.label);
  }, kind);
}

type Cable = { unplug(label: string): void; plugIn(label: string): void };

/** Call it before the page is loaded: from then on devices can be unplugged and plugged in. */
export async function holdCables(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const list = devices.enumerateDevices.bind(devices);
    const gone = new Set<string>();
    const tell = () => devices.dispatchEvent(new Event("devicechange"));
    devices.enumerateDevices = async () => (await list()).filter(({ label }) => !gone.has(label));
    const cable: Cable = {
      unplug: (label) => {
        gone.add(label);
        for (const track of (window as { given?: MediaStreamTrack[] }).given!) {
          if (track.label !== label || track.readyState === "ended") continue;
          track.stop();
          track.dispatchEvent(new Event("ended"));
        }
        tell();
      },
      plugIn: (label) => {
        gone.delete(label);
        tell();
      },
    };
    Object.assign(window, { cable });
  });
}

export async function unplug(page: Page, label: string): Promise<void> {
  await page.evaluate((label) => (window as unknown as { cable: Cable }).cable.unplug(label), label);
}

export async function plugIn(page: Page, label: string): Promise<void> {
  await page.evaluate((label) => (window as unknown as { cable: Cable }).cable.plugIn(label), label);
}

/** How many tracks the page was given so far. */
export async function opened(page: Page): Promise<number> {
  return page.evaluate(() => (window as { given?: MediaStreamTrack[] }).given!.length);
}

//! People in browsers of their own, with a camera and a microphone that are files.
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";

/** What a browser's devices give; both are made up where nothing is said. */
interface Devices {
  /** A WAV file that is spoken once. */
  microphone?: string;
  /** A film that is shown again and again. */
  camera?: string;
  /** How many cameras are made up. */
  cameras?: number;
}

/** What everybody's browser is started with. */
export async function browserWith({ microphone, camera, cameras = 1 }: Devices = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    // Playwright mutes browsers; tests listen.
    ignoreDefaultArgs: ["--mute-audio"],
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-background-timer-throttling",
      "--disable-renderer-backgrounding",
      "--disable-backgrounding-occluded-windows",
      "--autoplay-policy=no-user-gesture-required",
      `--use-fake-device-for-media-stream=fps=30,device-count=${cameras}`,
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}%noloop`] : []),
      ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : []),
    ],
  });
}

/** How somebody comes. */
interface Coming extends BrowserContextOptions {
  /** They forbid the page their camera and microphone. */
  refuses?: boolean;
}

/** One of the demo school's people. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {}

  /** Opens a window of their own and signs in through the form. */
  static async signIn(browser: Browser, url: string, name: string, { refuses, ...options }: Coming = {}): Promise<Person> {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, ...options });
    await context.grantPermissions(refuses ? [] : ["camera", "microphone"], { origin: url });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(`${name}@demo.lectern`);
    await page.getByLabel("Password").fill("lectern-demo");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL("/");
    return new Person(page, context);
  }
}

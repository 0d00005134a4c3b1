//! People in browsers of their own, with a camera and a microphone that are files.
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";

/** What everybody's browser is started with; `microphone` is a WAV file that is spoken once. */
export async function browserWith(microphone?: string): Promise<Browser> {
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
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream=fps=30",
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}%noloop`] : []),
    ],
  });
}

/** One of the demo school's people. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {}

  /** Opens a window of their own and signs in through the form. */
  static async signIn(browser: Browser, url: string, name: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, ...options });
    await context.grantPermissions(["camera", "microphone"], { origin: url });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(`${name}@demo.lectern`);
    await page.getByLabel("Password").fill("lectern-demo");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL("/");
    return new Person(page, context);
  }
}

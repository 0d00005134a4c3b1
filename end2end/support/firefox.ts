//! Somebody in Firefox, with a made-up camera and microphone. Playwright drives only a Firefox of its own; this is the machine's.
import { execFileSync } from "node:child_process";
import { launch, type Browser, type Page } from "puppeteer-core";

const PROGRAMS = ["firefox-esr", "firefox"];

/** Made-up devices, given without a question; a room on this very machine. */
const PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  "media.autoplay.default": 0,
};

/** Where Firefox is on this machine; nothing where it isn't. */
export function firefox(): string | undefined {
  return PROGRAMS.map(pathOf).find((found) => found !== undefined);
}

function pathOf(program: string): string | undefined {
  try {
    return execFileSync("which", [program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}

export class FirefoxWindow {
  /** What went wrong in the page so far. */
  readonly errors: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly url: string,
  ) {}

  static async open(executablePath: string, url: string): Promise<FirefoxWindow> {
    const browser = await launch({ browser: "firefox", executablePath, headless: true, extraPrefsFirefox: PREFERENCES });
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    page.setDefaultTimeout(60_000);
    const window = new FirefoxWindow(browser, page, url);
    page.on("pageerror", (error) => window.errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") window.errors.push(message.text());
    });
    return window;
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.mounted();
  }

  /** Until the page's program has taken it over. */
  async mounted(): Promise<void> {
    await this.page.waitForFunction(() => document.readyState === "complete" && !document.querySelector("#mount[aria-busy]"));
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.page.locator(selector).fill(text);
  }

  /** Presses the button of this name, in what is found by `where`. */
  async press(name: string, where = "body"): Promise<void> {
    const button = await this.page.waitForFunction((wanted, place) => {
      const buttons = [...document.querySelectorAll<HTMLButtonElement>(`:is(${place}) button`)];
      const named = (button: HTMLButtonElement) => (button.getAttribute("aria-label") ?? button.innerText).trim() === wanted;
      return buttons.find((button) => named(button) && !button.disabled && button.checkVisibility());
    }, {}, name, where);
    await button.asElement()!.click();
  }

  async reads(text: string): Promise<void> {
    await this.page.waitForFunction((words) => document.body.innerText.includes(words), {}, text);
  }

  /** Until `count` videos go on that show something. */
  async videosAdvance(count: number): Promise<void> {
    await this.page.waitForFunction(async (wanted) => {
      const shown = [...document.querySelectorAll("video")].filter((video) => video.videoWidth > 0 && !video.paused);
      const before = shown.map((video) => video.currentTime);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return shown.filter((video, n) => video.currentTime > before[n]!).length >= wanted;
    }, {}, count);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

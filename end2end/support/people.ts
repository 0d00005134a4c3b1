//! People in browsers of their own, with a camera and a microphone that are files.
import { chromium, request, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import type { Here } from "./quiet";
import type { Lectern } from "./server";

/** A window, where nothing else is said. */
const SIZE = { width: 1440, height: 900 };
/** Everybody's in the demo school. */
const PASSWORD = "lectern-demo";

/** What a browser's devices give; both are made up where nothing is said. */
interface Devices {
  /** A WAV file that is spoken once. */
  microphone?: string;
  /** A film that is shown again and again. */
  camera?: string;
  /** How many cameras are made up. */
  cameras?: number;
  /** How many pictures a second these give: the fewest that can be asked for, since showing them takes most of a class's processor. */
  fps?: number;
  /** Whether the page can draw with WebGL, as what is put behind people does. */
  webgl?: boolean;
}

/** What everybody's browser is started with. */
export async function browserWith({ microphone, camera, cameras = 1, fps = 5, webgl }: Devices = {}): Promise<Browser> {
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
      `--use-fake-device-for-media-stream=fps=${fps},device-count=${cameras}`,
      // Browsers draw with WebGL on a processor only when they are told to.
      ...(webgl ? ["--enable-unsafe-swiftshader"] : []),
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
  static async signIn(browser: Browser, url: string, name: string, coming: Coming = {}): Promise<Person> {
    const { page, context } = await Person.open(browser, url, coming);
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(`${name}@demo.lectern`);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL("/");
    return new Person(page, context);
  }

  /** A window of somebody who has signed in before, with nothing in it yet. */
  static async come({ browser, lectern, windows }: Here, name: string, coming?: Coming): Promise<Person> {
    const open = async () => {
      const { page, context } = await Person.open(browser, lectern.url, coming ?? {});
      // The form's page also leaves word of the browser's time zone.
      const zone = coming?.timezoneId ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      const cookies = [...(await loginOf(lectern, name)), { name: "zone", value: zone, url: lectern.url }];
      await context.addCookies(cookies);
      return { page, context, cookies, viewport: SIZE };
    };
    const { page, context } = await (coming ? open() : windows.of(name, open));
    return new Person(page, context);
  }

  private static async open(browser: Browser, url: string, { refuses, ...options }: Coming): Promise<Person> {
    const context = await browser.newContext({ baseURL: url, viewport: SIZE, ...options });
    await context.grantPermissions(refuses ? [] : ["camera", "microphone"], { origin: url });
    return new Person(await context.newPage(), context);
  }
}

type Cookies = Parameters<BrowserContext["addCookies"]>[0];

const logins = new WeakMap<Lectern, Record<string, Promise<Cookies>>>();

/** Somebody's login, the same one for all their windows. */
function loginOf(lectern: Lectern, name: string): Promise<Cookies> {
  const known = logins.get(lectern) ?? {};
  logins.set(lectern, known);
  return (known[name] ??= signInOnce(lectern.url, name));
}

async function signInOnce(url: string, name: string): Promise<Cookies> {
  const client = await request.newContext({ baseURL: url });
  const answer = await client.post("/sign-in", { form: { email: `${name}@demo.lectern`, password: PASSWORD }, maxRedirects: 0 });
  if (answer.headers().location !== "/") throw new Error(`${name} can't sign in: ${answer.status()} ${answer.headers().location}`);
  const { cookies } = await client.storageState();
  await client.dispose();
  return cookies;
}

//! People's windows, kept from test to test: opening one takes a browser longer than anything else that people do.
import type { BrowserContext, Page } from "@playwright/test";

/** A person's window as it is when it is opened. */
export interface Fresh {
  page: Page;
  context: BrowserContext;
  cookies: Parameters<BrowserContext["addCookies"]>[0];
  /** What its size is. */
  viewport: { width: number; height: number };
}

interface Kept extends Fresh {
  name: string;
  /** Whether a test did something to it that can't be undone. */
  changed: boolean;
}

/** What stays with a page or a window for good. */
const LASTING = ["addInitScript", "route", "routeWebSocket", "exposeFunction", "exposeBinding", "grantPermissions", "newCDPSession", "install", "on", "once"];

export class Windows {
  private free: Kept[] = [];
  private used: Kept[] = [];

  /** The person's window from an earlier test, or a new one. */
  async of(name: string, open: () => Promise<Fresh>): Promise<Fresh> {
    const free = this.free.find((window) => window.name === name);
    this.free = this.free.filter((window) => window !== free);
    const window = free ?? watched({ ...(await open()), name, changed: false });
    this.used.push(window);
    return window;
  }

  /** After a test: as good as new, or closed. */
  async tidy(): Promise<void> {
    const used = this.used.splice(0);
    await Promise.all(used.map(async (window) => {
      if (!window.changed && !window.page.isClosed() && (await renewed(window))) this.free.push(window);
      else await closed(window);
    }));
  }

  /** Whether the window is one of those that stay. */
  keeps(context: BrowserContext): boolean {
    return this.free.some((window) => window.context === context);
  }
}

/** How long a window may take to close. */
const CLOSING_MS = 20_000;

/** Closes the window. Chromium never answers where its page is just being left, so it stands still first, and is given up after a while: what is
 * left of it goes with the browser. */
async function closed({ page, context }: Fresh): Promise<void> {
  if (!page.isClosed()) await page.goto("about:blank", { timeout: CLOSING_MS }).catch(() => undefined);
  let late: NodeJS.Timeout | undefined;
  await Promise.race([context.close(), new Promise((resolve) => { late = setTimeout(resolve, CLOSING_MS); })]);
  clearTimeout(late);
}

/** Leaves the page, and forgets all that was kept in the browser; false where that fails. */
async function renewed({ page, context, cookies, viewport }: Fresh): Promise<boolean> {
  try {
    await Promise.all(context.pages().filter((other) => other !== page).map((other) => other.close()));
    await context.setOffline(false);
    await page.setViewportSize(viewport);
    await page.goto("/healthz");
    await page.evaluate(() => [localStorage, sessionStorage].forEach((storage) => storage.clear()));
    await context.clearCookies();
    await context.addCookies(cookies);
    return true;
  } catch {
    return false;
  }
}

/** Notes what a test does to a window that lasts. */
function watched(window: Kept): Kept {
  for (const part of [window.page, window.page.clock, window.context, window.context.clock] as unknown as Record<string, unknown>[]) {
    for (const name of LASTING) {
      const method = part[name];
      if (typeof method !== "function") continue;
      part[name] = (...given: unknown[]) => {
        window.changed = true;
        return Reflect.apply(method, part, given) as unknown;
      };
    }
  }
  return window;
}

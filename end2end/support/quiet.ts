//! What tests need whose classes want no transcript: a Lectern without a speech model, and a browser for its people.
import { test as base, type Browser } from "@playwright/test";
import { browserWith } from "./people";
import { Lectern } from "./server";
import { Windows } from "./windows";

/** Where a test's people meet. */
export interface Here {
  lectern: Lectern;
  browser: Browser;
  windows: Windows;
}

interface OfATest {
  /** Shared with the tests before and after, but for what is in people's windows: nobody changes the school itself, nor who belongs to it. */
  here: Here;
  /** The test's own, for what changes the school, takes its database away, kills it or measures it. */
  alone: Here;
}

export const test = base.extend<OfATest, { school: Here }>({
  school: [async ({}, use) => lend(use), { scope: "worker" }],
  here: async ({ school }, use) => {
    await use(school);
    await school.windows.tidy();
    const others = school.browser.contexts().filter((context) => !school.windows.keeps(context));
    await Promise.all(others.map((context) => context.close()));
  },
  alone: async ({}, use) => lend(use),
});

async function lend(use: (here: Here) => Promise<void>): Promise<void> {
  const [lectern, browser] = await Promise.all([Lectern.start({ LECTERN_SPEECH_MODEL: "off" }), browserWith()]);
  await use({ lectern, browser, windows: new Windows() });
  await browser.close();
  await lectern.stop();
}

//! What tests need whose classes want no transcript: a Lectern without a speech model, and a browser for its people.
import { test, type Browser } from "@playwright/test";
import { browserWith } from "./people";
import { Lectern } from "./server";

/** Filled in before a file's first test. */
interface Here {
  lectern: Lectern;
  browser: Browser;
}

/** Sets it up for all tests of the file that calls, and tidies up after them. */
export function quietLectern(): Here {
  const here: Partial<Here> = {};
  test.beforeAll(async () => {
    [here.lectern, here.browser] = await Promise.all([Lectern.start({ LECTERN_SPEECH_MODEL: "off" }), browserWith()]);
  });
  test.afterAll(async () => {
    await here.browser?.close();
    await here.lectern?.stop();
  });
  return here as Here;
}

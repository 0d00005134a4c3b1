//! Pictures of pages, in both themes and on both sizes of screen, and what axe finds wrong with them.
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page } from "@playwright/test";
import axe from "axe-core";
import { root, scratch } from "./server";

/** Whether somebody asks for the pictures that the documentation shows: SCREENS=write. */
export const wanted = process.env.SCREENS === "write";
const SHOWN = [
  "sign-in-wide-light", "home-wide-light", "home-phone-light", "studio-wide-light", "studio-wide-dark",
  "class-phone-light", "class-phone-dark", "replay-wide-light", "replay-wide-dark", "replay-phone-light",
];
const [scrap, shown] = [join(scratch, "screens"), join(root, "docs/screens")];

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const THEMES = ["light", "dark"] as const;
/** The narrowest screen that a page must fit without being moved sideways (WCAG 1.4.10). */
const NARROWEST = { width: 320, height: 640 };

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** Takes the page's four pictures and holds each to axe's rules; leaves it wide, with the theme it had. */
export async function picture(page: Page, name: string): Promise<void> {
  await Promise.all((wanted ? [scrap, shown] : [scrap]).map((folder) => mkdir(folder, { recursive: true })));
  const before = await page.evaluate(() => document.documentElement.dataset.theme);
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const theme of THEMES) {
      await wear(page, theme);
      const title = `${name}-${size}-${theme}`;
      const file = join(scrap, `${title}.png`);
      await page.screenshot({ path: file, animations: "disabled" });
      if (wanted && SHOWN.includes(title)) await shrink(file, join(shown, `${title}.png`));
      await accessible(page, title);
    }
    await fits(page, name);
  }
  await enlargeText(page, true);
  await page.screenshot({ path: join(scrap, `${name}-phone-200%.png`), animations: "disabled" });
  await fits(page, `${name} with text of twice the size`);
  await enlargeText(page, false);
  await page.setViewportSize(NARROWEST);
  await fits(page, name);
  await page.setViewportSize(SIZES.wide);
  await wear(page, before);
}

/** As the person's choice does, but without another visit. */
async function wear(page: Page, theme?: string): Promise<void> {
  await page.evaluate((theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, theme);
  // Colours glide for a moment after a change, and what is measured half-way belongs to neither theme.
  await page.evaluate(() => document.getAnimations().filter((a) => a instanceof CSSTransition).forEach((a) => a.finish()));
}

/** Text of twice its size, as readers set it in their browser (WCAG 1.4.4). */
async function enlargeText(page: Page, twice: boolean): Promise<void> {
  await page.evaluate((twice) => {
    document.documentElement.style.fontSize = twice ? "200%" : "";
  }, twice);
}

async function accessible(page: Page, what: string): Promise<void> {
  // Once for a document: it is larger than our page, and each of its pictures is held to it.
  for (const frame of page.frames()) if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(axe.source);
  const broken = await page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    // What is in order, or isn't there, is described to nobody.
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) => ({ id, target, html, failureSummary })));
  }, RULES);
  const found = broken
    // Marks stand where their moments are, however near; the panel's lists lead to the same moments (2.5.8, "equivalent").
    .filter(({ id, html }) => !(id === "target-size" && html.includes('class="mark ')))
    .map(({ id, target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`);
  expect.soft(found, what).toEqual([]);
}

async function fits(page: Page, what: string): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(beyond, `${what} is wider than ${page.viewportSize()!.width} pixels`).toBeLessThanOrEqual(0);
}

/** 256 colours are enough for an interface, and a third of the bytes. */
async function shrink(file: string, small: string): Promise<void> {
  const filter = "split[a][b];[a]palettegen=max_colors=256:stats_mode=full[p];[b][p]paletteuse=dither=none";
  await promisify(execFile)("ffmpeg", ["-y", "-loglevel", "error", "-i", file, "-vf", filter, "-compression_level", "9", small]);
}

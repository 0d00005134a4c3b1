//! What people do on a replay's page, and what it plays then.
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";

/** How much of the time the caption on the picture must be the line that is spoken: both change at about the same moment. */
const TOGETHER = 0.8;

/** The page says what is being made and how much of it is done, above the stage and where the transcript will be. */
export async function progressIsShown(page: Page): Promise<void> {
  const slow = { timeout: 120_000 };
  const header = page.getByRole("status").filter({ hasText: /^Transcript\s*[1-9]\d? %/ });
  const panel = page.getByRole("tabpanel").getByText(/^Writing down what was said\s*[1-9]\d? %/);
  await Promise.all([expect(header).toBeVisible(slow), expect(panel.first()).toBeVisible(slow)]);
}

/** Every message is there from its own moment on, and not before. */
export async function chatComesAtItsMoments(page: Page): Promise<void> {
  await page.getByRole("tab", { name: /Chat/ }).click();
  const messages = page.getByRole("tabpanel").locator(".chat__message");
  const time = page.getByRole("slider", { name: "Class time" });
  await time.press("End");
  await expect(page.getByText("That is all that was written.")).toBeVisible();
  const count = await messages.count();
  expect(count).toBeGreaterThan(1);
  await time.press("Home");
  await pause(page);
  await expect(messages).toHaveCount(0);
  await expect(page.getByText(`${count} more messages come later.`)).toBeVisible();

  await page.getByRole("button", { name: "Show all" }).click();
  await messages.first().getByRole("button", { name: /^Go to/ }).click();
  await page.getByRole("button", { name: "At their moments" }).click();
  await expect(messages.first()).toBeVisible();
  expect(await messages.count()).toBeLessThan(count);

  await time.press("End");
  await expect(messages).toHaveCount(count);
  await expect(page.getByText("That is all that was written.")).toBeVisible();
}

/** While it plays, the captions that the browser draws on the picture are the lines that are spoken. */
export async function captionsAreShownInTime(page: Page): Promise<void> {
  await page.getByRole("tab", { name: /Transcript/ }).click();
  await page.locator(".cue").nth(1).click();
  expect(await drawn(page), "captions are off").toBeNull();
  await page.getByRole("button", { name: "Captions (C)" }).click();
  await play(page);
  const samples = await page.evaluate(samplesWhilePlaying, 40);
  const shown = new Set(samples.map(({ caption }) => caption).filter(Boolean));
  const together = samples.filter(({ caption, line }) => caption === line).length;
  console.log(`${shown.size} captions, ${together} of ${samples.length} times the spoken line`);
  expect(shown.size, "one caption follows another").toBeGreaterThan(1);
  expect(together).toBeGreaterThanOrEqual(samples.length * TOGETHER);
  await page.getByRole("button", { name: "Captions (C)" }).click();
  expect(await drawn(page)).toBeNull();
}

/** The captions' mode where they are drawn on the picture that is seen. */
function drawn(page: Page): Promise<TextTrackMode | null> {
  return page.evaluate(() => {
    const tracks = [...document.querySelectorAll("video")].flatMap((video) => (video.hidden ? [] : [...video.textTracks]));
    return tracks.find((track) => track.mode === "showing")?.mode ?? null;
  });
}

/** What the browser draws on the picture, and what the page marks as spoken. */
function samplesWhilePlaying(count: number): Promise<{ caption: string; line: string }[]> {
  const plain = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, " ").trim();
  const videos = [...document.querySelectorAll("video")].filter((video) => !video.hidden);
  const now = () => {
    const showing = videos.flatMap((video) => [...video.textTracks]).filter((track) => track.mode === "showing");
    const cues = showing.flatMap((track) => [...(track.activeCues ?? [])] as VTTCue[]);
    const line = document.querySelector(".cue[aria-current=true] .cue__text");
    return { caption: cues.map((cue) => plain(cue.getCueAsHTML().textContent)).join(" "), line: plain(line?.textContent) };
  };
  return new Promise((done) => {
    const samples: ReturnType<typeof now>[] = [];
    videos[0]?.addEventListener("timeupdate", () => {
      // The page follows in the next frame.
      requestAnimationFrame(() => samples.push(now()) === count && done(samples));
    });
  });
}

/** What the menu offers to keep. */
export async function transcriptCanBeKept(page: Page): Promise<void> {
  for (const [words, name, beginning] of [
    ["Captions (WebVTT)", "transcript.vtt", /^WEBVTT\n/],
    ["Plain text", "transcript.txt", /\w+/],
  ] as const) {
    await page.getByRole("button", { name: "Download the transcript" }).click();
    const kept = page.waitForEvent("download");
    await page.getByRole("link", { name: words }).click();
    const file = await kept;
    expect(file.suggestedFilename()).toBe(name);
    const text = await readFile(await file.path(), "utf8");
    expect(text).toMatch(beginning);
    expect(text.length).toBeGreaterThan(500);
    await page.keyboard.press("Escape");
  }
}

export async function play(page: Page): Promise<void> {
  const button = player(page).getByRole("button", { name: "Play", exact: true });
  if (await button.isVisible()) await button.click();
}

export async function pause(page: Page): Promise<void> {
  const button = player(page).getByRole("button", { name: "Pause", exact: true });
  if (await button.isVisible()) await button.click();
}

function player(page: Page): Locator {
  return page.getByRole("region", { name: "Player" });
}

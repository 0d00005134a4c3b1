// How fast slides are drawn, beside poppler's pdftoppm on the same files, and how soon a class sees them: the first page after an
// upload, a page that is turned and a scene that is switched to.  ./lectern bench slides [FILE…]
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { madeFiles } from "./files.mjs";
import { enter, schedule } from "./people.mjs";
import { figure, publish } from "./report.mjs";
import { signIn, spread, startBrowser, startServer } from "./support.mjs";
import { wishAll } from "../support/strokes.mjs";

const PAGES = 40;
const TURNS = 60;

const named = process.argv.slice(2);
const files = named.length > 0 ? named : await madeFiles(PAGES);
const figures = await drawing();
const server = await startServer({ LECTERN_SPEECH_MODEL: "off" });
const browser = await startBrowser();
try {
  figures.push(...(await seen()));
} finally {
  await browser.close();
  await server.stop();
}
publish("slides", figures);

/** The child that an installation draws with, and pdftoppm: one process each. */
async function drawing() {
  const { stdout } = await promisify(execFile)(process.env.LECTERN_BENCH_SLIDES, ["--json", ...files], { maxBuffer: 1 << 24 });
  return stdout.trim().split("\n").flatMap((line) => {
    const { file, error, ours, poppler } = JSON.parse(line);
    if (error) throw new Error(`${file}: ${error}`);
    const name = basename(file);
    return [
      figure(`${name}, ${ours.pages} pages`, ours.pages_a_second, "pages/s", "higher", { beside: { pdftoppm: poppler.pages_a_second } }),
      figure("  memory", ours.memory, "MB", "lower", { beside: { pdftoppm: poppler.memory } }),
      figure("  its first page", ours.first, "ms", "lower"),
    ];
  });
}

async function seen() {
  const [teacher, student] = [await signIn(browser, server.url, "teacher"), await signIn(browser, server.url, "student")];
  const session = await schedule(teacher, "Slides");
  await enter(teacher, session);
  await enter(student, session);
  const first = await brought(teacher, files[0]);

  await teacher.getByRole("button", { name: /^Show / }).first().click();
  const shown = (page, alt) => page.waitForFunction((alt) => {
    const slide = document.querySelector(".slides__page:not([hidden])");
    return slide?.alt.startsWith(alt) && slide.complete && slide.naturalWidth > 0;
  }, alt);
  for (const page of [teacher, student]) await shown(page, "Page 1 of");
  const next = teacher.locator(".slides__turn[aria-label='Next page']");
  const turns = [];
  for (let page = 2; turns.length < TURNS; page = (page % PAGES) + 1) {
    if (page === 1) break;
    turns.push(await delay(teacher, student, `Page ${page} of`, () => next.click()));
    // Who turns pages looks at them: the next ones are fetched meanwhile.
    await student.waitForTimeout(300);
  }

  const scenes = [crypto.randomUUID(), crypto.randomUUID()];
  const layouts = [{ as: "slides" }, { as: "card", card: "break" }];
  await wishAll(teacher, session, scenes.map((scene, place) => ({
    do: "create_scene", scene, place, definition: { layout: layouts[place], wording: { name: `Scene ${place + 1}`, ...(place === 1 && { title: "Back soon" }) } },
  })), 1);
  await teacher.locator(".scene__pick").nth(1).waitFor();
  const switches = [];
  for (let n = 0; n < TURNS; n++) {
    const place = n % 2 === 0 ? 1 : 0;
    switches.push(await delay(teacher, student, place === 1 ? "Back soon" : "Page ", () => teacher.locator(".scene__pick").nth(place).click()));
    await student.waitForTimeout(150);
  }
  const [turn, change] = [spread(turns), spread(switches)];
  return [
    figure("the first page after an upload's end", first, "ms", "lower", { aim: 2_000 }),
    figure("a page that is turned, on another screen, p50", turn(0.5), "ms", "lower"),
    figure("a page that is turned, on another screen, p95", turn(0.95), "ms", "lower", { aim: 100 }),
    figure("a scene that is switched to, on another screen, p50", change(0.5), "ms", "lower"),
    figure("a scene that is switched to, on another screen, p95", change(0.95), "ms", "lower", { aim: 100 }),
  ];
}

/** Milliseconds from when the last byte of a file was there until its first page can be shown. */
async function brought(teacher, file) {
  await teacher.getByRole("button", { name: "Slides", exact: true }).click();
  const dialog = teacher.getByRole("dialog", { name: "Slides" });
  await dialog.waitFor();
  await teacher.evaluate(() => {
    const { fetch } = window;
    window.fetch = async (address, ...rest) => {
      const ends = String(address).endsWith("/rpc/finish_upload");
      // All bytes lie in storage when the page asks for this.
      if (ends) window.uploaded = performance.now();
      return fetch(address, ...rest);
    };
    new MutationObserver((_, observer) => {
      if (!document.querySelector("dialog [aria-label^='Show '], [role=dialog] [aria-label^='Show ']")) return;
      window.drawn = performance.now();
      observer.disconnect();
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  const buffer = await readFile(file);
  await dialog.locator(".slides__bring input[type=file]").setInputFiles({ name: basename(file), mimeType: "application/pdf", buffer });
  await teacher.waitForFunction(() => window.drawn !== undefined, undefined, { timeout: 60_000 });
  await dialog.getByText(/^\d+ pages/).waitFor({ timeout: 120_000 });
  return teacher.evaluate(() => window.drawn - window.uploaded);
}

/** Milliseconds from a press on one screen until what it leads to is painted on another. */
async function delay(teacher, student, words, press) {
  await teacher.evaluate(() => {
    addEventListener("click", (event) => (window.pressed = performance.timeOrigin + event.timeStamp), { capture: true, once: true });
  });
  await student.evaluate((words) => {
    window.painted = undefined;
    const is = () => {
      const cells = [...document.querySelectorAll(".stage .stage__cell:not([hidden])")];
      return cells.some((cell) => {
        const slide = cell.querySelector(".slides__page:not([hidden])");
        return slide ? slide.alt.startsWith(words) && slide.complete && slide.naturalWidth > 0 : cell.textContent.includes(words);
      });
    };
    const look = () => {
      if (!is()) return;
      observer.disconnect();
      document.removeEventListener("load", look, true);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (window.painted = performance.timeOrigin + performance.now());
        port2.postMessage(0);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector(".stage"), { subtree: true, childList: true, attributes: true });
    document.addEventListener("load", look, true);
  }, words);
  await press();
  await student.waitForFunction(() => window.painted !== undefined);
  return (await student.evaluate(() => window.painted)) - (await teacher.evaluate(() => window.pressed));
}

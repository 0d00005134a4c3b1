//! One stage: a class that goes on, one that was just entered and its replay paint the same picture of the same moment.
import { createHash } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { end, goIn } from "./support/class";
import { sendCommand } from "./support/command";
import { pdf, written } from "./support/pdf";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { mounted, SLOW, writtenClassOf } from "./support/studio";
import { choose, draw, surface, tools } from "./support/whiteboard";

/** What each person has over the stage for themselves is no part of it. */
const OWN = ".stage button, .board__bars, .slides__tools, .stage [role=toolbar], .stage__own { visibility: hidden !important }";
/** How far two pictures of the same may be apart in the mean, of 255: letters and edges lie on other pixels. */
const ALIKE = 1.5;

/** What is on the stage: where its surfaces stand, which page of the slides is seen and how, and all that is drawn. */
async function stateOf(page: Page): Promise<string> {
  const state = await page.evaluate(() => {
    type Item = Record<string, unknown> & { points: Float64Array };
    type Held = { board?: { page: number; of(page: number): Item[]; paper(): string } };
    const cells = [...document.querySelectorAll(".stage .stage__cell:not([hidden])")];
    return cells.map((cell) => {
      const slide = cell.querySelector<HTMLImageElement>(".slides__page:not([hidden])");
      const boards = [...cell.querySelectorAll<HTMLElement & Held>(".board")].flatMap(({ board }) => {
        if (!board) return [];
        const items = board.of(board.page).map(({ path: _, box: __, points, group, locked, ...rest }) => ({ ...rest, group: group ?? null, locked: locked ?? false, points: [...points] }));
        return [{ page: board.page, paper: board.paper(), items: items.map((item) => JSON.stringify(Object.entries(item).sort())) }];
      });
      return { class: cell.className, style: cell.getAttribute("style"), slide: slide && [slide.alt, slide.style.transform, slide.complete], boards };
    });
  });
  return createHash("sha256").update(JSON.stringify(state)).digest("hex");
}

/** A picture of the stage in small, a number a colour. */
async function pictureOf(page: Page): Promise<number[]> {
  // Who may look around sees all that is drawn.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll(".board:not(.board--slides)")) (element as unknown as { board?: { press(what: string): void } }).board?.press("fit");
  });
  await page.evaluate(() => new Promise((painted) => setTimeout(() => requestAnimationFrame(painted), 400)));
  const png = await page.locator(".stage").first().screenshot({ style: OWN, animations: "disabled" });
  return page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const canvas = Object.assign(document.createElement("canvas"), { width: 240, height: 135 });
    const on = canvas.getContext("2d")!;
    on.imageSmoothingQuality = "high";
    on.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, 240, 135);
    return [...on.getImageData(0, 0, 240, 135).data].filter((_, at) => at % 4 !== 3);
  }, png.toString("base64"));
}

function apart(one: number[], other: number[]): number {
  return one.reduce((all, value, at) => all + Math.abs(value - other[at]!), 0) / one.length;
}

/** Gives the window the size at which its stage is as large as this. */
async function withStageOf(page: Page, { width, height }: { width: number; height: number }): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    const box = (await page.locator(".stage").first().boundingBox())!;
    const [wider, higher] = [Math.round(width - box.width), Math.round(height - box.height)];
    if (wider === 0 && higher === 0) return;
    const size = page.viewportSize()!;
    await page.setViewportSize({ width: size.width + wider, height: size.height + higher });
  }
}

interface Moment {
  /** When it was, on the class's clock in ms. */
  at: number;
  state: string;
  picture: number[];
}

test("the class, who comes late and the replay have the same stage at the same moment", async ({ here }) => {
  test.setTimeout(150_000);
  const { session, teacher, student } = await writtenClassOf(here, "One stage", "teacher", "student");
  const [board, ...scenes] = Array.from({ length: 4 }, () => crypto.randomUUID());
  const [onSlides, onBoard, card] = scenes as [string, string, string];
  const make = (scene: string, place: number, layout: object, name: string) =>
    sendCommand(teacher, session, { do: "create_scene", scene, place, definition: { layout, wording: { name, ...(name === "Tea" && { title: "Back at noon", text: "Get some tea." }) } } });
  const moments: Record<string, Moment> = {};
  const stage = (await student.locator(".stage").first().boundingBox())!;

  /** Notes the stage as the student has it, and has somebody come and see the same. */
  const same = async (name: string): Promise<void> => {
    await expect.poll(() => stateOf(student), SLOW).toBe(await stateOf(teacher));
    const at = Number(await here.lectern.database.sql(`select max(offset_ms) from session_state_events where session_id = '${session}'`));
    moments[name] = { at, state: await stateOf(student), picture: await pictureOf(student) };
    const { page: late, context } = await Person.come(here, "student2", {});
    await late.goto(`/classes/${session}`);
    await goIn(late);
    await expect.poll(() => stateOf(late), SLOW).toBe(moments[name].state);
    await withStageOf(late, stage);
    expect(apart(await pictureOf(late), moments[name].picture), `${name}: who comes late`).toBeLessThan(ALIKE);
    await context.close();
  };

  await test.step("slides, with what is drawn on them", async () => {
    await teacher.getByRole("button", { name: "Slides", exact: true }).click();
    const dialog = teacher.getByRole("dialog", { name: "Slides" });
    const buffer = pdf([1, 2, 3].map((n) => written(`Wave of the number ${n}`)));
    await dialog.locator(".slides__bring input[type=file]").setInputFiles({ name: "waves.pdf", mimeType: "application/pdf", buffer });
    await expect(dialog.getByText("3 pages")).toBeVisible(SLOW);
    await dialog.getByRole("button", { name: /^Show .*waves/ }).click(SLOW);
    await make(onSlides, 0, { as: "slides" }, "Waves");
    await make(onBoard, 1, { as: "board", board }, "Energy");
    await make(card, 2, { as: "card", card: "break" }, "Tea");
    await sendCommand(teacher, session, { do: "create_board", board, title: "Energy" });
    await sendCommand(teacher, session, { do: "switch_scene", scene: onSlides });
    await expect(teacher.locator(".slides__page:not([hidden])")).toHaveAttribute("alt", "Page 1 of 3", SLOW);
    await teacher.getByRole("button", { name: "Draw on this page" }).click(SLOW);
    await expect(tools(teacher)).toBeVisible(SLOW);
    await choose(teacher, "Pen");
    await draw(teacher, [40, 40], [50, 55], [60, 40]);
    await surface(teacher).press("ArrowRight");
    await expect(teacher.locator(".slides__page:not([hidden])")).toHaveAttribute("alt", "Page 2 of 3", SLOW);
    await draw(teacher, [40, 60], [60, 62]);
    await expect(teacher.getByText(/not saved yet/)).toBeHidden(SLOW);
    await same("slides");
  });

  await test.step("a board", async () => {
    await sendCommand(teacher, session, { do: "switch_scene", scene: onBoard });
    await expect(surface(teacher)).toBeVisible(SLOW);
    await expect(tools(teacher)).toBeVisible(SLOW);
    for (const [tool, from, to] of [["Pen", [30, 30], [45, 60]], ["Rectangle", [50, 25], [70, 50]], ["Highlighter", [30, 65], [70, 68]], ["Ellipse", [55, 30], [65, 45]]] as const) {
      await choose(teacher, tool);
      await draw(teacher, from, to);
    }
    await choose(teacher, "Select");
    await surface(teacher).press("Escape");
    await expect(teacher.getByText(/not saved yet/)).toBeHidden(SLOW);
    await same("board");
  });

  await test.step("a card", async () => {
    await sendCommand(teacher, session, { do: "switch_scene", scene: card });
    await same("card");
  });
  const pictures = Object.values(moments).map(({ picture }) => picture);
  pictures.forEach((one, at) => pictures.slice(at + 1).forEach((other) => expect(apart(one, other), "two moments differ").toBeGreaterThan(2 * ALIKE)));

  await test.step("the replay at the same moments", async () => {
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    await mounted(student);
    await withStageOf(student, stage);
    const slider = student.getByRole("slider", { name: "Class time" });
    await expect(slider).toHaveAttribute("aria-valuemax", /\d/, SLOW);
    const length = Number(await here.lectern.database.sql(`select offset_ms from session_state_events where session_id = '${session}' and kind = 'session.ended'`));
    const bounds = (await slider.boundingBox())!;
    for (const [name, { at, state, picture }] of Object.entries(moments)) {
      // A little after, since a click hits a pixel; nothing else happened for longer than that.
      await student.mouse.click(bounds.x + (bounds.width * (at + 500)) / length, bounds.y + bounds.height / 2);
      await expect.poll(() => stateOf(student), { ...SLOW, message: `${name} in the replay` }).toBe(state);
      expect(apart(await pictureOf(student), picture), `${name}: the replay`).toBeLessThan(ALIKE);
    }
    // Nothing is saved there, and no teacher looks around.
    await expect(student.getByText("Saved", { exact: true })).toHaveCount(0);
    await expect(student.getByRole("button", { name: /Follow(ing)? the teacher/ })).toHaveCount(0);
  });
});

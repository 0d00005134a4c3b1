//! A whiteboard whose people lose the network while they draw: everybody ends with the same, whatever came when.
import { expect, type Page } from "@playwright/test";
import { end, goIn } from "./support/class";
import { Person } from "./support/people";
import { test, type Here } from "./support/quiet";
import { held } from "./support/strokes.mjs";
import { mounted, SLOW, writtenClassOf } from "./support/studio";
import { choose, draw, letDraw, surface, tools } from "./support/whiteboard";

/** How soon all are alike after somebody is back. */
const SOON = { timeout: 5_000, intervals: [50] };

test("two pens at once for a minute in which both lose the network leave the same on every screen and in the replay", async ({ here }) => {
  test.setTimeout(180_000);
  const { session, teacher, student } = await writtenClassOf(here, "Two pens", "teacher", "student");
  await start(teacher, student);
  await letDraw(teacher, student);

  const did = await test.step("both draw, erase and undo, and each is cut off twice", async () => {
    const pens = Promise.all([scribbles(teacher, 3, 60_000), scribbles(student, 8, 60_000)]);
    for (const [at, gone, ...pages] of [[6, 5, teacher], [19, 6, student], [33, 5, teacher, student], [48, 4, teacher]] as const) {
      const begun = at * 1_000 - (await teacher.evaluate(() => performance.now() - (window as unknown as { scribblesFrom: number }).scribblesFrom));
      await teacher.waitForTimeout(Math.max(0, begun));
      for (const page of pages) await page.context().setOffline(true);
      await teacher.waitForTimeout(gone * 1_000);
      for (const page of pages) await page.context().setOffline(false);
    }
    return pens;
  });
  const drawn = did.reduce((all, { drawn }) => all + drawn, 0);
  const same = await alike(teacher, student);
  console.log(`${drawn} strokes, ${did.map(({ erased, undone }) => `${erased} times erased, ${undone} undone`).join("; ")}: ${same.objects} objects are left`);
  expect(same.objects, "much was drawn, and some of it erased").toBeGreaterThan(40);
  expect(same.objects).toBeLessThan(drawn);
  expect(new Set(same.ids).size, "nothing is there twice").toBe(same.objects);

  await test.step("who comes then has the same", async () => {
    expect((await newcomer(here, session)).hash).toBe(same.hash);
  });

  await test.step("and so has the replay at its end", async () => {
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    await mounted(student);
    const slider = student.getByRole("slider", { name: "Class time" });
    await expect(slider).toHaveAttribute("aria-valuemax", /\d/, SLOW);
    await slider.press("End");
    await expect.poll(async () => (await held(student))?.hash, SLOW).toBe(same.hash);
  });
});

test("what is drawn in half a minute without a network is there once, also where the page is loaded again at once", async ({ here }) => {
  test.setTimeout(180_000);
  const { session, teacher, student } = await writtenClassOf(here, "Half a minute", "teacher", "student");
  await start(teacher, student);
  await letDraw(teacher, student);
  for (const [n, page] of [teacher, student].entries()) {
    await choose(page, "Rectangle");
    await draw(page, [40 + 20 * n, 20], [50 + 20 * n, 30]);
    await alike(teacher, student);
  }

  for (const reloads of [false, true]) {
    await test.step(reloads ? "and again, and the page is loaded again at once" : "a student draws, and the teacher draws and erases meanwhile", async () => {
      const before = await alike(teacher, student);
      const y = reloads ? 65 : 40;
      await student.context().setOffline(true);
      const gone = Date.now();
      await choose(student, "Pen");
      for (const x of [40, 50, 60]) await draw(student, [x, y], [x + 5, y + 8]);
      await expect(student.getByText("3 not saved yet")).toBeVisible(SLOW);
      await choose(teacher, "Pen");
      for (const x of [42, 52, 62]) await draw(teacher, [x, y + 3], [x + 5, y + 11]);
      await choose(teacher, "Eraser");
      const [x] = reloads ? [60] : [40];
      await draw(teacher, [x!, 25], [x! + 0.3, 25]);
      await expect.poll(async () => (await held(teacher))!.objects, SLOW).toBe(before.objects + 2);
      const [mine, others] = [await held(student), await held(teacher)];
      expect([mine!.waiting, mine!.objects], "nothing of the others' came").toEqual([3, before.objects + 3]);
      const erased = before.ids.filter((id: string) => !others!.ids.includes(id));
      expect(erased).toHaveLength(1);
      const all = new Set([...mine!.ids, ...others!.ids].filter((id) => !erased.includes(id)));

      await student.waitForTimeout(Math.max(0, gone + 30_000 - Date.now()));
      await student.context().setOffline(false);
      if (reloads) {
        await student.goto(`/classes/${session}`);
        await goIn(student);
        await expect(surface(student)).toBeVisible(SLOW);
      }
      const back = Date.now();
      const same = await alike(teacher, student, SOON);
      console.log(`${reloads ? "loaded again" : "back"}: alike after ${Date.now() - back} ms`);
      expect(new Set(same.ids), "nothing is lost, and nothing came back").toEqual(all);
      expect(same.ids, "nothing is there twice").toHaveLength(all.size);
      await expect(student.getByText(/not saved yet/)).toBeHidden(SLOW);
      expect((await newcomer(here, session)).hash).toBe(same.hash);
    });
  }
});

/** Puts a whiteboard on the stage. */
async function start(teacher: Page, ...others: Page[]): Promise<void> {
  await teacher.getByRole("button", { name: "Whiteboard", exact: true }).click();
  for (const page of [teacher, ...others]) await expect.poll(() => held(page), SLOW).not.toBeNull();
  await expect(tools(teacher)).toBeVisible(SLOW);
}

/** Waits until two screens hold the same and all of it is in the log, and gives that. */
async function alike(one: Page, other: Page, soon: { timeout: number; intervals?: number[] } = SLOW): Promise<NonNullable<Awaited<ReturnType<typeof held>>>> {
  await expect(async () => {
    const [first, second] = await Promise.all([held(one), held(other)]);
    expect([first!.waiting, second!.waiting]).toEqual([0, 0]);
    expect(first!.hash).toBe(second!.hash);
  }).toPass(soon);
  return (await held(one))!;
}

/** What somebody holds who comes now. */
async function newcomer(here: Here, session: string): Promise<NonNullable<Awaited<ReturnType<typeof held>>>> {
  const { page, context } = await Person.come(here, "student2", {});
  await page.goto(`/classes/${session}`);
  await goIn(page);
  await expect.poll(async () => (await held(page))?.objects, SLOW).toBeGreaterThan(0);
  const holds = (await held(page))!;
  await context.close();
  return holds;
}

/** Draws as one who writes without a pause, and sometimes erases what lies under the pointer, or undoes; says how often. */
async function scribbles(page: Page, seed: number, ms: number): Promise<{ drawn: number; erased: number; undone: number }> {
  return surface(page).evaluate(
    async (surface, { seed, ms }) => {
      type Own = { bars: { choose(tool: string): void }; press(what: string): void };
      const { board } = surface.closest(".board") as unknown as { board: Own };
      // Nothing is captured of pointers that are no real ones.
      surface.setPointerCapture = () => {};
      let state = seed;
      const chance = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
      const point = (type: string, x: number, y: number): void => {
        const box = surface.getBoundingClientRect();
        const at = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
        surface.dispatchEvent(new PointerEvent(type, { ...at, pointerId: 7, pointerType: "mouse", isPrimary: true, bubbles: true, cancelable: true, button: type === "pointermove" ? -1 : 0 }));
      };
      const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
      const did = { drawn: 0, erased: 0, undone: 0 };
      const from = performance.now();
      Object.assign(window, { scribblesFrom: from });
      while (performance.now() - from < ms) {
        const what = chance();
        if (what < 0.08) {
          board.press("undo");
          did.undone += 1;
          await pause(100);
          continue;
        }
        const erases = what < 0.25;
        board.bars.choose(erases ? "eraser" : "pen");
        const [x, y] = [0.35 + 0.5 * chance(), 0.1 + 0.7 * chance()];
        point("pointerdown", x, y);
        for (let step = 1; step <= 10; step++) {
          await pause(16);
          point("pointermove", x + step * 0.006, y + 0.03 * Math.sin(step / 2 + seed));
        }
        point("pointerup", x + 0.06, y);
        did[erases ? "erased" : "drawn"] += 1;
        await pause(30 + 60 * chance());
      }
      return did;
    },
    { seed, ms },
  );
}

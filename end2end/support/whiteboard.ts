//! A whiteboard in a class: its tools, its objects in words, and what is drawn on it with a pointer or a pen.
import { expect, type Locator, type Page } from "@playwright/test";
import { about, SLOW } from "./studio";

export const surface = (page: Page): Locator => page.getByRole("application", { name: "Whiteboard" });
export const tools = (page: Page): Locator => page.getByRole("toolbar", { name: "Tools" });
export const deeds = (page: Page): Locator => page.getByRole("toolbar", { name: "What is selected" });
/** What is drawn, in words: a line each, in its order. */
export const lines = (page: Page): Locator => page.getByRole("list", { name: "Objects on this page" }).getByRole("button");

/** Puts a whiteboard on the stage, and shows its objects as a list. */
export async function begin(teacher: Page, ...others: Page[]): Promise<void> {
  await teacher.getByRole("button", { name: "Whiteboard", exact: true }).click();
  for (const page of [teacher, ...others]) {
    await expect(surface(page)).toBeVisible(SLOW);
    await listed(page);
  }
  await expect(tools(teacher)).toBeVisible(SLOW);
}

/** Shows the board's objects as a list, which says in words what is drawn. */
export async function listed(page: Page): Promise<void> {
  await more(page, "List");
}

/** Does something of the board's menu. */
export async function more(page: Page, name: string): Promise<void> {
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menu", { name: "More" }).getByText(name, { exact: true }).click();
}

/** Draws with another colour or width, by its name. */
export async function drawWith(page: Page, name: string): Promise<void> {
  await tools(page).getByRole("button", { name: "Colour and width" }).click();
  await page.getByRole("menu", { name: "Colour and width" }).getByRole("menuitemradio", { name, exact: true }).click();
  await page.keyboard.press("Escape");
}

/** Has a student draw. */
export async function letDraw(teacher: Page, student: Page): Promise<void> {
  const menu = await about(teacher, "student");
  await menu.getByLabel("May draw").check();
  await expect(tools(student)).toBeVisible(SLOW);
  await teacher.keyboard.press("Escape");
}

/** Takes a tool: from the row, or from the menu that it stands in. */
export async function choose(page: Page, name: string): Promise<void> {
  const inRow = tools(page).getByRole("button", { name, exact: true });
  if (await inRow.isVisible()) return inRow.click();
  for (const menu of ["Shapes", "More tools"]) {
    await tools(page).getByRole("button", { name: menu }).click();
    const there = page.getByRole("menu", { name: menu }).getByRole("menuitemradio", { name, exact: true });
    if (await there.isVisible()) return there.click();
    await page.keyboard.press("Escape");
  }
  throw new Error(`no tool is called ${name}`);
}

/** A place of the surface in hundredths of its size. */
export type Spot = readonly [number, number];

/** Draws with the pointer between places of the surface. */
export async function draw(page: Page, ...spots: Spot[]): Promise<void> {
  await go(page, ...spots);
  await page.mouse.up();
}

/** As `draw`, and the pointer stays pressed. */
export async function go(page: Page, ...spots: Spot[]): Promise<void> {
  const [first, ...rest] = await Promise.all(spots.map((spot) => onPage(page, spot)));
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const spot of rest) await page.mouse.move(...spot, { steps: 8 });
}

/** Where a place of the surface is on the page, in pixels. */
export async function onPage(page: Page, [x, y]: Spot): Promise<[number, number]> {
  const box = (await surface(page).boundingBox())!;
  return [box.x + (box.width * x) / 100, box.y + (box.height * y) / 100];
}

/** What a page says is drawn, in its order. */
export async function drawn(page: Page): Promise<string[]> {
  return (await lines(page).allTextContents()).map((line) => line.trim());
}

/** Waits until two pages say the same, and gives it. */
export async function alike(one: Page, other: Page): Promise<string[]> {
  await expect(async () => expect(await drawn(one)).toEqual(await drawn(other))).toPass(SLOW);
  return drawn(one);
}

/** What a pointer does: over which samples, in pixels from the surface's corner. */
export interface Move {
  type: "pointerdown" | "pointermove" | "pointerup";
  kind: "pen" | "touch" | "mouse";
  id: number;
  at: [number, number];
  /** What the browser saw between this move and the one before. */
  coalesced?: [number, number][];
  /** Milliseconds to wait first. */
  after?: number;
}

/** Has the surface see pointers as a browser tells of them. */
export async function point(page: Page, moves: Move[]): Promise<void> {
  await surface(page).evaluate(async (surface, moves) => {
    // Nothing is captured of pointers that are no real ones.
    surface.setPointerCapture = () => {};
    const event = ({ type, kind, id }: (typeof moves)[0], [x, y]: [number, number]): PointerEvent => {
      const box = surface.getBoundingClientRect();
      const at = { clientX: box.left + x, clientY: box.top + y, pointerId: id, pointerType: kind, pressure: 0.5, width: 4, height: 4 };
      return new PointerEvent(type, { ...at, bubbles: true, cancelable: true, isPrimary: id === 1, button: type === "pointermove" ? -1 : 0 });
    };
    for (const move of moves) {
      if (move.after) await new Promise((done) => setTimeout(done, move.after));
      const sent = event(move, move.at);
      const coalesced = (move.coalesced ?? []).map((at) => event(move, at));
      Object.defineProperty(sent, "getCoalescedEvents", { value: () => coalesced });
      surface.dispatchEvent(sent);
    }
  }, moves);
}

/** How far, in CSS pixels, the nearest ink is from each place of the surface, where it is nearer than eight. */
export async function distances(page: Page, spots: [number, number][]): Promise<number[]> {
  return surface(page).evaluate((surface, spots) => {
    const canvas = surface.querySelector<HTMLCanvasElement>("canvas")!;
    const ratio = canvas.width / surface.clientWidth;
    const on = canvas.getContext("2d")!;
    const reach = Math.ceil(8 * ratio);
    return spots.map(([x, y]) => {
      const [left, top] = [Math.round(x * ratio) - reach, Math.round(y * ratio) - reach];
      const side = 2 * reach + 1;
      const { data } = on.getImageData(left, top, side, side);
      let nearest = Infinity;
      for (let at = 0; at < data.length; at += 4) {
        // Ink is dark, paper and its dots are light.
        if (data[at]! + data[at + 1]! + data[at + 2]! > 480) continue;
        const pixel = at / 4;
        nearest = Math.min(nearest, Math.hypot(left + (pixel % side) + 0.5 - x * ratio, top + Math.floor(pixel / side) + 0.5 - y * ratio));
      }
      return nearest / ratio;
    });
  }, spots);
}

/** Places around a circle. */
export function circle(x: number, y: number, radius: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, n) => {
    const angle = (n / (count - 1)) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

//! What people know from other boards: choosing, moving, turning, ordering, copying, grouping and locking objects; rubbing out; paper;
//! pictures of a board, and drawings from elsewhere.
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { end } from "./support/class";
import { test } from "./support/quiet";
import { picture } from "./support/screens";
import { mounted, SLOW, writtenClassOf } from "./support/studio";
import { alike, begin, choose, deeds, draw, drawn, drawWith, go, lines, listed, more, onPage, type Spot, surface, tools } from "./support/whiteboard";

/** Draws three shapes beside each other. */
async function shapes(page: Page): Promise<void> {
  const places: [string, Spot, Spot][] = [
    ["Rectangle", [45, 20], [52, 32]],
    ["Triangle", [58, 24], [66, 36]],
    ["Ellipse", [76, 20], [84, 32]],
  ];
  for (const [kind, from, to] of places) {
    await choose(page, kind);
    await draw(page, from, to);
  }
  await choose(page, "Select");
}

async function deed(page: Page, name: string): Promise<void> {
  await deeds(page).getByRole("button", { name, exact: true }).click();
}

const keys = async (page: Page, ...all: string[]): Promise<void> => {
  for (const key of all) await page.keyboard.press(key);
};

/** What the kinds of a page's objects are, the lowest first. */
const kinds = async (page: Page): Promise<string[]> => (await drawn(page)).map((line) => line.split(/[,“]/u)[0]!.trim());

test("objects are chosen, arranged, grouped, locked and copied, each as one step", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Shapes", "teacher", "student");
  await begin(teacher, student);
  await shapes(teacher);
  await expect(lines(student)).toHaveCount(3, SLOW);
  const first = await alike(teacher, student);

  await test.step("all are moved, resized and turned together, and come back one by one", async () => {
    await surface(teacher).focus();
    await keys(teacher, "Control+a", "ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight");
    await expect(lines(student).first()).toContainText("turned 15°", SLOW);
    const turned = await alike(teacher, student);
    expect(turned.every((line) => line.includes("turned 15°"))).toBe(true);
    await keys(teacher, "Control+z", "Control+z", "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
    await keys(teacher, "Control+y", "Control+y", "Control+y");
    expect(await alike(teacher, student)).toEqual(turned);
    await keys(teacher, "Control+z", "Control+z", "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("a box and a lasso choose what they touch", async () => {
    await keys(teacher, "Escape");
    await draw(teacher, [55, 15], [88, 40]);
    await keys(teacher, "Delete");
    await expect(lines(student)).toHaveCount(1, SLOW);
    await keys(teacher, "Control+z");
    await expect(lines(student)).toHaveCount(3, SLOW);
    await choose(teacher, "Select with a lasso");
    await draw(teacher, [56, 18], [68, 18], [68, 40], [56, 40], [56, 20]);
    await keys(teacher, "Delete");
    expect(await alike(teacher, student)).toHaveLength(2);
    expect(await kinds(student)).toEqual(["Rectangle", "Ellipse"]);
    await keys(teacher, "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("Shift adds to what is chosen, and Alt copies what is dragged", async () => {
    await choose(teacher, "Select");
    await draw(teacher, [45, 26], [45, 26]);
    await teacher.keyboard.down("Shift");
    await draw(teacher, [76, 26], [76, 26]);
    await teacher.keyboard.up("Shift");
    await keys(teacher, "Delete");
    await expect(async () => expect(await kinds(student)).toEqual(["Triangle"])).toPass(SLOW);
    await keys(teacher, "Control+z");
    await teacher.keyboard.down("Alt");
    await draw(teacher, [45, 26], [45, 45]);
    await teacher.keyboard.up("Alt");
    await expect(lines(student)).toHaveCount(4, SLOW);
    expect((await alike(teacher, student)).slice(0, 3), "what was copied is where it was").toEqual(first);
    await keys(teacher, "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("a handle turns, and another resizes what is turned as it lies", async () => {
    await choose(teacher, "Select");
    await draw(teacher, [45, 26], [45, 26]);
    const [x, y] = await onPage(teacher, [48.5, 20]);
    await teacher.mouse.move(x, y - 28);
    await teacher.mouse.down();
    await teacher.mouse.move(x + 200, y + 40, { steps: 6 });
    await teacher.mouse.up();
    await expect(lines(student).first()).toContainText("turned", SLOW);
    await keys(teacher, "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("order is the same on every screen", async () => {
    await keys(teacher, "Escape", ".", "Control+Shift+BracketRight");
    await expect(lines(student).last()).toContainText("Rectangle", SLOW);
    await keys(teacher, "Control+BracketLeft");
    await expect(async () => expect(await kinds(student)).toEqual(["Triangle", "Rectangle", "Ellipse"])).toPass(SLOW);
    await alike(teacher, student);
    await keys(teacher, "Control+z", "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("they are aligned and given as much room", async () => {
    await keys(teacher, "Control+a", "Control+Shift+ArrowUp");
    const tops = async (): Promise<unknown[]> => (await drawn(student)).map((line) => /at -?\d+, (-?\d+)/u.exec(line)?.[1]);
    await expect(async () => expect(new Set(await tops()).size).toBe(1)).toPass(SLOW);
    await keys(teacher, "Alt+h");
    const room = async (): Promise<number[]> => {
      const boxes = (await drawn(student)).map((line) => /at (-?\d+), -?\d+, (\d+)/u.exec(line)!.slice(1).map(Number) as [number, number]);
      return [boxes[1]![0] - boxes[0]![0] - boxes[0]![1], boxes[2]![0] - boxes[1]![0] - boxes[1]![1]];
    };
    await expect(async () => {
      const [one, other] = await room();
      expect(Math.abs(one! - other!)).toBeLessThanOrEqual(2);
    }).toPass(SLOW);
    await keys(teacher, "Control+z", "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("a group is chosen with one press and copied as a group of its own", async () => {
    await keys(teacher, "Control+a", "Control+g");
    await expect(lines(student).first()).toContainText("in a group", SLOW);
    await keys(teacher, "Escape");
    await draw(teacher, [45, 26], [45, 26]);
    await keys(teacher, "Control+d");
    await expect(lines(student)).toHaveCount(6, SLOW);
    await keys(teacher, "Control+Shift+g");
    await expect(async () => expect((await drawn(student)).map((line) => line.includes("in a group"))).toEqual([true, true, true, false, false, false])).toPass(SLOW);
    await keys(teacher, "Control+z", "Control+z", "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("colour and width of what is chosen change, and come back", async () => {
    await keys(teacher, "Control+a");
    await drawWith(teacher, "Thick");
    await expect(async () => expect(await drawn(student)).not.toEqual(first)).toPass(SLOW);
    await surface(teacher).focus();
    await keys(teacher, "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("what is locked stays where it is", async () => {
    await keys(teacher, "Control+a", "Control+Shift+l");
    await expect(lines(student).first()).toContainText("locked", SLOW);
    const locked = await alike(teacher, student);
    await keys(teacher, "Control+a", "ArrowRight", "Delete");
    await choose(teacher, "Eraser");
    await draw(teacher, [43, 26], [86, 26]);
    expect(await alike(teacher, student)).toEqual(locked);
    await surface(teacher).focus();
    await keys(teacher, "Control+z");
    expect(await alike(teacher, student)).toEqual(first);
  });

  await test.step("pictures", async () => {
    await keys(teacher, "v", "Control+a");
    await expect(deeds(teacher)).toBeVisible();
    await picture(teacher, "board-selected");
  });
});

/** Has the surface see what is pasted. */
async function paste(page: Page, data: Record<string, string>, picture = false): Promise<void> {
  await surface(page).evaluate(
    (surface, { data, picture }) => {
      const clipboardData = new DataTransfer();
      for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text);
      if (picture) clipboardData.items.add(new File([new Uint8Array(8)], "a.png", { type: "image/png" }));
      surface.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    { data, picture },
  );
}

const EXCALIDRAW = {
  type: "excalidraw",
  version: 2,
  elements: [
    { type: "diamond", x: 10, y: 20, width: 100, height: 60, angle: 0.5, strokeColor: "#1e1e1e", backgroundColor: "#a5d8ff", strokeWidth: 2, groupIds: [] },
    { type: "text", x: 10, y: 120, width: 80, height: 25, angle: 0, strokeColor: "#e03131", backgroundColor: "transparent", text: "Work\nand energy", fontSize: 20, groupIds: [] },
    { type: "freedraw", x: 200, y: 20, width: 40, height: 40, angle: 0, strokeColor: "#2f9e44", points: [[0, 0], [20, 30], [40, 40]], pressures: [], groupIds: [] },
    { type: "arrow", x: 300, y: 20, width: 90, height: 10, angle: 0, strokeColor: "black", points: [[0, 0], [90, 10]], groupIds: [] },
    { type: "image", x: 0, y: 0, width: 10, height: 10, angle: 0 },
    { type: "rectangle", isDeleted: true, x: 0, y: 0, width: 10, height: 10, angle: 0 },
  ],
};

test("a stroke becomes the shape that it looks like where its person wants that, and the pen rests", async ({ here }) => {
  const { teacher } = await writtenClassOf(here, "Clean", "teacher");
  await begin(teacher);
  const box: Spot[] = [[55, 30], [80, 31], [81, 60], [56, 61], [55, 32]];
  await choose(teacher, "Pen");
  await tools(teacher).getByRole("button", { name: "Colour and width" }).click();
  await teacher.getByRole("menuitemcheckbox", { name: "Rest the pen for a clean shape" }).click();
  await teacher.keyboard.press("Escape");
  await draw(teacher, ...box);
  await expect(lines(teacher).first()).toContainText("Stroke, by", SLOW);
  await go(teacher, ...box);
  await expect(teacher.locator(".board [aria-live]").filter({ hasText: /^Rectangle$/ })).toBeAttached(SLOW);
  await teacher.mouse.up();
  await expect(lines(teacher)).toHaveCount(2, SLOW);
  await expect(lines(teacher).nth(1)).toContainText("Rectangle, by", SLOW);
  await teacher.getByRole("button", { name: "Undo what you did" }).click();
  await expect(lines(teacher)).toHaveCount(1, SLOW);
});

test("what is on the clipboard and in files comes onto a board, and a board goes into pictures", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Papers", "teacher", "student");
  await begin(teacher, student);
  await surface(teacher).focus();

  await test.step("text, tables, and no picture", async () => {
    await paste(teacher, { "text/plain": "one line\nand another" });
    await expect(lines(student)).toHaveCount(1, SLOW);
    await expect(lines(student)).toContainText("“one line\nand another”");
    await paste(teacher, { "text/plain": "a\tb", "text/html": "<table><tr><td>a</td><td>b</td></tr></table>" }, true);
    await expect(lines(student)).toHaveCount(2, SLOW);
    await expect(lines(student).nth(1)).toContainText("Table of 1 row and 2 columns “a | b”");
    await paste(teacher, {}, true);
    await expect(teacher.getByRole("alert").filter({ hasText: "Pictures can't be pasted" })).toBeVisible();
    await expect(lines(teacher)).toHaveCount(2);
  });

  await test.step("copied and cut, and pasted on another page", async () => {
    await surface(teacher).focus();
    await keys(teacher, "Control+a", "Control+c", "Delete");
    await expect(lines(student)).toHaveCount(0, SLOW);
    await keys(teacher, "]");
    await expect(teacher.getByText("Page 2 of 2")).toBeVisible(SLOW);
    await surface(teacher).focus();
    await keys(teacher, "Control+v");
    await expect(lines(teacher)).toHaveCount(2, SLOW);
    await keys(teacher, "Control+x");
    await expect(teacher.getByText("Nothing is on this page.")).toBeVisible(SLOW);
    await keys(teacher, "[", "Control+v");
    await expect(async () => expect((await kinds(student)).length).toBe(2)).toPass(SLOW);
    await keys(teacher, "Control+a", "Delete");
    await expect(student.getByText("Nothing is on this page.")).toBeVisible(SLOW);
  });

  await test.step("a drawing of Excalidraw, and files that are none", async () => {
    const open = async (name: string, text: string): Promise<void> => {
      const chooser = teacher.waitForEvent("filechooser");
      await more(teacher, "Open an Excalidraw file");
      await (await chooser).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    };
    const refusals: [string, string][] = [
      ["not JSON", "That is no Excalidraw file."],
      [JSON.stringify({ type: "excalidraw", elements: [] }), "Nothing in that file can be drawn here"],
      [JSON.stringify({ type: "excalidraw", elements: [{ type: "rectangle", x: 1e300, y: 0, width: 1, height: 1 }] }), "too far away or too large"],
      [JSON.stringify({ type: "excalidraw", elements: Array(2_001).fill({ type: "rectangle" }) }), "2000 is the most"],
    ];
    for (const [text, why] of refusals) {
      await open("bad.excalidraw", text);
      await expect(teacher.getByRole("alert").filter({ hasText: why })).toBeVisible();
    }
    await open("springs.excalidraw", JSON.stringify(EXCALIDRAW));
    await expect(lines(student)).toHaveCount(5, SLOW);
    expect((await kinds(student)).sort()).toEqual(["Arrow", "Diamond", "Diamond", "Stroke", "Text"]);
    await expect(lines(student).first()).toContainText("turned 29°");
    await surface(teacher).focus();
    await keys(teacher, "Control+z");
    await expect(student.getByText("Nothing is on this page.")).toBeVisible(SLOW);
    await keys(teacher, "Control+y");
    await expect(lines(student)).toHaveCount(5, SLOW);
  });

  await test.step("paper, and pictures of it", async () => {
    await more(teacher, "Paper: Graph");
    const lineColour = async (page: Page): Promise<boolean> =>
      surface(page).evaluate((surface) => {
        const canvas = surface.querySelector("canvas")!;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, 200);
        for (let at = 0; at < data.length; at += 4) if (data[at] === 0xcf && data[at + 1] === 0xdb && data[at + 2] === 0xe6) return true;
        return false;
      });
    await expect(async () => expect(await lineColour(student)).toBe(true)).toPass(SLOW);
    const saved = async (name: string): Promise<Buffer> => {
      const download = teacher.waitForEvent("download");
      await more(teacher, name);
      return readFile((await (await download).path())!);
    };
    const svg = (await saved("This page as SVG")).toString();
    expect(svg).toContain("<tspan");
    expect(svg).toContain("and energy</tspan>");
    const parsed = await teacher.evaluate((svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll("parsererror, script").length, svg);
    expect(parsed, "it is SVG, and only that").toBe(0);
    const png = await saved("Whole board as PNG");
    expect([png.subarray(1, 4).toString(), png.length > 2_000]).toEqual(["PNG", true]);
  });
});

test("strokes are rubbed at, and light is shown and kept nowhere", async ({ here }) => {
  const { session, teacher, student } = await writtenClassOf(here, "Rubbing", "teacher", "student");
  await begin(teacher, student);
  await choose(teacher, "Pen");
  await draw(teacher, [45, 30], [60, 30], [80, 30]);
  await choose(teacher, "Rectangle");
  await draw(teacher, [50, 50], [60, 60]);
  const first = await alike(teacher, student);
  await choose(teacher, "Rub out parts of strokes");
  await draw(teacher, [60, 20], [60, 70]);
  await expect(lines(student)).toHaveCount(3, SLOW);
  expect(await kinds(student), "the rest of the stroke is where it was, and shapes stay whole").toEqual(["Stroke", "Stroke", "Rectangle"]);
  const rubbed = await alike(teacher, student);
  await surface(teacher).focus();
  await keys(teacher, "Control+z");
  expect(await alike(teacher, student)).toEqual(first);
  await keys(teacher, "Control+y");
  expect(await alike(teacher, student)).toEqual(rubbed);

  await choose(teacher, "Laser pointer");
  const isLit = async (page: Page): Promise<boolean> =>
    surface(page).evaluate((surface) => {
      const canvas = surface.querySelectorAll("canvas")[1]!;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) if (data[at]! > 200 && data[at + 1]! < 90 && data[at + 3]! > 100) return true;
      return false;
    });
  await go(teacher, [50, 65], [70, 65]);
  // It fades soon: the pointer moves on until it is seen.
  let moves = true;
  const moving = (async () => {
    while (moves) {
      await teacher.mouse.move(...(await onPage(teacher, [55, 62])));
      await teacher.mouse.move(...(await onPage(teacher, [70, 65])), { steps: 4 });
    }
  })();
  await expect.poll(() => isLit(student), SLOW).toBe(true);
  moves = false;
  await moving;
  await teacher.mouse.up();
  await expect(async () => expect(await isLit(student), "it has faded").toBe(false)).toPass(SLOW);
  await student.goto(`/classes/${session}`);
  await expect(surface(student)).toBeVisible(SLOW);
  await listed(student);
  expect(await alike(teacher, student)).toEqual(rubbed);

  await test.step("the replay draws what was there at each moment, and nothing of the light", async () => {
    await lines(teacher).last().click();
    await surface(teacher).focus();
    await keys(teacher, "Alt+ArrowRight", "Control+Shift+BracketLeft", "Control+Shift+l");
    const last = await alike(teacher, student);
    expect(last[0]).toMatch(/^Rectangle.*turned 15°, locked$/u);
    await end(teacher);
    await student.waitForURL(`**/replays/${session}`, SLOW);
    await mounted(student);
    await student.getByRole("slider").first().press("End");
    await expect(surface(student)).toBeVisible(SLOW);
    await listed(student);
    await expect(async () => expect(await drawn(student)).toEqual(last)).toPass(SLOW);
    await student.getByRole("slider").first().press("Home");
    await expect(async () => expect(await drawn(student)).not.toEqual(last)).toPass(SLOW);
  });
});

test("who looks around by themselves sees where the teacher is, and comes back", async ({ here }) => {
  const { teacher, student } = await writtenClassOf(here, "Around", "teacher", "student");
  await begin(teacher, student);
  await choose(teacher, "Pen");
  await draw(teacher, [50, 40], [60, 50]);
  await expect(lines(student)).toHaveCount(1, SLOW);
  const sign = student.locator(".board__teacher");
  await expect(sign).toBeHidden();
  await surface(student).hover();
  await student.mouse.wheel(0, 4_000);
  await expect(sign).toHaveText(/^The teacher is over there [←-⇿]: go back$/u, SLOW);
  await sign.click();
  await expect(sign).toBeHidden();
  await expect(student.getByRole("button", { name: "Following the teacher" })).toBeVisible();
  await surface(student).focus();
  await student.keyboard.press("Control+Equal");
  await expect(sign).toHaveText("Back to what the teacher sees", SLOW);
  await surface(teacher).focus();
  await teacher.keyboard.press("]");
  await expect(sign).toHaveText("The teacher is on page 2: go there", SLOW);
  await student.keyboard.press("Control+0");
  await expect(student.getByRole("group", { name: "View" })).toContainText("100 %");
  await sign.click();
  await expect(student.getByText("Page 2 of 2")).toBeVisible(SLOW);
});

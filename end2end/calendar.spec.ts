//! The calendar in a browser: a weekly class, one of it moved, one cancelled, and the address that shows all of it.
import { expect, type Page } from "@playwright/test";
import { Person } from "./support/people";
import { test } from "./support/quiet";
import { picture } from "./support/screens";

const TITLE = "Coupled pendulums";
/** Tomorrow at noon: the first of the series is in the week's list, the second a week later. */
const tomorrow = day(1);

test("a weekly class is planned, one is moved, one is cancelled, and calendars show it", async ({ here }) => {
  const [{ page }, student] = await Promise.all([
    Person.come(here, "teacher", { timezoneId: "Europe/Berlin" }),
    Person.come(here, "student", { timezoneId: "Europe/Berlin" }),
  ]);

  const address = await test.step("a student makes an address for their calendar", async () => {
    await student.page.goto("/");
    await student.page.getByRole("button", { name: "Calendar" }).click();
    const dialog = student.page.getByRole("dialog", { name: "Your classes in your calendar" });
    await dialog.getByRole("button", { name: "Make an address" }).click();
    const made = dialog.getByLabel("Address");
    await expect(made).toHaveValue(/\/calendar\/[0-9a-f]{64}\/classes\.ics$/);
    await picture(student.page, "calendar-address");
    return made.inputValue();
  });
  const shown = async () => entries(await (await fetch(address)).text());

  await test.step("weekly, four times", async () => {
    await page.goto("/classes/new");
    await page.getByLabel("Title").fill(TITLE);
    await page.getByLabel("Date").fill(tomorrow);
    await page.getByLabel("Start").fill("12:00");
    await expect(page.getByLabel("Or how many classes")).toBeHidden();
    await page.getByLabel("Repeats").selectOption({ label: "Every week" });
    await page.getByLabel("Or how many classes").fill("4");
    await picture(page, "schedule-weekly");
    await page.getByRole("button", { name: "Schedule the class" }).click();
    await page.waitForURL("/");
    expect(await shown()).toHaveLength(4);
  });

  const [first, second] = await shown();
  await test.step("the second is moved", async () => {
    await page.goto(`/classes/${second!.session}/edit`);
    await expect(page.getByText("This class repeats every week")).toBeVisible();
    await page.getByLabel("Start").fill("15:00");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.waitForURL("/");
    const moved = (await shown()).find(({ session }) => session === second!.session)!;
    expect(moved.starts).not.toBe(second!.starts);
    expect((await shown()).filter(({ revision }) => revision === "1")).toHaveLength(1);
  });

  await test.step("the first is cancelled, with a reason", async () => {
    await student.page.goto(`/classes/${first!.session}`);
    await expect(student.page.getByText("Starts in")).toBeVisible();
    await page.goto(`/classes/${first!.session}/edit`);
    await page.getByRole("button", { name: "Cancel the class" }).click();
    const asked = page.getByRole("dialog", { name: "Cancel this class?" });
    await asked.getByLabel("Reason").fill("I am ill. We go on next week.");
    await picture(page, "cancel-class");
    await asked.getByRole("button", { name: "Cancel it" }).click();
    await page.waitForURL("/");
    expect((await shown()).filter(({ status }) => status === "CANCELLED").map(({ session }) => session)).toEqual([first!.session]);
  });

  await test.step("who waits for it reads that at once, and everybody at home", async () => {
    await expect(student.page.getByRole("heading", { name: "This class was cancelled" })).toBeVisible();
    await expect(student.page.getByText("I am ill. We go on next week.")).toBeVisible();
    await student.page.goto("/");
    const row = student.page.getByRole("listitem").filter({ hasText: TITLE }).filter({ hasText: "I am ill." });
    await expect(row).toContainText("Cancelled");
    await expect(row).toContainText("I am ill. We go on next week.");
    await picture(student.page, "home-cancelled");
    await row.getByRole("link", { name: TITLE }).click();
    await expect(student.page.getByRole("heading", { name: "This class was cancelled" })).toBeVisible();
    await expect(student.page.getByText("I am ill. We go on next week.")).toBeVisible();
    await picture(student.page, "cancelled");
  });

  await test.step("those after the week stand below it, and month by month", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Later" })).toBeVisible();
    await expect(page.getByRole("link", { name: `Change ${TITLE}` })).toHaveCount(3);
    await picture(page, "home-later");
    await page.getByRole("link", { name: "All coming classes" }).click();
    const months = page.getByRole("navigation", { name: "Months" }).getByRole("link", { name: /20\d\d$/ });
    let there = await page.getByRole("link", { name: TITLE, exact: true }).count();
    await picture(page, "classes");
    for (; there < 4 && (await months.last().isVisible()); there += await page.getByRole("link", { name: TITLE, exact: true }).count()) {
      await months.last().click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Classes in");
    }
    expect(there).toBe(4);
  });

  await test.step("one class as a file", async () => {
    await student.page.goto(`/classes/${second!.session}`);
    const file = await saved(student.page);
    expect(entries(file).map(({ session }) => session)).toEqual([second!.session]);
  });
});

test("a new class is proposed for today by the person’s own clock, and shown by it", async ({ here }) => {
  // One of them has another date than UTC at any time.
  for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    const { page, context } = await Person.come(here, "teacher", { timezoneId: zone });
    await context.clearCookies({ name: "zone" });
    const today = () => new Date().toLocaleDateString("sv-SE", { timeZone: zone });
    for (const _ of ["before the server knows the zone", "after"]) {
      await page.goto("/classes/new");
      await expect(page.getByLabel("Time zone")).toHaveValue(zone);
      await expect(page.getByLabel("Date")).toHaveValue(today());
    }
  }
});

/** So many days from now, as a form holds it. */
function day(ahead: number): string {
  return new Date(Date.now() + ahead * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/Berlin" });
}

async function saved(page: Page): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Add to calendar" }).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The test's classes in a calendar file, by their start. */
function entries(file: string) {
  const events = file.replaceAll("\r\n ", "").split("BEGIN:VEVENT\r\n").slice(1);
  const value = (event: string, name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(event)?.[1]?.trim() ?? "";
  return events
    .filter((event) => value(event, "SUMMARY") === TITLE)
    .map((event) => ({
      session: value(event, "URL").split("/").pop()!,
      starts: value(event, "DTSTART"),
      revision: value(event, "SEQUENCE"),
      status: value(event, "STATUS"),
    }))
    .sort((one, other) => one.starts.localeCompare(other.starts));
}

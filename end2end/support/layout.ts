//! What of a page can't be seen or reached: cut off by an edge, without a sign that there is more.
import { type Page } from "@playwright/test";

/** Text of twice its size, as readers set it in their browser. */
export async function enlarge(page: Page, twice: boolean): Promise<void> {
  await page.evaluate((twice) => (document.documentElement.style.fontSize = twice ? "200%" : ""), twice);
}

/** Labels as long as other languages make them. */
export async function lengthen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const labels = "button, [role=tab], a, label, legend, th, h1, h2, .chip, .connection, option, summary";
    for (const label of document.querySelectorAll<HTMLElement>(labels)) {
      const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (/\p{L}{3}/u.test(node.nodeValue!) && !node.nodeValue!.endsWith("sübersicht")) node.nodeValue += "erungsübersicht";
      }
    }
  });
}

/** Everything that is cut off, in words. What a scroll bar or an ellipsis tells of is not. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const name = (e: Element) => `${e.tagName.toLowerCase()}.${[...e.classList].join(".")} "${(e.getAttribute("aria-label") ?? e.textContent ?? "").trim().slice(0, 40)}"`;
    const shown = (e: Element) => e.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 1;
    const hides = (overflow: string) => overflow === "hidden" || overflow === "clip";
    const scrolls = (overflow: string) => overflow === "auto" || overflow === "scroll";

    for (const e of document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=slider]")) {
      if (!shown(e) || e.matches(".skip-link, .visually-hidden, .mark, input[type=checkbox], input[type=radio]")) continue;
      const box = e.getBoundingClientRect();
      let [x, y] = [true, true];
      let fixed = false;
      for (let a: Element | null = e; a && (x || y); a = a.parentElement) {
        if (a !== e) {
          const style = getComputedStyle(a);
          const edge = a.getBoundingClientRect();
          const root = a === document.documentElement || a === document.body;
          if (x && !root && style.overflowX !== "visible" && (box.left < edge.left - 1.5 || box.right > edge.right + 1.5)) {
            if (hides(style.overflowX) || style.scrollbarWidth === "none") found.push(`${name(e)} is cut off by ${name(a)}`);
            x = false;
          }
          if (y && !root && style.overflowY !== "visible" && (box.top < edge.top - 1.5 || box.bottom > edge.bottom + 1.5)) {
            if (hides(style.overflowY) || style.scrollbarWidth === "none") found.push(`${name(e)} is cut off by ${name(a)}`);
            y = false;
          }
          if (scrolls(style.overflowY)) y = false;
        }
        fixed ||= getComputedStyle(a).position === "fixed";
      }
      if (x && (box.left < -1.5 || box.right > innerWidth + 1.5)) found.push(`${name(e)} lies beside the window: ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth}`);
      const still = fixed || hides(getComputedStyle(document.documentElement).overflowY);
      if (y && still && (box.top < -1.5 || box.bottom > innerHeight + 1.5)) found.push(`${name(e)} lies below the window`);
    }
    for (const e of document.querySelectorAll("body *")) {
      const style = getComputedStyle(e);
      if (!shown(e) || !(e instanceof HTMLElement) || e.clientWidth <= 1 || !e.innerText?.trim() || e.matches(".studio__floats, .mark")) continue;
      const clamped = style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis";
      if (!clamped && hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1.5) found.push(`${name(e)} hides ${e.scrollWidth - e.clientWidth} pixels of its width`);
      if (!clamped && hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1.5) found.push(`${name(e)} hides ${e.scrollHeight - e.clientHeight} pixels of its height`);
    }
    return [...new Set(found)];
  });
}

// In the page while somebody works on it: shows what was made anew (dev.mjs).
const INTERVAL_MS = 250;

/** The page's program, where it has one: `class` of /pkg/class/page. */
const program = document.querySelector("script[data-program]")?.dataset.program.split("/").at(-2);
let seen;

async function look() {
  // Never an older answer: files change more than once a second. The server may be starting again.
  const made = await fetch("/pkg/dev/made.json", { cache: "no-store" }).then((answer) => answer.json()).catch(() => undefined);
  if (!made) return;
  const changed = (part) => seen && made[part] !== seen[part];
  if (changed("page") || changed(program)) return location.reload();
  if (changed("styles")) {
    const sheet = document.querySelector("link[rel=stylesheet]");
    sheet.href = `${new URL(sheet.href).pathname}?${made.styles}`;
  }
  seen = made;
}

for (;;) {
  await look();
  await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
}

// What a page costs: bytes on the wire, time until it can be used, and the server's memory while nobody asks.
// A real server with everything embedded, and Chromium with an empty cache for each load.  ./lectern bench page
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "../../frontend/node_modules/esbuild/lib/main.js";
import { figure, publish } from "./report.mjs";
import { residentMemory, signIn, startBrowser, startServer } from "./support.mjs";

/** What comes when the class has settled, or when it is asked for. */
const LATER = "later parts (WASM)";

/** A phone on slow 4G, as Chromium's own throttling has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, a quarter of
 * the processor. */
const SLOW_PHONE = {
  viewport: { width: 390, height: 844 },
  processor: 4,
  network: { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 },
};
const DESKTOP = { viewport: { width: 1440, height: 900 } };

/** Loads of each page; figures are medians. */
const LOADS = 7;

const server = await startServer({ LECTERN_SPEECH_MODEL: "off" });
const browser = await startBrowser();
try {
  const idle = await residentMemory(server.pid);
  const teacher = await signIn(browser, server.url, "teacher");
  const path = await scheduleClass(teacher);
  const { cookies } = await teacher.context().storageState();

  await teacher.goto(path);
  await enter(teacher);

  const classPage = await measure(path, cookies, enter);
  const signInPage = await measure("/sign-in", []);
  const healthz = await measure("/healthz", []);
  const onPhone = await measure(path, cookies, enter, SLOW_PHONE);
  const floor = await mediaClient();

  publish("page", [
    figure("class page, to be in the class", kB(classPage.bytes.all), "kB", "lower", { aim: 480, beside: { "livekit-client alone": kB(floor) } }),
    ...kindsBySize(classPage.bytes).map(([kind, bytes]) => figure(`  ${kind}`, kB(bytes), "kB", "lower")),
    figure("class page, with what comes later", kB(classPage.bytes.all + classPage.bytes[LATER]), "kB", "lower"),
    figure("sign-in page, all", kB(signInPage.bytes.all), "kB", "lower", { aim: 60 }),
    figure("class page, first byte", classPage.firstByte, "ms", "lower", { beside: { "/healthz": healthz.firstByte } }),
    figure("class page, can be used", classPage.usable, "ms", "lower", { beside: { "its HTML alone": classPage.html } }),
    figure("sign-in page, can be used", signInPage.usable, "ms", "lower", { beside: { "its HTML alone": signInPage.html } }),
    figure("class page on a slow phone, can be read", onPhone.read, "ms", "lower", { aim: 1500 }),
    figure("class page on a slow phone, can be used", onPhone.usable, "ms", "lower", { aim: 4500 }),
    figure("class page on a slow phone, all of it there", onPhone.entered, "ms", "lower"),
    figure("server, resident when idle", idle, "MB", "lower", { aim: 80 }),
    figure("server, resident after the loads", await residentMemory(server.pid), "MB", "lower"),
  ]);
} finally {
  await browser.close();
  await server.stop();
}

/** A class of the teacher's, tomorrow; gives the path of its page. */
async function scheduleClass(page) {
  await page.goto("/classes/new");
  await page.getByLabel("Title").fill("Springs");
  await page.getByLabel("Date").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel("Start").fill("12:00");
  await page.getByRole("button", { name: "Schedule the class" }).click();
  await page.waitForURL("/");
  return page.getByRole("link", { name: "Springs" }).first().getAttribute("href");
}

/** From the preview into the studio. */
async function enter(page) {
  await page.getByRole("button", { name: /^(Start|Join) class$/ }).click();
  await page.getByText(/^Live \d/).waitFor();
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name, responseEnd }) => /\/pkg\/[^/]+\/split_/.test(name) && responseEnd > 0),
  );
}

/** Loads a page again and again, each time in a new browser profile; `then` is done in it before its bytes are summed up. */
async function measure(path, cookies, then = async () => {}, device = DESKTOP) {
  const loads = [];
  for (let n = 0; n < LOADS; n += 1) loads.push(await load(path, cookies, then, device));
  const kinds = [...new Set(loads.flatMap(({ bytes }) => Object.keys(bytes)))];
  const middle = (of) => median(loads.map(of));
  return {
    bytes: Object.fromEntries(kinds.map((kind) => [kind, middle(({ bytes }) => bytes[kind] ?? 0)])),
    firstByte: middle((load) => load.firstByte),
    html: middle((load) => load.html),
    read: middle((load) => load.read),
    usable: middle((load) => load.usable),
    entered: middle((load) => load.entered),
  };
}

async function load(path, cookies, then, { viewport, processor, network }) {
  const context = await browser.newContext({ baseURL: server.url, viewport });
  await context.grantPermissions(["camera", "microphone"], { origin: server.url });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const bytes = await countBytes(devtools);
  if (network) await devtools.send("Network.emulateNetworkConditions", network);
  if (processor) await devtools.send("Emulation.setCPUThrottlingRate", { rate: processor });
  await page.addInitScript(noteWhenMounted);
  await page.goto(path, { waitUntil: "networkidle" });
  await page.waitForFunction(() => !document.querySelector("#mount[aria-busy]"));
  const times = await page.evaluate(() => {
    const [document] = performance.getEntriesByType("navigation");
    return {
      firstByte: document.responseStart - document.requestStart,
      html: document.responseEnd,
      read: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      usable: window.mountedAt ?? document.domContentLoadedEventEnd,
    };
  });
  await then(page);
  const entered = await page.evaluate(() => performance.now());
  await context.close();
  return { ...times, entered, bytes };
}

/** In the page: when its program had taken it over. */
function noteWhenMounted() {
  new MutationObserver((_, observer) => {
    if (document.querySelector("#mount:not([aria-busy])")) {
      window.mountedAt = performance.now();
      observer.disconnect();
    }
  }).observe(document, { subtree: true, childList: true });
}

/** Counts what comes over the wire, as it is encoded there and with its headers, by kind of file. */
async function countBytes(devtools) {
  const bytes = { all: 0 };
  const kinds = new Map();
  await devtools.send("Network.enable");
  devtools.on("Network.responseReceived", ({ requestId, response }) => kinds.set(requestId, kindOf(response)));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "other";
    if (kind !== LATER) bytes.all += encodedDataLength;
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  return bytes;
}

function kindOf({ url, mimeType }) {
  const file = new URL(url).pathname;
  if (mimeType === "text/html") return "HTML";
  if (/^\/pkg\/[^/]+\/split_/.test(file)) return LATER;
  if (file.endsWith(".wasm")) return "program (WASM)";
  if (file.endsWith("/media.js") || file.includes("/shared-")) return "media client (JavaScript)";
  if (file.endsWith(".js")) return "program (JavaScript)";
  if (file.endsWith(".css")) return "style sheet";
  if (file.endsWith(".woff2")) return "fonts";
  return "icons and the rest";
}

/** What livekit-client costs with nothing around it, bundled and compressed as ours is. */
async function mediaClient() {
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "livekit-client"', resolveDir: join(import.meta.dirname, "../../frontend") },
    bundle: true,
    minify: true,
    format: "esm",
    legalComments: "none",
    write: false,
  });
  return brotliCompressSync(outputFiles[0].contents).length;
}

function kindsBySize({ all: _, ...kinds }) {
  return Object.entries(kinds).sort(([, a], [, b]) => b - a);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function kB(bytes) {
  return bytes / 1000;
}

// What a bench needs: a server with everything embedded, a browser, and somebody of the demo school.
import { execFile, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";

const root = join(import.meta.dirname, "../..");

/** Starts a server on a free port, with a state folder of its own under target/bench. */
export async function startServer(settings) {
  const program = process.env.LECTERN_SERVER;
  if (!program) throw new Error("LECTERN_SERVER isn't set: run ./lectern bench");
  const scratch = join(root, "target/bench");
  await mkdir(scratch, { recursive: true });
  const state = await mkdtemp(join(scratch, "state-"));
  // Where this runs as root, Postgres runs as somebody else: who must get to its data, or has it elsewhere.
  await chmod(state, 0o711);
  const run = (address) => started(program, { LECTERN_STATE: state, LECTERN_ADDR: address, ...settings });
  let running = await run("127.0.0.1:0");
  return {
    url: running.url,
    get pid() {
      return running.child.pid;
    },
    state,
    /** Ends it and starts it again: the same address, the same data, nothing in memory. */
    async startAgain() {
      await ended(running.child);
      running = await run(new URL(running.url).host);
    },
    async stop() {
      await ended(running.child);
      await rm(state, { recursive: true, force: true });
    },
  };
}

async function started(program, settings) {
  const child = spawn(program, [], { cwd: root, env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.pipe(createWriteStream(join(root, "target/bench/server.log"), { flags: "a" }));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /Lectern is at (http:\/\/\S+)/.exec(line)?.[1];
    if (url) {
      child.stdout.resume();
      return { url, child };
    }
  }
  throw new Error("the server ended at once; see target/bench/server.log");
}

async function ended(child) {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await gone;
}

/** Asks the server's embedded Postgres, as the cluster's administrator. */
export async function sql({ state }, statement) {
  const port = (await readFile(join(state, "postgres/data/postmaster.pid"), "utf8")).split("\n")[3];
  const password = await readFile(join(state, "postgres.admin"), "utf8");
  const { stdout } = await promisify(execFile)(
    "psql",
    ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U", "lectern_admin", "-d", "lectern", "-c", statement],
    { env: { ...process.env, PGPASSWORD: password.trim() } },
  );
  return stdout.trim();
}

/** In MB, of the server alone: its Postgres and LiveKit are processes of their own. */
export async function residentMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const found = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [0, (await promisify(execFile)("ps", ["-o", "rss=", "-p", pid])).stdout];
  return Number(found[1]) / 1000;
}

/** A function that says which of some times as many others are below: 0.5 for the middle one. */
export function spread(times) {
  const sorted = times.toSorted((one, other) => one - other);
  return (share) => sorted[Math.floor((sorted.length - 1) * share)];
}

export function startBrowser() {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  return chromium.launch({ executablePath: process.env.CHROMIUM, args });
}

/** A page of one of the demo school's people. */
export async function signIn(browser, url, name) {
  const page = await browser.newPage({ baseURL: url });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(`${name}@demo.lectern`);
  await page.getByLabel("Password").fill("lectern-demo");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/");
  return page;
}

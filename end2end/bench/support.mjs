// What a bench needs: a server with everything embedded, a browser, and somebody of the demo school.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";

const root = join(import.meta.dirname, "../..");

/** Starts a server on a free port, with a state folder of its own under target/bench. */
export async function startServer(settings) {
  const program = process.env.LECTERN_SERVER;
  if (!program) throw new Error("LECTERN_SERVER isn't set: run ./lectern bench page");
  const scratch = join(root, "target/bench");
  await mkdir(scratch, { recursive: true });
  const state = await mkdtemp(join(scratch, "state-"));
  // Where this runs as root, Postgres runs as somebody else: who must get to its data, or has it elsewhere.
  await chmod(state, 0o711);
  const server = spawn(program, [], {
    cwd: root,
    env: { ...process.env, LECTERN_STATE: state, LECTERN_ADDR: "127.0.0.1:0", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.stderr.pipe(createWriteStream(join(scratch, "server.log")));
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    await rm(state, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /Lectern is at (http:\/\/\S+)/.exec(line)?.[1];
    if (url) {
      server.stdout.resume();
      return { url, pid: server.pid, stop };
    }
  }
  throw new Error(`the server ended with ${await ended}; see target/bench/server.log`);
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

// Lectern that stays as its sources are (`./lectern dev`): what changes is built, and open pages show it; a style sheet in place,
// all else by a reload. Data stays, since a new server starts with the state of the old one.
//
//     node frontend/dev.mjs CARGO-LEPTOS CARGO-ARGUMENT…        the arguments are those that build the server
//
// `cargo leptos watch` watches one project, and its build empties the folder that is served. So each program is made by
// `cargo leptos build` into a folder of its own, and takes its place in target/dev, the site, when it is whole.
import chokidar from "chokidar";
import { spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { cp, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { programs, root, scripts, styles } from "./parts.mjs";

const [cargoLeptos, ...serverArguments] = process.argv.slice(2);
const server = join(root, "target/debug/lectern-server");
const site = join(root, "target/dev");
const built = join(site, "pkg");
const fresh = join(root, "target/dev.new");

/** What is made anew when a file changes, by its path. */
const SOURCES = [
  { files: /^(app|crates\/(domain|domain-derive|lean|lean-derive))\/src\/.*\.(rs|js)$/, make: ["programs", "server"] },
  { files: /^frontend\/page-.*\.rs$/, make: ["programs"] },
  { files: /(^|\/)Cargo\.(toml|lock)$/, make: ["programs", "server"] },
  { files: /^((server|worker|crates\/[^/]+)\/(src|build\.rs)|migrations|\.sqlx)/, make: ["server"] },
  { files: /^style\//, make: ["styles"] },
  { files: /^frontend\/js\//, make: ["scripts"] },
  { files: /^public\//, make: ["files"] },
];
/** Compiled one after the other, in this order; all else is quick and waits for nothing. */
const COMPILED = ["programs", "server"];
/** Editors write a file in several steps, and several files at once. */
const SETTLED_MS = 50;

const makers = {
  programs: makePrograms,
  server: makeServer,
  styles: () => styles(built).then(() => tell("styles")),
  scripts: () => scripts(built).then(() => tell("page")),
  files: () => copyFiles().then(() => tell("page")),
};
/** How often each was made: what the script in the page looks at (watch.js). */
const made = Object.fromEntries(["styles", "page", ...programs].map((part) => [part, 0]));

let compiling;
let running;
/** Whether what runs was asked to end for a newer one. */
let outdated = false;
let ended = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
await Promise.all([site, fresh].map((folder) => rm(folder, { recursive: true, force: true })));
await mkdir(join(built, "dev"), { recursive: true });
await writeFile(join(site, "built.txt"), "dev");
await cp(join(root, "frontend/watch.js"), join(built, "dev/watch.js"));
tell();
await Promise.all([copyFiles(), styles(built), scripts(built)]);
console.log("  The page's programs are compiled; the first time takes minutes.");
// What doesn't compile is said, and mended while we run.
await report(makePrograms(), "programs");
start();
watchSources();

function watchSources() {
  const watched = ["app", "crates", "frontend", "server", "worker", "style", "public", "migrations", ".sqlx", "Cargo.toml", "Cargo.lock"];
  const ignored = (path) => /\/(node_modules|target)(\/|$)/.test(path);
  const wanted = new Set();
  const quick = Object.keys(makers).filter((part) => !COMPILED.includes(part));
  const lanes = [COMPILED, ...quick.map((part) => [part])].map((parts) => lane(parts, wanted));
  chokidar.watch(watched.map((path) => join(root, path)), { ignored, ignoreInitial: true }).on("all", (_, file) => {
    const source = SOURCES.find(({ files }) => files.test(relative(root, file)));
    if (!source) return;
    for (const part of source.make) wanted.add(part);
    for (const run of lanes) run();
  });
}

/** Makes what is wanted of these parts, one after the other; what is wanted meanwhile is made once more. */
function lane(parts, wanted) {
  let busy = false;
  return async () => {
    if (busy) return;
    busy = true;
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    for (let part; !ended && (part = parts.find((part) => wanted.has(part))); ) {
      wanted.delete(part);
      await report(makers[part](), part);
    }
    busy = false;
  };
}

async function report(making, part) {
  const begun = performance.now();
  const result = await making.then(() => "made", (error) => `not made: ${error.message}`);
  if (!ended) console.log(`  ${part} ${result} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}

async function makePrograms() {
  for (const name of programs) {
    const into = join(fresh, name);
    await compile(cargoLeptos, ["leptos", "build", "--frontend-only", "--split", "--project", name], { LEPTOS_SITE_ROOT: into });
    await rm(join(built, name), { recursive: true, force: true });
    await rename(into, join(built, name));
    tell(name);
  }
}

/** A server that became another one takes the place of the one that runs. */
async function makeServer() {
  const changed = () => stat(server).then(({ mtimeMs }) => mtimeMs);
  const before = await changed();
  await compile("cargo", ["build", ...serverArguments]);
  if ((await changed()) === before) return;
  outdated = true;
  if (running) running.kill("SIGTERM");
  else start();
}

function copyFiles() {
  return cp(join(root, "public"), site, { recursive: true });
}

/** Tells browsers that a part was made; without one, that nothing was yet. At once, since several may be made at a time. */
function tell(part) {
  if (part) made[part] += 1;
  const list = join(built, "dev/made.json");
  writeFileSync(`${list}.new`, JSON.stringify(made));
  renameSync(`${list}.new`, list);
}

/** Starts the server, again whenever it ended for a newer one; the pages of the old one are loaded again when that answers. */
function start() {
  outdated = false;
  running = spawn(server, [], { cwd: root, env: { ...process.env, LECTERN_SITE: site }, stdio: "inherit" });
  running.on("exit", (code, signal) => {
    running = undefined;
    if (ended) process.exit(code ?? 1);
    if (outdated) {
      tell("page");
      start();
    } else console.log(`  The server ended (${signal ?? code}); the next one that is built is started.`);
  });
}

/** Runs a compiler in a process group of its own, which ends with us; what it said is the error where it fails. */
function compile(program, options, settings = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CARGO_TERM_COLOR: process.stdout.isTTY ? "always" : "never", ...settings };
    compiling = spawn(program, options, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let said = "";
    for (const words of [compiling.stdout, compiling.stderr]) words.on("data", (chunk) => (said += chunk));
    compiling.on("error", reject);
    compiling.on("close", (code) => {
      compiling = undefined;
      if (code === 0) resolve();
      else reject(new Error(`\n${said}`));
    });
  });
}

/** The server may have had the terminal's Ctrl-C already; it ends on the first of both. */
function end() {
  if (ended) return;
  ended = true;
  if (compiling) process.kill(-compiling.pid, "SIGKILL");
  if (running) running.kill("SIGTERM");
  else process.exit(0);
}

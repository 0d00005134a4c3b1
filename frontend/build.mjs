// Puts the page together in target/site: the WASM made small, one style sheet, the scripts, the public files, and beside
// each text its brotli form, and its gzip form for browsers that come without TLS. Does nothing where no input has changed
// since the last run.
//
//     node frontend/build.mjs FOLDER-OF-PROGRAMS WASM-BINDGEN WASM-SPLIT
import { build } from "esbuild";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const run = promisify(execFile);
const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const site = join(root, "target/site");
/** Made here, and put in the site's place when it is whole. */
const fresh = join(root, "target/site.new");
const bound = join(root, "target/bindgen");
const stampFile = join(root, "target/site.stamp");
const [compiled, wasmBindgen, wasmSplit] = process.argv.slice(2);
/** One for each file in src/bin. */
const programs = (await readdir(join(here, "src/bin"))).map((file) => basename(file, ".rs"));

const stamp = await stampOf(
  [...programs.map(wasm), fileURLToPath(import.meta.url), join(here, "package-lock.json")],
  [join(here, "js"), join(root, "style"), join(root, "public")],
);
if (stamp !== (await readFile(stampFile, "utf8").catch(() => ""))) {
  await rm(fresh, { recursive: true, force: true });
  await cp(join(root, "public"), fresh, { recursive: true });
  await mkdir(join(fresh, "pkg"), { recursive: true });
  await rm(bound, { recursive: true, force: true });
  await Promise.all([...programs.map(program), styles(), scripts()]);
  await compressAll();
  await rm(site, { recursive: true, force: true });
  await rename(fresh, site);
  await writeFile(stampFile, stamp);
}

function wasm(name) {
  return join(compiled, `${name}.wasm`);
}

/** A page's program: its later parts split off (app/src/mount/later.rs), bound to JavaScript, then shrunk. */
async function program(name) {
  const out = join(bound, name);
  await mkdir(out, { recursive: true });
  await run(wasmSplit, [wasm(name), out, "--target", "web", "--out-name", name]);
  const later = (await readdir(out)).filter((file) => file.startsWith("split_"));
  const kept = ["--target", "web", "--no-typescript", "--keep-lld-exports"];
  await run(wasmBindgen, [join(out, `${name}.wasm`), ...kept, "--out-name", name, "--out-dir", out]);
  const bind = bundle({ entryPoints: [join(out, `${name}.js`)], external: ["*.wasm"] });
  await Promise.all([bind, ...[`${name}_bg.wasm`, ...later].map((file) => shrink(join(out, file), join(fresh, "pkg", file)))]);
}

function shrink(from, to) {
  // What rustc emits by default for wasm32, and no more.
  const features = ["bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
  return run(join(here, "node_modules/.bin/wasm-opt"), [...features.map((feature) => `--enable-${feature}`), "-Oz", from, "-o", to]);
}

function styles() {
  return bundle({ entryPoints: { lectern: join(root, "style/main.css") }, external: ["/fonts/*"] });
}

/** Each script in js/ is a module that the page loads when it needs it; what two of them share is split off. */
async function scripts() {
  const entries = (await readdir(join(here, "js"))).filter((name) => extname(name) === ".ts");
  // livekit-client from its source: of its own bundle nothing can be left out. The adapter it brings mends browsers that
  // are older than the ones we build for.
  const alias = {
    "livekit-client": join(here, "node_modules/livekit-client/src/index.ts"),
    "webrtc-adapter": join(here, "js/media/no-adapter.ts"),
  };
  const unused = {
    name: "unused",
    setup: (files) => files.onResolve({ filter: /\/E2eeManager$/ }, () => ({ path: join(here, "js/media/no-encryption.ts") })),
  };
  const entryPoints = entries.map((name) => join(here, "js", name));
  await bundle({ entryPoints, splitting: true, chunkNames: "shared-[hash]", alias, plugins: [unused] });
}

function bundle(options) {
  return build({
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome120", "firefox120", "safari17.4"],
    outdir: join(fresh, "pkg"),
    logLevel: "warning",
    legalComments: "none",
    ...options,
  });
}

async function compressAll() {
  const texts = [".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest"];
  const files = (await filesIn(fresh)).filter((file) => texts.includes(extname(file)));
  await Promise.all(files.map(async (file) => {
    const bytes = await readFile(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [br, gz] = await Promise.all([brotliOf(bytes, { params }), gzipOf(bytes, { level: 9 })]);
    await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  }));
}

/** One hash over the names and contents of all inputs. */
async function stampOf(files, folders) {
  const inputs = [...files, ...(await Promise.all(folders.map(filesIn))).flat()].sort();
  const hash = createHash("sha256");
  for (const file of inputs) {
    const bytes = await readFile(file);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

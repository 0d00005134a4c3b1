// Finishes what cargo-leptos built (target/page) as target/site: style sheet, scripts and public files beside the programs,
// folders whose names tell their contents, and where it is to be shipped, beside each text its brotli form, and its gzip form for
// browsers that come without TLS. Does nothing where no input has changed since the last run.
//
//     node frontend/build.mjs release|debug
//
// cargo-leptos bundles no scripts, compresses before anything else could be added, and its `hash-files` names a file by what is
// in it before other files' new names are written into it, so that a name that is kept for good may change its content
// (https://github.com/leptos-rs/cargo-leptos/issues/658).
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { bundle, programs, root, scripts, styles } from "./parts.mjs";

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

const site = join(root, "target/site");
/** Made here, and put in the site's place when it is whole. */
const fresh = join(root, "target/site.new");
const built = join(fresh, "pkg");
/** From this size on, in bytes, files are compressed with less patience. */
const LARGE = 8_000_000;
const shipped = process.argv[2] === "release";
const stampFile = join(site, "built.stamp");

const stamp = `${process.argv[2]} ` + await stampOf(
  ["build.mjs", "parts.mjs", "background.mjs", "package-lock.json"].map((file) => join(root, "frontend", file)),
  [...programs.map(programFolder), ...["frontend/js", "style", "public"].map((folder) => join(root, folder))],
);
if (stamp !== (await readFile(stampFile, "utf8").catch(() => ""))) {
  await rm(fresh, { recursive: true, force: true });
  await cp(join(root, "public"), fresh, { recursive: true });
  await mkdir(built, { recursive: true });
  await Promise.all([...programs.map(program), styles(built), scripts(built)]);
  const names = await Promise.all((await readdir(built)).sort().map(nameByContent));
  await writeFile(join(fresh, "built.txt"), names.join(" "));
  if (shipped) await compressAll();
  await keepLast(names);
  await rm(site, { recursive: true, force: true });
  await writeFile(join(fresh, "built.stamp"), stamp);
  await rename(fresh, site);
}

/** Where cargo-leptos puts a program. */
function programFolder(name) {
  return join(root, "target/page/pkg", name);
}

/** A page's program: the scripts around it as one, its WASM and that of its later parts beside it. */
async function program(name) {
  const [from, to] = [programFolder(name), join(built, name)];
  // wasm-bindgen names a snippet once for each block that imports of it: the same key, with the same module.
  const logOverride = { "duplicate-object-key": "silent" };
  await bundle({ entryPoints: [join(from, "page.js")], external: ["*.wasm"], outdir: to, logOverride });
  const wasm = (await readdir(from)).filter((file) => extname(file) === ".wasm");
  await Promise.all(wasm.map((file) => cp(join(from, file), join(to, file))));
}

/** Renames a folder; gives both names. Files name each other relative to theirs, so that none of them has to be rewritten. */
async function nameByContent(name) {
  const named = `${name}-${(await hashOf(join(built, name))).slice(0, 16)}`;
  await rename(join(built, name), join(built, named));
  return `${name}=${named}`;
}

/** Pages of the build before go on as long as they are open, where the site of that build is still there. */
async function keepLast(names) {
  const last = (await readFile(join(site, "built.txt"), "utf8").catch(() => "")).split(" ");
  const gone = last.filter((word) => word && !names.includes(word)).map((word) => word.split("=")[1]);
  await Promise.all(gone.map((folder) => cp(join(site, "pkg", folder), join(built, folder), { recursive: true }).catch(() => {})));
}

async function compressAll() {
  const texts = [".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest"];
  const files = (await filesIn(fresh)).filter((file) => texts.includes(extname(file)));
  await Promise.all(files.map(async (file) => {
    const bytes = await readFile(file);
    // The best takes half a minute for the largest, which few people load, and makes it smaller by a twentieth.
    const quality = bytes.length > LARGE ? 9 : 11;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [br, gz] = await Promise.all([brotliOf(bytes, { params }), gzipOf(bytes, { level: 9 })]);
    await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  }));
}

/** One hash over how it is built and over the names and contents of all inputs. */
async function stampOf(files, folders) {
  const hashes = await Promise.all([...files.map((file) => readFile(file)), ...folders.map(hashOf)]);
  const hash = createHash("sha256");
  for (const part of hashes) hash.update(`${part.length}\0`).update(part);
  return hash.digest("hex");
}

/** One hash over the names and contents of a folder's files. */
async function hashOf(folder) {
  const hash = createHash("sha256");
  for (const file of (await filesIn(folder)).sort()) {
    const bytes = await readFile(file);
    hash.update(`${relative(folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

// Makes programs as small as they are shipped: shrunk, and compressed with brotli.
//
//     node frontend/weigh.mjs FROM-FOLDER TO-FOLDER PROGRAM…
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";

const run = promisify(execFile);
const [from, to, ...programs] = process.argv.slice(2);
const optimiser = join(dirname(fileURLToPath(import.meta.url)), "node_modules/.bin/wasm-opt");
for (const program of programs) {
  const small = join(to, `${program}.wasm`);
  await run(optimiser, ["--all-features", "--strip-debug", "-Oz", join(from, `${program}.wasm`), "-o", small]);
  const bytes = await readFile(small);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await writeFile(`${small}.br`, brotliCompressSync(bytes, { params }));
}

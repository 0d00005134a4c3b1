// PDFs to draw where nobody names any: words, lines, pictures.
import { createRequire } from "node:module";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const { transform } = createRequire(join(root, "frontend/"))("esbuild");

/** The module that makes PDFs for tests, which is TypeScript. */
async function maker() {
  const { code } = await transform(await readFile(join(root, "end2end/support/pdf.ts"), "utf8"), { loader: "ts", format: "esm" });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** Writes three files of so many pages under target/bench and gives their paths. */
export async function madeFiles(pages) {
  const { pdf, stream, written } = await maker();
  const numbers = Array.from({ length: pages }, (_, n) => n + 1);
  const page = (content) => ({ ...written(""), content });
  const words = numbers.map((n) => {
    const lines = Array.from({ length: 14 }, (_, line) => `0 -30 Td (Line ${line + 1} of page ${n}: the energy of a spring depends on how far it is pulled) Tj`);
    return page(`BT /F 22 Tf 60 500 Td ${lines.join(" ")} ET`);
  });
  const lines = numbers.map((n) => {
    const curve = (k) => `${(k % 7) / 7} ${(k % 5) / 5} ${(k % 3) / 3} RG ${1 + (k % 4)} w 40 ${60 + k} m ${200 + n} ${500 - k} ${600 - n} ${k} 920 ${80 + ((k * 37) % 400)} c S`;
    return page(Array.from({ length: 400 }, (_, k) => curve(k)).join("\n"));
  });
  const [wide, high] = [640, 360];
  const pixels = Array.from({ length: wide * high }, (_, at) => {
    const [x, y] = [at % wide, Math.floor(at / wide)];
    return String.fromCharCode((x * 255) / wide, (y * 255) / high, (x * y) % 256);
  }).join("");
  const picture = stream(pixels, `/Type/XObject/Subtype/Image/Width ${wide}/Height ${high}/ColorSpace/DeviceRGB/BitsPerComponent 8`);
  const pictures = numbers.map((n) => page(`q 880 0 0 460 40 40 cm /P Do Q BT /F 20 Tf 60 510 Td (Picture ${n}) Tj ET`));
  const files = {
    "words.pdf": pdf(words),
    "lines.pdf": pdf(lines),
    "pictures.pdf": pdf(pictures, { resources: `/XObject<</P ${4 + 2 * pages} 0 R>>`, more: [picture] }),
  };
  const folder = join(root, "target/bench/slides");
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      await writeFile(join(folder, name), bytes);
      return join(folder, name);
    }),
  );
}

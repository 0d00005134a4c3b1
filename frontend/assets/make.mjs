// Makes public/icons.svg (the icons named in app/src/ui/icon.rs) and public/fonts/ (Latin subsets). The results are
// committed; run it when an icon is added:  cd frontend/assets && npm install && npm run make
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const packages = join(here, "node_modules");
const fonts = join(root, "public/fonts");

await mkdir(fonts, { recursive: true });
await Promise.all([icons(), inter(), sourceSerif()]);

/** One symbol an icon; stroke and size come from `.icon` in style/base.css. */
async function icons() {
  const source = await readFile(join(root, "app/src/ui/icon.rs"), "utf8");
  const names = [...source.matchAll(/=> "([a-z0-9-]+)"/g)].map((match) => match[1]);
  const symbols = await Promise.all(names.sort().map(async (name) => {
    const svg = await readFile(join(packages, "lucide-static/icons", `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").replace(/> </g, "><").replaceAll(" />", "/>").trim()}</symbol>`;
  }));
  await copyFile(join(packages, "lucide-static/LICENSE"), join(root, "public/icons.LICENSE.txt"));
  const licence = "<!-- Icons: lucide (https://lucide.dev), ISC licence: /icons.LICENSE.txt -->";
  await writeFile(join(root, "public/icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${licence}\n${symbols.join("\n")}\n</svg>\n`);
}

/** Inter: Western and Central European letters, the weights the interface uses, tabular figures kept. */
async function inter() {
  const letters = String.fromCodePoint(...Array.from({ length: 0x180 - 0x20 }, (_, i) => 0x20 + i));
  const source = join(packages, "@fontsource-variable/inter");
  const whole = await readFile(join(source, "files/inter-latin-wght-normal.woff2"));
  const subset = await subsetFont(whole, `${letters}–—‘’‚“”„†•…‹›€™−×←→↑↓`, {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  await writeFile(join(fonts, "inter.woff2"), subset);
  await copyFile(join(source, "LICENSE"), join(fonts, "inter.LICENSE.txt"));
}

/** Source Serif 4, unchanged (its name is reserved): the Latin file of the one weight titles have. */
async function sourceSerif() {
  const source = join(packages, "@fontsource/source-serif-4");
  await copyFile(join(source, "files/source-serif-4-latin-600-normal.woff2"), join(fonts, "source-serif-4.woff2"));
  await copyFile(join(source, "LICENSE"), join(fonts, "source-serif-4.LICENSE.txt"));
}

// Makes public/icons.svg (the icons named in app/src/ui/icon.rs) and public/fonts/ (Latin subsets). The results are
// committed; run it when an icon is added:  cd frontend/assets && npm install && npm run make
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fontverter from "fontverter";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const packages = join(here, "node_modules");
const fonts = join(root, "public/fonts");
const english = `${range(0x20, 0x7e)}\u00a0·–—‘’“”…`;
/** What the interface has beside, and titles seldom. */
const signs = "×•−←→↑↓";
/** What other languages have beside accented letters. */
const marks = "‚„†‹›€™";

await mkdir(fonts, { recursive: true });
await Promise.all([icons(), inter(), serif()]);

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

/**
 * Inter in the weights the interface uses, with kerning and tabular figures: what English needs, and in files of their own,
 * fetched where a name or a text has them, the other letters of Western and of Central Europe (ranges in style/fonts.css).
 */
async function inter() {
  const source = join(packages, "@fontsource-variable/inter");
  const part = async (file, letters, name) => {
    const whole = await readFile(join(source, `files/inter-${file}-wght-normal.woff2`));
    const subset = await subsetFont(whole, letters, {
      targetFormat: "woff2",
      variationAxes: { wght: { min: 400, max: 700 } },
      keepFeatures: ["kern", "tnum"],
    });
    await writeFile(join(fonts, name), subset);
  };
  await part("latin", english + signs, "inter.woff2");
  await part("latin", range(0xa1, 0xff) + marks, "inter-latin-1.woff2");
  await part("latin-ext", range(0x100, 0x17f), "inter-latin-a.woff2");
  await copyFile(join(source, "LICENSE"), join(fonts, "inter.LICENSE.txt"));
}

/** All characters from one code to another. */
function range(from, to) {
  return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

/**
 * The one weight titles have of Source Serif 4, in the same parts. What is changed may not keep its reserved name
 * (SIL Open Font Licence, condition 3), so that ours is called another, of as many letters.
 */
async function serif() {
  const source = join(packages, "@fontsource/source-serif-4");
  const part = async (file, letters, name) => {
    const whole = await readFile(join(source, `files/source-serif-4-${file}-600-normal.woff2`));
    const subset = await subsetFont(whole, letters, { targetFormat: "sfnt", keepFeatures: ["kern"] });
    rename(subset, "Source Serif 4", "Lectern Serif4");
    rename(subset, "SourceSerif4", "LecternSerif");
    await writeFile(join(fonts, name), await fontverter.convert(subset, "woff2"));
  };
  await part("latin", english, "serif.woff2");
  await part("latin", range(0xa1, 0xff) + signs + marks, "serif-latin-1.woff2");
  await part("latin-ext", range(0x100, 0x17f), "serif-latin-a.woff2");
  await copyFile(join(source, "LICENSE"), join(fonts, "serif.LICENSE.txt"));
}

/** Puts one name in another's place in a font's table of names, which has them as UTF-16 with the high byte first. */
function rename(font, from, to) {
  const wide = (text) => Buffer.from(text, "utf16le").swap16();
  for (let at = font.indexOf(wide(from)); at >= 0; at = font.indexOf(wide(from), at)) wide(to).copy(font, at);
}

// What of the page isn't Rust, each part in a folder of its own: the style sheet, the scripts. And the patch of the media client.
import { build } from "esbuild";
import { readdir } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { background } from "./background.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const root = dirname(here);

/** The crates of the pages' programs: `page-class` makes `class`. */
export const programs = (await readdir(here)).filter((name) => name.startsWith("page-")).map((name) => name.slice("page-".length));

export function styles(into) {
  return bundle({ entryPoints: { lectern: join(root, "style/main.css") }, external: ["/fonts/*"], outdir: join(into, "style") });
}

/** Each script in js/ is a module that the page loads when it needs it; what two of them share is split off. */
export async function scripts(into) {
  const entries = (await readdir(join(here, "js"))).filter((name) => extname(name) === ".ts");
  const entryPoints = entries.map((name) => join(here, "js", name));
  const client = join(here, "node_modules/livekit-client/src/index.ts");
  // Who has the media client has it once, whole: trial.ts takes it from media.ts.
  const external = ["./media.js"];
  await Promise.all([
    bundle({ entryPoints, external, splitting: true, chunkNames: "shared-[hash]", plugins: [clientPatch(client)], outdir: join(into, "media") }),
    background(join(into, "background")),
  ]);
}

/**
 * livekit-client from its source, since of its own bundle nothing can be left out, without the parts that the page doesn't need.
 * The build fails where a part isn't asked for any more: then the client has changed, and with it what has to be left out.
 */
export function clientPatch(client) {
  const patched = [
    { what: /^livekit-client$/, by: client },
    // Mends browsers that are older than the ones we build for.
    { what: /^webrtc-adapter$/, by: join(here, "js/media/no-adapter.ts") },
    { what: /\/E2eeManager$/, by: join(here, "js/media/no-encryption.ts") },
  ];
  return {
    name: "client-patch",
    setup(files) {
      const met = new Set();
      for (const { what, by } of patched) {
        files.onResolve({ filter: what }, () => {
          met.add(what);
          return { path: by };
        });
      }
      files.onEnd(() => {
        const missed = patched.filter(({ what }) => !met.has(what));
        return { errors: missed.map(({ what }) => ({ text: `the patch of livekit-client meets nothing: no import of ${what}` })) };
      });
    },
  };
}

export function bundle(options) {
  return build({
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome120", "firefox120", "safari17.4"],
    logLevel: "warning",
    legalComments: "none",
    ...options,
  });
}

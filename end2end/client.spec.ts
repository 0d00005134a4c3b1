//! The page's build fails where the patch of livekit-client meets nothing: a newer client may have moved what is left out.
import { expect, test } from "@playwright/test";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle, clientPatch } from "../frontend/parts.mjs";
import { scratch } from "./support/server";

/** A client that asks for these modules, bundled with the patch. */
async function bundled(...modules: string[]): Promise<unknown> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "client-"));
  const client = join(folder, "index.ts");
  const asks = modules.map((module, n) => `import * as part${n} from ${JSON.stringify(module)};\nexport { part${n} };\n`);
  await writeFile(client, asks.join(""));
  await writeFile(join(folder, "page.ts"), 'export * from "livekit-client";\n');
  try {
    return await bundle({ entryPoints: [join(folder, "page.ts")], plugins: [clientPatch(client)], write: false, logLevel: "silent" });
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a client that asks for all that is patched is built", async () => {
  await bundled("webrtc-adapter", "./e2ee/E2eeManager");
});

test("the build fails where a part of the patch meets nothing", async () => {
  await expect(bundled("webrtc-adapter")).rejects.toThrow(/meets nothing.*E2eeManager/);
  await expect(bundled("./e2ee/E2eeManager")).rejects.toThrow(/meets nothing.*webrtc-adapter/);
});

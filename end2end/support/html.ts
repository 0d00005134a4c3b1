//! The Nu HTML checker, which reads HTML as the standard has it.
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { scratch } from "./server";

const run = promisify(execFile);
const jar = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

interface Message {
  type: string;
  url: string;
  message: string;
  extract?: string;
}

/** What lacks for it to run here; nothing where it does. */
export function lacking(): string | undefined {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "Java isn't installed";
  }
}

/** What is wrong with these documents, a line each with the document's name. */
export async function faults(documents: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(scratch, "html-"));
  const files = await Promise.all(Object.entries(documents).map(async ([name, html], n) => {
    const file = join(folder, `${n}.html`);
    await writeFile(file, html);
    return { file, name };
  }));
  // Its exit code says that there was something to say.
  const said = await run("java", ["-jar", jar, "--format", "json", "--exit-zero-always", ...files.map(({ file }) => file)], { maxBuffer: 2 ** 28 });
  const { messages } = JSON.parse(said.stderr) as { messages: Message[] };
  await rm(folder, { recursive: true });
  const found = messages.filter((message) => !ofTheFramework(message));
  return found.map(({ url, message, extract }) => `${files.find(({ file }) => url.endsWith(file))?.name}: ${message} In: ${extract ?? ""}`);
}

/** Between its parts the framework leaves markers, `<!>`. */
function ofTheFramework({ message, extract }: Message): boolean {
  return message === "Bogus comment." && extract?.includes("<!>") === true;
}

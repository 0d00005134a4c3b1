//! A Lectern of the test's own: everything embedded, a free port, its data under target/.
import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdtemp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Database } from "./database";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const scratch = join(root, "target/end2end");

/** What of our own surroundings a server is started with: where this machine has things, and nothing that changes what it does. */
const SURROUNDINGS = [
  "PATH", "HOME", "USER", "LANG", "TMPDIR", "XDG_CACHE_HOME", "MALLOC_TRIM_THRESHOLD_",
  "LECTERN_POSTGRES_BIN", "LECTERN_LIVEKIT_SERVER", "LECTERN_MODELS",
];

/** How long a first start may take: a new database cluster, the schema, the demo school. */
const START_MS = 60_000;

export class Lectern {
  readonly database: Database;

  private constructor(
    readonly url: string,
    private process: ChildProcess,
    private readonly settings: Record<string, string>,
  ) {
    this.database = new Database(settings.LECTERN_STATE!);
  }

  /** Starts a server; `settings` are environment variables as in .env.example. */
  static async start(settings: Record<string, string> = {}): Promise<Lectern> {
    await mkdir(scratch, { recursive: true });
    const state = await mkdtemp(join(scratch, "state-"));
    // Where the tests run as root, Postgres runs as somebody else: who must get to its data, or has it elsewhere.
    await chmod(state, 0o711);
    const all = { LECTERN_STATE: state, LECTERN_ADDR: "127.0.0.1:0", ...settings };
    const child = run(all);
    return new Lectern(await address(child), child, all);
  }

  /** Ends it in mid-word, as a loss of power does. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Starts it again after that: the same address, the same data; `settings` are changed. */
  async startAgain(settings: Record<string, string> = {}): Promise<void> {
    const chosen = this.settings.LECTERN_ADDR!;
    const listenAt = chosen.endsWith(":0") ? new URL(this.url).host : chosen;
    this.process = run({ ...this.settings, ...settings, LECTERN_ADDR: listenAt });
    await address(this.process);
  }

  /** Object storage answers every request with an error until it is given back. */
  async takeStorage(): Promise<void> {
    await rename(this.objects, `${this.objects}.away`);
    await writeFile(this.objects, "");
  }

  async giveStorage(): Promise<void> {
    await rm(this.objects);
    await rename(`${this.objects}.away`, this.objects);
  }

  private get objects(): string {
    return join(this.state, "objects");
  }

  /** The folder with its data. */
  get state(): string {
    return this.settings.LECTERN_STATE!;
  }

  /** Asks it to end, as Ctrl-C does, and waits until it has. */
  async stop(): Promise<void> {
    await this.end("SIGINT");
    await rm(this.settings.LECTERN_STATE!, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill(signal);
    await ended;
  }
}

function run(settings: Record<string, string>): ChildProcess {
  const program = process.env.LECTERN_SERVER;
  if (!program) throw new Error("LECTERN_SERVER isn't set: run the tests with ./lectern test e2e");
  const surroundings = Object.fromEntries(SURROUNDINGS.map((name) => [name, process.env[name]]));
  const child = spawn(program, [], { cwd: root, env: { ...surroundings, ...settings }, stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(join(scratch, "server.log"), { flags: "a" });
  child.stderr!.pipe(log, { end: false });
  return child;
}

/** What it says on its standard output: `Lectern is at http://…`. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`the server didn't start in time; it said:\n${said}`)), START_MS);
    child.stdout!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Lectern is at (http:\/\/\S+)/.exec(said);
      if (found) {
        clearTimeout(late);
        resolve(found[1]!);
      }
    });
    child.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`the server ended with ${code}; see target/end2end/server.log\n${said}`));
    });
  });
}

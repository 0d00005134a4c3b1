//! The embedded Postgres of a test's server: its rows, and its pauses.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

export class Database {
  /** `state` is the server's state folder. */
  constructor(private readonly state: string) {}

  /** Does what no page offers yet, as the cluster's administrator. */
  async sql(statement: string): Promise<string> {
    const port = (await this.pidFile())[3]!;
    const password = await readFile(join(this.state, "postgres.admin"), "utf8");
    const { stdout } = await promisify(execFile)(
      "psql",
      ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U", "lectern_admin", "-d", "lectern", "-c", statement],
      { env: { ...process.env, PGPASSWORD: password.trim() } },
    );
    return stdout.trim();
  }

  /** Where programs reach one of its databases. */
  async address(database: string, user: string, password: string): Promise<string> {
    return `postgres://${user}:${password}@127.0.0.1:${(await this.pidFile())[3]!}/${database}`;
  }

  /** It answers nobody until it is resumed; no connection breaks. The postmaster first: it takes nobody new then. */
  async pause(): Promise<void> {
    const postmaster = Number((await this.pidFile())[0]);
    process.kill(postmaster, "SIGSTOP");
    for (const pid of await childrenOf(postmaster)) process.kill(pid, "SIGSTOP");
  }

  /** The postmaster last: it clears away those who end, and their numbers with them. */
  async resume(): Promise<void> {
    const postmaster = Number((await this.pidFile())[0]);
    for (const pid of await childrenOf(postmaster)) process.kill(pid, "SIGCONT");
    process.kill(postmaster, "SIGCONT");
  }

  private async pidFile(): Promise<string[]> {
    return (await readFile(join(this.state, "postgres/data/postmaster.pid"), "utf8")).split("\n");
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const parents = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  // pid (name) state parent …; a name may have blanks.
  return pids.filter((_, n) => Number(parents[n]!.split(") ").at(-1)!.split(" ")[1]) === parent);
}

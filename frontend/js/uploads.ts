// Files on their way into a class: their parts go straight to object storage. A file that broke off is kept in the browser until it
// is there, so that it goes on after the page was loaded again; the server knows by its hash which parts have arrived.

/** What the page shows of a file. The page's side of this shape is app/src/features/slides/bring.rs. */
export type Sending = {
  id: number;
  name: string;
  bytes: number;
  /** Bytes that have arrived. */
  sent: number;
  /** Bytes a second, lately; 0 where that isn't known. */
  speed: number;
  state: "reading" | "sending" | "waiting" | "refused";
  /** Why it is refused. */
  why: string;
};

type Begun = { deck: string; there: boolean; part_bytes: number; missing: { number: number; bytes: number; address: string }[] };
type Kept = { id?: number; session: string; file: File; insteadOf?: string };
type Job = Sending & { file: File; insteadOf?: string; deck?: string; request?: XMLHttpRequest; gone: boolean };

/** Waits between tries while the network is away, in seconds; the last one is for all that follow. */
const WAITS = [1, 2, 5, 10];
const DATABASE = "lectern-uploads";
const STORE = "files";

/** What the server said no to, in words for the person. */
class Refused extends Error {}

export class Uploads {
  private jobs: Job[] = [];
  private next = -1;

  constructor(
    private session: string,
    private largest: number,
    private report: (json: string) => void,
  ) {
    void this.goOn();
  }

  /** Begins to send files; the first takes the place of the deck `insteadOf` where one is named. */
  add(files: ArrayLike<File>, insteadOf?: string): void {
    Array.from(files).forEach((file, at) => void this.start(file, at === 0 ? insteadOf : undefined));
  }

  /** Gives a file up, or takes a refused one off the list. */
  cancel(id: number): void {
    const job = this.jobs.find((job) => job.id === id);
    if (!job) return;
    job.gone = true;
    job.request?.abort();
    void this.end(job);
    if (job.deck && job.state !== "refused") void this.call("cancel_upload", { deck: job.deck }).catch(() => {});
  }

  /** Sends on what an earlier page left. */
  private async goOn(): Promise<void> {
    const kept = await all().catch(() => [] as Kept[]);
    for (const { id, session, file, insteadOf } of kept) if (session === this.session && id) void this.run(this.put(file, id, insteadOf));
  }

  private async start(file: File, insteadOf?: string): Promise<void> {
    if (file.size === 0 || file.size > this.largest) {
      const job = this.put(file, this.next--);
      const limit = Math.floor(this.largest / 1e6);
      this.refuse(job, file.size === 0 ? "This file is empty. Export it again and upload that." : `This file is larger than ${limit} MB. Export it with smaller pictures, or split it.`);
      return;
    }
    // A browser that keeps nothing sends all the same.
    const id = await keep({ session: this.session, file, insteadOf }).catch(() => this.next--);
    void this.run(this.put(file, id, insteadOf));
  }

  private put(file: File, id: number, insteadOf?: string): Job {
    const job: Job = { id, name: file.name, bytes: file.size, sent: 0, speed: 0, state: "reading", why: "", file, insteadOf, gone: false };
    this.jobs.push(job);
    this.tell();
    return job;
  }

  private async run(job: Job): Promise<void> {
    let hash: string;
    try {
      hash = await hashOf(job.file);
    } catch {
      this.refuse(job, "This file can’t be read any more. Choose it once more.");
      await forget(job.id).catch(() => {});
      return;
    }
    for (let tries = 0; !job.gone; tries++) {
      try {
        const deck = await this.send(job, hash);
        if (job.gone) return;
        await this.call("finish_upload", { command: crypto.randomUUID(), deck, name: job.name, ...old(job) });
        await this.end(job);
        return;
      } catch (error) {
        if (job.gone) return;
        if (error instanceof Refused) {
          this.refuse(job, error.message);
          await forget(job.id).catch(() => {});
          return;
        }
        this.change(job, { state: "waiting", speed: 0 });
        await new Promise((resume) => setTimeout(resume, 1000 * WAITS[Math.min(tries, WAITS.length - 1)]));
      }
    }
  }

  /** Sends the parts that are missing; gives the deck that the file becomes. */
  private async send(job: Job, sha256: string): Promise<string> {
    const begun: Begun = await this.call("begin_upload", { bytes: String(job.bytes), sha256, ...old(job) });
    job.deck = begun.deck;
    let arrived = job.bytes - begun.missing.reduce((sum, part) => sum + part.bytes, 0);
    if (begun.there) arrived = job.bytes;
    this.change(job, { state: "sending", sent: arrived });
    for (const part of begun.missing) {
      if (job.gone) break;
      const from = (part.number - 1) * begun.part_bytes;
      const began = performance.now();
      await put(job, part.address, job.file.slice(from, from + part.bytes), (sent) => {
        const seconds = (performance.now() - began) / 1000;
        this.change(job, { sent: arrived + sent, speed: seconds > 0.2 ? sent / seconds : job.speed });
      });
      arrived += part.bytes;
    }
    return begun.deck;
  }

  private async call(name: string, fields: Record<string, string>): Promise<Begun> {
    const body = new URLSearchParams({ session: this.session, ...fields });
    const answer = await fetch(`/rpc/${name}`, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return answer.json();
    const said = await answer.json().catch(() => null);
    // Down or busy may pass; anything else is the server's last word.
    if (answer.status >= 500 || answer.status === 429 || !said?.message) throw new Error(name);
    throw new Refused(said.message);
  }

  private refuse(job: Job, why: string): void {
    this.change(job, { state: "refused", why, speed: 0 });
  }

  private async end(job: Job): Promise<void> {
    this.jobs = this.jobs.filter((other) => other !== job);
    this.tell();
    await forget(job.id).catch(() => {});
  }

  private change(job: Job, change: Partial<Sending>): void {
    Object.assign(job, change);
    this.tell();
  }

  private tell(): void {
    const shown = this.jobs.map(({ id, name, bytes, sent, speed, state, why }) => ({ id, name, bytes, sent, speed: Math.round(speed), state, why }));
    this.report(JSON.stringify(shown));
  }
}

/** The deck whose place a file is to take, as the server reads it. */
function old(job: Job): Record<string, string> {
  return job.insteadOf ? { instead_of: job.insteadOf } : {};
}

async function hashOf(file: File): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends a part, by the one request that says how far it is. */
function put(job: Job, address: string, part: Blob, sent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    job.request = request;
    request.open("PUT", address);
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(String(request.status))));
    request.onerror = request.onabort = () => reject(new Error("broken off"));
    request.send(part);
  });
}

function database(): Promise<IDBDatabase> {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
  return done(asked);
}

async function keep(kept: Kept): Promise<number> {
  return Number(await done((await database()).transaction(STORE, "readwrite").objectStore(STORE).add(kept)));
}

async function all(): Promise<Kept[]> {
  return done((await database()).transaction(STORE).objectStore(STORE).getAll());
}

async function forget(id: number): Promise<void> {
  await done((await database()).transaction(STORE, "readwrite").objectStore(STORE).delete(id));
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

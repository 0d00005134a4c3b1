//! Lectern grown up, as docker-compose.yml has it: two servers and a worker behind one proxy, on a Postgres, a Redis, a
//! LiveKit and an object storage that they share.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Lectern, scratch } from "./server";

const LIVEKIT_SECRET = "a-secret-for-tests-of-thirty-two-characters";

type Part = { stop(): Promise<void> };

export class Grown {
  private constructor(
    readonly url: string,
    readonly servers: Lectern[],
    readonly redis: Child,
    private readonly rest: Part[],
  ) {}

  /** Starts all of it; what had been started when a part doesn't start is stopped. */
  static async start(): Promise<Grown> {
    const parts: Part[] = [];
    try {
      return await Grown.startAll(parts);
    } catch (error) {
      for (const part of parts) await part.stop();
      throw error;
    }
  }

  /** `parts` are those that run, the one that has to stop first before the others. */
  private static async startAll(parts: Part[]): Promise<Grown> {
    const running = <P extends Part>(part: P): P => (parts.unshift(part), part);
    // Nobody is served by this one: it lends its Postgres and its object storage.
    const lender = running(await Lectern.start({ RECORDER: "off", LECTERN_SPEECH_MODEL: "off" }));
    await lender.database.sql("create role grown login password 'grown'");
    await lender.database.sql("create database grown owner grown");
    const [redisPort, livekitPort, rtcPort] = [await freePort(), await freePort(), await freePort()] as const;
    const proxy = new Proxy();
    const url = await proxy.listen();
    const redis = running(new Child("redis-server", ["--port", `${redisPort}`, "--bind", "127.0.0.1", "--save", ""], redisPort));
    const ports = [await freePort(), await freePort()];
    const livekit = running(new Child(process.env.LECTERN_LIVEKIT_SERVER ?? "livekit-server", ["--config-body", JSON.stringify({
      port: livekitPort,
      bind_addresses: ["127.0.0.1"],
      rtc: { tcp_port: rtcPort, udp_port: rtcPort, node_ip: "127.0.0.1", use_external_ip: false },
      keys: { grown: LIVEKIT_SECRET },
      webhook: { api_key: "grown", urls: ports.map((port) => `http://127.0.0.1:${port}/webhooks/livekit`) },
    })], livekitPort));
    await Promise.all([redis.start(), livekit.start()]);
    const shared = {
      DATABASE_URL: await lender.database.address("grown", "grown", "grown"),
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      LIVEKIT_URL: `ws://127.0.0.1:${livekitPort}`,
      LIVEKIT_API_KEY: "grown",
      LIVEKIT_API_SECRET: LIVEKIT_SECRET,
      S3_ENDPOINT: lender.url,
      S3_BUCKET: "media",
      S3_ACCESS_KEY: "lectern",
      S3_SECRET_KEY: (await readFile(join(lender.state, "objects.key"), "utf8")).trim(),
      LECTERN_MASTER_KEY: randomBytes(32).toString("hex"),
      LECTERN_PUBLIC_URL: url,
      LECTERN_DEMO: "on",
    };
    const servers = [];
    for (const port of ports) {
      servers.push(running(await Lectern.start({ ...shared, LECTERN_PART: "server", LECTERN_ADDR: `127.0.0.1:${port}` })));
    }
    running(await Lectern.start({ ...shared, LECTERN_PART: "worker" }));
    proxy.upstreams = ports;
    return new Grown(url, servers, redis, [running(proxy), ...parts.slice(1)]);
  }

  async stop(): Promise<void> {
    for (const part of this.rest) await part.stop();
  }
}

/** A program that listens on a port. */
class Child {
  private child?: ChildProcess;

  constructor(
    private readonly program: string,
    private readonly args: string[],
    private readonly port: number,
  ) {}

  async start(): Promise<void> {
    const child = spawn(this.program, this.args, { cwd: scratch, stdio: "ignore" });
    this.child = child;
    let failure: Error | undefined;
    child.once("error", (error) => (failure = error));
    for (const until = Date.now() + 30_000; !(await listens(this.port)); await new Promise((again) => setTimeout(again, 50))) {
      if (failure ?? (child.exitCode !== null || Date.now() > until)) throw failure ?? new Error(`${this.program} doesn't start`);
    }
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
}

/** Passes connections on to the servers in turn, and to the next where one doesn't answer. */
class Proxy {
  upstreams: number[] = [];
  private turn = 0;
  private readonly open = new Set<Socket>();
  private readonly server: Server = createServer((from) => this.pass(from, this.upstreams.length));

  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`));
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(from: Socket, tries: number): void {
    if (tries === 0) {
      from.destroy();
      return;
    }
    const to = connect(this.upstreams[this.turn++ % this.upstreams.length]!, "127.0.0.1");
    to.once("error", () => this.pass(from, tries - 1));
    to.once("connect", () => {
      to.removeAllListeners("error");
      for (const [one, other] of [[from, to], [to, from]] as const) {
        this.open.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.once("close", () => {
          this.open.delete(one);
          other.destroy();
        });
      }
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

// The spotlight: a place of the board that staff have everybody look at, and all around it is dimmed. It is shown and kept nowhere;
// who shows it says so again and again, so that one that nobody ends goes out by itself.
import type { Camera } from "./camera";
import type { Spot } from "./model";
import type { Sample, Stroke } from "./touch";

/** Milliseconds between two places that are shown to others, and the longest without one. */
const SAY = 80;
const SAY_AGAIN = 2_000;
/** Milliseconds until a light goes out of which nothing was heard. */
const GOES_OUT = 6_000;
/** Pixels from its middle to its edge at first, and at least. */
const RADIUS = 110;
const LEAST = 30;
/** Pixels that a key moves it by, or makes it larger by. */
const STEP = 24;
/** How much nearer to where it is meant to be a light comes in a frame. */
const NEARER = 0.35;
const DARK = "rgb(15 22 19 / 62%)";

/** What is needed of the board. */
export interface Lit {
  camera: Camera;
  page: number;
  say(what: object): void;
  announce(words: string): void;
  repaint(): void;
}

interface Light extends Spot {
  page: number;
  radius: number;
  at: number;
  /** Where it is on its way. */
  now: Spot;
}

export class Spotlight {
  /** One's own. */
  private own: (Spot & { radius: number }) | undefined;
  private readonly others = new Map<string, Light>();
  private saidAt = 0;
  private late = 0;
  private readonly isStill = window.matchMedia("(prefers-reduced-motion: reduce)");

  constructor(private readonly board: Lit) {}

  /** Whether one's own is shown. */
  get on(): boolean {
    return this.own !== undefined;
  }

  /** Begins, in the middle of what is seen, or ends. */
  turn(on: boolean): void {
    if (on === this.on) return;
    const { x, y, zoom } = this.board.camera;
    this.own = on ? { x, y, radius: RADIUS / zoom } : undefined;
    this.say();
    this.board.announce(on ? "Spotlight on. It follows the pointer; arrows move it, Shift and arrows resize it, Escape ends it." : "Spotlight off");
  }

  /** The pointer is there. */
  move({ x, y }: Spot): void {
    if (!this.own) return;
    [this.own.x, this.own.y] = [x, y];
    this.soon();
  }

  /** A key moves it, or makes it larger or smaller. */
  step({ x, y }: Spot, resizes: boolean): true {
    if (!this.own) return true;
    const by = STEP / this.board.camera.zoom;
    if (resizes) this.own.radius = Math.max(LEAST / this.board.camera.zoom, this.own.radius + (x - y) * by);
    else [this.own.x, this.own.y] = [this.own.x + x * by, this.own.y + y * by];
    this.soon();
    return true;
  }

  /** What a pressed pointer does: a finger has no other way of moving it. */
  stroke(at: Sample): Stroke {
    this.move(at);
    return { move: (all) => this.move(all.at(-1) ?? at), end: () => {}, cancel: () => {} };
  }

  /** Shows others where it is now. */
  say(): void {
    window.clearTimeout(this.late);
    [this.late, this.saidAt] = [0, performance.now()];
    const { x, y, radius } = this.own ?? { x: 0, y: 0, radius: 0 };
    const whole = (units: number): number => Math.max(-1_000_000, Math.min(1_000_000, Math.round(units)));
    this.board.say({ do: "spotlight", page: this.board.page, x: whole(x), y: whole(y), radius: this.own ? Math.max(1, whole(radius)) : 0 });
    this.board.repaint();
  }

  /** Shows it again where it doesn't move, and has others' go out; called now and then. */
  again(): void {
    if (this.own && performance.now() - this.saidAt > SAY_AGAIN) this.say();
    if (this.others.size > 0) this.board.repaint();
  }

  /** Somebody else's is there; none with no radius. */
  lit(user: string, page: number, x: number, y: number, radius: number): void {
    const before = this.others.get(user);
    if (radius === 0) this.others.delete(user);
    else this.others.set(user, { page, x, y, radius, at: performance.now(), now: before?.page === page ? before.now : { x, y } });
    if ((before === undefined) !== (radius === 0)) this.board.announce(radius === 0 ? "The spotlight is off" : "A spotlight shows a part of the board");
    this.board.repaint();
  }

  /** Dims all but what is lit, in the board's units; whether a light is on its way. */
  paint(on: CanvasRenderingContext2D): boolean {
    const { page, camera } = this.board;
    let moves = false;
    const holes: (Spot & { radius: number })[] = this.own ? [this.own] : [];
    for (const [user, light] of this.others) {
      if (performance.now() - light.at > GOES_OUT) this.others.delete(user);
      else if (light.page === page) {
        moves = this.follow(light) || moves;
        holes.push({ ...light.now, radius: light.radius });
      }
    }
    if (holes.length === 0) return false;
    const { left, top, right, bottom } = camera.seen();
    on.fillStyle = DARK;
    on.beginPath();
    on.rect(left, top, right - left, bottom - top);
    for (const { x, y, radius } of holes) {
      on.moveTo(x + radius, y);
      on.arc(x, y, radius, 0, 2 * Math.PI);
    }
    on.fill("evenodd");
    return moves;
  }

  private soon(): void {
    this.board.repaint();
    const left = SAY - (performance.now() - this.saidAt);
    if (left <= 0) this.say();
    else if (this.late === 0) this.late = window.setTimeout(() => this.say(), left);
  }

  /** Brings a light nearer to where it is meant to be; at once for who wants little motion. */
  private follow(light: Light): boolean {
    const [dx, dy] = [light.x - light.now.x, light.y - light.now.y];
    if (this.isStill.matches || Math.hypot(dx, dy) * this.board.camera.zoom < 1) {
      light.now = { x: light.x, y: light.y };
      return false;
    }
    light.now = { x: light.now.x + dx * NEARER, y: light.now.y + dy * NEARER };
    return true;
  }
}

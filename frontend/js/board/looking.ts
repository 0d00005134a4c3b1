// What of a board its person sees: by following the teacher, or by looking around. What a teacher sees is shown to the others.
import type { Camera } from "./camera";
import type { Box } from "./model";
import { boxOf, type Look, Sign } from "./teacher";

/** Milliseconds between two looks that are shown to others, and the longest without one. */
const LOOK = 100;
const LOOK_AGAIN = 3_000;

/** What looking needs of its board. */
export interface Looked {
  camera: Camera;
  page: number;
  /** Whether others follow what this person sees, and how many pages there are. */
  readonly may: { leads: boolean; pages: number };
  say(what: object): void;
  announce(words: string): void;
  goTo(page: number): void;
  /** What is seen has changed. */
  shown(): void;
  /** Says whether the teacher is followed. */
  following(on: boolean): void;
}

export class Looking {
  private follows = true;
  private teacher: Look | undefined;
  private lookedAt = 0;
  /** Whether there is anything to be seen yet. */
  begun = false;
  readonly sign = new Sign(() => this.toggle());

  constructor(private readonly board: Looked) {}

  /** The person looks around by themselves from now on. */
  letGo(): void {
    if (!this.follows) return;
    this.follows = false;
    this.tell();
    if (this.teacher && !this.board.may.leads) this.board.announce("You look around by yourself.");
  }

  /** Follows the teacher, or not any more. */
  toggle(): void {
    this.follows = !this.follows;
    this.tell();
    if (this.follows) this.follow();
    this.board.shown();
  }

  /** Says whether the teacher is followed. */
  tell(): void {
    this.board.following(this.follows && !this.board.may.leads);
  }

  teacherLooks(look: Look): void {
    this.teacher = look;
    if (this.follows && !this.board.may.leads) this.follow();
    else this.board.shown();
  }

  /** Shows what the teacher sees; whether there is a teacher. */
  follow(): boolean {
    const { board, teacher } = this;
    if (!teacher) return false;
    const { page, x, y, wide } = teacher;
    if (page !== board.page && page <= board.may.pages) board.goTo(page);
    board.camera.look(x, y, board.camera.width / wide);
    board.shown();
    return true;
  }

  /** What the teacher sees of this page, where the person looks elsewhere. */
  teachers(): Box | undefined {
    const there = this.elsewhere();
    return there && there.page === this.board.page ? boxOf(there, this.board.camera) : undefined;
  }

  /** Brings the sign up to date, and shows others what is seen. */
  shown(): void {
    this.sign.show(this.elsewhere(), this.board.page, this.board.camera);
    this.show(false);
  }

  /** Shows others what is seen, though it is what it was. */
  again(): void {
    if (performance.now() - this.lookedAt > LOOK_AGAIN) this.show(true);
  }

  show(again: boolean): void {
    const { board } = this;
    const now = performance.now();
    if (!board.may.leads || !this.begun || (!again && now - this.lookedAt < LOOK)) return;
    this.lookedAt = now;
    const { x, y, width, zoom } = board.camera;
    board.say({ do: "looks", page: board.page, x: Math.round(x), y: Math.round(y), wide: Math.max(1, Math.round(width / zoom)) });
  }

  private elsewhere(): Look | undefined {
    return this.follows || this.board.may.leads ? undefined : this.teacher;
  }
}

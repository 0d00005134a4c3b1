// A whiteboard on the page: it draws what the page's program says is there, and asks it for what its person does. What is there is
// the program's to know (app/src/features/board); nothing here decides it.
import { Camera } from "./board/camera";
import { key, type Keyed } from "./board/keys";
import { List } from "./board/list";
import { around, inWords, type Item, itemOf, type Meta, type Place, type Spot } from "./board/model";
import { Objects } from "./board/objects";
import { type Cursor, CURSOR_STAYS, type Growing, Screen } from "./board/screen";
import { begin, type Desk, type Drawn, newId } from "./board/strokes";
import { Bars, type Press, type Tool } from "./board/tools";
import { Pointers } from "./board/touch";
import { Field } from "./board/writing";

/** What somebody may do, and what the board's pages are. */
interface State {
  draw: boolean;
  run: boolean;
  /** Whether the teacher's view is to be followed by others: this person's. */
  leads: boolean;
  pages: number;
  undo: boolean;
  redo: boolean;
  waiting: number;
  failed: boolean;
  /** Whether single keys act. */
  keys: boolean;
}

const LETTERS = { text: 24, note: 16 };
/** Milliseconds between two looks that are shown to others, and the longest without one. */
const LOOK = 100;
const LOOK_AGAIN = 3_000;

export class Board implements Keyed {
  readonly camera = new Camera();
  readonly selected = new Set<string>();
  readonly hidden = new Set<string>();
  page = 1;
  ghosts: Item[] = [];
  frame: Desk["frame"];
  ink: Desk["ink"];
  private readonly objects = new Objects();
  private readonly growing = new Map<string, Growing>();
  private readonly cursors = new Map<string, Cursor>();
  private state: State = { draw: false, run: false, leads: false, pages: 1, undo: false, redo: false, waiting: 0, failed: false, keys: true };
  private follows = true;
  private teacher: { page: number; x: number; y: number; wide: number } | undefined;
  private lookedAt = 0;
  private fitted = false;
  readonly bars: Bars;
  private readonly screen: Screen;
  private readonly pointers: Pointers;
  private readonly field: Field;
  private readonly list: List;
  private readonly said = document.createElement("p");
  private readonly sizes: ResizeObserver;
  private readonly beat: number;

  /** `ask` is told what the person does: JSON, with points where something is drawn. */
  constructor(private readonly root: HTMLElement, private readonly ask: (json: string, points: Float64Array) => void) {
    root.classList.add("board");
    const surface = document.createElement("div");
    surface.className = "board__surface";
    surface.tabIndex = 0;
    surface.setAttribute("role", "application");
    surface.setAttribute("aria-label", "Whiteboard");
    root.append(surface);
    this.screen = new Screen(surface, this.camera, this, () => this.growing.values(), () => this.cursors.values());
    this.field = new Field(surface, this.camera);
    this.bars = new Bars((press) => this.press(press), (tool) => this.chose(surface, tool));
    this.pointers = new Pointers(
      surface,
      this.camera,
      (at, event) => {
        this.field.close();
        if (!this.state.draw || event.altKey) return undefined;
        return begin(this, this.bars.tool, at, event);
      },
      (at) => this.state.draw && this.hovers(at),
      () => this.moved(),
    );
    this.list = new List(() => this.items(), (item) => this.goToItem(item));
    this.said.className = "visually-hidden";
    this.said.setAttribute("aria-live", "polite");
    root.append(this.bars.element, this.list.element, this.said);
    // What is pressed here is nobody else's: a replay plays and stops where it is pressed.
    root.addEventListener("click", (event) => event.stopPropagation());
    surface.addEventListener("keydown", (event) => key(this, event));
    surface.addEventListener("dblclick", () => this.edit());
    this.sizes = new ResizeObserver(() => {
      this.field.fit();
      this.screen.ask();
    });
    this.sizes.observe(surface);
    void document.fonts.ready.then(() => {
      this.screen.tiles.reset();
      this.repaint();
    });
    this.beat = window.setInterval(() => {
      if (performance.now() - this.lookedAt > LOOK_AGAIN) this.looks(true);
      if ([...this.cursors.values()].some(({ at }) => performance.now() - at < CURSOR_STAYS + 1_000)) this.repaint();
    }, 1_000);
    this.bars.show(this.state);
    this.shown();
  }

  // What the program says.

  tell(json: string): void {
    const before = this.state;
    this.state = JSON.parse(json) as State;
    if (before.draw !== this.state.draw || before.run !== this.state.run) this.bars.show(this.state);
    if (before.draw && !this.state.draw) this.pointers.cancel();
    if (this.page > this.state.pages) this.goTo(this.state.pages);
    this.bars.following(this.follows && !this.state.leads, !this.state.leads);
    this.shown();
  }

  /** There is nothing yet: all that is there comes now. */
  clear(): void {
    this.objects.clear();
    this.screen.tiles.reset();
  }

  put(json: string, points: Float64Array): void {
    const item = itemOf(JSON.parse(json) as Meta, points);
    const before = this.objects.get(item.id);
    const change = this.objects.put(item);
    for (const [key, { object }] of this.growing) {
      if (object === item.id) this.growing.delete(key);
    }
    if (change === "on top") this.screen.tiles.added(item);
    if (change === "there") for (const { box } of before ? [before, item] : [item]) this.screen.tiles.changed(box);
    this.repaint();
  }

  gone(id: string): void {
    const item = this.objects.get(id);
    if (!item) return;
    this.objects.remove(id);
    this.selected.delete(id);
    this.screen.tiles.changed(item.box);
    this.repaint();
  }

  /** All that was said of objects was said. */
  whole(): void {
    if (!this.fitted) {
      this.fitted = true;
      this.screen.ask();
      requestAnimationFrame(() => requestAnimationFrame(() => this.teacher ? this.follow() : this.fit()));
    }
    this.list.renew();
  }

  grew(key: string, json: string, points: Float64Array): void {
    const begun = this.growing.get(key);
    if (begun) begun.points.push(...points);
    else this.growing.set(key, { ...(JSON.parse(json) as Omit<Growing, "points">), points: [...points] });
    this.repaint();
  }

  /** A growing stroke is whole, and soon an object; or it is given up. */
  stopped(key: string, isWhole: boolean): void {
    const drop = (): void => {
      if (this.growing.delete(key)) this.repaint();
    };
    if (isWhole) window.setTimeout(drop, 5_000);
    else drop();
  }

  pointed(user: string, name: string, page: number, x: number, y: number): void {
    this.cursors.set(user, { name, page, x, y, at: performance.now() });
    this.repaint();
  }

  teacherLooks(page: number, x: number, y: number, wide: number): void {
    this.teacher = { page, x, y, wide };
    if (this.follows && !this.state.leads) this.follow();
  }

  close(): void {
    window.clearInterval(this.beat);
    this.sizes.disconnect();
    this.field.close();
    this.root.replaceChildren();
  }

  // What strokes need.

  get may(): State {
    return this.state;
  }

  get pen(): Desk["pen"] {
    return this.bars.pen;
  }

  items(): readonly Item[] {
    return this.objects.shown();
  }

  repaint(): void {
    this.screen.ask();
  }

  add(drawn: Drawn): void {
    this.say({ ...this.described(drawn), do: "add" }, drawn.points);
  }

  place(places: [string, Place][]): void {
    this.say({ do: "place", objects: places.map(([object, place]) => ({ object, place })) });
  }

  remove(ids: string[]): void {
    this.say({ do: "remove", page: this.page, objects: ids });
  }

  grow(id: string, drawn: Drawn): void {
    this.say({ ...this.described(drawn), do: "grow", object: id }, drawn.points);
  }

  grown(id: string, whole: boolean): void {
    this.say({ do: "grown", object: id, whole });
  }

  write(kind: "text" | "note", at: Spot, size: Spot, item?: Item): void {
    const letters = item?.width ?? LETTERS[kind];
    const pen = { ...this.pen, width: letters, colour: item?.colour ?? this.pen.colour };
    this.field.open({
      at,
      size: kind === "note" ? size : undefined,
      letters: letters * (item ? item.place.wide / 65536 : 1),
      colour: pen.colour,
      text: item?.text ?? "",
      done: (text) => {
        if (!text || text === item?.text) return;
        const points = item ? [...item.points] : kind === "note" ? [at.x, at.y, at.x + size.x, at.y + size.y] : [at.x, at.y];
        const drawn = { id: item?.id ?? newId(), kind, text, points, ...pen };
        this.say({ ...this.described(drawn), do: item ? "redraw" : "add" }, points);
        if (!item) this.bars.choose("select");
      },
    });
  }

  private described({ id, kind, colour, width, filled, text }: Drawn): object {
    return { object: id, page: this.page, kind, colour, width, filled, text, zoom: this.camera.zoom };
  }

  private say(what: object, points: number[] = []): void {
    this.ask(JSON.stringify(what), Float64Array.from(points));
  }

  // What its person does beside drawing.

  private chose(surface: HTMLElement, tool: Tool): void {
    surface.dataset["tool"] = tool;
    if (tool !== "select" && this.selected.size > 0) {
      this.selected.clear();
      this.repaint();
    }
  }

  press(what: Press): void {
    switch (what) {
      case "undo":
      case "redo":
        return this.say({ do: what });
      case "clear":
        return this.say({ do: "clear", page: this.page });
      case "delete":
        return this.delete();
      case "smaller":
        return this.zoom(1 / 1.25);
      case "larger":
        return this.zoom(1.25);
      case "fit":
        this.letGo();
        return this.fit();
      case "follow":
        this.follows = !this.follows;
        this.bars.following(this.follows, true);
        if (this.follows) this.follow();
        return;
      case "before":
        this.letGo();
        return this.goTo(this.page - 1);
      case "after":
        this.letGo();
        if (this.page < this.state.pages) return this.goTo(this.page + 1);
        this.say({ do: "page", page: this.page + 1 });
        this.page += 1;
        this.state.pages = Math.max(this.state.pages, this.page);
        return this.goTo(this.page);
      case "list":
        return this.list.toggle();
    }
  }

  private delete(): void {
    const ids = [...this.selected];
    if (ids.length === 0 || !this.state.draw) return;
    this.remove(ids);
    this.announce(ids.length === 1 ? "Deleted" : `${ids.length} objects deleted`);
  }

  private zoom(factor: number): void {
    this.camera.zoomAt({ x: this.camera.width / 2, y: this.camera.height / 2 }, factor);
    this.moved();
  }

  private fit(): void {
    this.camera.fit(around(this.items().map((item) => item.box)));
    this.shown();
  }

  private goTo(page: number): void {
    this.page = Math.max(1, page);
    this.objects.show(this.page);
    this.selected.clear();
    this.screen.tiles.reset();
    this.list.renew();
    this.looks(true);
    this.shown();
  }

  /** Looks around by itself from now on. */
  private letGo(): void {
    if (!this.follows) return;
    this.follows = false;
    this.bars.following(false, !this.state.leads);
  }

  moved(): void {
    this.letGo();
    this.field.fit();
    this.shown();
  }

  private follow(): void {
    if (!this.teacher) return;
    const { page, x, y, wide } = this.teacher;
    if (page !== this.page && page <= this.state.pages) this.goTo(page);
    this.camera.look(x, y, this.camera.width / wide);
    this.shown();
  }

  private shown(): void {
    const { undo, redo, waiting, failed, run, pages } = this.state;
    this.bars.enable("undo", undo);
    this.bars.enable("redo", redo);
    this.bars.pages(this.page, pages, run);
    this.bars.zoomed(this.camera.zoom);
    this.bars.saved(waiting, failed);
    this.looks(false);
    this.repaint();
  }

  private looks(again: boolean): void {
    const now = performance.now();
    if (!this.state.leads || !this.fitted || (!again && now - this.lookedAt < LOOK)) return;
    this.lookedAt = now;
    const { x, y, width, zoom } = this.camera;
    this.say({ do: "looks", page: this.page, x: Math.round(x), y: Math.round(y), wide: Math.max(1, Math.round(width / zoom)) });
  }

  private hovered = 0;

  private hovers({ x, y }: Spot): void {
    if (performance.now() - this.hovered < LOOK) return;
    this.hovered = performance.now();
    this.say({ do: "hovers", page: this.page, x: Math.round(x), y: Math.round(y) });
  }

  edit(): void {
    const item = this.items().find(({ id }) => this.selected.has(id));
    if (!item || !this.state.draw || (item.kind !== "text" && item.kind !== "note")) return;
    const { left, top, right, bottom } = item.box;
    this.write(item.kind, { x: left, y: top }, { x: right - left, y: bottom - top }, item);
  }

  escape(): void {
    this.pointers.cancel();
    this.selected.clear();
    this.bars.choose("select");
    this.repaint();
  }

  choose(item: Item): void {
    this.bars.choose("select");
    this.selected.clear();
    this.selected.add(item.id);
    this.announce(inWords(item));
    this.repaint();
  }

  private goToItem(item: Item): void {
    this.letGo();
    const { left, right, top, bottom } = item.box;
    this.camera.look((left + right) / 2, (top + bottom) / 2, this.camera.zoom);
    this.choose(item);
    this.shown();
  }

  announce(words: string): void {
    this.said.textContent = words;
  }
}

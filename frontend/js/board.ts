// A whiteboard on the page: it draws what the page's program says is there, and asks it for what its person does. What is there is
// the program's to know (app/src/features/board); nothing here decides it.
import { type Ask, Asking } from "./board/asking";
import { Camera } from "./board/camera";
import { ChosenBar, type Deed } from "./board/chosen";
import { act, restyle } from "./board/deeds";
import { Lights } from "./board/laser";
import { List } from "./board/list";
import { listen, type Listening } from "./board/listening";
import { Looking } from "./board/looking";
import { Menu } from "./board/menu";
import { unreadable, whenPaintable } from "./board/formula";
import { type Box, inWords, type Item, itemOf, type Lettered, type Meta, type Paper, type Spot } from "./board/model";
import { Objects } from "./board/objects";
import { Passing } from "./board/passing";
import { fit, goToItem, press, type Pressed } from "./board/pressing";
import { Screen, type Shown } from "./board/screen";
import { selection } from "./board/select";
import { grant } from "./board/sharing";
import { describe, Slide } from "./board/slide";
import { NOTHING, type State } from "./board/state";
import { Spotlight } from "./board/spotlight";
import { begin, type Desk, type Drawn, type New } from "./board/strokes";
import { Bars, type Press } from "./board/tools";
import type { Tool } from "./board/toolset";
import { type Held, Pointers } from "./board/touch";
import { Voice } from "./board/voice";
import { edit, Field, write } from "./board/writing";

/** Milliseconds between two places of a pointer that are shown to others. */
const HOVER = 100;

export class Board extends Asking implements Listening, Pressed, Shown {
  readonly camera = new Camera();
  readonly selected = new Set<string>();
  readonly lights = new Lights();
  page = 1;
  ghosts: Item[] = [];
  /** The page of slides that it lies on. */
  readonly slide: Slide | undefined;
  private readonly surface: HTMLElement;
  frame: Desk["frame"];
  lasso: Desk["lasso"];
  ink: Desk["ink"];
  private readonly objects = new Objects();
  readonly hidden = this.objects.hidden;
  readonly spotlight = new Spotlight(this);
  private readonly passing = new Passing(this.lights, () => this.repaint());
  private state: State;
  private allPapers: Paper[] = [];
  /** Where the pointer was last. */
  over: Spot | undefined;
  readonly looking: Looking;
  readonly bars: Bars;
  private readonly screen: Screen;
  private readonly pointers: Pointers;
  private readonly field: Field;
  readonly list: List;
  private readonly chosenBar: ChosenBar;
  readonly menu: Menu;
  readonly voice: Voice;
  private readonly sizes: ResizeObserver;
  private readonly beat: number;
  private readonly untold = whenPaintable((box) => this.changed([box]));

  /**
   * `ask` is told what the person does: JSON, with points where something is drawn. `onSlides` says whether the board lies on the
   * page of slides that its element stands over.
   */
  constructor(private readonly root: HTMLElement, ask: Ask, onSlides = false) {
    super(ask);
    // Where tests and benches find what this screen holds; nothing of the page uses it.
    Object.assign(root, { board: this });
    root.classList.add("board");
    const surface = document.createElement("div");
    surface.className = "board__surface";
    root.append(surface);
    this.surface = surface;
    if (onSlides) this.slide = new Slide(root, () => this.repaint());
    this.state = { ...NOTHING, seen: onSlides };
    this.screen = new Screen(surface, this.camera, this, () => this.passing.growing.values(), () => this.passing.cursors.values());
    this.field = new Field(surface, this.camera);
    this.bars = new Bars(onSlides, (press) => this.press(press), (tool) => this.chose(surface, tool), (look) => restyle(this, look));
    this.chosenBar = new ChosenBar((deed) => act(this, deed));
    this.menu = new Menu(this.bars.more, onSlides, (wish) => void grant(this, wish));
    this.looking = new Looking(this);
    this.pointers = new Pointers(
      surface,
      this.camera,
      (at, event) => {
        this.field.close();
        if (!this.state.draw) return undefined;
        return begin(this, this.bars.tool, at, event);
      },
      (at) => this.hovers(at),
      () => this.moved(),
      onSlides,
    );
    this.list = new List(() => this.items(), (item) => goToItem(this, item));
    this.bars.element.prepend(this.chosenBar.element);
    root.append(this.bars.element, ...this.bars.menus, this.looking.sign.element, this.menu.element, this.list.element);
    this.voice = new Voice(root);
    // What is pressed here is nobody else's: a replay plays and stops where it is pressed.
    root.addEventListener("click", (event) => event.stopPropagation());
    listen(this, surface, this.bars.element);
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
      this.looking.again();
      this.spotlight.again();
      if (this.passing.any) this.repaint();
    }, 1_000);
    this.bars.show(this.state);
    this.open(!onSlides);
    this.shown();
  }

  /** Whether it is drawn on and looked around in; else it is only seen. */
  private open(on: boolean, surface = this.surface): void {
    this.root.classList.toggle("board--seen", !on);
    surface.setAttribute("role", on ? "application" : "img");
    surface.setAttribute("aria-label", "Whiteboard");
    surface.removeAttribute("aria-hidden");
    if (on) surface.tabIndex = 0;
    else surface.removeAttribute("tabindex");
    if (!on || !this.slide) return;
    this.bars.choose("pen");
    surface.focus({ preventScroll: true });
  }

  // What the program says.

  tell(json: string): void {
    const before = this.state;
    this.state = JSON.parse(json) as State;
    if (before.draw !== this.state.draw || before.run !== this.state.run) this.bars.show(this.state);
    if (before.draw && !this.state.draw) {
      this.pointers.cancel();
      this.field.close();
      this.selected.clear();
    }
    if (this.slide && before.seen !== this.state.seen) this.open(!this.state.seen);
    if (this.state.page && this.state.page !== this.page) this.goTo(this.state.page);
    else if (this.page > this.state.pages) this.goTo(this.state.pages);
    this.looking.tell();
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
    this.passing.became(item.id);
    if (item.waits && item.text !== before?.text) this.tellPerson(unreadable(item));
    if (change === "on top") this.screen.tiles.added(item);
    this.changed(change === "there" ? [item.box, before?.box ?? item.box] : []);
  }

  gone(id: string): void {
    const item = this.objects.get(id);
    if (!item) return;
    this.objects.remove(id);
    this.selected.delete(id);
    this.changed([item.box]);
  }

  /** The paper of each page, the first first. */
  papers(json: string): void {
    const papers = JSON.parse(json) as Paper[];
    if (papers.join() === this.allPapers.join()) return;
    this.allPapers = papers;
    this.shown();
  }

  /** All that was said of objects was said. */
  whole(): void {
    if (!this.looking.begun) {
      this.looking.begun = true;
      this.screen.ask();
      requestAnimationFrame(() => requestAnimationFrame(() => this.looking.follow() || fit(this, this.items())));
    }
    this.list.renew();
  }

  grew(key: string, json: string, points: Float64Array): void {
    this.passing.grew(key, json, points);
  }

  stopped(key: string, isWhole: boolean): void {
    this.passing.stopped(key, isWhole);
  }

  pointed(user: string, name: string, page: number, x: number, y: number): void {
    this.passing.pointed(user, { name, page, x, y });
  }

  lit(user: string, page: number, x: number, y: number, radius: number): void {
    this.spotlight.lit(user, page, x, y, radius);
  }

  teacherLooks(page: number, x: number, y: number, wide: number): void {
    this.looking.teacherLooks({ page, x, y, wide });
  }

  close(): void {
    window.clearInterval(this.beat);
    this.spotlight.turn(false);
    this.untold();
    this.slide?.close();
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

  get tidies(): boolean {
    return this.bars.tidies;
  }

  items(): readonly Item[] {
    return this.objects.shown();
  }

  repaint(): void {
    this.screen.ask();
  }

  painted(): void {
    if (this.slide && this.state.seen) describe(this.surface, this.items().map(inWords));
    this.chosenBar.show(this.state.draw ? selection(this) : [], this.state.run);
  }

  paper(page = this.page): Paper {
    return this.allPapers[page - 1] ?? "dots";
  }

  of(page: number): Item[] {
    return this.objects.of(page);
  }

  act(deed: Deed): void {
    act(this, deed);
  }

  following(on: boolean): void {
    this.bars.following(on, this.state.live && !this.state.leads);
  }

  teachers(): Box | undefined {
    return this.looking.teachers();
  }

  announce(words: string): void {
    this.voice.announce(words);
  }

  tellPerson(words: string): void {
    this.voice.warn(words);
  }

  held(): Held {
    return this.pointers.held;
  }

  hide(ids: Iterable<string>, fades: boolean): void {
    this.changed(this.objects.hide(ids, fades));
  }

  unhide(): void {
    this.changed(this.objects.unhide());
  }

  /** What is painted there isn't what is there. */
  private changed(boxes: Iterable<Box>): void {
    for (const box of boxes) this.screen.tiles.changed(box);
    this.repaint();
  }

  /** Adds several, and chooses them. */
  addAll(items: New[]): void {
    if (items.length === 0) return;
    this.addEach(items);
    this.bars.choose("select");
    this.selected.clear();
    for (const { id } of items) if (this.objects.get(id)) this.selected.add(id);
    this.repaint();
  }

  write(kind: Lettered, at: Spot, size: Spot, item?: Item): void {
    write(this, this.field, kind, at, size, item);
  }

  drawn(drawn: Drawn, anew: boolean): void {
    this.say({ ...this.described(drawn), do: anew ? "redraw" : "add" }, drawn.points);
    if (!anew) this.bars.choose("select");
  }

  grab(on: boolean): void {
    this.pointers.grabs = on;
  }

  private chose(surface: HTMLElement, tool: Tool): void {
    surface.dataset["tool"] = tool;
    this.spotlight.turn(tool === "spotlight");
    if (tool === "spotlight") surface.focus({ preventScroll: true });
    if (tool === "table") void import("./board/cells");
    if (tool !== "select" && tool !== "lasso" && this.selected.size > 0) {
      this.selected.clear();
      this.repaint();
    }
  }

  press(what: Press): void {
    press(this, what);
  }

  newPage(page: number): void {
    this.say({ do: "page", page });
    this.state = { ...this.state, pages: Math.max(this.state.pages, page) };
    this.goTo(page);
  }

  goTo(page: number): void {
    this.page = Math.max(1, page);
    this.objects.show(this.page);
    this.selected.clear();
    this.screen.tiles.reset();
    this.list.renew();
    this.looking.show(true);
    if (this.spotlight.on) this.spotlight.say();
    this.shown();
  }

  moved(): void {
    this.looking.letGo();
    this.field.fit();
    this.shown();
  }

  shown(): void {
    const { undo, redo, run, pages } = this.state;
    this.bars.enable("undo", undo);
    this.bars.enable("redo", redo);
    this.bars.pages(this.page, pages, run);
    this.bars.zoomed(this.camera.zoom);
    this.bars.saved(this.state);
    this.looking.shown();
    this.repaint();
  }

  private hovered = 0;

  private hovers({ x, y }: Spot): void {
    this.over = { x, y };
    this.spotlight.move({ x, y });
    if (!this.state.draw || performance.now() - this.hovered < HOVER) return;
    this.hovered = performance.now();
    this.say({ do: "hovers", page: this.page, x: Math.round(x), y: Math.round(y) });
  }

  edit(): void {
    edit(this);
  }

  escape(): void {
    if (this.slide && this.selected.size === 0 && !this.pointers.busy) return this.press("leave");
    this.pointers.cancel();
    this.selected.clear();
    this.bars.choose("select");
    this.repaint();
  }

  choose(item: Item): void {
    this.bars.choose("select");
    this.selected.clear();
    this.selected.add(item.id);
    this.voice.announce(inWords(item));
    this.repaint();
  }
}

// The bars of a board: its tools, its pages, and what of it is seen. One row; what is needed less often opens above it.
import { bar, iconButton, oneStop, redraw, set, wordButton } from "./buttons";
import { Pens, type Pen } from "./pens";
import { Popup } from "./popup";
import type { State } from "./state";
import { capOf, iconOf, IN_ROW, nameOf, RARE, SHAPES, type Tool, WHERE_WIDE } from "./toolset";

/** What pressing a button of the bars asks for. */
export type Press =
  | "undo"
  | "redo"
  | "delete"
  | "clear"
  | "smaller"
  | "larger"
  | "whole size"
  | "fit"
  | "fit selection"
  | "follow"
  | "before"
  | "after"
  | "list"
  | "leave"
  | "more";

export class Bars {
  /** The row, and what opens over it. */
  readonly element = document.createElement("div");
  readonly menus: HTMLElement[] = [];
  tool: Tool = "select";
  private readonly tools = new Map<Tool, HTMLButtonElement>();
  private readonly inMenus = new Map<Tool, HTMLButtonElement>();
  private readonly openers: { opener: HTMLButtonElement; words: string; tools: readonly Tool[] }[] = [];
  private readonly buttons = new Map<Press, HTMLButtonElement>();
  private readonly toolbar = bar("board__tools", "Tools", "toolbar");
  private readonly page = document.createElement("span");
  private readonly zoom = wordButton("100 %", "Own size");
  private readonly state = document.createElement("span");
  private readonly pens: Pens;

  /** `look` is told what of a pen was chosen. On slides the page is turned, and neither zoomed nor followed, by other means. */
  constructor(
    private readonly onSlides: boolean,
    private readonly press: (what: Press) => void,
    private readonly chosen: (tool: Tool) => void,
    look: (changed: Partial<Pen>) => void,
  ) {
    this.element.className = "board__bars";
    this.pens = new Pens(look);
    this.toolbar.append(
      set(
        ...IN_ROW.map((tool) => this.toolButton(tool)),
        this.menu("Shapes", SHAPES, "M4 4h9v9H4zM15 10a5 5 0 11-5 5"),
        this.menu("More tools", [...RARE, ...WHERE_WIDE], "M4 20l7-7M13 3l1.500 4.500L19 9l-4.500 1.500L13 15l-1.500-4.500L7 9l4.500-1.500z"),
      ),
      set(
        this.pens.opener,
        this.button("undo", "M9 7L4 12l5 5M4 12h10a6 6 0 010 12", "Undo what you did", "Ctrl+Z"),
        this.button("redo", "M15 7l5 5-5 5M20 12H10a6 6 0 000 12", "Do it again", "Ctrl+Y"),
      ),
    );
    oneStop(this.toolbar);
    const pages = bar("board__pages", "Pages", "group");
    this.page.setAttribute("role", "status");
    pages.append(this.button("before", "M15 5l-7 7 7 7", "Page before", "["), this.page, this.button("after", "M9 5l7 7-7 7", "Next page", "]"));
    const view = bar("board__look", "View", "group");
    view.append(
      this.button("smaller", "M5 12h14", "Zoom out", "−"),
      this.kept("whole size", this.zoom),
      this.button("larger", "M5 12h14M12 5v14", "Zoom in", "+"),
      this.button("follow", "M2 12c5-8 15-8 20 0-5 8-15 8-20 0zM12 9a3 3 0 100 6 3 3 0 000-6z", "Follow the teacher"),
      this.button("more", "M5 12h.01M12 12h.01M19 12h.01", "More"),
      this.kept("leave", wordButton("Done", "Draw no more on this page (Esc)")),
    );
    for (const what of ["smaller", "whole size", "larger", "follow"] as const) this.buttons.get(what)!.hidden = onSlides;
    this.buttons.get("leave")!.hidden = !onSlides;
    for (const what of ["smaller", "whole size", "larger"] as const) this.buttons.get(what)!.classList.add("board__wide");
    this.zoom.title = "Own size (Ctrl+0)";
    this.state.className = "board__state";
    this.state.setAttribute("role", "status");
    const where = document.createElement("div");
    where.className = "board__where";
    where.append(this.state, pages, view);
    this.element.append(this.toolbar, where);
    this.menus.push(this.pens.element);
    this.choose("select");
  }

  /** What is drawn with. */
  get pen(): Pen {
    return this.pens.pen;
  }

  /** Whether strokes become the shapes that they look like. */
  get tidies(): boolean {
    return this.pens.tidies;
  }

  /** The button that opens what there is more. */
  get more(): HTMLButtonElement {
    return this.buttons.get("more")!;
  }

  choose(tool: Tool): void {
    this.tool = tool;
    for (const [which, button] of this.tools) button.setAttribute("aria-pressed", String(which === tool));
    for (const [which, button] of this.inMenus) button.setAttribute("aria-checked", String(which === tool));
    for (const { opener, words, tools } of this.openers) {
      const isIn = tools.includes(tool);
      const label = isIn ? `${words}: ${nameOf(tool)}` : words;
      opener.classList.toggle("board__opener--on", isIn);
      opener.title = label;
      opener.setAttribute("aria-label", label);
      if (isIn) redraw(opener, iconOf(tool));
    }
    this.chosen(tool);
  }

  /** Whether a tool is there for its person. */
  has(tool: Tool): boolean {
    return this.inMenus.get(tool)?.hidden !== true;
  }

  /** Who looks on has no tools; the spotlight is for staff, and for boards that lie on no slides. */
  show(may: { draw: boolean; run: boolean }): void {
    this.toolbar.hidden = !may.draw;
    this.inMenus.get("spotlight")!.hidden = this.onSlides || !may.run;
    if (!may.draw || !this.has(this.tool)) this.choose("select");
  }

  enable(what: Press, on: boolean): void {
    // Stays where the focus is.
    this.buttons.get(what)!.setAttribute("aria-disabled", String(!on));
  }

  following(on: boolean, possible: boolean): void {
    const button = this.buttons.get("follow")!;
    button.hidden = !possible || this.onSlides;
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", on ? "Following the teacher" : "Follow the teacher");
  }

  pages(page: number, count: number, mayAdd: boolean): void {
    this.page.textContent = `Page ${page} of ${count}`;
    this.enable("before", page > 1);
    this.enable("after", page < count || (mayAdd && !this.onSlides));
    const after = this.buttons.get("after")!;
    const words = page < count || this.onSlides ? "Next page" : "New page";
    after.title = `${words} (])`;
    after.setAttribute("aria-label", words);
  }

  zoomed(zoom: number): void {
    this.zoom.textContent = `${Math.round(zoom * 100)} %`;
    this.zoom.setAttribute("aria-label", `Zoom ${Math.round(zoom * 100)} %, back to 100 %`);
  }

  saved({ live, waiting, failed }: State): void {
    const kept = waiting > 0 ? `${waiting} not saved yet` : live ? "Saved" : "";
    const words = failed ? "The board could not be loaded. It is tried again." : kept;
    if (this.state.textContent !== words) this.state.textContent = words;
    this.state.classList.toggle("board__state--waits", failed || waiting > 0);
  }

  private toolButton(tool: Tool): HTMLButtonElement {
    const button = iconButton(iconOf(tool), nameOf(tool), capOf(tool));
    button.classList.toggle("board__wide", WHERE_WIDE.includes(tool));
    button.addEventListener("click", () => this.choose(tool));
    this.tools.set(tool, button);
    return button;
  }

  /** A button that opens a menu of tools, and has the icon of the one that was chosen there last. */
  private menu(words: string, tools: readonly Tool[], path: string): HTMLButtonElement {
    const opener = iconButton(path, words);
    opener.classList.add("board__opener");
    const popup = new Popup(opener, words, "board__menu--tools");
    opener.addEventListener("click", () => popup.toggle());
    for (const tool of tools) {
      const button = iconButton(iconOf(tool), nameOf(tool), capOf(tool));
      const label = document.createElement("span");
      label.textContent = nameOf(tool);
      button.append(label);
      button.classList.toggle("board__narrow", WHERE_WIDE.includes(tool));
      button.addEventListener("click", () => {
        popup.close();
        this.choose(tool);
      });
      popup.add(button, "menuitemradio");
      this.inMenus.set(tool, button);
    }
    this.openers.push({ opener, words, tools: tools.filter((tool) => !WHERE_WIDE.includes(tool)) });
    this.menus.push(popup.element);
    return opener;
  }

  private button(what: Press, path: string, words: string, cap?: string): HTMLButtonElement {
    return this.kept(what, iconButton(path, words, cap));
  }

  private kept(what: Press, button: HTMLButtonElement): HTMLButtonElement {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") this.press(what);
    });
    this.buttons.set(what, button);
    return button;
  }
}

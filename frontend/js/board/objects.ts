// The objects of a board, and those of the page that is shown in their order.
import type { Box, Item } from "./model";

/** What an object's coming changes of the picture. */
export type Change = "on top" | "nothing" | "there";

export class Objects {
  private readonly all = new Map<string, Item>();
  private page = 1;
  /** Those that aren't painted where they are, and whether they fade. */
  readonly hidden = new Map<string, { fades: boolean }>();
  /** The page's objects, the lowest first; none while they have to be gathered anew. */
  private onPage: Item[] | undefined = [];

  clear(): void {
    this.all.clear();
    this.onPage = [];
  }

  show(page: number): void {
    this.page = page;
    this.onPage = undefined;
  }

  get(id: string): Item | undefined {
    return this.all.get(id);
  }

  shown(): readonly Item[] {
    this.onPage ??= this.of(this.page);
    return this.onPage;
  }

  /** The objects of a page, the lowest first. */
  of(page: number): Item[] {
    return [...this.all.values()].filter((item) => item.page === page).sort((one, other) => one.order - other.order);
  }

  put(item: Item): Change {
    const before = this.all.get(item.id);
    this.all.set(item.id, item);
    if (before) {
      this.onPage = undefined;
      if (!this.looksAsBefore(before, item)) return "there";
      item.path = before.path;
      return "nothing";
    }
    if (item.page !== this.page) return "nothing";
    if (this.onPage && item.order >= (this.onPage.at(-1)?.order ?? 0)) {
      this.onPage.push(item);
      return "on top";
    }
    this.onPage = undefined;
    return "there";
  }

  remove(id: string): void {
    this.all.delete(id);
    this.onPage = undefined;
  }

  /** Hides objects; gives where they are painted. */
  hide(ids: Iterable<string>, fades: boolean): Box[] {
    const boxes: Box[] = [];
    for (const id of ids) {
      const item = this.all.get(id);
      if (!item || this.hidden.has(id)) continue;
      this.hidden.set(id, { fades });
      boxes.push(item.box);
    }
    return boxes;
  }

  /** Hides none any more; gives where those are that were hidden. */
  unhide(): Box[] {
    const boxes = [...this.hidden.keys()].flatMap((id) => this.all.get(id)?.box ?? []);
    this.hidden.clear();
    return boxes;
  }

  /** Whether one's own object only came to the log, and is above all others there, too. */
  private looksAsBefore(before: Item, item: Item): boolean {
    const look = ({ place, colour, width, filled, text, page, locked }: Item): string => JSON.stringify([place, colour, width, filled, text, page, locked]);
    const isAbove = (other: Item): boolean => other.id === item.id || other.waits || other.order < item.order;
    return before.waits && look(before) === look(item) && this.shown().every(isAbove);
  }
}

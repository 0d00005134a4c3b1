// The bar of what is chosen: what can be done to it together.
import { bar, iconButton, oneStop, rule } from "./buttons";
import { isLettered, type Item } from "./model";

/** What the bar asks for. */
export type Deed =
  | "edit"
  | "delete"
  | "duplicate"
  | "front"
  | "forward"
  | "backward"
  | "back"
  | "group"
  | "ungroup"
  | "lock"
  | "unlock"
  | "turn"
  | "left"
  | "centre"
  | "right"
  | "top"
  | "middle"
  | "bottom"
  | "spread across"
  | "spread down";

/** Each with its words, its keys, its icon and when it can be done. */
const DEEDS: [Deed, string, string, string, "any" | "free" | "two" | "three" | "grouped" | "locked" | "lockable" | "lettered"][] = [
  ["edit", "Edit what is written", "Enter", "M4 20h4L19 9l-4-4L4 16zM13 7l4 4", "lettered"],
  ["delete", "Delete what is selected", "Del", "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13", "free"],
  ["duplicate", "Duplicate", "Ctrl+D", "M8 8h12v12H8zM4 16V4h12", "any"],
  ["turn", "Turn by 90°", "Alt+→", "M20 12a8 8 0 11-3-6.200M17 2v4h-4", "free"],
  ["back", "Send to back", "Ctrl+Shift+[", "M4 20h16M12 4v11M7 10l5 5 5-5", "free"],
  ["backward", "Send backward", "Ctrl+[", "M12 5v12M7 12l5 5 5-5", "free"],
  ["forward", "Bring forward", "Ctrl+]", "M12 19V7M7 12l5-5 5 5", "free"],
  ["front", "Bring to front", "Ctrl+Shift+]", "M4 4h16M12 20V9M7 14l5-5 5 5", "free"],
  ["group", "Group", "Ctrl+G", "M4 4h7v7H4zM13 13h7v7h-7zM13 7h4v4M7 13v4h4", "two"],
  ["ungroup", "Ungroup", "Ctrl+Shift+G", "M4 4h7v7H4zM13 13h7v7h-7z", "grouped"],
  ["left", "Align left", "Ctrl+Shift+←", "M4 3v18M8 6h12v4H8zM8 14h7v4H8z", "two"],
  ["centre", "Align centres", "", "M12 3v18M5 6h14v4H5zM8 14h8v4H8z", "two"],
  ["right", "Align right", "Ctrl+Shift+→", "M20 3v18M4 6h12v4H4zM9 14h7v4H9z", "two"],
  ["top", "Align top", "Ctrl+Shift+↑", "M3 4h18M6 8v12h4V8zM14 8v7h4V8z", "two"],
  ["middle", "Align middles", "", "M3 12h18M6 5v14h4V5zM14 8v8h4V8z", "two"],
  ["bottom", "Align bottom", "Ctrl+Shift+↓", "M3 20h18M6 4v12h4V4zM14 9v7h4V9z", "two"],
  ["spread across", "Distribute across", "Alt+H", "M4 4v16M20 4v16M9 8h6v8H9z", "three"],
  ["spread down", "Distribute down", "Alt+V", "M4 4h16M4 20h16M8 9v6h8V9z", "three"],
  ["lock", "Lock", "Ctrl+Shift+L", "M6 11h12v9H6zM9 11V8a3 3 0 016 0v3", "lockable"],
  ["unlock", "Unlock", "Ctrl+Shift+L", "M6 11h12v9H6zM9 11V8a3 3 0 015.800-1", "locked"],
];

export class ChosenBar {
  readonly element = bar("board__chosen", "What is selected", "toolbar");
  private readonly buttons = new Map<Deed, HTMLButtonElement>();

  constructor(deed: (what: Deed) => void) {
    for (const [what, words, cap, path] of DEEDS) {
      const button = iconButton(path, words, cap || undefined);
      button.addEventListener("click", () => deed(what));
      this.buttons.set(what, button);
      this.element.append(button);
      if (what === "turn" || what === "front" || what === "ungroup" || what === "spread down") this.element.append(rule());
    }
    oneStop(this.element);
    this.element.hidden = true;
  }

  /** Offers what can be done to `items` by somebody who may lock, or not. */
  show(items: readonly Item[], mayLock: boolean): void {
    if (items.length === 0 && this.element.hidden) return;
    const free = items.filter(({ locked }) => !locked);
    const units = new Set(free.map(({ id, group }) => group ?? id)).size;
    const can = {
      any: items.length > 0,
      lettered: free.length === 1 && isLettered(free[0]!.kind),
      free: free.length > 0,
      two: units > 1,
      three: units > 2,
      grouped: free.some(({ group }) => group),
      locked: mayLock && items.some(({ locked }) => locked),
      lockable: mayLock && free.length > 0,
    };
    for (const [what, , , , when] of DEEDS) this.buttons.get(what)!.hidden = !can[when];
    this.element.hidden = items.length === 0;
    let rules: HTMLElement[] = [];
    for (const child of this.element.children as Iterable<HTMLElement> & HTMLCollection) {
      const isRule = child.classList.contains("board__rule");
      if (isRule) child.hidden = rules.length > 0;
      if (isRule && !child.hidden) rules.push(child);
      else if (!isRule && !child.hidden) rules = [];
    }
    // Nothing comes after the last one.
    for (const rule of rules) rule.hidden = true;
    const there = [...this.buttons.values()].filter(({ hidden }) => !hidden);
    if (!there.some(({ tabIndex }) => tabIndex === 0)) there.forEach((button, at) => (button.tabIndex = at === 0 ? 0 : -1));
  }
}

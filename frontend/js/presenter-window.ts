// The presenter view in a window of its own: over other programs where the browser has such windows, else a window beside. The
// view itself goes there, and back when the window is closed or the view is left.
import { dress, onTop, staysOnTop } from "./windows/own";

/** How large the window is at first, in CSS pixels. */
const SIZE = { width: 960, height: 600 };

/** Puts everything back. */
let end: (() => void) | undefined;

/** Opens the window with the view, or closes it. Call it from a click. Rejects where the browser refuses. */
export async function toggle(view: HTMLElement | null, told: (open: boolean) => void): Promise<void> {
  if (end) return end();
  if (!view) return;
  const its = staysOnTop() ? await onTop(SIZE) : await beside();
  if (!view.isConnected || end) return its.close();
  end = moved(view, its, () => {
    end = undefined;
    told(false);
  });
  told(true);
}

/** Puts the view back, if it is out. */
export function close(): void {
  end?.();
}

async function beside(): Promise<Window> {
  const its = window.open("", "", `popup,width=${SIZE.width},height=${SIZE.height}`);
  if (!its) throw new Error("the browser opened no window");
  if (its.document.readyState !== "complete") await new Promise((done) => its.addEventListener("load", done, { once: true }));
  return its;
}

/** Moves the view into `its` window until that is closed. */
function moved(view: HTMLElement, its: Window, ended: () => void): () => void {
  dress(its, "presenter-window");
  const place = document.createComment("");
  view.replaceWith(place);
  its.document.body.append(view);
  view.querySelector<HTMLElement>("button")?.focus();
  its.addEventListener("keydown", pass);
  let over = false;
  const restore = (): void => {
    if (over) return;
    over = true;
    window.removeEventListener("pagehide", both);
    // A view that was left meanwhile is nowhere any more.
    if (view.isConnected) place.replaceWith(view);
    else place.remove();
    view.querySelector<HTMLElement>("button")?.focus();
    ended();
  };
  const both = (): void => {
    restore();
    its.close();
  };
  its.addEventListener("pagehide", restore);
  window.addEventListener("pagehide", both);
  return both;
}

/** Keys mean in the window what they mean on the page, but for those that press a button. */
function pass(event: KeyboardEvent): void {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey, repeat } = event;
  const presses = (key === " " || key === "Enter") && (event.target as Element).closest?.("button, a");
  if (presses || event.isComposing) return;
  const same = new KeyboardEvent("keydown", { key, code, shiftKey, ctrlKey, altKey, metaKey, repeat, bubbles: true, cancelable: true });
  if (!document.body.dispatchEvent(same)) event.preventDefault();
}

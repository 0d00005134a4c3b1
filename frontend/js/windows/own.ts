// Windows of the page's own, which show elements of the page: it moves them there, and they go on as they were.

interface Window_ extends Window {
  documentPictureInPicture?: { requestWindow(size: Size): Promise<Window> };
}

/** In CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Whether the browser lets a page have a window over other programs. */
export function staysOnTop(): boolean {
  return "documentPictureInPicture" in window;
}

/** A window over other programs. Call it from a click. Rejects where the browser refuses. */
export function onTop(size: Size): Promise<Window> {
  return (window as Window_).documentPictureInPicture!.requestWindow(size);
}

/** Has a window look as the page does. */
export function dress(its: Window, className: string): void {
  const { documentElement, head, body } = its.document;
  for (const { name, value } of document.documentElement.attributes) documentElement.setAttribute(name, value);
  for (const sheet of document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")) {
    head.append(Object.assign(its.document.createElement("link"), { rel: "stylesheet", href: sheet.href }));
  }
  its.document.title = document.title;
  body.className = className;
}

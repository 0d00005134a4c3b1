// The stage in a small window over other programs. Where the browser lets a page have such a window the stage itself goes into
// it, and back when it is closed: it is the same elements, so it follows scene and speaker by itself. Elsewhere the window shows
// one video: the large picture, or the name of who has none.

import { dress, onTop, staysOnTop } from "./windows/own";

/** Is told whether the window is open. */
type Told = (open: boolean) => void;

/** How large the window is at first, in CSS pixels. */
const SIZE = { width: 480, height: 270 };

/** Puts everything back. */
let end: (() => void) | undefined;

/** Opens the window with the stage, or closes it. Call it from a click. Rejects where the browser refuses. */
export async function toggle(stage: HTMLElement | null, told: Told): Promise<void> {
  if (end) return end();
  if (!stage) return;
  const ended = (): void => {
    end = undefined;
    told(false);
  };
  end = staysOnTop() ? moved(stage, await onTop(SIZE), ended) : await followed(stage, ended);
  told(true);
}

/** Puts the stage back, if it is out; nobody is told. */
export function close(): void {
  end?.();
}

/** Moves the stage into `its` window until that is closed. */
function moved(stage: HTMLElement, its: Window, ended: () => void): () => void {
  dress(its, "popped-out");
  const place = placeholder(() => its.close());
  stage.replaceWith(place);
  its.document.body.append(stage);
  play(stage);
  let over = false;
  const restore = (): void => {
    if (over) return;
    over = true;
    const had = document.activeElement === document.body || place.contains(document.activeElement);
    place.replaceWith(stage);
    play(stage);
    if (had) document.querySelector<HTMLElement>(".control[aria-pressed=true]")?.focus();
    ended();
  };
  its.addEventListener("pagehide", restore);
  return () => {
    restore();
    its.close();
  };
}

/** What stands where the stage was. */
function placeholder(back: () => void): HTMLElement {
  const place = Object.assign(document.createElement("div"), { className: "stage" });
  const words = Object.assign(document.createElement("p"), { textContent: "The stage is in a small window." });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Put it back" });
  button.addEventListener("click", back);
  const inside = Object.assign(document.createElement("div"), { className: "stage__empty" });
  inside.append(words, button);
  place.append(inside);
  return place;
}

/** Pictures stand still when they are moved to another document. */
function play(stage: HTMLElement): void {
  for (const video of stage.querySelectorAll("video")) void video.play().catch(() => undefined);
}

/** Shows the large picture in the browser's window for videos, and follows the stage until that is closed. */
async function followed(stage: HTMLElement, ended: () => void): Promise<() => void> {
  const card = cardOf();
  let shown: HTMLVideoElement | undefined;
  const show = async (): Promise<void> => {
    const large = [...stage.querySelectorAll<HTMLVideoElement>(".stage__main video")].find((video) => video.videoWidth > 0 && !covered(video));
    if (!large) card.write(stage.querySelector(".stage__main")?.textContent?.trim() || "Nothing to see at the moment");
    const next = large ?? card.video;
    if (next === shown) return;
    shown = next;
    if (next === card.video) await next.play();
    await next.requestPictureInPicture();
  };
  // Another picture takes the window over without a press, as long as there is one.
  const follow = (): void => void show().catch((error) => console.warn("the small window", error));
  const changes = new MutationObserver(follow);
  const left = (): void => {
    // One that is taken over is left as well.
    setTimeout(() => document.pictureInPictureElement ?? restore(), 0);
  };
  const restore = (): void => {
    changes.disconnect();
    stage.removeEventListener("resize", follow, true);
    document.removeEventListener("leavepictureinpicture", left, true);
    card.end();
    ended();
  };
  await show();
  changes.observe(stage, { subtree: true, childList: true, attributes: true, attributeFilter: ["class", "hidden"] });
  stage.addEventListener("resize", follow, true);
  document.addEventListener("leavepictureinpicture", left, true);
  return () => {
    restore();
    void document.exitPictureInPicture().catch(() => undefined);
  };
}

/** Whether words stand over a picture: its camera is off. */
function covered(video: HTMLVideoElement): boolean {
  return video.parentElement?.querySelector(".tile__off") != null;
}

/** A video of words, for whom there is no picture of. */
function cardOf(): { video: HTMLVideoElement; write(words: string): void; end(): void } {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const pen = canvas.getContext("2d")!;
  const video = Object.assign(document.createElement("video"), { muted: true, srcObject: canvas.captureStream(2) });
  let words = "";
  const draw = (): void => {
    pen.fillStyle = "#141a18";
    pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = "#e8ebe6";
    pen.font = "28px sans-serif";
    pen.textAlign = "center";
    pen.fillText(words.slice(0, 60), 320, 185, 600);
  };
  draw();
  // A picture that never changes sends no frame.
  const timer = setInterval(draw, 500);
  return {
    video,
    write: (next) => {
      words = next;
      draw();
    },
    end: () => {
      clearInterval(timer);
      for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
    },
  };
}

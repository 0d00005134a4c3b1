// What stands behind a person in their own picture: blurred, or another picture. A module of its own with the model that finds
// people, all from our own address; the page loads it when somebody asks for it.
import { BackgroundProcessor, type BackgroundProcessorWrapper, supportsBackgroundProcessors } from "@livekit/track-processors";
import type { LocalVideoTrack } from "livekit-client";

/** Blurred, or a picture by its address. */
export type Behind = { kind: "blur" } | { kind: "picture"; picture: string };

/** How much it is blurred, in pixels of the camera's picture: as much as no text behind a person can be read. */
const RADIUS = 16;

/** The size of a picture that is kept, in pixels, and its quality as JPEG. */
const WIDTH = 1_280;
const HEIGHT = 720;
const QUALITY = 0.8;

/** The rest of this folder: the program that finds people, and its model. */
const FOLDER = new URL(".", import.meta.url).href;

/** Puts it behind the person, from the next picture on. Rejects where this browser can't, and then nothing has changed. */
export async function putBehind(track: LocalVideoTrack, behind: Behind): Promise<void> {
  if (behind.kind === "picture") await loaded(behind.picture);
  const mode = behind.kind === "blur" ? { mode: "background-blur" as const, blurRadius: RADIUS } : { mode: "virtual-background" as const, imagePath: behind.picture };
  const before = track.getProcessor() as BackgroundProcessorWrapper | undefined;
  if (before) return before.switchTo(mode);
  if (!supportsBackgroundProcessors()) throw new DOMException("no WebGL or no video frames", "NotSupportedError");
  const processor = BackgroundProcessor({ ...mode, assetPaths: { tasksVisionFileSet: FOLDER.slice(0, -1), modelAssetPath: `${FOLDER}person.tflite` } });
  // It would let the first picture through as it is.
  processor.transformer.isFirstFrame = false;
  spare(processor);
  await track.setProcessor(processor);
}

/** Lets the page rest as long as each picture took: where no graphics card helps, pictures would take all of its time. */
function spare({ transformer }: BackgroundProcessorWrapper): void {
  const transform = transformer.transform.bind(transformer);
  let rested = 0;
  transformer.transform = async (frame, controller) => {
    const begun = performance.now();
    if (begun < rested) return frame.close();
    await transform(frame, controller);
    const done = performance.now();
    rested = done + (done - begun);
  };
}

/** A picture of the person's own, cut to the shape of a camera's and small enough to be kept. Rejects what is no picture. */
export async function toKeep(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  try {
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const scale = Math.max(WIDTH / picture.width, HEIGHT / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d")!.drawImage(picture, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
    return canvas.toDataURL("image/jpeg", QUALITY);
  } finally {
    picture.close();
  }
}

/** The library would go on without a picture that doesn't load, and show what is behind the person. */
async function loaded(address: string): Promise<void> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
}

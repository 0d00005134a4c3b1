//! What a browser's microphone hears: somebody who reads aloud.
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root, scratch } from "./server";

/** Makes a WAV file of one of the recordings (crates/testkit/fixtures) and gives its path; `name` is the file's, which nobody else writes. */
export async function spoken(recording: "lecture" | "reading", name: string, filter = "anull"): Promise<string> {
  await mkdir(scratch, { recursive: true });
  const [from, file] = [join(root, `crates/testkit/fixtures/${recording}.ogg`), join(scratch, `${name}.wav`)];
  await promisify(execFile)("ffmpeg", ["-y", "-loglevel", "error", "-i", from, "-af", filter, "-ar", "48000", "-ac", "1", file]);
  return file;
}

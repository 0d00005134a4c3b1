// The folder with what puts a background behind people: the script, the program that it runs (WASM of MediaPipe), and the model.
import { Builder, ByteBuffer } from "flatbuffers";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./parts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
/** For browsers with SIMD, which all are that we build for. */
const PROGRAM = ["vision_wasm_internal.js", "vision_wasm_internal.wasm"];

export async function background(into) {
  await mkdir(into, { recursive: true });
  const client = { name: "client", setup: (files) => files.onResolve({ filter: /^livekit-client$/ }, () => ({ path: join(here, "js/background/client.ts") })) };
  await Promise.all([
    bundle({ entryPoints: [join(here, "js/background/background.ts")], plugins: [client], outdir: into }),
    ...PROGRAM.map((file) => cp(join(modules, "@mediapipe/tasks-vision/wasm", file), join(into, file))),
    readFile(join(modules, "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite")).then((model) => writeFile(join(into, "person.tflite"), described(model))),
  ]);
}

/** Where a table's field of this number stands in its list of fields. */
const slot = (number) => 4 + 2 * number;

/**
 * The model with a word on what it wants: colours from 0 to 1. MediaPipe takes no model without it, and the one in the package
 * was made for an older program. A new head is put before the model (https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/lite/schema/schema.fbs)
 * that leads to the old one's parts and, as its last buffer, to the metadata
 * (https://github.com/tensorflow/tflite-support/blob/v0.4.4/tensorflow_lite_support/metadata/metadata_schema.fbs).
 */
export function described(model) {
  const old = new ByteBuffer(new Uint8Array(model));
  const root = old.readInt32(0);
  const part = (number) => {
    const at = old.__offset(root, slot(number));
    return at && old.__indirect(root + at);
  };
  const all = new Builder(model.length + 4_096);
  all.prep(16, model.length);
  for (const byte of new Uint8Array(model).reverse()) all.writeInt8(byte);
  // Builders count from the end, and what the new head leads to lies behind it.
  const end = all.offset();
  const words = bytesOf(all, metadata());
  all.startObject(1);
  all.addFieldOffset(0, words, 0);
  const buffer = all.endObject();
  const [buffers, count] = [part(4), old.readInt32(part(4))];
  const before = Array.from({ length: count }, (_, n) => end - old.__indirect(buffers + 4 + 4 * n));
  const list = offsets(all, [...before, buffer]);
  const name = all.createString("TFLITE_METADATA");
  all.startObject(2);
  all.addFieldOffset(0, name, 0);
  all.addFieldInt32(1, count, 0);
  const named = offsets(all, [all.endObject()]);
  all.startObject(7);
  all.addFieldInt32(0, old.readInt32(root + old.__offset(root, slot(0))), 0);
  // Operators, graphs, the description.
  for (const number of [1, 2, 3]) if (part(number)) all.addFieldOffset(number, end - part(number), 0);
  all.addFieldOffset(4, list, 0);
  all.addFieldOffset(6, named, 0);
  all.finish(all.endObject(), "TFL3");
  return all.asUint8Array();
}

/** ModelMetadata → SubGraphMetadata → TensorMetadata → ProcessUnit → NormalizationOptions: (colour − 0) / 255. */
function metadata() {
  const all = new Builder(512);
  const number = (value) => {
    all.startVector(4, 1, 4);
    all.addFloat32(value);
    return all.endVector();
  };
  const table = (size, fields) => {
    all.startObject(size);
    for (const [at, offset] of fields) all.addFieldOffset(at, offset, 0);
    return all.endObject();
  };
  const normalised = table(2, [[0, number(0)], [1, number(255)]]);
  all.startObject(2);
  all.addFieldInt8(0, 1, 0);
  all.addFieldOffset(1, normalised, 0);
  const unit = offsets(all, [all.endObject()]);
  const input = offsets(all, [table(7, [[4, unit]])]);
  const output = offsets(all, [table(7, [])]);
  const graph = offsets(all, [table(4, [[2, input], [3, output]])]);
  all.finish(table(4, [[3, graph]]), "M001");
  return all.asUint8Array();
}

function offsets(all, tables) {
  all.startVector(4, tables.length, 4);
  for (const table of tables.toReversed()) all.addOffset(table);
  return all.endVector();
}

function bytesOf(all, bytes) {
  all.startVector(1, bytes.length, 16);
  for (const byte of bytes.toReversed()) all.addInt8(byte);
  return all.endVector();
}

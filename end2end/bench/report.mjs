// What a bench prints and leaves, as crates/testkit/src/bench.rs does: a table, and target/bench/NAME.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";

/** One measured figure; the ratio is to the first of those beside it. `better` is "higher" or "lower". */
export function figure(key, value, unit, better, { aim = null, beside = {} } = {}) {
  const [first] = Object.values(beside);
  return { key, value, unit, aim, better, beside, ratio: first ? value / first : null };
}

/** Prints the table and writes the file. A missed aim is no error. */
export function publish(bench, figures) {
  const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores`;
  const rows = [["figure", "value", "aim", "", "beside"], ...figures.map(row)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  console.log(`bench ${bench} on ${machine}`);
  for (const cells of rows) {
    console.log(`  ${cells.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()}`);
  }
  const folder = join(import.meta.dirname, "../../target/bench");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${bench}.json`);
  const named = figures.map((figure) => ({ ...figure, key: figure.key.trim() }));
  writeFileSync(file, `${JSON.stringify({ bench, machine, figures: named }, null, 2)}\n`);
  console.log(file);
}

function row({ key, value, unit, aim, better, beside, ratio }) {
  const higher = better === "higher";
  const met = aim === null ? "" : (higher ? value >= aim : value <= aim) ? "met" : "MISSED";
  const besides = Object.entries(beside).map(([name, value]) => `${name} ${number(value)}`).join(", ");
  return [
    key,
    `${number(value)} ${unit}`,
    aim === null ? "" : `${higher ? "≥" : "≤"} ${number(aim)}`,
    met,
    ratio === null ? besides : `${besides} (×${number(ratio)})`,
  ];
}

/** Four significant digits are enough to compare by. */
function number(value) {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4);
}

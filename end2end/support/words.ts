//! How far a transcript is from what was said.

/** Word error rate: substitutions, deletions and insertions for each word said (Levenshtein over words). */
export function wordErrorRate(said: string, heard: string): number {
  const [a, b] = [words(said), words(heard)];
  let row = b.map((_, j) => j + 1);
  row.unshift(0);
  a.forEach((word, i) => {
    const next = [i + 1];
    b.forEach((other, j) => {
      next.push(Math.min(row[j]! + (word === other ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    });
    row = next;
  });
  return row[b.length]! / a.length;
}

function words(text: string): string[] {
  return text.toLowerCase().replace(/[’']/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().split(" ");
}

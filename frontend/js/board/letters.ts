// Letters on a board: which, how high their lines are, and where lines break.

/** Letters as wide everywhere as can be had without a font of our own, so that no line waits for one and then breaks elsewhere. */
export const LETTERS = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";
export const LINE_HEIGHT = 1.3;

/** The lines of a text that is so wide, in the canvas's font. */
export function wrapped(on: CanvasRenderingContext2D, text: string, wide: number): string[] {
  return text.split("\n").flatMap((line) => brokenLine(on, line, wide));
}

function brokenLine(on: CanvasRenderingContext2D, line: string, wide: number): string[] {
  const lines: string[] = [];
  let now = "";
  // Words, and single characters where a script has no spaces.
  for (const word of line.split(/(?<=\s)|(?=[\u3040-\u30ff\u4e00-\u9fff])/u)) {
    if (now && on.measureText(now + word.trimEnd()).width > wide) {
      lines.push(now);
      now = "";
    }
    now += word;
  }
  return [...lines, now];
}

/** Paints lines below each other. */
export function write(on: CanvasRenderingContext2D, lines: string[], x: number, y: number, size: number, colour: string, weight = ""): void {
  on.fillStyle = colour;
  on.font = fontOf(size, weight);
  on.textBaseline = "top";
  lines.forEach((line, at) => on.fillText(line, x, y + at * size * LINE_HEIGHT + size * 0.12));
}

/** The font of letters that are so large. */
export function fontOf(size: number, weight = ""): string {
  return `${weight} ${size}px ${LETTERS}`.trim();
}

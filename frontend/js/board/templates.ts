// Drawings to begin with: each is a group of ordinary objects, which are changed and taken apart like all others. Loaded when one is
// asked for.
import { AS_DRAWN, type Kind, type Spot } from "./model";
import { type New, newId } from "./strokes";

export type Template = "staff" | "benzene" | "cyclohexane" | "venn" | "timeline" | "grid";

const BLACK = "#1d2320";
const GREY = "#9aa6a0";

type Look = Partial<Pick<New, "colour" | "width" | "filled" | "text">>;

/** The objects of a template around a spot, as one group. Shapes that can be coloured have the pen's colour. */
export function template(which: Template, at: Spot, colour: string): New[] {
  const group = newId();
  const all: New[] = [];
  const add = (kind: Kind, points: number[], look: Look = {}): void => {
    const moved = points.map((value, n) => value + (n % 2 === 0 ? at.x : at.y));
    all.push({ id: newId(), kind, points: moved, colour: BLACK, width: 2, filled: false, text: "", place: AS_DRAWN, group, ...look });
  };
  DRAWN[which](add, colour);
  return all;
}

type Add = (kind: Kind, points: number[], look?: Look) => void;

const DRAWN: Record<Template, (add: Add, colour: string) => void> = {
  staff(add) {
    for (const top of [-140, 20]) {
      for (let n = 0; n < 5; n++) add("line", [-360, top + n * 16, 360, top + n * 16], { width: 1.5 });
      for (const x of [-360, -120, 120, 360]) add("line", [x, top, x, top + 64], { width: 1.5 });
    }
  },
  benzene(add) {
    ring(add, 90, 0);
    add("ellipse", [-52, -52, 52, 52]);
  },
  cyclohexane(add) {
    ring(add, 90, 0);
  },
  venn(add, colour) {
    const other = colour === "#2a5ea6" ? "#a9620e" : "#2a5ea6";
    add("ellipse", [-230, -150, 70, 150], { colour, width: 3 });
    add("ellipse", [-70, -150, 230, 150], { colour: other, width: 3 });
    add("text", [-190, -195], { text: "A", width: 28, colour });
    add("text", [170, -195], { text: "B", width: 28, colour: other });
  },
  timeline(add, colour) {
    add("arrow", [-400, 0, 400, 0], { width: 3 });
    [-320, -160, 0, 160, 320].forEach((x, n) => {
      add("line", [x, -12, x, 12], { width: 3 });
      add("ellipse", [x - 6, -6, x + 6, 6], { colour, filled: true });
      add("text", [x - 22, n % 2 === 0 ? -56 : 28], { text: String(n + 1), width: 24 });
    });
  },
  grid(add) {
    for (let n = -5; n <= 5; n++) {
      if (n === 0) continue;
      add("line", [n * 40, -200, n * 40, 200], { width: 1, colour: GREY });
      add("line", [-200, n * 40, 200, n * 40], { width: 1, colour: GREY });
    }
    add("axes", [-230, -230, 230, 230]);
    add("text", [206, 12], { text: "x", width: 24 });
    add("text", [14, -232], { text: "y", width: 24 });
    for (const n of [-4, -2, 2, 4]) {
      add("text", [n * 40 - 8, 8], { text: String(n), width: 16 });
      add("text", [8, -n * 40 - 10], { text: String(n), width: 16 });
    }
  },
};

/** Six lines around the middle, with a corner at the top. */
function ring(add: Add, radius: number, turn: number): void {
  const corner = (n: number): [number, number] => {
    const angle = ((n * 60 - 90 + turn) / 180) * Math.PI;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  for (let n = 0; n < 6; n++) add("line", [...corner(n), ...corner(n + 1)], { width: 3 });
}

// Mouse, pen and fingers on the board. One pen, mouse button or finger draws; two fingers pan and zoom, and take back what the first
// of them began. Once a pen was seen fingers only move the board, and a hand that rests on it does nothing.
import type { Camera } from "./camera";
import type { Spot } from "./model";

/** What a tool does with one pointer. */
export interface Stroke {
  move(points: Sample[], predicted: Sample[]): void;
  end(): void;
  /** As if it had never begun. */
  cancel(): void;
}

/** Where a pointer is on the board, and how far it is pressed: 0 to 1. */
export interface Sample extends Spot {
  pressure: number;
}

/** What is held down on the keyboard while a pointer moves. */
export interface Held {
  shift: boolean;
  alt: boolean;
}

/** Fingers that are wider than this, in pixels, are hands. */
const HAND = 60;

export class Pointers {
  private stroke: { id: number; type: string; stroke: Stroke } | undefined;
  /** Where each finger is that moves the board. */
  private readonly fingers = new Map<number, Spot>();
  private readonly ignored = new Set<number>();
  private panning: number | undefined;
  private penSeen = false;
  readonly held: Held = { shift: false, alt: false };
  /** Whether the space bar is held down: then a pointer moves the board. */
  grabs = false;

  /** `begin` makes what the chosen tool does, or nothing where it only looks. */
  constructor(
    private readonly surface: HTMLElement,
    private readonly camera: Camera,
    private readonly begin: (at: Sample, event: PointerEvent) => Stroke | undefined,
    private readonly hover: (at: Sample) => void,
    private readonly moved: () => void,
    /** Whether what is seen is where it is, whatever fingers and wheels do. */
    private readonly fixed = false,
  ) {
    const held = ({ shiftKey, altKey }: MouseEvent): void => {
      Object.assign(this.held, { shift: shiftKey, alt: altKey });
    };
    surface.addEventListener("pointerdown", (event) => {
      held(event);
      this.down(event);
    });
    surface.addEventListener("pointermove", (event) => {
      held(event);
      this.move(event);
    });
    surface.addEventListener("pointerup", (event) => this.up(event, false));
    surface.addEventListener("pointercancel", (event) => this.up(event, true));
    surface.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    // Neither the page's zoom nor a menu of the system's for a long press.
    surface.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** Whether something is being drawn, moved or rubbed at. */
  get busy(): boolean {
    return this.stroke !== undefined;
  }

  /** Ends what is being drawn, as if it had never begun. */
  cancel(): void {
    this.stroke?.stroke.cancel();
    this.stroke = undefined;
  }

  sample(event: PointerEvent): Sample {
    const box = this.surface.getBoundingClientRect();
    const spot = this.camera.toBoard({ x: event.clientX - box.left, y: event.clientY - box.top });
    // A mouse says one half while it is pressed.
    return { ...spot, pressure: event.pointerType === "pen" && event.pressure > 0 ? event.pressure : 0.5 };
  }

  private down(event: PointerEvent): void {
    event.preventDefault();
    this.surface.focus({ preventScroll: true });
    if (event.pointerType === "pen") {
      this.penSeen = true;
      // The hand that holds the pen may have touched first.
      if (this.stroke?.type === "touch") this.cancel();
      for (const finger of this.fingers.keys()) this.ignored.add(finger);
      this.fingers.clear();
    }
    if (event.pointerType === "touch") return this.finger(event);
    if (this.stroke || this.panning !== undefined) return;
    this.surface.setPointerCapture(event.pointerId);
    if (!this.fixed && (event.button === 1 || (event.button === 0 && this.grabs))) this.panning = event.pointerId;
    else if (event.button === 0 || event.pointerType === "pen") this.draw(event);
  }

  private finger(event: PointerEvent): void {
    const isHand = Math.max(event.width, event.height) > HAND;
    if (isHand || this.stroke?.type === "pen") {
      this.ignored.add(event.pointerId);
      return;
    }
    this.surface.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.fingers.size > 1) this.cancel();
    else if (!this.penSeen) this.draw(event);
  }

  private draw(event: PointerEvent): void {
    const stroke = this.begin(this.sample(event), event);
    if (stroke) this.stroke = { id: event.pointerId, type: event.pointerType, stroke };
    else if (event.pointerType !== "touch" && !this.fixed) this.panning = event.pointerId;
  }

  private move(event: PointerEvent): void {
    if (this.ignored.has(event.pointerId)) return;
    if (this.stroke?.id === event.pointerId) {
      // Browsers have neither of them for pages that come without TLS.
      const all = event.getCoalescedEvents?.() ?? [];
      const predicted = event.getPredictedEvents?.() ?? [];
      this.stroke.stroke.move((all.length > 0 ? all : [event]).map((one) => this.sample(one)), predicted.map((one) => this.sample(one)));
      return;
    }
    const before = this.fingers.get(event.pointerId);
    if (before && !this.fixed) this.pinch(event, before);
    else if (this.panning === event.pointerId) {
      this.camera.pan(event.movementX, event.movementY);
      this.moved();
    } else if (event.pointerType !== "touch") this.hover(this.sample(event));
  }

  private pinch(event: PointerEvent, before: Spot): void {
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    if (!other) this.camera.pan(now.x - before.x, now.y - before.y);
    else {
      const box = this.surface.getBoundingClientRect();
      const middle = (one: Spot): Spot => ({ x: (one.x + other.x) / 2 - box.left, y: (one.y + other.y) / 2 - box.top });
      const [from, to] = [middle(before), middle(now)];
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      this.camera.pan(to.x - from.x, to.y - from.y);
      this.camera.zoomAt(to, factor);
    }
    this.moved();
  }

  private up(event: PointerEvent, cancelled: boolean): void {
    this.ignored.delete(event.pointerId);
    this.fingers.delete(event.pointerId);
    if (this.panning === event.pointerId) this.panning = undefined;
    if (this.stroke?.id !== event.pointerId) return;
    const { stroke } = this.stroke;
    this.stroke = undefined;
    if (cancelled) stroke.cancel();
    else stroke.end();
  }

  private wheel(event: WheelEvent): void {
    if (this.fixed) return;
    event.preventDefault();
    const box = this.surface.getBoundingClientRect();
    const spot = { x: event.clientX - box.left, y: event.clientY - box.top };
    if (event.ctrlKey || event.metaKey) this.camera.zoomAt(spot, Math.exp(-event.deltaY / 240));
    else this.camera.pan(event.shiftKey ? -event.deltaY : -event.deltaX, event.shiftKey ? 0 : -event.deltaY);
    this.moved();
  }
}

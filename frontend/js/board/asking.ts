// What a board asks the page's program for: JSON, with the points of what is drawn beside it.
import type { Camera } from "./camera";
import type { Place } from "./model";
import type { Drawn, Growth, New, Rubbed } from "./strokes";

/** Told what its person does. */
export type Ask = (json: string, points: Float64Array) => void;

export abstract class Asking {
  abstract readonly camera: Camera;
  abstract page: number;

  constructor(private readonly ask: Ask) {}

  add(drawn: Drawn): void {
    this.say({ ...this.described(drawn), do: "add" }, drawn.points);
  }

  protected addEach(items: New[]): void {
    const { zoom } = this.camera;
    const objects = items.map(({ id, points, ...rest }) => ({ ...rest, object: id, zoom, count: points.length }));
    this.say({ do: "add_all", page: this.page, objects }, items.flatMap(({ points }) => points));
  }

  place(places: [string, Place][]): void {
    if (places.length > 0) this.say({ do: "place", objects: places.map(([object, place]) => ({ object, place })) });
  }

  remove(ids: string[]): void {
    this.say({ do: "remove", page: this.page, objects: ids });
  }

  rub(strokes: Rubbed[]): void {
    this.say({ do: "rub", page: this.page, strokes });
  }

  grow(id: string, drawn: Growth): void {
    this.say({ ...this.described(drawn), do: "grow", object: id }, drawn.points);
  }

  grown(id: string, whole: boolean): void {
    this.say({ do: "grown", object: id, whole });
  }

  protected described({ id, kind, colour, width, filled, text }: Growth): object {
    return { object: id, page: this.page, kind, colour, width, filled, text, zoom: this.camera.zoom };
  }

  say(what: object, points: number[] = []): void {
    this.ask(JSON.stringify(what), Float64Array.from(points));
  }
}

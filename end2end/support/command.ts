//! A wish over a live channel of its own, for what a test needs and doesn't press.
import type { Page } from "@playwright/test";

/** Has the person of `page` wish something in a class; fails with the class's reason where it is refused. */
export async function sendCommand(page: Page, session: string, command: Record<string, unknown>): Promise<void> {
  await page.evaluate(
    ({ session, command }) =>
      new Promise<void>((resolve, reject) => {
        const id = crypto.randomUUID();
        const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/${session}`);
        const send = (frame: unknown) => socket.send(JSON.stringify(frame));
        socket.onopen = () => send({ type: "hello", resume_after: null });
        socket.onerror = () => reject(new Error("the live channel could not be opened"));
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data as string) as { type: string; id?: string };
          if (frame.type === "welcome") send({ type: "command", id, command });
          if (frame.id !== id) return;
          socket.close();
          if (frame.type === "accepted") resolve();
          else reject(new Error(JSON.stringify(frame)));
        };
      }),
    { session, command },
  );
}

/** Has the teacher of `page` end a class. */
export async function endAtOnce(page: Page, session: string): Promise<void> {
  const form = { session, command: crypto.randomUUID() };
  // A connection kept open may be one that the server has given up meanwhile.
  const answer = await page.request.post("/rpc/end", { form, headers: { origin: new URL(page.url()).origin, connection: "close" } });
  if (!answer.ok()) throw new Error(await answer.text());
}

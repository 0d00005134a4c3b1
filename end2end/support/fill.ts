//! A chat of ten thousand messages, written over live channels as people's tabs write: each tab as fast as it may.
import type { Page } from "@playwright/test";

/** What a tab may send: at once, and then each second (server/src/web/live/budget.rs). */
const BURST = 55;
const RATE = 28;

/** Has the person of `page` write `count` messages through `tabs` channels of their own; "Line 1", "Line 2" and so on. */
export async function fill(page: Page, session: string, count: number, tabs = 14): Promise<void> {
  await page.evaluate(
    async ({ session, count, tabs, BURST, RATE }) => {
      const address = `${location.origin.replace(/^http/, "ws")}/live/${session}`;
      let next = 1;
      const words = (n: number) => `Line ${n}${n % 7 === 0 ? ", which is longer than the others and goes on to a second and a third row of the panel" : ""}`;
      const write = () =>
        new Promise<void>((resolve, reject) => {
          const socket = new WebSocket(address);
          const open = new Set<string>();
          let timer = 0;
          const send = () => {
            if (next > count) return;
            const id = crypto.randomUUID();
            open.add(id);
            const command = { do: "post_chat", message: crypto.randomUUID(), text: words(next++) };
            socket.send(JSON.stringify({ type: "command", id, command }));
          };
          socket.onopen = () => socket.send(JSON.stringify({ type: "hello", resume_after: null }));
          socket.onerror = () => reject(new Error("the live channel could not be opened"));
          socket.onmessage = ({ data }) => {
            // Most of what comes is the others' events; they need not be read.
            const start = (data as string).slice(0, 40);
            if (start.includes('"welcome"')) {
              for (let n = 0; n < BURST; n++) send();
              timer = window.setInterval(send, 1000 / RATE);
            }
            if (start.includes('"refused"')) reject(new Error(data as string));
            if (start.includes('"accepted"')) open.delete((JSON.parse(data as string) as { id: string }).id);
            if (next > count && open.size === 0) {
              clearInterval(timer);
              socket.close();
              resolve();
            }
          };
        });
      await Promise.all(Array.from({ length: tabs }, write));
    },
    { session, count, tabs, BURST, RATE },
  );
}

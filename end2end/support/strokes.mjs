// Boards with thousands of strokes, as a class's log takes them, and what a screen holds of a board: for tests and for benches.

/**
 * Points of handwriting from a corner on: x, y and pressure one after another, as a pen that is read some 120 times a second
 * leaves them, and as unsteady as a hand is.
 */
export function handwriting(count, seed = 1) {
  let state = seed * 7_919;
  const trembles = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  return Array.from({ length: count }, (_, at) => {
    const [t, turn] = [at / 7 + seed, at / 11 + seed * 2];
    const x = at * 1.6 + 9 * Math.sin(t) + 0.8 * trembles();
    const y = 14 * Math.cos(turn) + 5 * Math.sin(t / 3) + 0.8 * trembles();
    return [x, y, 0.5 + 0.3 * Math.sin(at / 9 + seed) + 0.05 * trembles()];
  }).flat();
}

/** Has the board of the page draw strokes as its pen does. Gives the board's id, and what the log is sent of each: its text. */
export async function drawnAs(page, strokes) {
  return page.evaluate(async (strokes) => {
    const { board } = document.querySelector(".board");
    const [texts, boards] = [[], []];
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      const frame = typeof data === "string" ? JSON.parse(data) : {};
      if (frame.command?.do === "change_board") {
        texts.push(frame.command.drawn);
        boards.push(frame.command.board);
      }
      return send.call(this, data);
    };
    for (const points of strokes) {
      board.add({ id: crypto.randomUUID(), kind: "pen", colour: "#1f6f5c", width: 4, filled: false, text: "", points });
    }
    // They are sent a little later.
    while (texts.length < strokes.length) await new Promise((later) => setTimeout(later, 10));
    WebSocket.prototype.send = send;
    return { board: boards[0], texts };
  }, strokes);
}

/** Objects of one change: as many as go into a frame. */
const AT_ONCE = 150;

/**
 * Makes changes that fill a page of a board with `count` strokes which look like `texts`, over an area of several screens. Gives
 * the changes and the ids of what they add.
 */
export function filling(board, page, count, texts, seed = 1) {
  let state = seed * 7_919 + page;
  const chance = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const [changes, ids] = [[], []];
  for (let from = 0; from < count; from += AT_ONCE) {
    const objects = Array.from({ length: Math.min(AT_ONCE, count - from) }, () => {
      const object = crypto.randomUUID();
      ids.push(object);
      const [x, y] = [chance() * 5_000, chance() * 3_500].map((units) => Math.round(units * 256));
      return { object, place: { x, y, wide: 65_536, high: 65_536 } };
    });
    const drawn = objects.map((_, n) => texts[(from + n) % texts.length]).join(".");
    changes.push({ do: "change_board", board, change: { op: "add_all", page, objects }, drawn });
  }
  return { changes, ids };
}

/** Changes that erase objects of a page. */
export function erasing(board, page, ids) {
  return Array.from({ length: Math.ceil(ids.length / 400) }, (_, n) => {
    const change = { op: "remove", page, objects: ids.slice(n * 400, n * 400 + 400) };
    return { do: "change_board", board, change };
  });
}

/** Has the person of the page wish all of this over channels of their own, each in its order; fails where one is refused. */
export async function wishAll(page, session, commands, tabs = 10) {
  await page.evaluate(
    async ({ session, commands, tabs }) => {
      const wish = (commands) =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/${session}`);
          const [waiting, open] = [[...commands], new Set()];
          // Some at a time: what waits in the browser is no test of the server.
          const send = () => {
            while (waiting.length > 0 && open.size < 4) {
              const id = crypto.randomUUID();
              open.add(id);
              socket.send(JSON.stringify({ type: "command", id, command: waiting.shift() }));
            }
            if (open.size > 0) return;
            socket.close();
            resolve();
          };
          socket.onopen = () => socket.send(JSON.stringify({ type: "hello", resume_after: null }));
          socket.onclose = ({ code, reason }) => reject(new Error(`the live channel was closed: ${code} ${reason}`));
          socket.onmessage = ({ data }) => {
            // Most of what comes is others' events, which need not be read.
            const start = data.slice(0, 40);
            if (start.includes('"welcome"')) send();
            if (start.includes('"refused"') || start.includes('"bad_frame"')) reject(new Error(data));
            if (!start.includes('"accepted"')) return;
            open.delete(JSON.parse(data).id);
            send();
          };
        });
      const shares = Array.from({ length: tabs }, (_, tab) => commands.filter((_, n) => n % tabs === tab));
      await Promise.all(shares.filter((share) => share.length > 0).map(wish));
    },
    { session, commands, tabs },
  );
}

/**
 * What a screen holds of the board that it shows: a hash of all objects in their order with all that is painted of them, how many
 * there are, how many of them aren't in the log yet, and how many strokes of others grow. Nothing where no board is shown.
 */
export async function held(page) {
  return page.evaluate(async () => {
    const board = document.querySelector(".board")?.board;
    if (!board) return null;
    const pages = Array.from({ length: board.may.pages }, (_, at) => board.of(at + 1));
    const text = pages.map((items) =>
      items.map(({ id, kind, page, author, colour, width, filled, text, place, group, locked, order, points }) =>
        JSON.stringify([id, kind, page, author, colour, width, filled, text, place, group ?? null, locked ?? false, order, [...points]]),
      ).join("\n"),
    );
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text.join("\n\n")));
    const hash = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const all = pages.flat();
    return { hash, objects: all.length, onPages: pages.map((items) => items.length), ids: all.map(({ id }) => id), waiting: all.filter(({ waits }) => waits).length, growing: board.passing.growing.size };
  });
}

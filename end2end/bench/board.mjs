// What a whiteboard costs: how fast it moves, how soon ink is seen, what it weighs in the log, in a class and in the server.
// The page's script beside Excalidraw, then a real server with everything embedded.  ./lectern bench board
import { drawnAs, filling, handwriting, held, wishAll } from "../support/strokes.mjs";
import { excalidraw, framesOf, ours } from "./canvas.mjs";
import { drawn, heap, watch } from "./ink.mjs";
import { allDraw, crowd, enter, pointersMove, pointersRest, schedule } from "./people.mjs";
import { figure, publish } from "./report.mjs";
import { residentMemory, signIn, spread, sql, startBrowser, startServer } from "./support.mjs";

/** A frame of 60 a second, and a little. */
const FRAME = 18;
const STROKES = 60;
const PEOPLE = 30;
/** Milliseconds for which they draw. */
const DRAWING = 10_000;
const [BOARDS, OBJECTS] = [20, 2_000];

const browser = await startBrowser();
const figures = await moving();
const server = await startServer({ LECTERN_SPEECH_MODEL: "off" });
try {
  const [teacher, student] = [await signIn(browser, server.url, "teacher"), await signIn(browser, server.url, "student")];
  figures.push(...(await inked(teacher, student)));
  figures.push(...(await weighed(teacher)));
} finally {
  await browser.close();
  await server.stop();
}
publish("board", figures);

async function moving() {
  const [own, peer] = [await ours(), await excalidraw()];
  const figures = [figure("script, brotli", own.bytes, "bytes", "lower")];
  for (const strokes of [1_000, 10_000]) {
    for (const motion of ["pan", "zoom"]) {
      const frames = await framesOf(browser, own, strokes, motion);
      const theirs = peer && (await framesOf(browser, peer, strokes, motion));
      const beside = (of) => (theirs ? { beside: { [peer.name]: of(theirs) } } : {});
      figures.push(figure(`${strokes} strokes, ${motion}`, frames.second, "frames/s", "higher", beside(({ second }) => second)));
      figures.push(figure(`${strokes} strokes, ${motion}, p95`, frames.at(0.95), "ms a frame", "lower", { aim: FRAME, ...beside(({ at }) => at(0.95)) }));
    }
  }
  return figures;
}

/** A class with one board: ink on it while it is empty and while it is full and thirty pointers move, and what drawing weighs. */
async function inked(teacher, student) {
  const session = await schedule(teacher, "Ink");
  await enter(teacher, session);
  await enter(student, session);
  await teacher.getByRole("button", { name: "Whiteboard", exact: true }).click();
  for (const page of [teacher, student]) await page.waitForFunction(() => document.querySelector(".board")?.board?.may.pages > 0);
  await teacher.getByRole("toolbar", { name: "Tools" }).waitFor();
  await watch(student);
  const empty = await drawn(teacher, STROKES, student);

  const lengths = [40, 40, 40, 40, 400];
  const { board, texts } = await drawnAs(teacher, lengths.map((points, n) => handwriting(points, n + 1)));
  const short = texts.slice(0, 4);
  await teacher.waitForFunction(() => document.querySelector(".board").board.items().every(({ waits }) => !waits));
  const before = await heap(student);
  await wishAll(teacher, session, filling(board, 1, 5_000, short).changes);
  await student.waitForFunction((count) => document.querySelector(".board").board.items().length >= count, 5_000 + STROKES + lengths.length);
  const after = await heap(student);

  const people = await crowd(browser, server, session, PEOPLE);
  await pointersMove(people, board);
  const full = await drawn(teacher, STROKES, student);
  await pointersRest(people);
  await wishAll(teacher, session, [{ do: "add_board_page", board, page: 2 }], 1);
  const rowsBefore = await rows(session);
  const commits = await allDraw(people, board, short, DRAWING);
  const row = ((await rows(session)) - rowsBefore) / commits;
  await people.context().close();
  if ((await held(teacher)).hash !== (await held(student)).hash) throw new Error("two screens hold different boards");

  const points = texts.map((text, n) => text.length / lengths[n]);
  const p = (times, share) => spread(times)(share);
  return [
    figure("ink, from the page's being told to paint, p95", p(empty.ink, 0.95), "ms", "lower", { aim: 1_000 / 60 }),
    figure("pen to ink, empty board, p95", p(empty.pen, 0.95), "ms", "lower", { aim: 50 }),
    figure("pen to ink, 5,000 strokes and 30 pointers, p95", p(full.pen, 0.95), "ms", "lower", { aim: 50, beside: { empty: p(empty.pen, 0.95) } }),
    figure("a growing stroke on another screen, p50", p(empty.growing, 0.5), "ms", "lower"),
    figure("a growing stroke on another screen, p95", p(empty.growing, 0.95), "ms", "lower", { aim: 100, beside: { "5,000 strokes": p(full.growing, 0.95) } }),
    figure("a finished stroke on another screen, p50", p(empty.finished, 0.5), "ms", "lower"),
    figure("a finished stroke on another screen, p95", p(empty.finished, 0.95), "ms", "lower", { aim: 50, beside: { "5,000 strokes": p(full.finished, 0.95) } }),
    figure("a point of a stroke in the log", Math.max(...points), "bytes", "lower", { aim: 5 }),
    figure("a stroke of 400 points in the log", texts.at(-1).length, "bytes", "lower", { aim: 2_500 }),
    figure("a stroke of 40 points in the database", row, "bytes", "lower", { aim: 4_000 }),
    figure("one of 5,000 of them in a page's memory", (after - before) / 5_000, "bytes", "lower", { aim: 4_000 }),
    figure("30 people draw", commits / (DRAWING / 1_000), "commits/s", "higher"),
  ];
}

/** A class with many boards beside one with none, by a server that has just started. */
async function weighed(teacher) {
  const [plain, full] = [await schedule(teacher, "No boards"), await schedule(teacher, "Many boards")];
  for (const session of [plain, full]) await enter(teacher, session);
  const boards = Array.from({ length: BOARDS }, () => crypto.randomUUID());
  await wishAll(teacher, full, boards.map((board) => ({ do: "create_board", board, title: "Board" })), 1);
  const texts = await packed(teacher, full, boards[0]);
  await wishAll(teacher, full, boards.flatMap((board, n) => filling(board, 1, OBJECTS, texts, n + 1).changes));
  await teacher.goto("/");

  await server.startAgain();
  // The first class that is opened finds statements unprepared and caches empty.
  await opened(teacher, await schedule(teacher, "Before all"));
  const withBoards = await opened(teacher, full);
  const without = await opened(teacher, plain);
  const idle = await residentMemory(server.pid);
  const fetched = [];
  let bytes = 0;
  for (const board of boards) {
    const from = performance.now();
    const answer = await teacher.request.get(`/classes/${full}/boards/${board}`);
    fetched.push(performance.now() - from);
    bytes += (await answer.body()).length;
    if (!answer.ok()) throw new Error(`the board isn't given: ${answer.status()}`);
  }
  return [
    figure("opening a class with 20 boards of 2,000", withBoards, "ms", "lower", { beside: { "without boards": without } }),
    figure("such a class's snapshot", await snapshot(teacher, full), "bytes", "lower", { beside: { "without boards": await snapshot(teacher, plain) } }),
    figure("the first board of it that is shown", fetched[0], "ms", "lower", { beside: { "the next": spread(fetched.slice(1))(0.5) } }),
    figure("a board of 2,000 strokes on the wire", bytes / BOARDS / 1_000, "kB", "lower"),
    figure("the server's memory for 20 boards of 2,000", (await residentMemory(server.pid)) - idle, "MB", "lower", { aim: 64 }),
  ];
}

/** Texts of strokes of 40 points. */
async function packed(teacher, session, board) {
  const scene = crypto.randomUUID();
  const definition = { layout: { as: "board", board }, wording: { name: "Board" } };
  await wishAll(teacher, session, [{ do: "create_scene", scene, place: 0, definition }, { do: "switch_scene", scene }], 1);
  await teacher.waitForFunction(() => document.querySelector(".board")?.board?.may.draw);
  return (await drawnAs(teacher, [1, 2, 3, 4].map((seed) => handwriting(40, seed)))).texts;
}

/** Milliseconds until somebody has the page of a class that no server has in memory. */
async function opened(page, session) {
  const from = performance.now();
  const answer = await page.request.get(`/classes/${session}`);
  await answer.body();
  if (!answer.ok()) throw new Error(`the class isn't shown: ${answer.status()}`);
  return performance.now() - from;
}

/** Bytes of a class as a page gets it that was just opened. */
async function snapshot(page, session) {
  return page.evaluate(
    (session) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/${session}`);
        socket.onopen = () => socket.send(JSON.stringify({ type: "hello", resume_after: null }));
        socket.onerror = () => reject(new Error("the live channel could not be opened"));
        socket.onmessage = ({ data }) => {
          if (!data.startsWith('{"type":"snapshot"')) return;
          socket.close();
          resolve(data.length);
        };
      }),
    session,
  );
}

/** Bytes of a class's log in the database. */
async function rows(session) {
  return Number(await sql(server, `select sum(pg_column_size(events.*)) from session_state_events events where session_id = '${session}'`));
}

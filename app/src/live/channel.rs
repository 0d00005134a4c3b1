//! The WebSocket: opened, kept alive, opened again; what comes goes through [`Client`] into the signals.

use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::Command;
use domain::ids::{CommandId, SessionId, UserId};
use domain::stream::Piece;
use domain::wire::{ClientFrame, Ephemeral, ServerFrame};
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::{FutureExt, SinkExt, StreamExt, select};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use leptos::logging::warn;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::class::may_enter;
use crate::error::Problem;
use crate::platform::{Local, now_ms};

use super::storage::{Lasting, StoredCommand, Unsent};
use super::{BoardNews, Link, LiveHandle, Refused};
use domain::live::{Client, Step, wait_ms};

/// How often the channel's pulse is felt. A silent channel is asked for a sign of life, one that gives none is cut.
const PULSE_MS: u32 = 8_000;
/// A socket that was greeted and lasted less than this counts as opened in vain.
const STEADY_MS: i64 = 5_000;

/// After how many openings in vain the page asks whether it may be here at all: a socket can't say why it was refused.
const ASK_AFTER: u32 = 3;

/// The page's hold on the channel.
#[derive(Clone, Copy)]
pub(super) struct Channel(Local<Inner>);

#[derive(Default)]
struct Inner {
    client: Client,
    unsent: Option<Unsent>,
    /// Frames for the open socket; none while there is none. Dropped, the socket is closed.
    socket: Option<UnboundedSender<ClientFrame>>,
    /// Who draws a board, while one is shown.
    board: Option<ShownBoard>,
    /// How many boards were shown.
    boards: u32,
    /// How far the server's clock is ahead of the browser's, in milliseconds.
    ahead_ms: i64,
}

/// Who draws a board, by a number that no other has who did.
struct ShownBoard {
    number: u32,
    tell: Rc<dyn Fn(BoardNews)>,
}

/// How a socket's life ended.
enum End {
    /// Try again: after a life with a greeting at once, else after a growing wait.
    Again { greeted: bool },
    /// The server wants no more of us, or the page is gone.
    Over,
}

/// Follows the class until the component is gone.
pub(super) fn open(live: LiveHandle, session: SessionId, user: UserId) {
    let channel = live.channel;
    let (wake, woken) = unbounded();
    let unsent = Unsent::open(session, user);
    channel.update(|inner| {
        for kept in unsent.all().into_iter().filter(|kept| kept.refused.is_none()) {
            let _ = inner.client.submit(kept.id, kept.command.into());
        }
        inner.unsent = Some(unsent);
    });
    show_owed(live);
    let online = window_event_listener(leptos::ev::online, move |_| {
        let _ = wake.unbounded_send(());
    });
    // Without a network a socket stays open for minutes although nothing comes through: this one is given up at once.
    let offline = window_event_listener(leptos::ev::offline, move |_| {
        channel.update(|inner| inner.socket = None);
    });
    let second = set_interval_with_handle(move || tick(live), Duration::from_secs(1));
    on_cleanup(move || {
        online.remove();
        offline.remove();
        if let Ok(second) = second {
            second.clear();
        }
        channel.update(|inner| inner.socket = None);
    });
    spawn_local(keep_open(live, session, woken));
}

impl Channel {
    pub(super) fn new() -> Self {
        Self(Local::new(Inner::default))
    }

    pub(super) fn submit(self, live: LiveHandle, id: CommandId, command: Command) {
        let steps = self.update(|inner| {
            if let (Some(unsent), Some(command)) = (&inner.unsent, Lasting::of(&command)) {
                unsent.keep(&StoredCommand { id, at: now_ms(), command, refused: None });
            }
            inner.client.submit(id, command)
        });
        follow(live, steps.unwrap_or_default());
        show_owed(live);
    }

    pub(super) fn show(self, frame: Ephemeral) {
        self.update(|inner| {
            if let Some(socket) = &inner.socket {
                // It is for this moment: on a socket that is just closing it is not missed.
                let _ = socket.unbounded_send(ClientFrame::Ephemeral { frame });
            }
        });
    }

    /// Sends a piece of what grows, where the channel is open.
    pub(super) fn append(self, piece: Piece) {
        self.update(|inner| {
            if let Some(socket) = &inner.socket {
                // It is for this moment, as above: a stream that isn't whole is dropped by who receives it.
                let _ = socket.unbounded_send(ClientFrame::Stream { piece });
            }
        });
    }

    /// Whom to tell what a shown board needs to know, until they leave by their number or another is shown.
    pub(super) fn set_board(self, board: Rc<dyn Fn(BoardNews)>) -> u32 {
        let number = self.update(|inner| {
            inner.boards = inner.boards.wrapping_add(1);
            inner.board = Some(ShownBoard { number: inner.boards, tell: board });
            inner.boards
        });
        number.unwrap_or_default()
    }

    /// They are shown no board any more.
    pub(super) fn leave_board(self, number: u32) {
        self.update(|inner| drop(inner.board.take_if(|shown| shown.number == number)));
    }

    fn tell(self, news: BoardNews) {
        // Called after the lock: it may send.
        let tell = self.update(|inner| inner.board.as_ref().map(|shown| shown.tell.clone()));
        if let Some(tell) = tell.flatten() {
            tell(news);
        }
    }

    /// The words of a refused command are with their writer again.
    pub(super) fn forget(self, live: LiveHandle, id: CommandId) {
        forget(live, id);
        live.given_back.try_update(|times| *times += 1);
    }

    /// `None` once the component is gone.
    fn update<T>(self, change: impl FnOnce(&mut Inner) -> T) -> Option<T> {
        self.0.update(change)
    }
}

async fn keep_open(live: LiveHandle, session: SessionId, mut woken: UnboundedReceiver<()>) {
    let mut in_vain = 0;
    loop {
        let opened = now_ms();
        match one_socket(live, session).await {
            End::Over => return,
            End::Again { greeted: true } if now_ms() - opened >= STEADY_MS => in_vain = 0,
            End::Again { .. } => in_vain += 1,
        }
        if in_vain == ASK_AFTER
            && let Some(reason) = shut_out(session).await
        {
            live.link.try_set(Link::Closed { reason });
            return;
        }
        let wait = wait_ms(in_vain, js_sys::Math::random());
        live.link.try_set(Link::Mending);
        live.connection.try_set(None);
        let still_here = live.channel.update(|inner| {
            inner.socket = None;
            inner.client.cut();
        });
        if still_here.is_none() {
            return;
        }
        show_owed(live);
        select! {
            () = TimeoutFuture::new(wait).fuse() => {}
            _ = woken.next() => {}
        }
    }
}

/// Why the person may not be here; `None` where they may, or where nobody can say now.
async fn shut_out(session: SessionId) -> Option<String> {
    let error = may_enter(session).await.err()?;
    let shut_out = matches!(error.problem, Problem::SignedOut | Problem::NotFound | Problem::NotAllowed);
    shut_out.then_some(error.message)
}

/// One socket's life.
async fn one_socket(live: LiveHandle, session: SessionId) -> End {
    let (send, mut to_send) = unbounded();
    let hello = live.view.try_with_untracked(|view| {
        live.channel.update(|inner| {
            inner.socket = Some(send);
            inner.client.hello(view)
        })
    });
    let Some(Some(hello)) = hello else { return End::Over };
    let Ok(socket) = WebSocket::open(&address(session)) else { return End::Again { greeted: false } };
    let (mut write, read) = socket.split();
    let mut read = read.fuse();
    if write.send(text(&hello)).await.is_err() {
        return End::Again { greeted: false };
    }
    let (mut greeted, mut heard, mut asked) = (false, true, false);
    let mut pulse = TimeoutFuture::new(PULSE_MS).fuse();
    loop {
        select! {
            message = read.next() => {
                let Some(Ok(Message::Text(text))) = message else { return End::Again { greeted } };
                (heard, asked) = (true, false);
                match lean::from_str(&text) {
                    Ok(frame) => {
                        greeted |= matches!(frame, ServerFrame::Welcome { .. });
                        if let Some(end) = take(live, frame) { return end }
                    }
                    Err(error) => warn!("live: a frame from a newer server was skipped: {error}"),
                }
            }
            frame = to_send.next() => {
                let Some(frame) = frame else { return End::Again { greeted } };
                if write.send(self::text(&frame)).await.is_err() { return End::Again { greeted } }
            }
            () = pulse => {
                if asked { return End::Again { greeted } }
                if !heard {
                    asked = true;
                    if write.send(self::text(&ClientFrame::Ping)).await.is_err() { return End::Again { greeted } }
                }
                heard = false;
                pulse = TimeoutFuture::new(PULSE_MS).fuse();
            }
        }
    }
}

/// Takes one frame in; an end where the server closed the channel or the page is gone.
fn take(live: LiveHandle, frame: ServerFrame) -> Option<End> {
    if let ServerFrame::Welcome { now, connection, .. } = &frame {
        live.connection.try_set(Some(*connection));
        let ahead_ms = now.timestamp_millis() - now_ms();
        live.channel.update(|inner| inner.ahead_ms = ahead_ms);
        live.link.try_set(Link::Open);
        tick(live);
    }
    if let ServerFrame::Ephemeral { frames } = frame {
        live.passing.try_set(frames);
        return None;
    }
    let steps = live.channel.update(|inner| {
        let changes = matches!(frame, ServerFrame::Snapshot { .. } | ServerFrame::Events { .. });
        if !changes {
            return live.view.try_update_untracked(|view| inner.client.take(view, frame));
        }
        live.view.try_maybe_update(|view| {
            let before = view.sequence;
            let steps = inner.client.take(view, frame);
            (view.sequence != before, steps)
        })
    });
    let Some(Some(steps)) = steps else { return Some(End::Over) };
    show_owed(live);
    follow(live, steps)
}

fn follow(live: LiveHandle, steps: Vec<Step>) -> Option<End> {
    for step in steps {
        match step {
            Step::Send(frame) => {
                live.channel.update(|inner| {
                    if let Some(socket) = &inner.socket {
                        // A socket that is just closing: the command has no answer and is sent again on the next one.
                        let _ = socket.unbounded_send(frame);
                    }
                });
            }
            Step::Heard(id) => forget(live, id),
            Step::Streams(changes) => live.channel.tell(BoardNews::Grew(changes)),
            Step::Boards(events) => live.channel.tell(BoardNews::Changed(events)),
            Step::Replaced => live.channel.tell(BoardNews::Replaced),
            Step::Refused { id, command, reason } => {
                // A press that wasn't taken is made again; in a class that is over it can't be.
                let over = live.phase.try_get_untracked().is_none_or(|phase| !phase.is_live());
                let stays = over || Lasting::of(&command).is_some_and(|lasting| lasting.has_words());
                live.channel.update(|inner| match &inner.unsent {
                    Some(unsent) if stays => unsent.refuse(id, reason.to_string()),
                    Some(unsent) => unsent.forget(id),
                    None => {}
                });
                live.refused.try_set(Some(Refused { id, command, reason }));
            }
            Step::Bye { retry: true, .. } => return Some(End::Again { greeted: true }),
            Step::Bye { reason, retry: false } => {
                live.connection.try_set(None);
                live.link.try_set(Link::Closed { reason });
                return Some(End::Over);
            }
        }
    }
    None
}

fn forget(live: LiveHandle, id: CommandId) {
    live.channel.update(|inner| {
        if let Some(unsent) = &inner.unsent {
            unsent.forget(id);
        }
    });
}

/// Shows what is owed and whether the class is paused, as the client knows it.
fn show_owed(live: LiveHandle) {
    live.channel.update(|inner| {
        put(live.owed, inner.client.outbox().owed().to_vec());
        put(live.paused, inner.client.is_paused());
    });
}

fn tick(live: LiveHandle) {
    let ahead_ms = live.channel.update(|inner| inner.ahead_ms).unwrap_or_default();
    if let Some(now) = DateTime::<Utc>::from_timestamp_millis(now_ms() + ahead_ms) {
        live.now.try_set(now);
    }
}

fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    signal.try_maybe_update(|old| {
        let changed = *old != value;
        *old = value;
        (changed, ())
    });
}

fn text(frame: &ClientFrame) -> Message {
    // These types always encode; an empty frame would be answered with `BadFrame`.
    Message::Text(serde_json::to_string(frame).unwrap_or_default())
}

fn address(session: SessionId) -> String {
    let location = window().location();
    let scheme = if location.protocol().as_deref() == Ok("https:") { "wss" } else { "ws" };
    format!("{scheme}://{}/live/{session}", location.host().unwrap_or_default())
}

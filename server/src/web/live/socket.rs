//! One tab's socket, from its hello to its end.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use classroom::Refusal;
use classroom::class::{Class, News, Tail, encode};
use classroom::command::{Seat, submit};
use domain::Rejection;
use domain::command::Command;
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::session::Phase;
use domain::view::Audience;
use domain::wire::{ClientFrame, ServerFrame};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, SinkExt, future::BoxFuture, stream::SplitSink};
use tokio::sync::broadcast;
use tokio::time::{Instant, interval, sleep_until, timeout};
use uuid::Uuid;

use super::super::Web;
use super::budget::Budget;

/// How long a tab may take to say hello.
const HELLO: Duration = Duration::from_secs(10);
/// How often a silent tab is asked whether it is there; one that misses two is gone.
const PULSE: Duration = Duration::from_secs(15);
/// How long one frame may take to leave; a tab slower than that is cut and comes back with a resume.
const SLOWEST_SEND: Duration = Duration::from_secs(10);
/// Commands of one tab that wait for their commit; more make it wait.
const IN_FLIGHT: usize = 64;
/// How long somebody stays present after their tab is gone: a reload isn't a goodbye.
const GRACE: Duration = Duration::from_secs(3);

type Answer = (CommandId, Result<Sequence, Refusal>);

/// Serves the tab until it goes, is too slow, or the server stops.
pub async fn run(web: Web, seat: Seat, class: Arc<Class>, socket: WebSocket) {
    metrics::gauge!("lectern_live_sockets").increment(1.0);
    let connection = ConnectionId(Uuid::now_v7());
    let (sink, mut from_tab) = socket.split();
    let mut tab = Tab {
        audience: Audience::of(&seat.viewer()),
        at: Sequence(0),
        joined: false,
        connection,
        answers: FuturesUnordered::new(),
        sink,
        seat,
        class,
        web,
    };
    let hello = timeout(HELLO, from_tab.next()).await;
    if let Ok(Some(Ok(Message::Text(text)))) = hello {
        if let Ok(ClientFrame::Hello { resume_after }) = serde_json::from_str(&text) {
            let _cut = tab.serve(resume_after, &mut from_tab).await;
        } else {
            let problem = "The first frame must be {\"type\":\"hello\",\"resume_after\":null}.";
            let _cut = tab.send(&ServerFrame::BadFrame { problem: problem.to_owned() }).await;
        }
    }
    metrics::gauge!("lectern_live_sockets").decrement(1.0);
    tab.leave_later();
}

struct Tab {
    web: Web,
    seat: Seat,
    class: Arc<Class>,
    audience: Audience,
    connection: ConnectionId,
    sink: SplitSink<WebSocket, Message>,
    /// The last event this tab has.
    at: Sequence,
    joined: bool,
    answers: FuturesUnordered<BoxFuture<'static, Answer>>,
}

/// The tab is gone, or is cut.
struct Cut;

impl Tab {
    async fn serve(
        &mut self,
        resume_after: Option<Sequence>,
        from_tab: &mut (impl StreamExt<Item = Result<Message, axum::Error>> + Unpin),
    ) -> Result<(), Cut> {
        let now = self.web.classroom.clock.now();
        let you = self.seat.viewer();
        self.send(&ServerFrame::Welcome { you, connection: self.connection, now }).await?;
        let mut news = self.resume(resume_after).await?;
        if self.class.is_paused() {
            self.send(&ServerFrame::Paused).await?;
        }
        self.join_when_live().await;
        let mut budget = Budget::new(Instant::now());
        let mut read_again = Instant::now();
        let mut pulse = interval(PULSE);
        let mut silent = 0;
        let stopping = self.web.stopping.clone();
        loop {
            let may_read = self.answers.len() < IN_FLIGHT && Instant::now() >= read_again;
            tokio::select! {
                frame = from_tab.next(), if may_read => {
                    silent = 0;
                    match frame {
                        Some(Ok(Message::Text(text))) => {
                            if let Some(wait) = budget.spend(Instant::now()) {
                                read_again = Instant::now() + wait;
                            }
                            if let Some(hello) = self.hear(&text).await? {
                                news = self.resume(hello).await?;
                            }
                        }
                        Some(Ok(Message::Binary(_))) => {
                            let problem = "Frames are JSON text.".to_owned();
                            self.send(&ServerFrame::BadFrame { problem }).await?;
                        }
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(Cut),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    }
                }
                () = sleep_until(read_again), if Instant::now() < read_again => {}
                Some((id, answer)) = self.answers.next() => self.answer(id, answer).await?,
                item = news.recv() => match item {
                    Ok(item) => self.pass_on(item).await?,
                    // Too slow for the news: what it missed comes as one resume.
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        news = self.resume(Some(self.at)).await?;
                    }
                    Err(broadcast::error::RecvError::Closed) => return Err(Cut),
                },
                _ = pulse.tick() => {
                    silent += 1;
                    if silent > 2 {
                        return Err(Cut);
                    }
                    self.put(Message::Ping(Bytes::new())).await?;
                    self.join_again_if_forgotten().await;
                }
                () = stopping.cancelled() => {
                    let reason = "Lectern restarts; you are back in a moment.".to_owned();
                    return self.send(&ServerFrame::Bye { reason, retry: true }).await;
                }
            }
        }
    }

    /// Brings the tab from `after` to now, and follows the class from there.
    async fn resume(&mut self, after: Option<Sequence>) -> Result<broadcast::Receiver<News>, Cut> {
        let (Tail { frame, at }, news) = self.class.follow(self.audience, after);
        if let Some(frame) = frame {
            self.text(frame).await?;
        }
        self.at = at;
        Ok(news)
    }

    async fn pass_on(&mut self, news: News) -> Result<(), Cut> {
        match news {
            News::Committed(committed) => {
                if committed.through > self.at {
                    self.text(committed.frame(self.audience)).await?;
                    self.at = committed.through;
                    self.join_when_live().await;
                }
                Ok(())
            }
            News::Paused => self.send(&ServerFrame::Paused).await,
            News::Resumed => {
                // A join that was asked for in the pause may not have taken; joining twice is harmless.
                self.joined = false;
                self.join_when_live().await;
                self.send(&ServerFrame::Resumed).await
            }
            News::Ephemeral { from, .. } if from == self.seat.actor.user => Ok(()),
            News::Ephemeral { from, frame } => self.send(&ServerFrame::Ephemeral { from, frame }).await,
        }
    }

    /// Does what a frame asks for; gives where to resume where it is a second hello.
    async fn hear(&mut self, text: &str) -> Result<Option<Option<Sequence>>, Cut> {
        match serde_json::from_str(text) {
            Ok(ClientFrame::Hello { resume_after }) => return Ok(Some(resume_after)),
            Ok(ClientFrame::Command { id, command }) => {
                match submit(&self.class, &self.seat, id, command).await {
                    Ok(submitted) => {
                        let answer = submitted.answer().map(move |answer| (id, answer)).boxed();
                        self.answers.push(answer);
                    }
                    Err(refusal) => self.answer(id, Err(refusal)).await?,
                }
            }
            Ok(ClientFrame::Ephemeral { frame }) => {
                if self.joined {
                    self.class.show(self.seat.actor.user, frame).await;
                }
            }
            Ok(ClientFrame::Ping) => self.send(&ServerFrame::Pong).await?,
            Err(error) => {
                // The parser's own words name the field; they hold nothing but what the tab sent.
                let problem = format!("That frame can't be read: {error}.");
                self.send(&ServerFrame::BadFrame { problem }).await?;
            }
        }
        Ok(None)
    }

    async fn answer(&mut self, id: CommandId, answer: Result<Sequence, Refusal>) -> Result<(), Cut> {
        let frame = match answer {
            Ok(sequence) => ServerFrame::Accepted { id, sequence },
            Err(Refusal::Rejected(reason)) => ServerFrame::Refused { id, reason },
            // The command waits in the browser until the class goes on.
            Err(Refusal::Paused) => ServerFrame::Paused,
            Err(refusal) => {
                tracing::error!(%refusal, "a command could not be done");
                ServerFrame::Refused { id, reason: Rejection::Internal }
            }
        };
        self.send(&frame).await?;
        // Whoever was refused in the moment the log came back has missed the news of it.
        if frame == ServerFrame::Paused && !self.class.is_paused() {
            self.send(&ServerFrame::Resumed).await?;
        }
        Ok(())
    }

    /// Makes the person present once the class is live.
    async fn join_when_live(&mut self) {
        let live = self.class.read(|view| matches!(view.phase, Phase::Live { .. }));
        if self.joined || !live {
            return;
        }
        let join = Command::Join {
            user: self.seat.actor.user,
            role: self.seat.role,
            name: self.seat.actor.name.clone(),
            connection: self.connection,
            node: self.web.classroom.classes.node().to_owned(),
        };
        let id = CommandId(Uuid::now_v7());
        if let Ok(submitted) = self.class.submit(id, Some(self.seat.actor.user), join).await {
            self.joined = true;
            // Its answer is its event; a pause in between is made good by the next resume.
            tokio::spawn(submitted.answer());
        }
    }

    /// Another server may have taken this one for dead, when it was only slow, and closed its tabs.
    async fn join_again_if_forgotten(&mut self) {
        if self.joined && self.class.read(|view| view.holder(self.connection).is_none()) {
            self.joined = false;
            self.join_when_live().await;
        }
    }

    fn leave_later(self) {
        if !self.joined || self.web.stopping.is_cancelled() {
            return;
        }
        let (class, connection, stopping) = (self.class, self.connection, self.web.stopping);
        tokio::spawn(async move {
            tokio::select! {
                () = tokio::time::sleep(GRACE) => {}
                () = stopping.cancelled() => return,
            }
            let leave = Command::Leave { connection };
            let id = CommandId(Uuid::now_v7());
            while let Err(Refusal::Paused) = class.write(id, None, leave.clone()).await {
                tokio::time::sleep(GRACE).await;
            }
        });
    }

    async fn send(&mut self, frame: &ServerFrame) -> Result<(), Cut> {
        self.text(encode(frame)).await
    }

    async fn text(&mut self, frame: Bytes) -> Result<(), Cut> {
        let text = Utf8Bytes::try_from(frame).map_err(|_| Cut)?;
        self.put(Message::Text(text)).await
    }

    async fn put(&mut self, message: Message) -> Result<(), Cut> {
        match timeout(SLOWEST_SEND, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Cut),
        }
    }
}

//! One tab, from its hello to its end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use classroom::class::{Class, News, Together, encode};
use classroom::command::Seat;
use classroom::{Classroom, Refusal};
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::wire::{ClientFrame, ServerFrame};
use domain::{ClassView, Rejection};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, future::BoxFuture};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{Instant, interval_at, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use websocket::{End, Heard, code};

use super::super::Web;
use super::Channel;
use super::farewell::UNREADABLE;
use super::tabs::{OpenTabs, TabGuard};

/// How long a tab may take to say hello.
const HELLO: Duration = Duration::from_secs(10);
/// How long a tab waits for what other servers have written.
const LONGEST_CATCHING_UP: Duration = Duration::from_secs(2);
/// How often a silent tab is asked whether it is there; one that misses two is gone.
const PULSE: Duration = Duration::from_secs(15);
/// Commands of one tab that wait for their commit; more make it wait.
const IN_FLIGHT: usize = 64;
/// Pieces of news that leave together, at most.
const TOGETHER: usize = 64;
type CommandReply = (CommandId, Result<Sequence, Refusal>);

/// A tab with a class in it.
pub struct Tab {
    pub(super) seat: Arc<Seat>,
    pub(super) class: Arc<Class>,
    pub(super) classroom: Classroom,
    pub(super) stopping: CancellationToken,
    pub(super) connection: ConnectionId,
    /// The last event this tab has.
    pub(super) at: Sequence,
    pub(super) joined: bool,
    /// It waits, or waited, at the door.
    pub(super) knocked: bool,
    /// What a tab was shown that is not let in.
    pub(super) outside: Option<Box<ClassView>>,
    /// Its login or its person's place in the class has ended.
    pub(super) for_good: bool,
    place: TabGuard,
    /// Frames that nobody could read.
    pub(super) unreadable: u32,
    answers: FuturesUnordered<BoxFuture<'static, CommandReply>>,
}

/// The tab is gone, or is sent away.
pub(super) struct Over;

impl From<End> for Over {
    fn from(_: End) -> Self {
        Self
    }
}

impl Tab {
    /// A tab that hasn't said anything yet.
    pub fn new(web: &Web, login: [u8; 32], seat: Seat, class: Arc<Class>) -> Box<Self> {
        Self::at(&web.classroom, web.stopping.clone(), &web.tabs, login, seat, class)
    }

    fn at(
        classroom: &Classroom,
        stopping: CancellationToken,
        tabs: &OpenTabs,
        login: [u8; 32],
        seat: Seat,
        class: Arc<Class>,
    ) -> Box<Self> {
        let (connection, seat) = (ConnectionId(Uuid::now_v7()), Arc::new(seat));
        Box::new(Self {
            place: tabs.add(connection, login, seat.clone()),
            seat,
            class,
            classroom: classroom.clone(),
            stopping,
            connection,
            at: Sequence(0),
            joined: false,
            knocked: false,
            outside: None,
            for_good: false,
            unreadable: 0,
            answers: FuturesUnordered::new(),
        })
    }

    /// Serves the tab until it goes, is too slow, or the server stops.
    ///
    /// Its future is kept for as long as the tab is open, so whatever is waited for seldom and is large is boxed.
    pub async fn run(mut self: Box<Self>, mut channel: Channel) {
        metrics::gauge!("lectern_live_sockets").increment(1.0);
        // However it ends, it is over.
        if let Ok(resume_after) = Box::pin(self.hello(&mut channel)).await {
            let _ = self.serve(&mut channel, resume_after).await;
        }
        metrics::gauge!("lectern_live_sockets").decrement(1.0);
        self.leave_later();
        // What was said last may not arrive; then there is nobody to hear it.
        Box::pin(channel.end()).await;
    }

    /// Where the tab wants to go on from, as its first message says.
    async fn hello(&mut self, channel: &mut Channel) -> Result<Option<Sequence>, Over> {
        let deadline = Instant::now() + HELLO;
        loop {
            let heard = timeout_at(deadline, channel.hear()).await;
            match heard.unwrap_or(Ok(Heard::Binary(Bytes::new()))) {
                Ok(Heard::Text(text)) => match serde_json::from_str(&text) {
                    Ok(ClientFrame::Hello { resume_after }) => return Ok(resume_after),
                    Ok(_) | Err(_) => return Err(self.no_hello(channel)),
                },
                Ok(Heard::Binary(_)) => return Err(self.no_hello(channel)),
                Ok(Heard::Part | Heard::Ping(_) | Heard::Pong) => channel.flush().await?,
                Ok(Heard::Close(code)) => return Err(self.answer_close(channel, code)),
                Err(End::Gone) => return Err(Over),
                Err(End::Broken(broken)) => return Err(self.send_away(channel, broken)),
            }
        }
    }

    async fn serve(&mut self, channel: &mut Channel, resume_after: Option<Sequence>) -> Result<(), Over> {
        // They may come from another server. While the log is away they see the class as it is known here.
        let _ = timeout(LONGEST_CATCHING_UP, Box::pin(self.class.catch_up())).await;
        let (you, now) = (self.seat.viewer(), self.classroom.clock.now());
        channel.text(encode(&ServerFrame::Welcome { you, connection: self.connection, now }));
        let mut news = self.resume(channel, resume_after);
        self.show_growing(channel);
        if self.class.is_paused() {
            channel.text(encode(&ServerFrame::Paused { id: None }));
        }
        self.knock().await;
        self.join_when_live().await;
        let mut pulse = interval_at(Instant::now() + PULSE, PULSE);
        let mut silent = 0;
        let mut stopping = pin!(self.stopping.clone().cancelled_owned());
        loop {
            channel.flush().await?;
            let may_read = self.answers.len() < IN_FLIGHT;
            tokio::select! {
                heard = channel.hear(), if may_read => {
                    silent = 0;
                    match heard {
                        Ok(Heard::Text(text)) => {
                            if let Some(hello) = Box::pin(self.hear(channel, &text)).await? {
                                channel.pace().resume(Instant::now());
                                news = self.resume_again(channel, hello).await;
                                self.show_growing_anew(channel);
                            }
                        }
                        Ok(Heard::Binary(_)) => self.unreadable(channel, "Frames are JSON text.".to_owned())?,
                        Ok(Heard::Part | Heard::Ping(_) | Heard::Pong) => {}
                        Ok(Heard::Close(code)) => return Err(self.answer_close(channel, code)),
                        Err(End::Gone) => return Err(Over),
                        Err(End::Broken(broken)) => return Err(self.send_away(channel, broken)),
                    }
                }
                Some((id, answer)) = self.answers.next() => self.answer(channel, id, answer),
                item = news.recv() => self.pass_on(channel, &mut news, item).await?,
                _ = pulse.tick() => {
                    silent += 1;
                    if silent > 2 {
                        return Err(Over);
                    }
                    channel.ping();
                    self.join_again_if_forgotten().await;
                }
                Ok(reason) = &mut self.place.closed => return Err(self.leave_place(channel, reason)),
                () = &mut stopping => {
                    let reason = "Lectern restarts; you are back in a moment.".to_owned();
                    channel.text(encode(&ServerFrame::Bye { reason, retry: true }));
                    channel.close(Some(code::RESTART));
                    return Err(Over);
                }
            }
        }
    }

    /// Brings the tab from `after` to now, and follows the class from there.
    pub(super) fn resume(&mut self, channel: &mut Channel, after: Option<Sequence>) -> Receiver<News> {
        if !self.is_let_in() {
            let (view, news) = self.class.follow_from_outside(&self.seat.viewer());
            self.show_outside(channel, view);
            return news;
        }
        self.outside = None;
        let (tail, news) = self.class.follow(&self.seat.viewer(), after);
        tail.frames.into_iter().for_each(|frame| channel.text(frame));
        self.at = tail.at;
        news
    }

    /// As [`Tab::resume`], in the middle of things: a pause or its end may have been among the news that nobody heard.
    pub(super) async fn resume_again(
        &mut self,
        channel: &mut Channel,
        after: Option<Sequence>,
    ) -> Receiver<News> {
        let news = self.resume(channel, after);
        if self.class.is_paused() {
            channel.text(encode(&ServerFrame::Paused { id: None }));
        } else {
            self.go_on(channel).await;
        }
        news
    }

    /// Sends all that grows, to who has nothing of it.
    fn show_growing(&self, channel: &mut Channel) {
        let growing = self.class.growing(&self.seat.viewer()).filter(|_| self.outside.is_none());
        growing.into_iter().for_each(|frame| channel.text(frame));
    }

    /// Sends all that grows, to who may have missed pieces of it or its end.
    pub(super) fn show_growing_anew(&self, channel: &mut Channel) {
        let growing = self.class.growing(&self.seat.viewer()).filter(|_| self.outside.is_none());
        let nothing = || encode(&ServerFrame::Streams { anew: true, pieces: vec![] });
        channel.text(growing.unwrap_or_else(nothing));
    }

    /// The log can be written. What was asked for in a pause may not have taken; joining twice is harmless.
    async fn go_on(&mut self, channel: &mut Channel) {
        self.joined = false;
        self.knock().await;
        self.join_when_live().await;
        channel.text(encode(&ServerFrame::Resumed));
    }

    /// Passes a piece of news on with all that came after it. Of what is only shown the last round is enough.
    async fn pass_on(
        &mut self,
        channel: &mut Channel,
        news: &mut Receiver<News>,
        first: Result<News, RecvError>,
    ) -> Result<(), Over> {
        let mut next = first.map_err(|error| match error {
            RecvError::Lagged(missed) => TryRecvError::Lagged(missed),
            RecvError::Closed => TryRecvError::Closed,
        });
        let mut shown = None;
        for _ in 0..TOGETHER {
            match next {
                Ok(News::Ephemeral(together)) => shown = Some(together),
                Ok(News::Streams(pieces)) => {
                    let frame = pieces.frame(&self.seat.viewer()).filter(|_| self.outside.is_none());
                    frame.into_iter().for_each(|frame| channel.text(frame));
                }
                Ok(News::Committed(committed)) if committed.through <= self.at => {}
                Ok(News::Committed(committed)) => {
                    // First: who is sent out sees nothing of what came with it.
                    if committed.moves_people() {
                        self.refresh_outside(channel, news).await?;
                    }
                    if self.outside.is_none() && committed.through > self.at {
                        channel.text(committed.frame(&self.seat.viewer()));
                        self.at = committed.through;
                    }
                    self.join_when_live().await;
                }
                Ok(News::Paused) => channel.text(encode(&ServerFrame::Paused { id: None })),
                Ok(News::Resumed) => self.go_on(channel).await,
                // Too slow for the news: what it missed comes as one resume, and what grows is dropped.
                Err(TryRecvError::Lagged(_)) => {
                    *news = self.resume_again(channel, Some(self.at)).await;
                    channel.text(encode(&ServerFrame::Streams { anew: true, pieces: vec![] }));
                }
                Err(TryRecvError::Closed) => return Err(Over),
                Err(TryRecvError::Empty) => break,
            }
            next = news.try_recv();
        }
        let for_us =
            |shown: &Arc<Together>| self.outside.is_none() && shown.only != Some(self.seat.actor.user);
        if let Some(shown) = shown.filter(for_us) {
            channel.text(shown.frame.clone());
        }
        Ok(())
    }

    /// Does what a frame asks for; gives where to resume where it is a second hello.
    async fn hear(&mut self, channel: &mut Channel, text: &str) -> Result<Option<Option<Sequence>>, Over> {
        match serde_json::from_str(text) {
            Ok(ClientFrame::Hello { resume_after }) => return Ok(Some(resume_after)),
            Ok(ClientFrame::Command { id, command }) => {
                match self.classroom.submit(&self.class, &self.seat, id, command).await {
                    Ok(submitted) => {
                        self.answers.push(submitted.answer().map(move |answer| (id, answer)).boxed());
                    }
                    Err(refusal) => self.answer(channel, id, Err(refusal)),
                }
            }
            Ok(ClientFrame::Ephemeral { frame }) => {
                let viewer = self.seat.viewer();
                if self.joined && self.class.read(|view| view.lets_show(&viewer, &frame)) {
                    self.class.show(self.seat.actor.user, frame);
                }
            }
            Ok(ClientFrame::Stream { piece }) if self.joined && self.outside.is_none() => {
                self.class.append(&self.seat.viewer(), piece)
            }
            // Who isn't let in shows nothing.
            Ok(ClientFrame::Stream { .. }) => {}
            Ok(ClientFrame::Ping) => channel.text(encode(&ServerFrame::Pong)),
            Err(error) => {
                // The parser's words are ours to read, not theirs: they name our types.
                tracing::debug!(%error, "a frame can't be read");
                self.unreadable(channel, UNREADABLE.to_owned())?;
            }
        }
        Ok(None)
    }

    fn answer(&mut self, channel: &mut Channel, id: CommandId, answer: Result<Sequence, Refusal>) {
        let frame = match answer {
            Ok(sequence) => ServerFrame::Accepted { id, sequence },
            Err(Refusal::Rejected(reason)) => ServerFrame::Refused { id, reason },
            // The command waits in the browser until the class goes on.
            Err(Refusal::Paused) => ServerFrame::Paused { id: Some(id) },
            Err(refusal) => {
                tracing::error!(%refusal, "a command could not be done");
                ServerFrame::Refused { id, reason: Rejection::Internal }
            }
        };
        channel.text(encode(&frame));
        // Whoever was refused in the moment the log came back has missed the news of it.
        if matches!(frame, ServerFrame::Paused { .. }) && !self.class.is_paused() {
            channel.text(encode(&ServerFrame::Resumed));
        }
    }
}

#[cfg(test)]
mod tests;

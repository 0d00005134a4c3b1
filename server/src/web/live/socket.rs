//! One tab, from its hello to its end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use classroom::class::{Class, News, Outcome, Submitted, Together, encode};
use classroom::command::Seat;
use classroom::{Classroom, Refusal};
use domain::command::Command;
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::wire::{ClientFrame, LARGEST_FRAME, ServerFrame};
use domain::{ClassView, Rejection};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, future::BoxFuture};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{Instant, interval_at, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::super::Web;
use super::budget::Budget;
use super::channel::{Channel, End};
use super::frames::{Broken, Heard};
use super::tabs::{OpenTabs, Place};

/// How long a tab may take to say hello.
const HELLO: Duration = Duration::from_secs(10);
/// How long a tab waits for what other servers have written.
const LONGEST_CATCHING_UP: Duration = Duration::from_secs(2);
/// How often a silent tab is asked whether it is there; one that misses two is gone.
const PULSE: Duration = Duration::from_secs(15);
/// Commands of one tab that wait for their commit; more make it wait.
const IN_FLIGHT: usize = 64;
/// Frames of one tab that nobody can read, after which it is sent away.
const MOST_UNREADABLE: u32 = 100;
/// Pieces of news that leave together, at most.
const TOGETHER: usize = 64;
/// Status codes of RFC 6455, section 7.4.1.
pub(super) mod code {
    pub const RESTART: u16 = 1012;
    pub const PROTOCOL: u16 = 1002;
    pub const NOT_UTF8: u16 = 1007;
    pub const POLICY: u16 = 1008;
    pub const TOO_LONG: u16 = 1009;
}

type Answer = (CommandId, Result<Sequence, Refusal>);

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
    /// Its person may not be in the room either, unless with another tab.
    pub(super) leaves_room: bool,
    place: Place,
    unreadable: u32,
    answers: FuturesUnordered<BoxFuture<'static, Answer>>,
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
            leaves_room: false,
            unreadable: 0,
            answers: FuturesUnordered::new(),
        })
    }

    /// Serves the tab until it goes, is too slow, or the server stops.
    ///
    /// Its future is kept for as long as the tab is open, so whatever is waited for seldom and is large is boxed.
    pub async fn run(mut self: Box<Self>, mut channel: Channel) {
        metrics::gauge!("lectern_live_sockets").increment(1.0);
        if let Ok(Ok(Heard::Text(text))) = timeout(HELLO, channel.hear()).await {
            if let Ok(ClientFrame::Hello { resume_after }) = serde_json::from_str(&text) {
                // However it ends, it is over.
                let _ = self.serve(&mut channel, resume_after).await;
            } else {
                let problem =
                    "The first frame must be {\"type\":\"hello\",\"resume_after\":null}.".to_owned();
                channel.text(encode(&ServerFrame::BadFrame { problem }));
                channel.close(code::POLICY);
            }
            // What was said last may not arrive; then there is nobody to hear it.
            let _ = channel.flush().await;
        }
        drop(channel);
        metrics::gauge!("lectern_live_sockets").decrement(1.0);
        self.leave_later();
    }

    async fn serve(&mut self, channel: &mut Channel, resume_after: Option<Sequence>) -> Result<(), Over> {
        // They may come from another server. While the log is away they see the class as it is known here.
        let _ = timeout(LONGEST_CATCHING_UP, Box::pin(self.class.catch_up())).await;
        let (you, now) = (self.seat.viewer(), self.classroom.clock.now());
        channel.text(encode(&ServerFrame::Welcome { you, connection: self.connection, now }));
        let mut news = self.resume(channel, resume_after);
        if self.class.is_paused() {
            channel.text(encode(&ServerFrame::Paused { id: None }));
        }
        self.knock().await;
        self.join_when_live().await;
        let mut budget = Budget::new(Instant::now());
        let mut read_again = Instant::now();
        let mut pulse = interval_at(Instant::now() + PULSE, PULSE);
        let mut silent = 0;
        let mut stopping = pin!(self.stopping.clone().cancelled_owned());
        loop {
            channel.flush().await?;
            let slowed = Instant::now() < read_again;
            let may_read = self.answers.len() < IN_FLIGHT && !slowed;
            tokio::select! {
                heard = channel.hear(), if may_read => {
                    silent = 0;
                    if let Some(wait) = budget.spend(Instant::now()) {
                        read_again = Instant::now() + wait;
                    }
                    match heard {
                        Ok(Heard::Text(text)) => {
                            if let Some(hello) = Box::pin(self.hear(channel, &text)).await? {
                                news = self.resume_again(channel, hello).await;
                            }
                        }
                        Ok(Heard::Binary) => self.unreadable(channel, "Frames are JSON text.".to_owned())?,
                        Ok(Heard::Ping(_) | Heard::Pong) => {}
                        Ok(Heard::Close) | Err(End::Gone) => return Err(Over),
                        Err(End::Broken(broken)) => return Err(self.send_away(channel, &broken)),
                    }
                }
                () = sleep_until(read_again), if slowed => {}
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
                Ok(still) = &mut self.place.told => return Err(self.leave_seat(channel, still)),
                () = &mut stopping => {
                    let reason = "Lectern restarts; you are back in a moment.".to_owned();
                    channel.text(encode(&ServerFrame::Bye { reason, retry: true }));
                    channel.close(code::RESTART);
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
                Ok(News::Committed(committed)) if committed.through <= self.at => {}
                Ok(News::Committed(committed)) => {
                    // First: who is sent out sees nothing of what came with it.
                    if committed.moves_people() {
                        self.look_at_the_door(channel, news).await?;
                    }
                    if self.outside.is_none() && committed.through > self.at {
                        channel.text(committed.frame(&self.seat.viewer()));
                        self.at = committed.through;
                    }
                    self.join_when_live().await;
                }
                Ok(News::Paused) => channel.text(encode(&ServerFrame::Paused { id: None })),
                Ok(News::Resumed) => self.go_on(channel).await,
                // Too slow for the news: what it missed comes as one resume.
                Err(TryRecvError::Lagged(_)) => {
                    *news = self.resume_again(channel, Some(self.at)).await;
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
                let act = Classroom::is_carried_out(&command).then(|| command.clone());
                match self.classroom.submit(&self.class, &self.seat, id, command).await {
                    Ok(submitted) => self.answers.push(self.await_commit(id, submitted, act)),
                    Err(refusal) => self.answer(channel, id, Err(refusal)),
                }
            }
            Ok(ClientFrame::Ephemeral { frame }) => {
                let viewer = self.seat.viewer();
                if self.joined && self.class.read(|view| view.lets_show(&viewer, &frame)) {
                    self.class.show(self.seat.actor.user, frame);
                }
            }
            Ok(ClientFrame::Ping) => channel.text(encode(&ServerFrame::Pong)),
            Err(error) => {
                // The parser's own words name the field; they hold nothing but what the tab sent.
                self.unreadable(channel, format!("That frame can't be read: {error}."))?;
            }
        }
        Ok(None)
    }

    /// Waits for a command's commit, and then has done what follows it.
    fn await_commit(
        &self,
        id: CommandId,
        submitted: Submitted,
        act: Option<Command>,
    ) -> BoxFuture<'static, Answer> {
        let Some(command) = act else {
            return submitted.answer().map(move |answer| (id, answer)).boxed();
        };
        let (classroom, class) = (self.classroom.clone(), self.class.clone());
        async move {
            let answer = match submitted.outcome().await {
                Ok(Outcome::Done(sequence)) => {
                    tokio::spawn(async move { classroom.carry_out(class, command).await });
                    Ok(sequence)
                }
                // It was carried out then.
                Ok(Outcome::Repeated(sequence)) => Ok(sequence),
                Ok(Outcome::New) => Err(Refusal::Internal),
                Err(refusal) => Err(refusal),
            };
            (id, answer)
        }
        .boxed()
    }

    /// Says what was wrong with a frame, and sends away who goes on with such frames.
    fn unreadable(&mut self, channel: &mut Channel, problem: String) -> Result<(), Over> {
        channel.text(encode(&ServerFrame::BadFrame { problem }));
        self.unreadable += 1;
        if self.unreadable < MOST_UNREADABLE {
            return Ok(());
        }
        let reason = "This tab goes on sending what Lectern can't read. Load the page again.".to_owned();
        channel.text(encode(&ServerFrame::Bye { reason, retry: false }));
        channel.close(code::POLICY);
        Err(Over)
    }

    /// Says why nothing more can be read from the tab.
    fn send_away(&self, channel: &mut Channel, broken: &Broken) -> Over {
        let (code, reason) = match broken {
            Broken::TooLong => {
                (code::TOO_LONG, format!("A frame may have {} KiB at most.", LARGEST_FRAME / 1024))
            }
            Broken::NotUtf8 => (code::NOT_UTF8, "Frames are JSON text in UTF-8.".to_owned()),
            Broken::Protocol => (code::PROTOCOL, "That isn't WebSocket (RFC 6455).".to_owned()),
        };
        channel.text(encode(&ServerFrame::Bye { reason, retry: false }));
        channel.close(code);
        Over
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

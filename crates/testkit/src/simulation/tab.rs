//! The server's end of a tab, as `server::web::live` has it, but one thing at a time and on frames instead of a socket.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use classroom::Refusal;
use classroom::class::{Class, News};
use classroom::command::Seat;
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::lobby::Out;
use domain::wire::{ClientFrame, ServerFrame};
use domain::{ClassView, Command, SystemCommand, participant};
use rand::Rng as _;
use rand::rngs::StdRng;
use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::server::Server;

/// How long somebody stays present after their tab is gone.
const GRACE: Duration = Duration::from_secs(3);
/// How long a tab waits for what other servers have written.
const LONGEST_CATCHING_UP: Duration = Duration::from_secs(2);

type CommandReply = (CommandId, Result<Sequence, Refusal>);

/// A tab that a server holds, and the frames under way between the two.
pub struct Tab {
    pub server: Server,
    /// From the person.
    pub coming: VecDeque<ClientFrame>,
    /// To the person.
    pub going: VecDeque<ServerFrame>,
    /// The server has said goodbye.
    pub over: bool,
    opened: Instant,
    class: Arc<Class>,
    seat: Seat,
    connection: ConnectionId,
    news: broadcast::Receiver<News>,
    at: Sequence,
    /// Where to resume from, and whether the server has caught up for it.
    hello: Option<(Option<Sequence>, oneshot::Receiver<()>)>,
    greeted: bool,
    joined: bool,
    knocked: bool,
    outside: Option<Box<ClassView>>,
    answer: mpsc::UnboundedSender<CommandReply>,
    answers: mpsc::UnboundedReceiver<CommandReply>,
}

impl Tab {
    /// A tab that hasn't said anything yet.
    pub fn new(server: Server, class: Arc<Class>, seat: Seat, connection: ConnectionId) -> Self {
        let news = class.follow_from_outside(&seat.viewer()).1;
        let (answer, answers) = mpsc::unbounded_channel();
        Self {
            server,
            coming: VecDeque::new(),
            going: VecDeque::new(),
            over: false,
            opened: Instant::now(),
            class,
            seat,
            connection,
            news,
            at: Sequence(0),
            hello: None,
            greeted: false,
            joined: false,
            knocked: false,
            outside: None,
            answer,
            answers,
        }
    }

    /// Does one of the things there are to do, whichever. False where there is none.
    pub async fn turn(&mut self, random: &mut StdRng) -> bool {
        if self.over {
            return false;
        }
        let first = random.random_range(0..3);
        for source in (first..3).chain(0..first) {
            let done = match source {
                0 => self.hear_next().await,
                1 if self.greeted => self.answer_next(),
                2 if self.greeted => self.pass_on_next().await,
                _ => false,
            };
            if done {
                return true;
            }
        }
        false
    }

    /// Takes what the person said next, if anything.
    pub async fn hear_next(&mut self) -> bool {
        if let Some((resume_after, caught_up)) = &mut self.hello {
            if caught_up.try_recv() == Err(TryRecvError::Empty) {
                return false;
            }
            let resume_after = *resume_after;
            self.hello = None;
            self.greet(resume_after).await;
            return true;
        }
        let Some(frame) = self.coming.pop_front() else { return false };
        match frame {
            ClientFrame::Hello { resume_after } if self.greeted => {
                self.resume_again(resume_after).await;
                self.show_growing_anew();
            }
            ClientFrame::Hello { resume_after } => self.hello = Some((resume_after, self.catch_up())),
            ClientFrame::Command { id, command } => self.submit(id, command).await,
            ClientFrame::Ephemeral { frame } => {
                let viewer = self.seat.viewer();
                if self.joined && self.class.read(|view| view.lets_show(&viewer, &frame)) {
                    self.class.show(self.seat.actor.user, frame);
                }
            }
            ClientFrame::Stream { piece } if self.joined => self.class.append(&self.seat.viewer(), piece),
            ClientFrame::Stream { .. } => {}
            ClientFrame::Ping => self.going.push_back(ServerFrame::Pong),
        }
        true
    }

    /// Another server may have taken this one for dead and closed its tabs.
    pub async fn join_again_if_forgotten(&mut self) {
        if self.joined && self.class.read(|view| view.core.holder(self.connection).is_none()) {
            self.joined = false;
            self.join_when_live().await;
        }
        if self.knocked && !self.class.read(|view| view.core.lobby.holds(self.connection)) {
            self.knock().await;
        }
    }

    /// The socket is gone.
    pub fn leave_later(self) {
        if !(self.joined || self.knocked) {
            return;
        }
        let (class, connection) = (self.class, self.connection);
        tokio::spawn(async move {
            tokio::time::sleep(GRACE).await;
            let leave =
                SystemCommand::Participant(participant::SystemCommand::Leave { connection, for_good: false });
            let id = CommandId(Uuid::now_v7());
            while let Err(Refusal::Paused) = class.write_system(id, None, leave.clone()).await {
                tokio::time::sleep(GRACE).await;
            }
        });
    }

    fn catch_up(&self) -> oneshot::Receiver<()> {
        let (done, caught_up) = oneshot::channel();
        let class = self.class.clone();
        tokio::spawn(async move {
            let _ = timeout(LONGEST_CATCHING_UP, class.catch_up()).await;
            // The tab may be gone.
            let _ = done.send(());
        });
        caught_up
    }

    async fn greet(&mut self, resume_after: Option<Sequence>) {
        self.greeted = true;
        let now = self.server.classroom.clock.now();
        let (you, connection) = (self.seat.viewer(), self.connection);
        self.going.push_back(ServerFrame::Welcome { you, connection, now });
        self.resume(resume_after);
        self.going.extend(self.growing());
        if self.class.is_paused() {
            self.going.push_back(ServerFrame::Paused { id: None });
        }
        self.knock().await;
        self.join_when_live().await;
    }

    fn resume(&mut self, after: Option<Sequence>) {
        if !self.is_let_in() {
            let (view, news) = self.class.follow_from_outside(&self.seat.viewer());
            self.news = news;
            return self.show_outside(view);
        }
        self.outside = None;
        let (tail, news) = self.class.follow(&self.seat.viewer(), after);
        self.news = news;
        tail.frames.iter().for_each(|frame| self.going.push_back(read(frame)));
        self.at = tail.at;
    }

    async fn resume_again(&mut self, after: Option<Sequence>) {
        self.resume(after);
        if self.class.is_paused() {
            self.going.push_back(ServerFrame::Paused { id: None });
        } else {
            self.go_on().await;
        }
    }

    fn growing(&self) -> Option<ServerFrame> {
        let growing = self.class.growing(&self.seat.viewer()).filter(|_| self.outside.is_none());
        growing.map(|frame| read(&frame))
    }

    fn show_growing_anew(&mut self) {
        let nothing = ServerFrame::Streams { anew: true, pieces: vec![] };
        self.going.push_back(self.growing().unwrap_or(nothing));
    }

    async fn go_on(&mut self) {
        self.joined = false;
        self.knock().await;
        self.join_when_live().await;
        self.going.push_back(ServerFrame::Resumed);
    }

    async fn submit(&mut self, id: CommandId, command: Command) {
        match self.server.classroom.submit(&self.class, &self.seat, id, command).await {
            Ok(submitted) => {
                let answer = self.answer.clone();
                tokio::spawn(async move {
                    // The tab may be gone.
                    let _ = answer.send((id, submitted.answer().await));
                });
            }
            Err(refusal) => self.answer(id, Err(refusal)),
        }
    }

    fn answer_next(&mut self) -> bool {
        let Ok((id, answer)) = self.answers.try_recv() else { return false };
        self.answer(id, answer);
        true
    }

    fn answer(&mut self, id: CommandId, answer: Result<Sequence, Refusal>) {
        match answer {
            Ok(sequence) => self.going.push_back(ServerFrame::Accepted { id, sequence }),
            Err(Refusal::Rejected(reason)) => {
                let landed = self.server.shared.had_landed(id, self.opened);
                assert!(!landed, "{reason:?} is said to what was in the log when its person came");
                self.going.push_back(ServerFrame::Refused { id, reason });
            }
            Err(Refusal::Paused) => {
                self.going.push_back(ServerFrame::Paused { id: Some(id) });
                if !self.class.is_paused() {
                    self.going.push_back(ServerFrame::Resumed);
                }
            }
            Err(refusal) => panic!("nothing here can fail like that: {refusal}"),
        }
    }

    async fn pass_on_next(&mut self) -> bool {
        let Ok(news) = self.news.try_recv() else { return false };
        match news {
            News::Committed(committed) if committed.through <= self.at => {}
            News::Committed(committed) => {
                if committed.moves_people() {
                    self.refresh_outside().await;
                }
                if !self.over && self.outside.is_none() && committed.through > self.at {
                    self.going.push_back(read(&committed.frame(&self.seat.viewer())));
                    self.at = committed.through;
                }
                self.join_when_live().await;
            }
            News::Paused => self.going.push_back(ServerFrame::Paused { id: None }),
            News::Resumed => self.go_on().await,
            News::Ephemeral(shown) if self.outside.is_none() => self.going.push_back(read(&shown.frame)),
            News::Ephemeral(_) => {}
            News::Streams(pieces) => {
                let frame = pieces.frame(&self.seat.viewer()).filter(|_| self.outside.is_none());
                self.going.extend(frame.map(|frame| read(&frame)));
            }
        }
        true
    }

    async fn refresh_outside(&mut self) {
        let (user, connection) = (self.seat.actor.user, self.connection);
        let sent_out = self.class.read(|view| {
            view.core.holder(connection).is_none()
                && matches!(view.core.lobby.out.get(&user), Some(Out::Removed | Out::Banned))
        });
        if sent_out && self.joined {
            self.show_outside(self.class.read(|view| view.for_outsider(&self.seat.viewer())));
            self.going.push_back(ServerFrame::Bye { reason: "You were sent out.".to_owned(), retry: false });
            self.joined = false;
            self.over = true;
        } else if self.outside.is_some() || !self.is_let_in() {
            self.resume_again(None).await;
            self.show_growing_anew();
        }
    }

    fn show_outside(&mut self, view: ClassView) {
        self.at = view.sequence;
        let changed = self.outside.as_ref().is_none_or(|before| {
            (before.core.phase, &before.core.schedule, &before.core.settings, &before.core.lobby)
                != (view.core.phase, &view.core.schedule, &view.core.settings, &view.core.lobby)
        });
        if changed {
            self.going.push_back(ServerFrame::Snapshot { view: Box::new(view.clone()) });
            self.outside = Some(Box::new(view));
        }
    }

    fn is_let_in(&self) -> bool {
        self.class.read(|view| view.core.lets_in(&self.seat.viewer()))
    }

    async fn knock(&mut self) {
        if self.is_let_in() {
            return;
        }
        let knock = self.seat.knock(self.connection, self.server.classroom.classes.node());
        self.knocked |= self.submit_system(knock).await;
    }

    async fn join_when_live(&mut self) {
        let viewer = self.seat.viewer();
        if self.joined || !self.class.read(|view| view.core.phase.is_live() && view.core.lets_in(&viewer)) {
            return;
        }
        let join = self.seat.join(self.connection, self.server.classroom.classes.node());
        self.joined = self.submit_system(join).await;
    }

    async fn submit_system(&self, command: SystemCommand) -> bool {
        let id = CommandId(Uuid::now_v7());
        self.class.submit_system(id, Some(self.seat.actor.user), command).await.is_ok()
    }
}

/// A frame as a browser reads it.
#[expect(clippy::expect_used, reason = "a test that the server says what nobody reads fails")]
fn read(frame: &[u8]) -> ServerFrame {
    serde_json::from_slice(frame).expect("a frame of the server's")
}

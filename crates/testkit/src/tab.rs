//! A tab with a class in it: the browser's half of the live channel on a real socket.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use domain::board::{Drawing, Origin};
use domain::event::Fact;
use domain::ids::{BoardId, CommandId, ConnectionId, SessionId};
use domain::live::{Client, Step};
use domain::role::Viewer;
use domain::stream::Change;
use domain::wire::{ClientFrame, Ephemeral, ServerFrame};
use domain::{ClassView, Command, Rejection};
use futures::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::header;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::visitor::Visitor;

/// The wait between two attempts to come back.
const PAUSE: Duration = Duration::from_millis(50);
/// How long opening a channel may take.
const LONGEST_OPENING: Duration = Duration::from_secs(10);

/// A tab. It comes back by itself, with everything that has no answer yet.
pub struct Tab {
    /// The class as this tab shows it.
    pub view: ClassView,
    /// The commands that were acknowledged.
    pub accepted: BTreeSet<CommandId>,
    /// The commands that were refused.
    pub refused: Vec<(CommandId, Rejection)>,
    /// What others showed, and what is forgotten by real tabs.
    pub shown: Vec<Ephemeral>,
    /// What happened to what grows.
    pub streams: Vec<Change>,
    /// What is drawn on boards, as far as the channel said so. What came before is fetched by real tabs.
    pub drawings: BTreeMap<BoardId, Drawing>,
    /// Frames that the server said it could not use.
    pub problems: Vec<String>,
    visitor: Visitor,
    session: SessionId,
    you: Option<Viewer>,
    connection: Option<ConnectionId>,
    client: Client,
    socket: Option<WebSocketStream<TcpStream>>,
}

impl Tab {
    /// A tab that isn't connected yet.
    #[must_use]
    pub fn new(visitor: &Visitor, session: SessionId) -> Self {
        Self {
            view: ClassView::default(),
            accepted: BTreeSet::new(),
            refused: Vec::new(),
            shown: Vec::new(),
            streams: Vec::new(),
            drawings: BTreeMap::new(),
            problems: Vec::new(),
            visitor: visitor.clone(),
            session,
            you: None,
            connection: None,
            client: Client::default(),
            socket: None,
        }
    }

    /// Who the server says this is.
    #[must_use]
    pub fn you(&self) -> Option<Viewer> {
        self.you
    }

    /// The open channel, as the server names it.
    #[must_use]
    pub fn connection(&self) -> Option<ConnectionId> {
        self.connection
    }

    /// Whether the class is paused, as far as this tab knows.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.client.is_paused()
    }

    /// Whether everything that was wished has its answer and its place in the view.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.client.outbox().owed().is_empty()
    }

    /// Whether there is a channel to the server.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Opens the channel and says hello.
    ///
    /// # Errors
    /// Where the server is away or refuses.
    pub async fn connect(&mut self) -> anyhow::Result<()> {
        self.cut();
        let opening = open(&self.visitor, self.session);
        let socket =
            timeout_at(Instant::now() + LONGEST_OPENING, opening).await.context("it takes too long")??;
        self.socket = Some(socket);
        let hello = self.client.hello(&self.view);
        self.send(&hello).await;
        Ok(())
    }

    /// The socket is gone, as in a tunnel.
    pub fn cut(&mut self) {
        self.socket = None;
        self.connection = None;
        self.client.cut();
    }

    /// The server is gone for good and the proxy leads to this one from now on.
    pub fn move_to(&mut self, server: SocketAddr) {
        self.visitor = self.visitor.clone().moved_to(server);
        self.cut();
    }

    /// Wishes something; it is sent when it can be.
    pub async fn submit(&mut self, id: CommandId, command: Command) {
        let steps = self.client.submit(id, command);
        self.follow(steps).await;
    }

    /// Sends any text at all.
    pub async fn say(&mut self, text: String) {
        self.put(Message::text(text)).await;
    }

    /// Listens until `done`, coming back as often as it takes. False where the time is over first.
    pub async fn listen(&mut self, longest: Duration, mut done: impl FnMut(&Self) -> bool) -> bool {
        let end = Instant::now() + longest;
        while !done(self) {
            if self.socket.is_none() && self.connect().await.is_err() {
                tokio::time::sleep(PAUSE).await;
            }
            if !self.turn(end).await {
                return done(self);
            }
        }
        true
    }

    /// Hears one frame. False at `end`.
    async fn turn(&mut self, end: Instant) -> bool {
        let Some(socket) = self.socket.as_mut() else { return Instant::now() < end };
        match timeout_at(end, socket.next()).await {
            Err(_) => return false,
            Ok(Some(Ok(Message::Text(text)))) => match serde_json::from_str(&text) {
                Ok(frame) => self.take(frame).await,
                Err(error) => self.problems.push(format!("the server said what nobody understands: {error}")),
            },
            // Pings are answered by the next read.
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
            Ok(_) => self.cut(),
        }
        true
    }

    async fn take(&mut self, frame: ServerFrame) {
        match &frame {
            ServerFrame::Accepted { id, .. } => drop(self.accepted.insert(*id)),
            ServerFrame::Welcome { you, connection, .. } => {
                self.you = Some(*you);
                self.connection = Some(*connection);
            }
            ServerFrame::Ephemeral { frames } => {
                let others = frames.iter().filter(|shown| self.you.is_none_or(|you| you.user != shown.from));
                self.shown.extend(others.map(|shown| shown.frame.clone()));
            }
            ServerFrame::BadFrame { problem } => self.problems.push(problem.clone()),
            _ => {}
        }
        let steps = self.client.take(&mut self.view, frame);
        self.follow(steps).await;
    }

    async fn follow(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Send(frame) => self.send(&frame).await,
                Step::Refused { id, reason, .. } => self.refused.push((id, reason)),
                Step::Streams(changes) => self.streams.extend(changes),
                Step::Bye { .. } => self.cut(),
                Step::Boards(events) => {
                    for event in &events {
                        if let Fact::Board(fact) = &event.fact {
                            let origin = Origin {
                                sequence: event.sequence,
                                command: event.command,
                                actor: event.actor,
                            };
                            self.drawings.entry(fact.board()).or_default().apply(fact, origin);
                        }
                    }
                }
                Step::Heard(_) | Step::Replaced => {}
            }
        }
    }

    async fn send(&mut self, frame: &ClientFrame) {
        match serde_json::to_string(frame) {
            Ok(text) => self.put(Message::text(text)).await,
            Err(error) => self.problems.push(error.to_string()),
        }
    }

    async fn put(&mut self, message: Message) {
        let Some(socket) = self.socket.as_mut() else { return };
        if socket.send(message).await.is_err() {
            self.cut();
        }
    }
}

/// Opens the live channel of a class.
///
/// # Errors
/// The server's status, where it refuses to open one.
async fn open(
    visitor: &Visitor,
    session: SessionId,
) -> Result<WebSocketStream<TcpStream>, tungstenite::Error> {
    let server = visitor.server();
    let mut request = format!("ws://{server}/live/{session}").into_client_request()?;
    if let Some(cookie) = visitor.cookie.as_deref().and_then(|cookie| cookie.parse().ok()) {
        request.headers_mut().insert(header::COOKIE, cookie);
    }
    let stream = TcpStream::connect(server).await?;
    Ok(client_async(request, stream).await?.0)
}

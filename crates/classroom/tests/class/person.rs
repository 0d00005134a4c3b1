//! Somebody with the class on their screen: the browser's own half of the live channel, over a socket that may lose and
//! repeat what the server says.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::DateTime;
use classroom::Refusal;
use classroom::class::{Class, Classes, News, Tail};
use domain::ids::{CommandId, ConnectionId, Sequence};
use domain::live::{Client, Step};
use domain::role::{Role, Viewer};
use domain::view::Audience;
use domain::wire::{ClientFrame, ServerFrame};
use domain::{ClassView, Command};
use rand::Rng as _;
use rand::rngs::StdRng;
use testkit::script::STUDENT;
use tokio::sync::{broadcast, mpsc};
use uuid::Uuid;

/// A person.
pub struct Person {
    pub audience: Audience,
    pub view: ClassView,
    /// The commands that were acknowledged.
    pub accepted: BTreeSet<CommandId>,
    client: Client,
    socket: Option<Socket>,
}

type Answer = (CommandId, Result<Sequence, Refusal>);

struct Socket {
    server: Arc<Classes>,
    class: Arc<Class>,
    news: broadcast::Receiver<News>,
    /// The last event the server has sent.
    at: Sequence,
    answer: mpsc::UnboundedSender<Answer>,
    answers: mpsc::UnboundedReceiver<Answer>,
}

impl Person {
    pub fn new(audience: Audience) -> Self {
        Self {
            audience,
            view: ClassView::default(),
            accepted: BTreeSet::new(),
            client: Client::default(),
            socket: None,
        }
    }

    pub fn is_at(&self, server: &Arc<Classes>) -> bool {
        self.socket.as_ref().is_some_and(|socket| Arc::ptr_eq(&socket.server, server))
    }

    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Whether everything that was wished has its answer, and its place on the screen.
    pub fn is_content(&self) -> bool {
        self.socket.is_some() && self.client.outbox().owed().is_empty()
    }

    pub async fn wish(&mut self, id: CommandId, command: Command) {
        let steps = self.client.wish(id, command);
        self.follow(steps).await;
    }

    pub fn cut(&mut self) {
        self.socket = None;
        self.client.cut();
    }

    pub async fn connect(&mut self, server: Arc<Classes>, class: Arc<Class>) {
        let (answer, answers) = mpsc::unbounded_channel();
        let hello = self.client.hello(&self.view);
        let news = class.follow(&self.audience.anybody(), None).1;
        let paused = class.is_paused();
        self.socket = Some(Socket { server, class, news, at: Sequence(0), answer, answers });
        self.take(welcome()).await;
        self.follow(vec![Step::Send(hello)]).await;
        if paused {
            self.take(ServerFrame::Paused).await;
        }
    }

    /// Hears some of what the server says. A frame may be lost, and may come twice.
    pub async fn hear(&mut self, random: &mut StdRng) {
        for _ in 0..random.random_range(1..8) {
            let times = match random.random_range(0..20) {
                0 => 0,
                1..4 => 2,
                _ => 1,
            };
            let Some(frame) = self.next() else { return };
            // Answers are about one command each: losing one means losing the socket.
            let times = if matches!(frame, ServerFrame::Events { .. }) { times } else { 1 };
            for _ in 0..times {
                self.take(frame.clone()).await;
            }
        }
    }

    pub async fn hear_all(&mut self) {
        while let Some(frame) = self.next() {
            self.take(frame).await;
        }
    }

    /// What the server says next.
    fn next(&mut self) -> Option<ServerFrame> {
        let socket = self.socket.as_mut()?;
        if let Ok((id, answer)) = socket.answers.try_recv() {
            return Some(match answer {
                Ok(sequence) => ServerFrame::Accepted { id, sequence },
                Err(Refusal::Rejected(reason)) => ServerFrame::Refused { id, reason },
                Err(_) if socket.class.is_paused() => ServerFrame::Paused,
                Err(_) => ServerFrame::Resumed,
            });
        }
        loop {
            return Some(match socket.news.try_recv().ok()? {
                News::Committed(committed) if committed.through <= socket.at => continue,
                News::Committed(committed) => {
                    socket.at = committed.through;
                    serde_json::from_slice(&committed.frame(self.audience)).unwrap()
                }
                News::Paused => ServerFrame::Paused,
                News::Resumed => ServerFrame::Resumed,
                News::Ephemeral(_) => continue,
            });
        }
    }

    async fn take(&mut self, frame: ServerFrame) {
        let accepted = match &frame {
            ServerFrame::Accepted { id, .. } => Some(*id),
            _ => None,
        };
        self.accepted.extend(accepted);
        let steps = self.client.take(&mut self.view, frame);
        self.follow(steps).await;
    }

    async fn follow(&mut self, steps: Vec<Step>) {
        for step in steps {
            let (Step::Send(frame), Some(socket)) = (step, self.socket.as_mut()) else { continue };
            match frame {
                ClientFrame::Hello { resume_after } => {
                    let (Tail { frames, at }, news) = socket.class.follow(&self.audience.anybody(), resume_after);
                    (socket.news, socket.at) = (news, at);
                    for frame in frames {
                        let frame = serde_json::from_slice(&frame).unwrap();
                        Box::pin(self.take(frame)).await;
                    }
                }
                ClientFrame::Command { id, command } => {
                    let (class, answer) = (socket.class.clone(), socket.answer.clone());
                    tokio::spawn(async move {
                        let written = class.write(id, Some(STUDENT), command).await;
                        // The socket may be gone.
                        let _ = answer.send((id, written));
                    });
                }
                ClientFrame::Ephemeral { .. } | ClientFrame::Ping => {}
            }
        }
    }
}

fn welcome() -> ServerFrame {
    ServerFrame::Welcome {
        you: Viewer { user: STUDENT, role: Role::Student },
        connection: ConnectionId(Uuid::nil()),
        now: DateTime::UNIX_EPOCH,
    }
}

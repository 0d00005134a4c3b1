//! The writer of a class, on a log that fails in each way a log can.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod boards;
mod fanout;
mod resuming;
mod servers;
mod stored;
mod streams;
mod trouble;
mod writing;

use std::sync::Arc;

use classroom::class::News;
use classroom::ports::clock::SystemClock;
use classroom::ports::event_log::{ClassKey, EventLog as _};
use classroom::{Class, Classes, Refusal};
use domain::event::{Event, Fact};
use domain::ids::{CommandId, MessageId, Sequence};
use domain::{Command, chat};
use testkit::bus::FakeBus;
use testkit::log::FakeLog;
use testkit::script::{Script, TEACHER};
use tokio::sync::broadcast;
use uuid::Uuid;

/// A log, a bus, and a class that has started.
struct School {
    log: Arc<FakeLog>,
    bus: Arc<FakeBus>,
    key: ClassKey,
}

impl School {
    async fn new() -> Self {
        let log = Arc::new(FakeLog::default());
        let key = Script::started(log.as_ref()).await.key;
        Self { log, bus: Arc::default(), key }
    }

    /// A server of the school; it listens to the bus.
    fn server(&self, node: &str) -> Arc<Classes> {
        let (log, bus) = (self.log.clone(), self.bus.clone());
        let classes = Arc::new(Classes::new(node, log.clone(), log, bus, Arc::new(SystemClock)));
        tokio::spawn(classes.clone().listen());
        classes
    }

    /// The class as a server has it open.
    async fn class(&self, node: &str) -> Arc<Class> {
        self.server(node).open(self.key).await.unwrap()
    }

    async fn events(&self) -> Vec<Event> {
        self.log.read(self.key, Sequence(0), usize::MAX).await.unwrap()
    }

    /// What was written in the chat, in the log's order.
    async fn chat(&self) -> Vec<String> {
        let texts = self.events().await.into_iter().filter_map(|event| match event.fact {
            Fact::Chat(chat::Fact::Posted { text, .. }) => Some(text.text().to_owned()),
            _ => None,
        });
        texts.collect()
    }
}

fn chat(text: &str) -> (CommandId, Command) {
    let message = MessageId(Uuid::now_v7());
    (CommandId(Uuid::now_v7()), Command::chat(message, text))
}

/// The teacher writes.
async fn say(class: &Class, text: &str) -> Result<Sequence, Refusal> {
    let (id, command) = chat(text);
    class.write_assumed(id, Some(TEACHER), command).await
}

/// Waits until this is told.
async fn hear(news: &mut broadcast::Receiver<News>, wanted: impl Fn(&News) -> bool) {
    while !wanted(&news.recv().await.unwrap()) {}
}

//! A database of the test's own with the demo school in it, and servers on it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use classroom::ports::event_log::{ClassKey, EventLog as _};
use domain::event::Event;
use domain::ids::{CommandId, MessageId, Sequence};
use domain::{Command, Rejection};
use store::seed;
use testkit::database::Database;
use testkit::livekit;
use testkit::script::Script;
use testkit::server::Server;
use testkit::tab::Tab;
use testkit::visitor::Visitor;
use uuid::Uuid;

/// How long an answer may take.
const LONGEST_ANSWER: Duration = Duration::from_secs(20);

/// A database and a folder for the servers' state.
pub struct Installation {
    pub database: Database,
    state: PathBuf,
}

impl Installation {
    pub async fn new() -> Self {
        Self::on(Database::with_demo().await)
    }

    /// A database of another Postgres.
    pub fn on(database: Database) -> Self {
        let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string());
        Self { database, state }
    }

    /// A server on the database, which serves the class and nothing else: no media server, no worker.
    pub async fn server(&self) -> Server {
        self.start(&[], None).await
    }

    /// As [`Installation::server`], with settings of the test's own.
    pub async fn server_with(&self, more: &[(&str, &str)]) -> Server {
        self.start(more, None).await
    }

    /// As [`Installation::server`], with its log in that file, a JSON object a line.
    pub async fn server_logging(&self, log: &Path) -> Server {
        self.start(&[("LECTERN_LOG", "info"), ("LECTERN_LOG_FORMAT", "json")], Some(log)).await
    }

    /// One of several servers, which wake each other through this Redis.
    pub async fn server_on(&self, redis: &str) -> Server {
        self.start(&[("REDIS_URL", redis)], None).await
    }

    async fn start(&self, more: &[(&str, &str)], log: Option<&Path>) -> Server {
        let (database, state) = (self.database.url(), self.state.join(Uuid::now_v7().to_string()));
        let settings = [
            ("DATABASE_URL", database.as_str()),
            ("LECTERN_DEMO", "on"),
            ("LECTERN_LOG", "error"),
            ("LECTERN_MASTER_KEY", &hex::encode(testkit::database::MASTER_KEY)),
            ("LECTERN_PART", "server"),
            ("LECTERN_SPEECH_MODEL", "off"),
            ("LECTERN_STATE", &state.to_string_lossy()),
            // Nobody listens there: a class runs without sound and picture.
            ("LIVEKIT_URL", "ws://127.0.0.1:9"),
            ("LIVEKIT_API_KEY", livekit::API_KEY),
            ("LIVEKIT_API_SECRET", livekit::API_SECRET),
            ("S3_ENDPOINT", "http://127.0.0.1:9"),
            ("S3_BUCKET", "media"),
            ("S3_ACCESS_KEY", "key"),
            ("S3_SECRET_KEY", "secret"),
        ];
        let settings = [&settings, more].concat();
        let program = Path::new(env!("CARGO_BIN_EXE_lectern-server"));
        Server::start_logging(program, &settings, log).await.unwrap()
    }

    /// A class that has started.
    pub async fn class(&self) -> ClassKey {
        Script::started(&self.database.store).await.key
    }

    /// The whole log of a class.
    pub async fn events(&self, class: ClassKey) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            let after = events.last().map_or(Sequence(0), |event: &Event| event.sequence);
            let page = self.database.store.read(class, after, 5_000).await.unwrap();
            if page.is_empty() {
                return events;
            }
            events.extend(page);
        }
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        // It may never have been made.
        let _ = std::fs::remove_dir_all(&self.state);
    }
}

/// The demo people at a server, signed in: teacher, assistant, two students.
pub async fn everybody(server: &Server) -> [Visitor; 4] {
    let mut visitors = Vec::new();
    for person in &seed::PEOPLE {
        visitors.push(Visitor::demo(server.address(), person).await.unwrap());
    }
    visitors.try_into().unwrap()
}

/// A command to write something.
pub fn chat(text: &str) -> (CommandId, Command) {
    let message = MessageId(Uuid::now_v7());
    (CommandId(Uuid::now_v7()), Command::chat(message, text))
}

/// Sends a command, and says why it was refused, if it was.
pub async fn ask(tab: &mut Tab, command: Command) -> Option<Rejection> {
    let id = CommandId(Uuid::now_v7());
    tab.submit(id, command).await;
    assert!(tab.listen(LONGEST_ANSWER, Tab::is_content).await, "there is no answer");
    tab.refused.iter().find(|(refused, _)| *refused == id).map(|(_, reason)| reason.clone())
}

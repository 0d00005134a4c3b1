//! A class for the rules' tests: people send commands, its writer decides, time passes.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::asking::Asking;
use crate::command::{AnyCommand, Command, SystemCommand, UseCaseCommand};
use crate::decide::{Rejection, decide};
use crate::event::{Event, Fact};
use crate::ids::{CommandId, ConnectionId, UserId};
use crate::poll::{Choice, Definition, Form};
use crate::role::Role;
use crate::session::{Schedule, SettingsPatch};
use crate::view::{ClassView, apply};
use crate::{lobby, participant, poll, question, scene, session};

pub const TEACHER: u128 = 1;
pub const ASSISTANT: u128 = 2;
pub const STUDENT: u128 = 3;
pub const OTHER: u128 = 4;

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn user(n: u128) -> UserId {
    UserId(id(n))
}

/// A poll with `count` options to choose one from.
pub fn options(count: usize) -> Definition {
    let options = (0..count).map(|n| format!("option {n}")).collect();
    Definition { form: Form::Single, question: "Which?".into(), options, anonymous: false, key: None }
}

pub fn poll(n: u128, definition: Definition) -> Command {
    Command::Poll(poll::Command::Open { poll: id(n).into(), definition })
}

pub fn vote(n: u128, options: &[u8]) -> Command {
    let choice = Choice::Options { options: options.iter().copied().collect() };
    Command::Poll(poll::Command::Vote { poll: id(n).into(), choice, text: None })
}

/// A class with its log. Each person's tab has the person's number.
pub struct Class {
    pub view: ClassView,
    pub log: Vec<Event>,
    pub now: DateTime<Utc>,
}

impl Class {
    /// On the calendar for now.
    pub fn scheduled() -> Self {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let mut class = Self { view: ClassView::default(), log: Vec::new(), now };
        class.does(
            TEACHER,
            UseCaseCommand::Session(session::UseCaseCommand::Schedule {
                schedule: Schedule {
                    session: id(1).into(),
                    course: id(2).into(),
                    lesson: None,
                    title: "Energy".into(),
                    starts_at: now,
                    minutes: 50,
                    zone: "Europe/Berlin".into(),
                },
                lobby: false,
                continues: false,
            }),
        );
        class
    }

    /// Being taught, with a teacher, an assistant and two students.
    pub fn live() -> Self {
        let mut class = Self::scheduled();
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        class.join(TEACHER, Role::Teacher).unwrap();
        class.join(ASSISTANT, Role::Assistant).unwrap();
        class.join(STUDENT, Role::Student).unwrap();
        class.join(OTHER, Role::Student).unwrap();
        class
    }

    pub fn chat(&self, n: u128, text: &str) -> Command {
        Command::chat(id(n).into(), text)
    }

    /// What a command would make happen.
    pub fn ask(&self, n: u128, command: impl Into<AnyCommand>) -> Result<Vec<Fact>, Rejection> {
        decide(&self.view, Self::asking(n), &command.into(), self.now)
    }

    /// Makes a command happen, which must change something.
    pub fn does(&mut self, n: u128, command: impl Into<AnyCommand>) {
        let facts = self.ask(n, command).unwrap();
        assert!(!facts.is_empty(), "it changed nothing");
        self.write(Some(user(n)), facts);
    }

    /// A command of the system.
    pub fn system(&mut self, command: impl Into<SystemCommand>) -> Result<Vec<Fact>, Rejection> {
        let facts = decide(&self.view, Asking::SYSTEM, &command.into().into(), self.now)?;
        self.write(None, facts.clone());
        Ok(facts)
    }

    pub fn set(&mut self, settings: SettingsPatch) {
        self.does(TEACHER, Command::Session(session::Command::ChangeSettings { settings }));
    }

    pub fn asks_question(&mut self, n: u128, question: u128, text: &str) {
        let question = id(question).into();
        self.does(
            n,
            Command::Question(question::Command::Ask { question, text: text.into(), anonymous: false }),
        );
    }

    pub fn join(&mut self, n: u128, role: Role) -> Result<Vec<Fact>, Rejection> {
        self.join_tab(n, role, n)
    }

    pub fn join_tab(&mut self, n: u128, role: Role, tab: u128) -> Result<Vec<Fact>, Rejection> {
        let (name, connection) = (format!("person {n}"), ConnectionId(id(tab)));
        self.system(SystemCommand::Participant(participant::SystemCommand::Join {
            user: user(n),
            role,
            name,
            connection,
            node: "one".into(),
        }))
    }

    pub fn knock(&mut self, n: u128, role: Role) -> Result<Vec<Fact>, Rejection> {
        let (name, connection) = (format!("person {n}"), ConnectionId(id(n)));
        self.system(SystemCommand::Lobby(lobby::SystemCommand::Knock {
            user: user(n),
            role,
            name,
            connection,
            node: "one".into(),
        }))
    }

    pub fn leave(&mut self, n: u128) {
        self.leave_tab(n);
    }

    pub fn leave_tab(&mut self, tab: u128) {
        self.system(SystemCommand::Participant(participant::SystemCommand::Leave {
            connection: ConnectionId(id(tab)),
            for_good: false,
        }))
        .unwrap();
    }

    pub fn pass_ms(&mut self, ms: i64) {
        self.now += TimeDelta::milliseconds(ms);
    }

    fn asking(n: u128) -> Asking {
        let role = match n {
            TEACHER => Role::Teacher,
            ASSISTANT => Role::Assistant,
            _ => Role::Student,
        };
        Asking::person(user(n), role)
    }

    pub fn write(&mut self, actor: Option<UserId>, facts: Vec<Fact>) {
        for fact in facts {
            let event = Event {
                sequence: self.view.sequence.next(),
                offset: self.view.core.offset(self.now),
                at: self.now,
                actor,
                command: CommandId(id(self.log.len() as u128)),
                fact,
            };
            apply(&mut self.view, &event);
            self.log.push(event);
        }
    }
}

/// A scene of that layout, named after its number.
pub fn scene(n: u128, layout: scene::Layout) -> Command {
    Command::Scene(scene::Command::Create {
        scene: id(n).into(),
        place: u16::MAX,
        definition: named(n, layout),
    })
}

/// What [`scene`] makes.
pub fn named(n: u128, layout: scene::Layout) -> scene::Definition {
    let wording = scene::Wording { name: format!("scene {n}"), ..Default::default() };
    scene::Definition { layout, wording }
}

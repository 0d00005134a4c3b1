//! What people and the server want to happen in a class: three types by where a command may come from, and [`AnyCommand`],
//! which the writer of a class decides.

mod made;

pub use made::Made;

use serde::Serialize;

use crate::chat::Address;
use crate::core::FeatureCommand;
use crate::ids::{MessageId, SessionId, UserId};
use crate::one_of::{from_each, one_of};
use crate::policy::Action;
use crate::question::Carried;
use crate::scene::Scene;
use crate::sorted::{SortedMap, SortedSet};
use crate::words::Words;
use crate::{
    board, chapter, chat, hand, lobby, participant, permission, pipeline, poll, question, recording, scene,
    session, slides,
};

one_of! {
    /// What a page may say over its live channel. A frame that holds anything else doesn't parse.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Command {
        /// Its life.
        Session(session::Command),
        /// Its lobby.
        Lobby(lobby::Command),
        /// Its people.
        Participant(participant::Command),
        /// What students may do.
        Permission(permission::Command),
        /// Raised hands.
        Hand(hand::Command),
        /// The chat.
        Chat(chat::Command),
        /// Questions.
        Question(question::Command),
        /// Polls.
        Poll(poll::Command),
        /// Chapters.
        Chapter(chapter::Command),
        /// Whiteboards.
        Board(board::Command),
        /// Scenes.
        Scene(scene::Command),
        /// Slides.
        Slides(slides::Command),
    } read by "do"
}

one_of! {
    /// A command about a whole class. Forms and server functions say it through its use case, which looks at more than the
    /// class (its course, its lesson, what is planned), so no live channel may say it. It is written, to tell commands apart,
    /// and never read.
    #[derive(Debug, Clone, PartialEq, Eq)]
    UseCaseCommand {
        /// Its life.
        Session(session::UseCaseCommand),
        /// What is made of it afterwards.
        Pipeline(pipeline::UseCaseCommand),
        /// Slides.
        Slides(slides::UseCaseCommand),
    }
}

/// A command of the server's own: of its clock, its recorder, its pipeline, or for somebody who comes and goes. It is written, to
/// tell commands apart, and never read: nothing from outside becomes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SystemCommand {
    /// Its life.
    Session(session::SystemCommand),
    /// Its lobby.
    Lobby(lobby::SystemCommand),
    /// Its people.
    Participant(participant::SystemCommand),
    /// Polls.
    Poll(poll::SystemCommand),
    /// Recordings.
    Recording(recording::SystemCommand),
    /// What is made of it afterwards.
    Pipeline(pipeline::SystemCommand),
    /// Scenes.
    Scene(scene::SystemCommand),
    /// Slides.
    Slides(slides::SystemCommand),
    /// Go on from an earlier class with what it left open. The server reads that from its log.
    ContinueFrom {
        /// The earlier class.
        session: SessionId,
        /// Its open questions.
        questions: Vec<Carried>,
        /// What those who asked them are called.
        names: SortedMap<UserId, Words>,
        /// Its scenes.
        scenes: Vec<Scene>,
        /// Its boards.
        boards: Vec<board::Carried>,
    },
}

from_each! {
    SystemCommand {
        Session(session::SystemCommand),
        Lobby(lobby::SystemCommand),
        Participant(participant::SystemCommand),
        Poll(poll::SystemCommand),
        Recording(recording::SystemCommand),
        Pipeline(pipeline::SystemCommand),
        Scene(scene::SystemCommand),
        Slides(slides::SystemCommand),
    }
}

/// A command, wherever it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", content = "command", rename_all = "snake_case")]
pub enum AnyCommand {
    /// From a live channel, or from a use case that says the same.
    Socket(Command),
    /// From a use case.
    UseCase(UseCaseCommand),
    /// From the server itself.
    System(SystemCommand),
}

/// A command that people say: policy knows the [`Action`] of each.
pub trait ByPerson: Into<AnyCommand> {
    /// What somebody must be allowed to do to say it.
    fn action(&self) -> Action;
}

from_each! { AnyCommand { Socket(Command), UseCase(UseCaseCommand), System(SystemCommand) } }

impl Command {
    /// A plain chat message to everybody.
    #[must_use]
    pub fn chat(message: MessageId, text: impl Into<String>) -> Self {
        Self::Chat(chat::Command::Post {
            message,
            text: text.into(),
            reply_to: None,
            to: Address::Everybody,
            mentions: SortedSet::new(),
        })
    }
}

impl ByPerson for Command {
    fn action(&self) -> Action {
        match self {
            Self::Session(command) => command.action(),
            Self::Lobby(command) => command.action(),
            Self::Participant(command) => command.action(),
            Self::Permission(command) => command.action(),
            Self::Hand(command) => command.action(),
            Self::Chat(command) => command.action(),
            Self::Question(command) => command.action(),
            Self::Poll(command) => command.action(),
            Self::Chapter(command) => command.action(),
            Self::Board(command) => command.action(),
            Self::Scene(command) => command.action(),
            Self::Slides(command) => command.action(),
        }
    }
}

impl ByPerson for UseCaseCommand {
    fn action(&self) -> Action {
        match self {
            Self::Session(command) => command.action(),
            Self::Pipeline(command) => command.action(),
            Self::Slides(command) => command.action(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    /// What the live channel can't say, by what it does.
    const NOT_FOR_SOCKETS: [&str; 29] = [
        "schedule",
        "reschedule",
        "cancel",
        "start",
        "end",
        "restart_stage",
        "continue_from",
        "recall_poll",
        "lose_teacher",
        "knock",
        "join",
        "leave",
        "forget_node",
        "media",
        "cast_ballot",
        "start_recording",
        "start_track",
        "finish_track",
        "finalize_recording",
        "progress_stage",
        "finish_stage",
        "fail_stage",
        "add_deck",
        "draw_deck",
        "refuse_deck",
        "replace_deck",
        "erase_deck",
        "",
        "drop_tables",
    ];

    #[test]
    fn a_frame_with_a_command_of_a_use_case_or_the_servers_own_does_not_parse() {
        for word in NOT_FOR_SOCKETS {
            let command =
                format!(r#"{{"do":"{word}","reason":"ended","node":"one","stage":"derive","percent":1}}"#);
            let read = serde_json::from_str::<Command>(&command);
            let why = read.expect_err(word).to_string();
            assert!(why.contains("unknown variant"), "{word}: {why}");
            assert!(lean::from_str::<Command>(&command).is_err(), "{word}");
        }
    }

    #[test]
    fn commands_of_older_pages_are_understood() {
        let message = "00000000-0000-0000-0000-000000000007";
        let old = format!(r#"{{"do":"post_chat","message":"{message}","text":"hi"}}"#);
        let command: Command = serde_json::from_str(&old).unwrap();
        assert_eq!(command, Command::chat(message.parse().unwrap(), "hi"));
        assert_eq!(serde_json::to_string(&command).unwrap(), old);
    }
}

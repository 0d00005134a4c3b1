//! What people and the server wish to happen in a class: three types by where a command may come from, and [`AnyCommand`],
//! which the writer of a class decides.

mod action;
mod made;
mod system;
mod use_case;

pub use system::SystemCommand;
pub use use_case::UseCaseCommand;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chat::{Address, Reason};
use crate::emoji::Emoji;
use crate::ids::{ChapterId, GroupId, MessageId, PollId, QuestionId, UserId, Voter};
use crate::permission::Permission;
use crate::policy::Action;
use crate::poll::{Choice, Definition};
use crate::recording::Source;
use crate::session::SettingsWish;
use crate::sorted::SortedSet;

/// What a page may say over its live channel. A frame that holds anything else doesn't parse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the wish is about needs no sentence; the others have one"
)]
pub enum Command {
    /// Change how it is run, before or during it.
    ChangeSettings { settings: SettingsWish },
    /// Begin a break.
    Pause,
    /// End the break.
    Resume,
    /// Teach in place of a teacher who was lost.
    TakeOver,

    /// Let somebody in who waits, or who was turned away before.
    Admit { user: UserId },
    /// Let in everybody who waits.
    AdmitAll,
    /// Don't let somebody in.
    TurnAway { user: UserId },
    /// Look at something else for a while.
    StepAway,
    /// Look at the class again.
    ComeBack,
    /// Send somebody out.
    Remove { user: UserId },
    /// Send somebody out for good.
    Ban { user: UserId },
    /// Let somebody back who was banned.
    Unban { user: UserId },
    /// Show somebody large to everybody, or with `None` nobody.
    Spotlight { user: Option<UserId> },
    /// Turn somebody's microphone, camera or screen off.
    StopMedia { user: UserId, source: Source },
    /// Say what all students may do.
    Permit { permission: Permission, allowed: bool },
    /// Say what one person may do; `None` lets what holds for all hold for them.
    Grant { user: UserId, permission: Permission, allowed: Option<bool> },
    /// Let students only watch, or again what was permitted.
    Lock { locked: bool },
    /// Raise one's hand.
    RaiseHand,
    /// Take one's own hand down, or as staff somebody's.
    LowerHand { user: UserId },

    /// Write in the chat.
    PostChat {
        /// The message, named by who writes it.
        message: MessageId,
        /// Its text, 1 to [`crate::chat::LONGEST_MESSAGE`] characters.
        text: String,
        /// The message it answers; who read that one reads this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        #[serde(default, skip_serializing_if = "Address::everybody")]
        to: Address,
        /// The participants it names.
        #[serde(default, skip_serializing_if = "SortedSet::is_empty")]
        mentions: SortedSet<UserId>,
    },
    /// Change what one's own message says.
    EditChat { message: MessageId, text: String },
    /// Take a chat message away.
    RemoveChat { message: MessageId },
    /// Keep it in everybody's sight.
    PinChat { message: MessageId },
    /// Don't any more.
    UnpinChat { message: MessageId },
    /// Answer it with an emoji, or take that back.
    ReactChat { message: MessageId, emoji: Emoji, on: bool },
    /// Ask staff to look at it.
    ReportChat { message: MessageId, reason: Reason },
    /// Leave a reported message as it is.
    DismissReport { message: MessageId },

    /// Ask a question.
    AskQuestion {
        /// The question, named by who asks it.
        question: QuestionId,
        /// Its text, 1 to [`crate::question::LONGEST_QUESTION`] characters.
        text: String,
        /// Whether other students may not know who asks.
        #[serde(default)]
        anonymous: bool,
    },
    /// Let everybody see a question.
    ApproveQuestion { question: QuestionId },
    /// Want it answered, too.
    UpvoteQuestion { question: QuestionId },
    /// Not any more.
    UnvoteQuestion { question: QuestionId },
    /// Take care of it.
    ClaimQuestion { question: QuestionId },
    /// Begin to answer it aloud.
    AnswerAloud { question: QuestionId },
    /// Answer it in writing.
    AnswerQuestion {
        question: QuestionId,
        /// The answer, 1 to [`crate::question::LONGEST_ANSWER`] characters.
        text: String,
    },
    /// Say that nothing is left to say.
    ResolveQuestion { question: QuestionId },
    /// Don't have it answered.
    DismissQuestion {
        question: QuestionId,
        /// Why, for the asker: 1 to [`crate::question::LONGEST_REASON`] characters.
        reason: String,
    },
    /// Say that it asks what another one asks.
    MergeQuestion { question: QuestionId, into: QuestionId },
    /// Put it on the stage.
    StageQuestion { question: QuestionId },
    /// Take it off the stage.
    UnstageQuestion { question: QuestionId },

    /// Begin a poll.
    OpenPoll { poll: PollId, definition: Definition },
    /// Ask an earlier poll of this class again, as a poll of its own.
    AskPollAgain { poll: PollId, earlier: PollId },
    /// Vote, or vote anew.
    VotePoll {
        poll: PollId,
        choice: Choice,
        /// An open answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// End voting.
    ClosePoll { poll: PollId },
    /// Show everybody the result; an open poll is closed by it.
    ShowPoll { poll: PollId },
    /// Show it only to staff again.
    HidePoll { poll: PollId },
    /// Say which open answers say the same. An answer is in one group at most; naming a group again changes it.
    GroupAnswers {
        poll: PollId,
        group: GroupId,
        /// What they say, 1 to [`crate::poll::LONGEST_TITLE`] characters.
        title: String,
        answers: SortedSet<Voter>,
    },

    /// Begin a new chapter here.
    MarkChapter {
        /// The chapter, named by who marks it.
        chapter: ChapterId,
        /// Its title, 1 to [`crate::chapter::LONGEST_TITLE`] characters.
        title: String,
    },
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

impl From<Command> for AnyCommand {
    fn from(command: Command) -> Self {
        Self::Socket(command)
    }
}

impl From<UseCaseCommand> for AnyCommand {
    fn from(command: UseCaseCommand) -> Self {
        Self::UseCase(command)
    }
}

impl From<SystemCommand> for AnyCommand {
    fn from(command: SystemCommand) -> Self {
        Self::System(command)
    }
}

impl Command {
    /// A plain chat message to everybody.
    #[must_use]
    pub fn chat(message: MessageId, text: impl Into<String>) -> Self {
        Self::PostChat {
            message,
            text: text.into(),
            reply_to: None,
            to: Address::Everybody,
            mentions: SortedSet::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    /// What the live channel can't say, by what it does.
    const NOT_FOR_SOCKETS: [&str; 24] = [
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
    fn what_older_pages_wish_is_understood() {
        let message = "00000000-0000-0000-0000-000000000007";
        let old = format!(r#"{{"do":"post_chat","message":"{message}","text":"hi"}}"#);
        let command: Command = serde_json::from_str(&old).unwrap();
        assert_eq!(command, Command::chat(message.parse().unwrap(), "hi"));
        assert_eq!(serde_json::to_string(&command).unwrap(), old);
    }
}

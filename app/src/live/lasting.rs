//! Which commands outlast a reload: what was written or chosen does, what is only for the moment doesn't.

use domain::Command;
use domain::chat::{Address, Reason};
use domain::emoji::Emoji;
use domain::ids::{ChapterId, GroupId, MessageId, PollId, QuestionId, UserId, Voter};
use domain::poll::{Choice, Definition};
use domain::sorted::SortedSet;
use lean::FromJson;
use serde::{Deserialize, Serialize};

/// The commands that are worth keeping over a reload. Words are; starting or ending a class is for the moment only, and
/// must not happen an hour later because a laptop was opened again. A type of its own, so that the page has nothing that
/// reads the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Lasting {
    /// See [`Command::PostChat`].
    PostChat {
        message: MessageId,
        text: String,
        #[serde(default)]
        reply_to: Option<MessageId>,
        #[serde(default)]
        to: Address,
        #[serde(default)]
        mentions: SortedSet<UserId>,
    },
    /// See [`Command::EditChat`].
    EditChat { message: MessageId, text: String },
    /// See [`Command::RemoveChat`].
    RemoveChat { message: MessageId },
    /// See [`Command::ReactChat`].
    ReactChat { message: MessageId, emoji: Emoji, on: bool },
    /// See [`Command::ReportChat`].
    ReportChat { message: MessageId, reason: Reason },
    /// See [`Command::MarkChapter`].
    MarkChapter { chapter: ChapterId, title: String },
    /// See [`Command::AskQuestion`].
    AskQuestion { question: QuestionId, text: String, anonymous: bool },
    /// See [`Command::UpvoteQuestion`].
    UpvoteQuestion { question: QuestionId },
    /// See [`Command::UnvoteQuestion`].
    UnvoteQuestion { question: QuestionId },
    /// See [`Command::AnswerQuestion`].
    AnswerQuestion { question: QuestionId, text: String },
    /// See [`Command::DismissQuestion`].
    DismissQuestion { question: QuestionId, reason: String },
    /// See [`Command::OpenPoll`].
    OpenPoll { poll: PollId, definition: Definition },
    /// See [`Command::VotePoll`].
    VotePoll { poll: PollId, choice: Choice, text: Option<String> },
    /// See [`Command::GroupAnswers`].
    GroupAnswers { poll: PollId, group: GroupId, title: String, answers: SortedSet<Voter> },
}

impl Lasting {
    /// The command, where it is one of these.
    pub fn of(command: &Command) -> Option<Self> {
        Some(match command.clone() {
            Command::PostChat { message, text, reply_to, to, mentions } => {
                Self::PostChat { message, text, reply_to, to, mentions }
            }
            Command::EditChat { message, text } => Self::EditChat { message, text },
            Command::RemoveChat { message } => Self::RemoveChat { message },
            Command::ReactChat { message, emoji, on } => Self::ReactChat { message, emoji, on },
            Command::ReportChat { message, reason } => Self::ReportChat { message, reason },
            Command::MarkChapter { chapter, title } => Self::MarkChapter { chapter, title },
            Command::AskQuestion { question, text, anonymous } => {
                Self::AskQuestion { question, text, anonymous }
            }
            Command::UpvoteQuestion { question } => Self::UpvoteQuestion { question },
            Command::UnvoteQuestion { question } => Self::UnvoteQuestion { question },
            Command::AnswerQuestion { question, text } => Self::AnswerQuestion { question, text },
            Command::DismissQuestion { question, reason } => Self::DismissQuestion { question, reason },
            Command::OpenPoll { poll, definition } => Self::OpenPoll { poll, definition },
            Command::VotePoll { poll, choice, text } => Self::VotePoll { poll, choice, text },
            Command::GroupAnswers { poll, group, title, answers } => {
                Self::GroupAnswers { poll, group, title, answers }
            }
            _ => return None,
        })
    }
}

impl Lasting {
    /// Whether it holds something that somebody wrote or chose, rather than a press that is soon made again.
    pub fn has_words(&self) -> bool {
        match self {
            Self::PostChat { .. }
            | Self::EditChat { .. }
            | Self::MarkChapter { .. }
            | Self::AskQuestion { .. }
            | Self::AnswerQuestion { .. }
            | Self::DismissQuestion { .. }
            | Self::OpenPoll { .. }
            | Self::VotePoll { .. }
            | Self::GroupAnswers { .. } => true,
            Self::RemoveChat { .. }
            | Self::ReactChat { .. }
            | Self::ReportChat { .. }
            | Self::UpvoteQuestion { .. }
            | Self::UnvoteQuestion { .. } => false,
        }
    }
}

impl From<Lasting> for Command {
    fn from(lasting: Lasting) -> Self {
        match lasting {
            Lasting::PostChat { message, text, reply_to, to, mentions } => {
                Self::PostChat { message, text, reply_to, to, mentions }
            }
            Lasting::EditChat { message, text } => Self::EditChat { message, text },
            Lasting::RemoveChat { message } => Self::RemoveChat { message },
            Lasting::ReactChat { message, emoji, on } => Self::ReactChat { message, emoji, on },
            Lasting::ReportChat { message, reason } => Self::ReportChat { message, reason },
            Lasting::MarkChapter { chapter, title } => Self::MarkChapter { chapter, title },
            Lasting::AskQuestion { question, text, anonymous } => {
                Self::AskQuestion { question, text, anonymous }
            }
            Lasting::UpvoteQuestion { question } => Self::UpvoteQuestion { question },
            Lasting::UnvoteQuestion { question } => Self::UnvoteQuestion { question },
            Lasting::AnswerQuestion { question, text } => Self::AnswerQuestion { question, text },
            Lasting::DismissQuestion { question, reason } => Self::DismissQuestion { question, reason },
            Lasting::OpenPoll { poll, definition } => Self::OpenPoll { poll, definition },
            Lasting::VotePoll { poll, choice, text } => Self::VotePoll { poll, choice, text },
            Lasting::GroupAnswers { poll, group, title, answers } => {
                Self::GroupAnswers { poll, group, title, answers }
            }
        }
    }
}

/// Every command of a browser that holds something somebody wrote or chose.
#[cfg(test)]
pub(super) fn written() -> Vec<Command> {
    use domain::poll::Form;
    use uuid::Uuid;

    let (id, text) = (Uuid::from_u128(7), || "words".to_owned());
    let (message, question, poll) = (MessageId(id), QuestionId(id), PollId(id));
    let definition =
        Definition { form: Form::Text, question: text(), options: vec![], anonymous: true, key: None };
    let to = Address::Person { user: UserId(id) };
    vec![
        Command::PostChat {
            message,
            text: text(),
            reply_to: Some(message),
            to,
            mentions: [UserId(id)].into(),
        },
        Command::EditChat { message, text: text() },
        Command::RemoveChat { message },
        Command::ReactChat { message, emoji: Emoji::Heart, on: true },
        Command::ReportChat { message, reason: Reason::Spam },
        Command::MarkChapter { chapter: ChapterId(id), title: text() },
        Command::AskQuestion { question, text: text(), anonymous: true },
        Command::UpvoteQuestion { question },
        Command::UnvoteQuestion { question },
        Command::AnswerQuestion { question, text: text() },
        Command::DismissQuestion { question, reason: text() },
        Command::OpenPoll { poll, definition },
        Command::VotePoll { poll, choice: Choice::Text, text: Some(text()) },
        Command::GroupAnswers { poll, group: GroupId(id), title: text(), answers: [Voter(id)].into() },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_comes_out_of_the_storage_as_it_went_in() {
        for command in written() {
            let lasting = Lasting::of(&command).unwrap_or_else(|| panic!("{command:?} is lost"));
            let json = serde_json::to_string(&lasting).unwrap();
            assert_eq!(lean::from_str::<Lasting>(&json).map(Command::from).ok(), Some(command));
        }
    }

    #[test]
    fn words_are_told_from_presses() {
        let with_words = |command: &Command| Lasting::of(command).is_some_and(|lasting| lasting.has_words());
        assert_eq!(written().iter().filter(|command| with_words(command)).count(), 9);
        assert!(!with_words(&Command::UpvoteQuestion { question: QuestionId(uuid::Uuid::nil()) }));
    }

    #[test]
    fn what_is_for_the_moment_does_not_happen_an_hour_later() {
        for command in [Command::TakeOver, Command::RaiseHand, Command::Pause, Command::Lock { locked: true }]
        {
            assert_eq!(Lasting::of(&command), None);
        }
    }
}

//! Which commands outlast a reload: what was written or chosen does, what is only for the moment doesn't.

use domain::board::Change;
use domain::chat::{Address, Reason};
use domain::emoji::Emoji;
use domain::ids::{
    BoardId, ChapterId, DeckId, GroupId, MessageId, PollId, QuestionId, SceneId, UserId, Voter,
};
use domain::poll::{Choice, Definition};
use domain::sorted::SortedSet;
use domain::{Command, board, chapter, chat, poll, question, scene};
use lean::FromJson;
use serde::{Deserialize, Serialize};

/// The commands that are worth keeping over a reload. Words are; starting or ending a class is for the moment only, and
/// must not happen an hour later because a laptop was opened again. A type of its own, so that the page has nothing that
/// reads the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Lasting {
    /// See [`domain::chat::Command::Post`].
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
    /// See [`domain::chat::Command::Edit`].
    EditChat { message: MessageId, text: String },
    /// See [`domain::chat::Command::Remove`].
    RemoveChat { message: MessageId },
    /// See [`domain::chat::Command::React`].
    ReactChat { message: MessageId, emoji: Emoji, on: bool },
    /// See [`domain::chat::Command::Report`].
    ReportChat { message: MessageId, reason: Reason },
    /// See [`domain::chapter::Command::Mark`].
    MarkChapter { chapter: ChapterId, title: String },
    /// See [`domain::question::Command::Ask`].
    AskQuestion { question: QuestionId, text: String, anonymous: bool },
    /// See [`domain::question::Command::Upvote`].
    UpvoteQuestion { question: QuestionId },
    /// See [`domain::question::Command::Unvote`].
    UnvoteQuestion { question: QuestionId },
    /// See [`domain::question::Command::Answer`].
    AnswerQuestion { question: QuestionId, text: String },
    /// See [`domain::question::Command::Dismiss`].
    DismissQuestion { question: QuestionId, reason: String },
    /// See [`domain::poll::Command::Open`].
    OpenPoll { poll: PollId, definition: Definition },
    /// See [`domain::poll::Command::Vote`].
    VotePoll { poll: PollId, choice: Choice, text: Option<String> },
    /// See [`domain::poll::Command::GroupAnswers`].
    GroupAnswers { poll: PollId, group: GroupId, title: String, answers: SortedSet<Voter> },
    /// See [`domain::board::Command::Bind`].
    BindBoard { deck: DeckId },
    /// See [`domain::board::Command::Change`].
    ChangeBoard { board: BoardId, change: Change, drawn: Option<String> },
    /// See [`domain::scene::Command::Create`].
    CreateScene { scene: SceneId, place: u16, definition: scene::Definition },
    /// See [`domain::scene::Command::Change`].
    ChangeScene { scene: SceneId, definition: scene::Definition },
}

impl Lasting {
    /// The command, where it is one of these.
    pub fn of(command: &Command) -> Option<Self> {
        Some(match command.clone() {
            Command::Chat(chat::Command::Post { message, text, reply_to, to, mentions }) => {
                Self::PostChat { message, text, reply_to, to, mentions }
            }
            Command::Chat(chat::Command::Edit { message, text }) => Self::EditChat { message, text },
            Command::Chat(chat::Command::Remove { message }) => Self::RemoveChat { message },
            Command::Chat(chat::Command::React { message, emoji, on }) => {
                Self::ReactChat { message, emoji, on }
            }
            Command::Chat(chat::Command::Report { message, reason }) => Self::ReportChat { message, reason },
            Command::Chapter(chapter::Command::Mark { chapter, title }) => {
                Self::MarkChapter { chapter, title }
            }
            Command::Question(question::Command::Ask { question, text, anonymous }) => {
                Self::AskQuestion { question, text, anonymous }
            }
            Command::Question(question::Command::Upvote { question }) => Self::UpvoteQuestion { question },
            Command::Question(question::Command::Unvote { question }) => Self::UnvoteQuestion { question },
            Command::Question(question::Command::Answer { question, text }) => {
                Self::AnswerQuestion { question, text }
            }
            Command::Question(question::Command::Dismiss { question, reason }) => {
                Self::DismissQuestion { question, reason }
            }
            Command::Poll(poll::Command::Open { poll, definition }) => Self::OpenPoll { poll, definition },
            Command::Poll(poll::Command::Vote { poll, choice, text }) => {
                Self::VotePoll { poll, choice, text }
            }
            Command::Poll(poll::Command::GroupAnswers { poll, group, title, answers }) => {
                Self::GroupAnswers { poll, group, title, answers }
            }
            Command::Board(board::Command::Bind { deck }) => Self::BindBoard { deck },
            Command::Board(board::Command::Change { board, change, drawn }) => {
                Self::ChangeBoard { board, change, drawn }
            }
            Command::Scene(scene::Command::Create { scene, place, definition }) => {
                Self::CreateScene { scene, place, definition }
            }
            Command::Scene(scene::Command::Change { scene, definition }) => {
                Self::ChangeScene { scene, definition }
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
            | Self::GroupAnswers { .. }
            | Self::CreateScene { .. }
            | Self::ChangeScene { .. } => true,
            // Drawn in a moment, and seen to be missing.
            Self::BindBoard { .. }
            | Self::ChangeBoard { .. }
            | Self::RemoveChat { .. }
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
                chat::Command::Post { message, text, reply_to, to, mentions }.into()
            }
            Lasting::EditChat { message, text } => chat::Command::Edit { message, text }.into(),
            Lasting::RemoveChat { message } => chat::Command::Remove { message }.into(),
            Lasting::ReactChat { message, emoji, on } => chat::Command::React { message, emoji, on }.into(),
            Lasting::ReportChat { message, reason } => chat::Command::Report { message, reason }.into(),
            Lasting::MarkChapter { chapter, title } => chapter::Command::Mark { chapter, title }.into(),
            Lasting::AskQuestion { question, text, anonymous } => {
                question::Command::Ask { question, text, anonymous }.into()
            }
            Lasting::UpvoteQuestion { question } => question::Command::Upvote { question }.into(),
            Lasting::UnvoteQuestion { question } => question::Command::Unvote { question }.into(),
            Lasting::AnswerQuestion { question, text } => question::Command::Answer { question, text }.into(),
            Lasting::DismissQuestion { question, reason } => {
                question::Command::Dismiss { question, reason }.into()
            }
            Lasting::OpenPoll { poll, definition } => poll::Command::Open { poll, definition }.into(),
            Lasting::VotePoll { poll, choice, text } => poll::Command::Vote { poll, choice, text }.into(),
            Lasting::GroupAnswers { poll, group, title, answers } => {
                poll::Command::GroupAnswers { poll, group, title, answers }.into()
            }
            Lasting::BindBoard { deck } => board::Command::Bind { deck }.into(),
            Lasting::ChangeBoard { board, change, drawn } => {
                board::Command::Change { board, change, drawn }.into()
            }
            Lasting::CreateScene { scene, place, definition } => {
                scene::Command::Create { scene, place, definition }.into()
            }
            Lasting::ChangeScene { scene, definition } => scene::Command::Change { scene, definition }.into(),
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
    let card = || scene::Definition {
        layout: scene::Layout::Card { card: scene::Card::Break, minutes: Some(5) },
        wording: scene::Wording { name: text(), title: text(), text: text() },
    };
    vec![
        Command::Chat(chat::Command::Post {
            message,
            text: text(),
            reply_to: Some(message),
            to,
            mentions: [UserId(id)].into(),
        }),
        Command::Chat(chat::Command::Edit { message, text: text() }),
        Command::Chat(chat::Command::Remove { message }),
        Command::Chat(chat::Command::React { message, emoji: Emoji::Heart, on: true }),
        Command::Chat(chat::Command::Report { message, reason: Reason::Spam }),
        Command::Chapter(chapter::Command::Mark { chapter: ChapterId(id), title: text() }),
        Command::Question(question::Command::Ask { question, text: text(), anonymous: true }),
        Command::Question(question::Command::Upvote { question }),
        Command::Question(question::Command::Unvote { question }),
        Command::Question(question::Command::Answer { question, text: text() }),
        Command::Question(question::Command::Dismiss { question, reason: text() }),
        Command::Poll(poll::Command::Open { poll, definition }),
        Command::Poll(poll::Command::Vote { poll, choice: Choice::Text, text: Some(text()) }),
        Command::Poll(poll::Command::GroupAnswers {
            poll,
            group: GroupId(id),
            title: text(),
            answers: [Voter(id)].into(),
        }),
        Command::Board(board::Command::Change {
            board: BoardId(id),
            change: Change::Add { object: id.into(), page: 1 },
            drawn: Some("Ah9vXBAAAAASEg".to_owned()),
        }),
        Command::Board(board::Command::Bind { deck: DeckId(id) }),
        Command::Scene(scene::Command::Create { scene: SceneId(id), place: 2, definition: card() }),
        Command::Scene(scene::Command::Change { scene: SceneId(id), definition: card() }),
    ]
}

#[cfg(test)]
mod tests {
    use domain::{hand, permission, question, session};

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
        assert_eq!(written().iter().filter(|command| with_words(command)).count(), 11);
        assert!(!with_words(&Command::Question(question::Command::Upvote {
            question: QuestionId(uuid::Uuid::nil())
        })));
    }

    #[test]
    fn what_is_for_the_moment_does_not_happen_an_hour_later() {
        for command in [
            Command::Session(session::Command::TakeOver),
            Command::Hand(hand::Command::Raise),
            Command::Session(session::Command::Pause),
            Command::Permission(permission::Command::Lock { locked: true }),
        ] {
            assert_eq!(Lasting::of(&command), None);
        }
    }
}

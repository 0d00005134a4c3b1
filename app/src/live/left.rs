//! Words that a class doesn't have: what they were to be, for whoever wrote them.

use domain::ClassView;
use domain::chat::Address;
use domain::ids::{PollId, QuestionId};
use domain::poll::Choice;
use domain::question::State;
use domain::scene::Wording;

use super::lasting::Lasting;

/// Something that was written or chosen, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it was to be: "Question".
    pub what: String,
    /// The words themselves; empty where there are none.
    pub text: String,
}

impl Written {
    /// What a command holds; `view` is the class as far as it is known here, to say what it is about.
    pub fn of(command: &Lasting, view: Option<&ClassView>) -> Self {
        let question = |id: QuestionId| {
            view.and_then(|view| view.question.questions.get(&id)).map(|asked| asked.text.text())
        };
        let poll = |id: PollId| {
            view.and_then(|view| view.poll.polls.get(&id)).map(|poll| poll.wording.question.as_str())
        };
        let (what, text) = match command {
            Lasting::PostChat { text, to: Address::Everybody, .. } => ("Message".to_owned(), text.clone()),
            Lasting::PostChat { text, .. } => ("Private message".to_owned(), text.clone()),
            Lasting::EditChat { text, .. } => ("Changed message".to_owned(), text.clone()),
            Lasting::RemoveChat { .. } => ("A message was to be removed".to_owned(), String::new()),
            Lasting::ReactChat { emoji, .. } => {
                ("Reaction to a message".to_owned(), emoji.glyph().to_owned())
            }
            Lasting::ReportChat { .. } => ("A message was to be reported".to_owned(), String::new()),
            Lasting::MarkChapter { title, .. } => ("Chapter".to_owned(), title.clone()),
            Lasting::AskQuestion { text, .. } => ("Question".to_owned(), text.clone()),
            Lasting::UpvoteQuestion { question: id } => {
                (about("Vote for a question", question(*id)), String::new())
            }
            Lasting::UnvoteQuestion { question: id } => {
                (about("Vote taken back", question(*id)), String::new())
            }
            Lasting::AnswerQuestion { question: id, text } => (about("Answer", question(*id)), text.clone()),
            Lasting::DismissQuestion { question: id, reason } => {
                (about("Why a question was dismissed", question(*id)), reason.clone())
            }
            Lasting::OpenPoll { definition, .. } => {
                let lines = std::iter::once(&definition.question).chain(&definition.options);
                ("Poll".to_owned(), lines.map(String::as_str).collect::<Vec<_>>().join("\n"))
            }
            Lasting::VotePoll { poll: id, choice, text } => {
                (about("Vote", poll(*id)), text.clone().unwrap_or_else(|| chosen(view, *id, choice)))
            }
            Lasting::BindBoard { .. } => ("Slides were to be drawn on".to_owned(), String::new()),
            Lasting::ChangeBoard { .. } => ("Something was drawn on a board".to_owned(), String::new()),
            Lasting::GroupAnswers { poll: id, title, .. } => {
                (about("Group of answers", poll(*id)), title.clone())
            }
            Lasting::CreateScene { definition, .. } | Lasting::ChangeScene { definition, .. } => {
                let Wording { name, title, text } = &definition.wording;
                let lines = [name, title, text].into_iter().filter(|line| !line.is_empty());
                ("Scene".to_owned(), lines.map(String::as_str).collect::<Vec<_>>().join("\n"))
            }
        };
        Self { what, text }
    }
}

fn about(what: &str, whose: Option<&str>) -> String {
    match whose.filter(|whose| !whose.is_empty()) {
        Some(whose) => format!("{what}: “{whose}”"),
        None => what.to_owned(),
    }
}

/// What was chosen in a poll, in the poll's words.
fn chosen(view: Option<&ClassView>, poll: PollId, choice: &Choice) -> String {
    let labels =
        view.and_then(|view| view.poll.polls.get(&poll)).map(|poll| poll.labels()).unwrap_or_default();
    let label = |place: &u8| {
        labels
            .get(usize::from(*place))
            .cloned()
            .unwrap_or_else(|| format!("Option {}", u16::from(*place) + 1))
    };
    match choice {
        Choice::Options { options } => options.iter().map(label).collect::<Vec<_>>().join(", "),
        Choice::Point { point } => point.to_string(),
        Choice::Text => String::new(),
    }
}

/// Whether the class has it after all: its answer was lost, not the words. Where that can't be told it counts as not there.
pub fn is_there(command: &Lasting, view: &ClassView) -> bool {
    match command {
        Lasting::PostChat { message, .. } => view.chat.message(*message).is_some(),
        Lasting::EditChat { message, text } => {
            view.chat.message(*message).is_some_and(|message| message.text.text() == text)
        }
        Lasting::RemoveChat { message } => {
            view.chat.message(*message).is_none_or(|message| message.text.text().is_empty())
        }
        Lasting::MarkChapter { chapter, .. } => {
            view.chapter.chapters.iter().any(|known| known.id == *chapter)
        }
        Lasting::AskQuestion { question, .. } => view.question.questions.contains_key(question),
        Lasting::DismissQuestion { question, .. } => {
            let state = view.question.questions.get(question).map(|question| &question.state);
            matches!(state, Some(State::Dismissed { .. }))
        }
        Lasting::AnswerQuestion { question, text } => {
            let answer = view.question.questions.get(question).and_then(|question| question.answer.as_ref());
            answer.is_some_and(|answer| answer.text.text() == text)
        }
        Lasting::OpenPoll { poll, .. } => view.poll.polls.contains_key(poll),
        Lasting::GroupAnswers { poll, group, .. } => {
            view.poll.polls.get(poll).is_some_and(|poll| poll.groups.contains_key(group))
        }
        Lasting::CreateScene { scene, .. } => view.scene.find(*scene).is_some(),
        Lasting::ChangeScene { scene, definition } => {
            let there = view.scene.find(*scene).map(|(_, there)| there);
            there.is_some_and(|there| {
                (there.layout, &there.wording) == (definition.layout, &definition.wording)
            })
        }
        Lasting::BindBoard { deck } => view.board.boards.contains_key(&view.board.of_deck(*deck)),
        Lasting::ChangeBoard { .. }
        | Lasting::ReactChat { .. }
        | Lasting::ReportChat { .. }
        | Lasting::UpvoteQuestion { .. }
        | Lasting::UnvoteQuestion { .. }
        | Lasting::VotePoll { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::chat::Message;
    use domain::ids::{MessageId, Offset, UserId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everything_that_somebody_wrote_is_shown_word_by_word() {
        for command in super::super::lasting::written() {
            let lasting = Lasting::of(&command).unwrap();
            let Written { what, text } = Written::of(&lasting, None);
            assert!(!what.is_empty());
            let json = serde_json::to_string(&lasting).unwrap();
            assert_eq!(json.contains("words"), text.contains("words"), "{json}: {text}");
        }
    }

    #[test]
    fn what_the_class_has_after_all_is_not_lost() {
        let id = MessageId(Uuid::from_u128(7));
        let post = Lasting::of(&domain::Command::chat(id, "words")).unwrap();
        let mut view = ClassView::default();
        assert!(!is_there(&post, &view));
        view.chat.messages.push(Message::new(id, UserId(Uuid::nil()), Offset(0), "words".into()).into());
        assert!(is_there(&post, &view));
        let edit = |text: &str| Lasting::EditChat { message: id, text: text.to_owned() };
        assert!(is_there(&edit("words"), &view) && !is_there(&edit("other words"), &view));
    }
}

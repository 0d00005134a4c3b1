//! What somebody missed who comes late, or comes back: chapters so far, the open poll, the questions people want answered,
//! what is pinned, and how much was written.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chapter::Chapter;
use crate::ids::{MessageId, Offset, PollId, QuestionId};
use crate::poll::Poll;
use crate::question::{State, by_votes};
use crate::role::Viewer;
use crate::view::ClassView;

/// Questions in a digest, at most.
pub const MOST_QUESTIONS: usize = 3;

/// What somebody missed. It names things; the view has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Digest {
    /// The chapters since, and before them the one that was going on.
    pub chapters: Vec<Chapter>,
    /// The poll that is open; for a student, unless their vote in it is known.
    pub poll: Option<PollId>,
    /// The questions that wait for an answer, those most wanted first.
    pub questions: Vec<QuestionId>,
    /// Questions that were answered aloud since, with the place to hear it.
    pub answered: Vec<(QuestionId, Offset)>,
    /// The pinned messages.
    pub pins: Vec<MessageId>,
    /// Messages since.
    pub messages: usize,
}

impl Digest {
    /// Whether nothing was missed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What happened in the view of `viewer` since `since`: the moment they were last there, or `None` for those who are new.
/// Who voted in an anonymous poll the class doesn't know: their browser may.
#[must_use]
pub fn digest(view: &ClassView, viewer: Viewer, since: Option<Offset>) -> Digest {
    let missed = |offset: Offset| since.is_none_or(|since| offset > since);
    let first = view.chapter.chapters.partition_point(|chapter| !missed(chapter.offset));
    let to_vote = |poll: &&Poll| viewer.role.is_staff() || !poll.votes.contains_key(&viewer.user.into());
    let open = view.poll.open_poll().filter(to_vote);
    let top = by_votes(&view.question, |state| *state == State::Open);
    let aloud =
        view.question.questions.values().filter_map(|question| Some((question.id, question.answered_aloud?)));
    let mut answered: Vec<_> = aloud.filter(|(_, offset)| missed(*offset)).collect();
    answered.sort_by_key(|(_, offset)| *offset);
    // Messages are in their order, so only those that were missed are looked at.
    let messages = view.chat.messages.iter().rev().take_while(|message| missed(message.offset));
    Digest {
        chapters: view.chapter.chapters[first.saturating_sub(1)..].to_vec(),
        poll: open.map(|poll| poll.id),
        questions: top.into_iter().take(MOST_QUESTIONS).map(|question| question.id).collect(),
        answered,
        pins: view.chat.pins.clone(),
        messages: messages.filter(|message| message.removed_by.is_none()).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::digest;
    use crate::command::Command;
    use crate::ids::Offset;
    use crate::role::{Role, Viewer};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll, user, vote};
    use crate::view::ClassView;
    use crate::{chapter, chat, question};

    #[test]
    fn those_who_come_late_learn_what_they_missed_and_no_more() {
        let mut class = Class::live();
        let chapter = |n: u128| {
            Command::Chapter(chapter::Command::Mark { chapter: id(n).into(), title: format!("part {n}") })
        };
        class.does(TEACHER, chapter(1));
        class.does(STUDENT, class.chat(1, "first"));
        class.does(TEACHER, Command::Chat(chat::Command::Pin { message: id(1).into() }));
        for n in 1..=5 {
            class.asks_question(STUDENT, n, "why?");
        }
        class.does(OTHER, Command::Question(question::Command::Upvote { question: id(4).into() }));
        class.pass_ms(60_000);
        class.does(TEACHER, chapter(2));
        class.does(TEACHER, Command::Question(question::Command::AnswerAloud { question: id(5).into() }));
        class.does(STUDENT, class.chat(2, "second"));
        class.does(TEACHER, poll(1, options(2)));

        let student = Viewer { user: user(STUDENT), role: Role::Student };
        let digest = |view: &ClassView, since| super::digest(view, student, since);
        let whole = digest(&class.view, None);
        assert_eq!((whole.chapters.len(), whole.messages, whole.pins.len()), (2, 2, 1));
        assert_eq!(whole.questions, [id(4).into(), id(1).into(), id(2).into()]);
        assert_eq!(whole.answered, [(id(5).into(), Offset(60_000))]);
        assert_eq!(whole.poll, Some(id(1).into()));

        let late = digest(&class.view, Some(Offset(30_000)));
        assert_eq!((late.chapters.len(), late.messages), (2, 1), "the chapter that goes on comes along");
        assert_eq!(digest(&class.view, Some(Offset(90_000))).messages, 0);
        assert!(digest(&Class::live().view, None).is_empty());
    }

    #[test]
    fn an_open_poll_is_told_to_staff_always_and_to_students_until_they_voted() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, options(2)));
        let shown = |class: &Class, n, role| {
            let viewer = Viewer { user: user(n), role };
            digest(&class.view.for_viewer(&viewer), viewer, None).poll
        };
        let open = Some(id(1).into());
        assert_eq!(shown(&class, STUDENT, Role::Student), open);
        class.does(STUDENT, vote(1, &[0]));
        assert_eq!(shown(&class, STUDENT, Role::Student), None);
        assert_eq!(shown(&class, OTHER, Role::Student), open);
        assert_eq!(shown(&class, TEACHER, Role::Teacher), open, "although somebody has voted");
    }
}

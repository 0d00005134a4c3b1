//! Beginning a poll.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::PollId;
use crate::poll::{Definition, Fact, Polls, Wording, known};
use crate::rejection::Rejection;

/// Begins voting. What is right in a quiz goes into a fact of its own, which students never get.
///
/// # Errors
/// Outside a live class, while another poll is open, for a definition that can't be taken, or a poll of that id that is
/// already there.
pub fn open(
    class: &Core,
    own: &Polls,
    asking: Asking,
    poll: PollId,
    definition: &Definition,
) -> Result<Vec<Fact>, Rejection> {
    begin(class, own, asking, poll, definition, None)
}

/// Asks an earlier poll of this class again, word by word, so that the results can be compared.
///
/// # Errors
/// As [`open`], and [`Rejection::NoSuchPoll`] where the earlier one isn't there.
pub fn again(
    class: &Core,
    own: &Polls,
    asking: Asking,
    poll: PollId,
    earlier: PollId,
) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, earlier)?;
    let definition = Definition {
        form: there.form,
        question: there.wording.question.clone(),
        options: there.wording.options.clone(),
        anonymous: there.anonymous,
        key: there.key.clone(),
    };
    begin(class, own, asking, poll, &definition, Some(earlier))
}

fn begin(
    class: &Core,
    own: &Polls,
    asking: Asking,
    poll: PollId,
    definition: &Definition,
    again: Option<PollId>,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    if own.polls.contains_key(&poll) {
        return Err(Rejection::AlreadyThere);
    }
    if own.open_poll().is_some() {
        return Err(Rejection::PollOpen);
    }
    let Definition { form, question, options, anonymous, key } =
        definition.checked().map_err(Rejection::BadPoll)?;
    let opened = Fact::Opened {
        poll,
        form,
        options: u8::try_from(options.len()).unwrap_or(u8::MAX),
        anonymous,
        quiz: key.is_some(),
        again,
        wording: Wording { question, options }.words(),
    };
    let keyed = key.map(|key| Fact::Keyed { poll, right: key.right, explanation: key.explanation });
    Ok([opened].into_iter().chain(keyed).collect())
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::poll;
    use crate::poll::BadPoll;
    use crate::testing::{Class, STUDENT, TEACHER, id, options, poll, vote};

    #[test]
    fn one_poll_at_a_time_and_asked_again_as_another() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, options(3)));
        assert_eq!(class.ask(TEACHER, poll(1, options(3))), Err(Rejection::AlreadyThere));
        assert_eq!(class.ask(TEACHER, poll(2, options(3))), Err(Rejection::PollOpen));
        class.does(STUDENT, vote(1, &[2]));
        class.does(TEACHER, Command::Poll(poll::Command::Close { poll: id(1).into() }));
        let again = |earlier| {
            Command::Poll(poll::Command::AskAgain { poll: id(2).into(), earlier: id(earlier).into() })
        };
        assert_eq!(class.ask(TEACHER, again(9)), Err(Rejection::NoSuchPoll));
        class.does(TEACHER, again(1));
        class.does(STUDENT, vote(2, &[0]));
        let (first, second) = (&class.view.poll.polls[&id(1).into()], &class.view.poll.polls[&id(2).into()]);
        assert_eq!(second.again, Some(first.id));
        assert_eq!(second.wording, first.wording);
        assert_eq!((first.tally().counts, second.tally().counts), (vec![0, 0, 1], vec![1, 0, 0]));
    }

    #[test]
    fn five_hundred_options_are_refused() {
        let class = Class::live();
        assert_eq!(class.ask(TEACHER, poll(1, options(500))), Err(Rejection::BadPoll(BadPoll::Options)));
    }
}

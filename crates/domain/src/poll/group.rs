//! Putting open answers together that say the same.

use crate::ids::{GroupId, PollId, Voter};
use crate::poll::{Fact, Form, LONGEST_TITLE, Polls, known};
use crate::rejection::Rejection;
use crate::sorted::SortedSet;
use crate::words::clean;

/// Groups of answers in a poll, at most.
pub const MOST_GROUPS: usize = 20;

/// Puts exactly these answers into the group and takes them out of others. While the result is shown everybody sees what
/// became of the groups' sizes.
///
/// # Errors
/// A poll that isn't there or has no open answers, an answer that isn't there, an empty or overlong title, too many groups.
pub fn group(
    own: &Polls,
    poll: PollId,
    group: GroupId,
    title: &str,
    answers: &SortedSet<Voter>,
) -> Result<Vec<Fact>, Rejection> {
    let there = known(own, poll)?;
    if there.form != Form::Text || !answers.iter().all(|answer| there.votes.contains_key(answer)) {
        return Err(Rejection::NoSuchChoice);
    }
    if !there.groups.contains_key(&group) && there.groups.len() >= MOST_GROUPS {
        return Err(Rejection::TooMany { most: MOST_GROUPS });
    }
    let title = clean(title, LONGEST_TITLE).map_err(Rejection::BadText)?;
    let grouped = Fact::Grouped { poll, group, title: title.into(), answers: answers.clone() };
    let mut facts = vec![grouped.clone()];
    if there.shown.is_some() {
        let mut after = there.clone();
        after.take(&grouped);
        let sizes = after.group_sizes();
        let shown = after.groups.into_iter().map(|(group, title)| Fact::GroupShown {
            poll,
            group,
            title,
            votes: sizes.get(&group).copied().unwrap_or_default(),
        });
        facts.extend(shown);
    }
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::poll;
    use crate::poll::{Choice, Definition, Form};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll, user};

    fn answer(text: &str) -> Command {
        Command::Poll(poll::Command::Vote {
            poll: id(1).into(),
            choice: Choice::Text,
            text: Some(text.into()),
        })
    }

    fn group(n: u128, answers: &[u128]) -> Command {
        Command::Poll(poll::Command::GroupAnswers {
            poll: id(1).into(),
            group: id(n).into(),
            title: format!("group {n}"),
            answers: answers.iter().map(|n| user(*n).into()).collect(),
        })
    }

    #[test]
    fn an_answer_is_in_one_group_and_everybody_sees_sizes_once_shown() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, Definition { form: Form::Text, options: vec![], ..options(2) }));
        class.does(STUDENT, answer("the sun"));
        class.does(OTHER, answer("Sol"));
        assert_eq!(class.ask(TEACHER, group(1, &[99])), Err(Rejection::NoSuchChoice));
        class.does(TEACHER, group(1, &[STUDENT, OTHER]));
        class.does(TEACHER, Command::Poll(poll::Command::Show { poll: id(1).into() }));
        class.does(TEACHER, group(2, &[OTHER]));
        let shown = class.view.poll.polls[&id(1).into()].shown.clone().unwrap();
        let sizes: Vec<u32> = shown.groups.values().map(|(_, votes)| *votes).collect();
        assert_eq!(sizes, [1, 1]);
        assert_eq!(shown.groups[&id(2).into()].0.text(), "group 2");
    }

    #[test]
    fn an_empty_answer_is_refused() {
        let mut class = Class::live();
        class.does(TEACHER, poll(1, Definition { form: Form::Text, options: vec![], ..options(2) }));
        assert!(matches!(class.ask(STUDENT, answer("  ")), Err(Rejection::BadText(_))));
    }
}

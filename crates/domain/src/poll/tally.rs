//! Counting votes.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::GroupId;
use crate::poll::{Choice, Form, Poll};
use crate::sorted::SortedMap;

/// How many chose what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Tally {
    /// How many voted.
    pub votes: u32,
    /// For each option, or each point of a scale from the first on, how many chose it; empty for open answers.
    pub counts: Vec<u32>,
}

impl Poll {
    /// Counts the votes this view has: all of them for staff, so that they see the result as it grows. Students read
    /// [`Poll::shown`].
    #[must_use]
    pub fn tally(&self) -> Tally {
        let (first, places) = match self.form {
            Form::Single | Form::Multiple { .. } => (0, usize::from(self.options)),
            Form::Scale { from, to } => {
                (from, usize::try_from(i16::from(to) - i16::from(from) + 1).unwrap_or(0))
            }
            Form::Text => (0, 0),
        };
        let mut counts = vec![0; places];
        let mut count = |place: usize| {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        };
        for vote in self.votes.values() {
            match &vote.choice {
                Choice::Options { options } => options.iter().for_each(|option| count((*option).into())),
                Choice::Point { point } => {
                    if let Ok(place) = usize::try_from(i16::from(*point) - i16::from(first)) {
                        count(place);
                    }
                }
                Choice::Text => {}
            }
        }
        Tally { votes: u32::try_from(self.votes.len()).unwrap_or(u32::MAX), counts }
    }

    /// How many answers each group has.
    #[must_use]
    pub fn group_sizes(&self) -> SortedMap<GroupId, u32> {
        let mut sizes = SortedMap::new();
        for group in self.votes.values().filter_map(|vote| vote.group) {
            *sizes.get_or_insert_with(group, || 0) += 1;
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::command::Command;
    use crate::poll;
    use crate::poll::{Choice, Definition, Form};
    use crate::testing::{Class, OTHER, STUDENT, TEACHER, id, options, poll};

    #[test]
    fn a_scale_counts_from_its_first_point() {
        let point = |point| {
            Command::Poll(poll::Command::Vote {
                poll: id(1).into(),
                choice: Choice::Point { point },
                text: None,
            })
        };
        let mut class = Class::live();
        let scale = Definition { form: Form::Scale { from: -1, to: 2 }, options: vec![], ..options(2) };
        class.does(TEACHER, poll(1, scale));
        class.does(STUDENT, point(-1));
        class.does(OTHER, point(2));
        assert!(class.ask(OTHER, point(3)).is_err());
        let tally = class.view.poll.polls[&id(1).into()].tally();
        assert_eq!(tally, Tally { votes: 2, counts: vec![1, 0, 0, 1] });
    }
}

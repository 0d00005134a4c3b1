//! One's own vote: as the class has it, as it is on its way, or as this tab remembers it.

use domain::ids::{PollId, UserId};
use domain::poll::{Choice, Form, LONGEST_ANSWER, Poll};
use domain::sorted::SortedSet;
use domain::text::{fits, trimmed};
use domain::{Command, poll};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::live::Owed;

/// What somebody chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub(crate) struct Cast {
    pub choice: Choice,
    /// An open answer.
    pub text: Option<String>,
}

/// What a tab remembers of anonymous polls; there are few, so a list does.
pub(crate) type Remembered = [(PollId, Cast)];

/// One's own vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    pub cast: Cast,
    /// The class does not have it yet.
    pub unsent: bool,
}

/// The vote of `user`. In an anonymous poll the class itself doesn't know it, and what the tab remembers counts.
pub(super) fn own(poll: &Poll, owed: &[Owed], user: UserId, kept: &Remembered) -> Option<Own> {
    let pending = owed.iter().rev().find_map(|owed| match &owed.command {
        Command::Poll(poll::Command::Vote { poll: id, choice, text }) if *id == poll.id => {
            Some(Cast { choice: choice.clone(), text: text.clone() })
        }
        _ => None,
    });
    if let Some(cast) = pending {
        return Some(Own { cast, unsent: true });
    }
    let known = poll.votes.get(&user.into()).map(|vote| Cast {
        choice: vote.choice.clone(),
        text: (vote.choice == Choice::Text).then(|| vote.text.text().to_owned()),
    });
    let remembered = || kept.iter().find(|(id, _)| *id == poll.id).map(|(_, cast)| cast.clone());
    let cast = if poll.anonymous { remembered() } else { known };
    cast.map(|cast| Own { cast, unsent: false })
}

/// The vote that marks and words are; `None` while they are none.
pub(super) fn cast(form: Form, marked: &SortedSet<u8>, text: &str) -> Option<Cast> {
    let choice = match form {
        Form::Single if marked.len() == 1 => Choice::Options { options: marked.clone() },
        Form::Multiple { most } if (1..=usize::from(most)).contains(&marked.len()) => {
            Choice::Options { options: marked.clone() }
        }
        Form::Scale { from, .. } => {
            let point = i16::from(from) + i16::from(*marked.first()?);
            Choice::Point { point: i8::try_from(point).ok()? }
        }
        Form::Text if fits(text, LONGEST_ANSWER) => Choice::Text,
        _ => return None,
    };
    let text = (choice == Choice::Text).then(|| trimmed(text).to_owned());
    Some(Cast { choice, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_a_vote_and_a_vote_marks() {
        let scale = Form::Scale { from: -2, to: 2 };
        let lowest = cast(scale, &[0].into(), "").unwrap();
        assert_eq!(lowest.choice, Choice::Point { point: -2 });
        assert_eq!(lowest.choice.places(scale), [0].into());
        assert_eq!(cast(scale, &[].into(), ""), None);
        let several = Form::Multiple { most: 2 };
        let two = cast(several, &[0, 2].into(), "").unwrap();
        assert_eq!(two.choice.places(several), [0, 2].into());
        assert_eq!(cast(several, &[0, 1, 2].into(), ""), None, "more than may be chosen");
        assert_eq!(cast(Form::Single, &[0, 1].into(), ""), None);
        assert_eq!(cast(Form::Text, &[].into(), " The sun ").unwrap().text.as_deref(), Some("The sun"));
        assert_eq!(cast(Form::Text, &[].into(), "  "), None);
    }
}

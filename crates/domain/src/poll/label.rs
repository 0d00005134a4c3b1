//! What can be chosen in a poll, in words, and the places of what was.

use crate::poll::{Choice, Form, Poll};
use crate::sorted::SortedSet;

impl Poll {
    /// What can be chosen, in words: options, or the points of a scale with the words at its ends.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        let Form::Scale { from, to } = self.form else {
            // Words that were erased leave their options behind.
            let words = |n: u8| self.wording.options.get(usize::from(n)).cloned();
            return (0..self.options)
                .map(|n| words(n).unwrap_or_else(|| format!("Option {}", n + 1)))
                .collect();
        };
        let end = |point: i8| match (point, self.wording.options.as_slice()) {
            (point, [low, _]) if point == from => Some(low),
            (point, [_, high]) if point == to => Some(high),
            _ => None,
        };
        (from..=to)
            .map(|point| end(point).map_or_else(|| point.to_string(), |words| format!("{point}: {words}")))
            .collect()
    }
}

impl Choice {
    /// The places that are marked: of the options, or of the points of a scale.
    #[must_use]
    pub fn places(&self, form: Form) -> SortedSet<u8> {
        match (form, self) {
            (_, Self::Options { options }) => options.clone(),
            (Form::Scale { from, .. }, Self::Point { point }) => {
                u8::try_from(i16::from(*point) - i16::from(from)).into_iter().collect()
            }
            _ => SortedSet::new(),
        }
    }
}

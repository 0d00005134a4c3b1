//! A poll that somebody is writing.

use domain::poll::{BadPoll, Definition, FEWEST_OPTIONS, Form, Key, MOST_OPTIONS};
use domain::sorted::SortedSet;
use domain::text::is_blank;
use domain::words::Words;

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    One,
    Several,
    Quiz,
    Scale,
    Text,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::One, Self::Several, Self::Quiz, Self::Scale, Self::Text];

    /// What the choice of it says.
    pub fn words(self) -> &'static str {
        match self {
            Self::One => "One option",
            Self::Several => "Several options",
            Self::Quiz => "Quiz: some options are right",
            Self::Scale => "A point on a scale",
            Self::Text => "In their own words",
        }
    }

    /// Whether it has options to choose from.
    pub fn has_options(self) -> bool {
        matches!(self, Self::One | Self::Several | Self::Quiz)
    }
}

/// An option that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftOption {
    /// Stays the same while others come and go.
    pub key: u32,
    pub text: String,
    pub right: bool,
}

/// A poll that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub kind: Kind,
    pub question: String,
    pub options: Vec<DraftOption>,
    /// Of several options, how many may be chosen at most, in digits; empty for as many as there are.
    pub most: String,
    pub explanation: String,
    pub from: i8,
    pub to: i8,
    /// The words at the ends of the scale.
    pub ends: [String; 2],
    pub anonymous: bool,
}

impl Default for Draft {
    fn default() -> Self {
        let mut draft = Self {
            kind: Kind::One,
            question: String::new(),
            options: Vec::new(),
            most: String::new(),
            explanation: String::new(),
            from: 1,
            to: 5,
            ends: Default::default(),
            anonymous: false,
        };
        (0..FEWEST_OPTIONS).for_each(|_| draft.add_option());
        draft
    }
}

impl Draft {
    /// Adds an empty option, where there may be one more.
    pub fn add_option(&mut self) {
        if self.options.len() < MOST_OPTIONS {
            let key = self.options.iter().map(|option| option.key + 1).max().unwrap_or_default();
            self.options.push(DraftOption { key, text: String::new(), right: false });
        }
    }

    /// Takes one out, where as many as are needed are left.
    pub fn remove_option(&mut self, key: u32) {
        if self.options.len() > FEWEST_OPTIONS {
            self.options.retain(|option| option.key != key);
        }
    }

    fn most(&self, all: u8) -> Result<u8, BadPoll> {
        match self.most.trim() {
            "" => Ok(all),
            most => most.parse().map_err(|_| BadPoll::Most),
        }
    }

    /// The poll as the class takes it. Options that were left empty are left out.
    ///
    /// # Errors
    /// What is still wrong with it.
    pub fn definition(&self) -> Result<Definition, BadPoll> {
        let given: Vec<&DraftOption> = match self.kind.has_options() {
            true => self.options.iter().filter(|option| !is_blank(&option.text)).collect(),
            false => vec![],
        };
        let right: SortedSet<u8> =
            (0..).zip(&given).filter(|(_, option)| option.right).map(|(place, _)| place).collect();
        let all = u8::try_from(given.len()).unwrap_or(u8::MAX).max(1);
        let form = match self.kind {
            Kind::One => Form::Single,
            Kind::Several => Form::Multiple { most: self.most(all)? },
            Kind::Quiz if right.len() == 1 => Form::Single,
            // How many are right is part of the riddle.
            Kind::Quiz => Form::Multiple { most: all },
            Kind::Scale => Form::Scale { from: self.from, to: self.to },
            Kind::Text => Form::Text,
        };
        let named = self.kind == Kind::Scale && self.ends.iter().any(|end| !is_blank(end));
        let options = match named {
            true => self.ends.to_vec(),
            false => given.iter().map(|option| option.text.clone()).collect(),
        };
        let key = (self.kind == Kind::Quiz)
            .then(|| Key { right, explanation: Words::from(self.explanation.as_str()) });
        let question = self.question.clone();
        Definition { form, question, options, anonymous: self.anonymous, key }.checked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiz(options: &[(&str, bool)]) -> Draft {
        let options = (0..).zip(options);
        Draft {
            kind: Kind::Quiz,
            question: "What stays?".to_owned(),
            options: options
                .map(|(key, (text, right))| DraftOption { key, text: (*text).to_owned(), right: *right })
                .collect(),
            ..Draft::default()
        }
    }

    #[test]
    fn right_options_keep_their_place_when_empty_ones_are_left_out() {
        let definition = quiz(&[("", true), ("Height", false), ("Energy", true)]).definition().unwrap();
        assert_eq!(definition.options, ["Height", "Energy"]);
        assert_eq!(definition.key.unwrap().right, [1].into());
        assert_eq!(definition.form, Form::Single, "one is right, so one is chosen");
    }

    #[test]
    fn a_quiz_with_two_right_options_does_not_tell_how_many() {
        let definition = quiz(&[("a", true), ("b", true), ("c", false)]).definition().unwrap();
        assert_eq!(definition.form, Form::Multiple { most: 3 });
        assert_eq!(quiz(&[("a", false), ("b", false)]).definition(), Err(BadPoll::Right));
    }

    #[test]
    fn of_several_options_as_many_as_is_said_may_be_chosen() {
        let several = |most: &str| {
            let three = quiz(&[("a", false), ("b", false), ("c", false)]);
            Draft { kind: Kind::Several, most: most.to_owned(), ..three }.definition().map(|poll| poll.form)
        };
        assert_eq!(several(""), Ok(Form::Multiple { most: 3 }));
        assert_eq!(several(" 2 "), Ok(Form::Multiple { most: 2 }));
        for wrong in ["0", "4", "two", "-1", "999"] {
            assert_eq!(several(wrong), Err(BadPoll::Most), "{wrong}");
        }
    }

    #[test]
    fn what_another_kind_asked_for_is_left_out() {
        let text = Draft { kind: Kind::Text, ..quiz(&[("a", true), ("b", false)]) }.definition().unwrap();
        assert_eq!((text.form, text.options, text.key), (Form::Text, vec![], None));
        let scale = Draft { kind: Kind::Scale, ..quiz(&[("a", true), ("b", false)]) };
        assert_eq!(scale.definition().unwrap().options, Vec::<String>::new());
        let named = Draft { ends: ["not at all".into(), "very".into()], ..scale };
        assert_eq!(named.definition().unwrap().options, ["not at all", "very"]);
    }

    #[test]
    fn options_come_and_go_within_their_bounds() {
        let mut draft = Draft::default();
        draft.remove_option(0);
        assert_eq!(draft.options.len(), FEWEST_OPTIONS);
        (0..30).for_each(|_| draft.add_option());
        assert_eq!(draft.options.len(), MOST_OPTIONS);
        draft.remove_option(5);
        draft.add_option();
        let keys: SortedSet<u32> = draft.options.iter().map(|option| option.key).collect();
        assert_eq!(keys.len(), MOST_OPTIONS, "a key is never given twice at a time");
    }
}

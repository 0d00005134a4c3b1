//! What a poll asks. How it can be answered is open; what people wrote (question, options, explanation) is sealed.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::poll::Fact;
use crate::rejection::{BadPoll, FEWEST_OPTIONS, MOST_OPTIONS};
use crate::sorted::SortedSet;
use crate::text::{LARGEST_TEXT, is_blank, is_invisible};
use crate::words::{BadText, Words, clean};

/// Characters in a poll's question, and in the title of a group of answers, at most.
pub const LONGEST_TITLE: usize = 300;
/// Characters in an option, at most.
pub const LONGEST_OPTION: usize = 200;
/// Characters in the explanation of a quiz, at most.
pub const LONGEST_EXPLANATION: usize = 1_000;

/// How a poll can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Form {
    /// With one option.
    Single,
    /// With some options.
    Multiple {
        /// How many, at most.
        most: u8,
    },
    /// With a point of a scale.
    Scale {
        /// The first.
        from: i8,
        /// The last.
        to: i8,
    },
    /// In one's own words.
    Text,
}

/// A poll as somebody wants to ask it. Options come from 0 on in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Definition {
    /// How it can be answered.
    pub form: Form,
    /// The question.
    pub question: String,
    /// The options; of a scale none or the two words at its ends; for an open answer none.
    #[serde(default)]
    pub options: Vec<String>,
    /// Whether nobody is to see who voted what.
    #[serde(default)]
    pub anonymous: bool,
    /// What is right, which makes it a quiz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
}

/// What is right in a quiz.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Key {
    /// The right options.
    pub right: SortedSet<u8>,
    /// Why.
    pub explanation: Words,
}

/// Question and options: JSON in the one sealed text of [`crate::poll::Fact::Opened`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Wording {
    /// The question; empty where it was erased.
    pub question: String,
    /// The options, or the words at a scale's ends.
    #[serde(default)]
    pub options: Vec<String>,
}

impl Wording {
    /// As a fact holds it.
    #[must_use]
    pub fn words(&self) -> Words {
        Words(serde_json::to_string(self).ok())
    }

    /// Out of a fact; empty where it was erased.
    #[must_use]
    pub fn read(words: &Words) -> Self {
        serde_json::from_str(words.text()).unwrap_or_default()
    }
}

impl Definition {
    /// Whether these words in the log are what this asks, as it was taken.
    pub(super) fn could_be(&self, wording: &Words) -> bool {
        let asked = Wording::read(wording);
        wording.erased()
            || self
                .checked()
                .is_ok_and(|checked| (checked.question, checked.options) == (asked.question, asked.options))
    }

    /// Whether the fact says what is right in this, as it was taken.
    pub(super) fn is_keyed_by(&self, fact: &Fact) -> bool {
        let Fact::Keyed { right, explanation, .. } = fact else { return false };
        let checked = self.checked().ok().and_then(|checked| checked.key);
        checked.is_some_and(|key| {
            key.right == *right && (explanation.erased() || key.explanation == *explanation)
        })
    }

    /// The definition with its texts trimmed.
    ///
    /// # Errors
    /// [`BadPoll`] names what can't be asked like this.
    pub fn checked(&self) -> Result<Self, BadPoll> {
        let text = |text: &str, most| clean(text, most).map_err(BadPoll::Text);
        let question = text(&self.question, LONGEST_TITLE)?;
        let options: Vec<String> =
            self.options.iter().map(|option| text(option, LONGEST_OPTION)).collect::<Result<_, _>>()?;
        let explanation = self.key.as_ref().map_or("", |key| key.explanation.text());
        let bytes = question.len() + explanation.len() + options.iter().map(String::len).sum::<usize>();
        if bytes > LARGEST_TEXT {
            return Err(BadPoll::Text(BadText::TooLong { most: LARGEST_TEXT, got: bytes }));
        }
        let count = options.len();
        let fits = match self.form {
            Form::Single | Form::Multiple { .. } => (FEWEST_OPTIONS..=MOST_OPTIONS).contains(&count),
            Form::Scale { .. } => count == 0 || count == 2,
            Form::Text => count == 0,
        };
        if !fits {
            return Err(BadPoll::Options);
        }
        if options.iter().map(|option| seen(option)).collect::<SortedSet<_>>().len() < count {
            return Err(BadPoll::SameOption);
        }
        match self.form {
            Form::Multiple { most } if most == 0 || usize::from(most) > count => return Err(BadPoll::Most),
            Form::Scale { from, to } if !scale(from, to) => return Err(BadPoll::Scale),
            _ => {}
        }
        let key = self.key.as_ref().map(|key| self.checked_key(key, count)).transpose()?;
        Ok(Self { form: self.form, question, options, anonymous: self.anonymous, key })
    }

    fn checked_key(&self, key: &Key, options: usize) -> Result<Key, BadPoll> {
        let choosable = matches!(self.form, Form::Single | Form::Multiple { .. });
        let there = key.right.iter().all(|right| usize::from(*right) < options);
        if !choosable || !there || key.right.is_empty() {
            return Err(BadPoll::Right);
        }
        let explanation = match key.explanation.text() {
            text if is_blank(text) => Words(None),
            text => clean(text, LONGEST_EXPLANATION).map_err(BadPoll::Text)?.into(),
        };
        Ok(Key { right: key.right.clone(), explanation })
    }
}

fn scale(from: i8, to: i8) -> bool {
    let points = i16::from(to) - i16::from(from) + 1;
    usize::try_from(points).is_ok_and(|points| (FEWEST_OPTIONS..=MOST_OPTIONS).contains(&points))
}

/// An option as people see it. Joiners and tags show nothing between letters, and make other emoji of the same signs.
fn seen(option: &str) -> String {
    let mut seen = String::new();
    for c in option.chars() {
        let makes_emoji = matches!(c, '\u{200d}' | '\u{e0020}'..='\u{e007f}')
            && seen.chars().next_back().is_some_and(|last| !last.is_alphanumeric());
        if !is_invisible(c) || makes_emoji {
            seen.push(c);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::{BadPoll, Definition, Form, Key, Wording};
    use crate::words::{BadText, Words};

    fn poll(form: Form, options: usize) -> Definition {
        let options = (0..options).map(|n| format!(" option {n} ")).collect();
        Definition { form, question: "What?".into(), options, anonymous: false, key: None }
    }

    #[test]
    fn definitions_are_bounded() {
        assert_eq!(poll(Form::Single, 2).checked().unwrap().options[1], "option 1");
        assert_eq!(poll(Form::Single, 1).checked(), Err(BadPoll::Options));
        assert_eq!(poll(Form::Single, 500).checked(), Err(BadPoll::Options));
        assert_eq!(poll(Form::Multiple { most: 4 }, 3).checked(), Err(BadPoll::Most));
        assert_eq!(poll(Form::Multiple { most: 0 }, 3).checked(), Err(BadPoll::Most));
        assert!(poll(Form::Scale { from: 1, to: 5 }, 2).checked().is_ok());
        assert_eq!(poll(Form::Scale { from: 5, to: 1 }, 0).checked(), Err(BadPoll::Scale));
        assert_eq!(poll(Form::Scale { from: -128, to: 127 }, 0).checked(), Err(BadPoll::Scale));
        assert!(poll(Form::Text, 0).checked().is_ok());
        assert_eq!(poll(Form::Text, 2).checked(), Err(BadPoll::Options));
        let emoji = Definition {
            options: vec!["🏴󠁧󠁢󠁥󠁮󠁧󠁿".into(), "🏴󠁧󠁢󠁳󠁣󠁴󠁿".into(), "👨👩".into(), "👨\u{200d}👩".into()],
            ..poll(Form::Single, 2)
        };
        assert!(emoji.checked().is_ok(), "people see four flags and people");
        let joined = Definition { options: vec!["ab".into(), "a\u{200d}b".into()], ..poll(Form::Single, 2) };
        assert_eq!(joined.checked(), Err(BadPoll::SameOption));
        let twice = Definition { options: vec!["a".into(), " a".into()], ..poll(Form::Single, 2) };
        assert_eq!(twice.checked(), Err(BadPoll::SameOption));
        let alike = Definition { options: vec!["a".into(), "a\u{200b}".into(), "\u{2060}b".into()], ..twice };
        assert_eq!(alike.checked(), Err(BadPoll::SameOption), "people see two of the same");
        for blank in [" ", "\u{200b}", "\u{3164}"] {
            let empty = Definition { question: blank.into(), ..poll(Form::Single, 2) };
            assert_eq!(empty.checked(), Err(BadPoll::Text(BadText::Empty)));
        }
    }

    #[test]
    fn a_quiz_has_right_options_among_its_own() {
        let quiz = |right: &[u8], form, options| Definition {
            key: Some(Key { right: right.iter().copied().collect(), explanation: Words(None) }),
            ..poll(form, options)
        };
        assert!(quiz(&[1], Form::Single, 2).checked().is_ok());
        assert_eq!(quiz(&[], Form::Single, 2).checked(), Err(BadPoll::Right));
        assert_eq!(quiz(&[2], Form::Single, 2).checked(), Err(BadPoll::Right));
        assert_eq!(quiz(&[0], Form::Text, 0).checked(), Err(BadPoll::Right));
    }

    #[test]
    fn the_wording_is_one_text_that_can_be_erased() {
        let wording = Wording { question: "A \"b\"?".into(), options: vec!["x".into(), "y\nz".into()] };
        assert_eq!(Wording::read(&wording.words()), wording);
        assert_eq!(Wording::read(&Words(None)), Wording::default());
    }
}

//! What a person wrote or said, kept apart from the rest of a fact so that it can be sealed and erased.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::text::{length, trimmed};

/// A person's words. They travel and are stored apart from the fact they belong to, encrypted with that
/// person's data key; `None` once the key (or the text, by moderation) is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(transparent)]
pub struct Words(pub Option<String>);

impl Words {
    /// The text; empty where it was erased.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Whether the words are gone.
    #[must_use]
    pub fn erased(&self) -> bool {
        self.0.is_none()
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

/// A line or paragraph people typed: trimmed, not blank, at most `most` characters as [`crate::text::length`] counts them,
/// no control characters but line feed and tab, and none that have letters stand in another order than they were typed (U+202D,
/// U+202E): by them a name pretends to end otherwise. What joins characters stays.
///
/// # Errors
/// [`BadText`] says which of the rules the text breaks.
pub fn clean(text: &str, most: usize) -> Result<String, BadText> {
    let stays = |c: &char| match c {
        '\n' | '\t' => true,
        '\u{202d}' | '\u{202e}' => false,
        c => !c.is_control(),
    };
    let text: String = text.chars().filter(stays).collect();
    let text = trimmed(&text);
    match length(text) {
        0 => Err(BadText::Empty),
        n if n > most => Err(BadText::TooLong { most, got: n }),
        _ => Ok(text.to_owned()),
    }
}

/// Whether the words in the log are the text as it was taken. Erased words compare equal to all.
#[must_use]
pub fn says(words: &Words, text: &str) -> bool {
    words.erased() || clean(text, usize::MAX).is_ok_and(|text| text == words.text())
}

/// Why a text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadText {
    /// Nothing that shows.
    #[error("Write something first.")]
    Empty,
    /// Longer than is allowed here.
    #[error("That is {got} characters; {most} is the most.")]
    TooLong {
        /// Characters allowed.
        most: usize,
        /// Characters given.
        got: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::{BadText, clean};

    #[test]
    fn text_is_trimmed_and_bounded() {
        assert_eq!(clean("  hi\u{0}\n", 5).as_deref(), Ok("hi"));
        assert_eq!(clean("\u{202e}fdp.exe\u{202c}", 20).as_deref(), Ok("fdp.exe\u{202c}"));
        for blank in [" \n\t", "\u{200b}", "\u{2800}", "\u{3164}", "\u{ad}", "\u{2060}", "\u{200b} \u{feff}"]
        {
            assert_eq!(clean(blank, 5), Err(BadText::Empty), "{blank:?}");
        }
        assert_eq!(clean("abcdef", 5), Err(BadText::TooLong { most: 5, got: 6 }));
        assert_eq!(clean("äöüßé", 5).as_deref(), Ok("äöüßé"), "characters, not bytes");
        assert_eq!(
            clean(&"👨‍👩‍👧‍👦".repeat(5), 5).map(|text| text.len()),
            Ok(125),
            "as people see them, and whole"
        );
        assert_eq!(clean(&"👍🏽".repeat(6), 5), Err(BadText::TooLong { most: 5, got: 6 }));
        assert_eq!(clean("می‌خواهم\u{200b}", 9).as_deref(), Ok("می‌خواهم"));
    }
}

//! What a scene is. How its stage is laid out is open; what people wrote (name, title, text) is sealed.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::rejection::Rejection;
use crate::scene::{LONGEST_COUNTDOWN, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, Layout};
use crate::text::LARGEST_TEXT;
use crate::words::{BadText, Words, clean};

/// A scene as somebody wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Definition {
    /// What stands where.
    pub layout: Layout,
    /// Its name, title and text.
    pub wording: Wording,
}

/// What somebody wrote for a scene: JSON in the one sealed text of its facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Wording {
    /// What it is called, 1 to [`LONGEST_NAME`] characters; empty where it was erased.
    pub name: String,
    /// A card's title, at most [`LONGEST_TITLE`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// A card's text, at most [`LONGEST_TEXT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
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
        lean::from_str(words.text()).unwrap_or_default()
    }

    /// With its texts trimmed.
    fn checked(&self) -> Result<Self, BadText> {
        let may_be_empty = |text: &str, most| match clean(text, most) {
            Err(BadText::Empty) => Ok(String::new()),
            other => other,
        };
        let checked = Self {
            name: clean(&self.name, LONGEST_NAME)?,
            title: may_be_empty(&self.title, LONGEST_TITLE)?,
            text: may_be_empty(&self.text, LONGEST_TEXT)?,
        };
        let bytes = checked.name.len() + checked.title.len() + checked.text.len();
        if bytes > LARGEST_TEXT {
            return Err(BadText::TooLong { most: LARGEST_TEXT, got: bytes });
        }
        Ok(checked)
    }
}

impl Definition {
    /// The definition with its texts trimmed.
    ///
    /// # Errors
    /// A name that is empty, a text that is too long, or a countdown that is no time or too long a time.
    pub fn checked(&self) -> Result<Self, Rejection> {
        if let Layout::Card { minutes: Some(minutes), .. } = self.layout
            && !(1..=LONGEST_COUNTDOWN).contains(&minutes)
        {
            return Err(Rejection::BadCountdown { most: LONGEST_COUNTDOWN });
        }
        let wording = self.wording.checked().map_err(Rejection::BadText)?;
        Ok(Self { layout: self.layout, wording })
    }

    /// Whether a fact with these is what came of it.
    pub(super) fn could_be(&self, layout: Layout, wording: &Words) -> bool {
        self.layout == layout
            && (wording.erased()
                || self.checked().is_ok_and(|checked| checked.wording == Wording::read(wording)))
    }
}

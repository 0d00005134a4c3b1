//! What there is of a page in object storage.

use std::fmt;
use std::str::FromStr;

/// A page's picture or its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The picture that fills a stage.
    Large,
    /// The one for a phone or a slow line.
    Small,
    /// The one in a strip of pages.
    Thumb,
    /// Its text with its place, and its measures.
    Text,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Large, Self::Small, Self::Thumb, Self::Text];

    /// The word in keys and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Small => "small",
            Self::Thumb => "thumb",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Shape {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|shape| shape.word() == word).ok_or(())
    }
}

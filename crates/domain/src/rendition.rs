//! What object storage has of a page of slides.

use std::fmt;
use std::str::FromStr;

/// A picture of the page in one size, or its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rendition {
    /// The picture that fills a stage.
    Large,
    /// The one for a phone or a slow line.
    Small,
    /// The one in a strip of pages.
    Thumb,
    /// Its text with its place, and its measures.
    Text,
}

impl Rendition {
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

impl fmt::Display for Rendition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Rendition {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|rendition| rendition.word() == word).ok_or(())
    }
}

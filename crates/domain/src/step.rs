//! The steps that make a replay of a class, in the order they run.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// A step of processing, in the order they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Sound is taken out of the recording.
    Extract,
    /// Speech becomes words.
    Transcribe,
    /// Words get their place on the class's clock.
    Align,
    /// Chapters and highlights are found.
    Derive,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 4] = [Self::Extract, Self::Transcribe, Self::Align, Self::Derive];

    /// The word in rows and job names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Extract => "extract",
            Self::Transcribe => "transcribe",
            Self::Align => "align",
            Self::Derive => "derive",
        }
    }

    /// The step after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }
}

//! What happens to a class after it ended: stages, each with its state on every screen.

mod decide;

pub use decide::{fail, finish, progress, restart};

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// A stage of processing, in the order they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Sound is taken out of the recording.
    Extract,
    /// Speech becomes words.
    Transcribe,
    /// Words get their place on the class's clock.
    Align,
    /// Chapters and highlights are found.
    Derive,
}

impl Stage {
    /// Every stage, in order.
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

    /// The stage after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| *stage > self)
    }
}

/// How far a stage is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Progress {
    /// Not begun.
    #[default]
    Waiting,
    /// At work.
    Working {
        /// 0 to 100.
        percent: u8,
    },
    /// Done.
    Finished,
    /// Failed for good, until somebody starts it again.
    Failed {
        /// Why; only staff see it.
        reason: String,
    },
}

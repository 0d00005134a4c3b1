//! The commands of chapters.

use domain_derive::Tagged;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::chapter::Fact;
use crate::core::FeatureCommand;
use crate::ids::ChapterId;
use crate::policy::Action;
use crate::words::says;

/// What a page may say over its live channel about chapters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Begin a new chapter here.
    #[serde(rename = "mark_chapter")]
    Mark {
        /// The chapter, with an id by who marks it.
        chapter: ChapterId,
        /// Its title, 1 to [`crate::chapter::LONGEST_TITLE`] characters.
        title: String,
    },
}

impl FeatureCommand for Command {
    type Fact = Fact;

    fn action(&self) -> Action {
        Action::MarkChapter
    }

    fn could_have_made(&self, facts: &[&Self::Fact]) -> bool {
        match (self, facts) {
            (Self::Mark { chapter, title }, [Fact::Marked { chapter: there, title: called }]) => {
                chapter == there && says(called, title)
            }
            // Of another number.
            (_, _) => false,
        }
    }
}

//! What was said in a class: words with their times, the cues people read, and the forms they are handed out in.

mod cues;
mod errors;
mod merge;
mod text;
mod vtt;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::UserId;

pub use cues::cues;
pub use errors::{WordErrors, word_errors};
pub use merge::merge;
pub use text::plain_text;
pub use vtt::web_vtt;

/// One recognised word, with the punctuation that belongs to it ("spring.").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Word {
    /// The word as it is shown.
    pub text: String,
    /// Where it begins, in milliseconds since the class started.
    pub start_ms: i64,
    /// Where it ends; never before `start_ms`.
    pub end_ms: i64,
}

/// A readable piece of speech by one person: a line beside the video, a caption on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Cue {
    /// Where its first word begins, in milliseconds since the class started.
    pub start_ms: i64,
    /// Where it leaves the screen; after `start_ms`.
    pub end_ms: i64,
    /// Its words, separated by single spaces.
    pub text: String,
    /// Who said it; `None` where the track has no known owner.
    pub speaker: Option<UserId>,
}

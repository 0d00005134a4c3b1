//! What the replay page shows: a class after its end, its tracks, and what was found in its speech.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::catalog::ClassRow;
use crate::chapter::Chapter;
use crate::ids::{Offset, UserId};
use crate::recording::Source;
use crate::transcript::Cue;
use crate::view::ClassView;

/// Everything the replay page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Replay {
    /// The calendar's row.
    pub class: ClassRow,
    /// The class as it stood at its end, with the pipeline's progress since.
    pub view: ClassView,
    /// The tracks that can be played now.
    pub tracks: Vec<PlayableTrack>,
    /// Whether every track is there; else the page asks again.
    pub complete: bool,
    /// The teacher's chapters.
    pub chapters: Vec<Chapter>,
    /// Chapters found in the text.
    pub found: Vec<FoundChapter>,
    /// Moments worth going back to.
    pub highlights: Vec<Highlight>,
    /// What was said.
    pub transcript: Vec<Cue>,
}

/// A track with an address that a browser can play.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct PlayableTrack {
    /// Whose it is.
    pub user: UserId,
    /// Where it comes from.
    pub source: Source,
    /// Where it begins on the class's clock.
    pub offset: Offset,
    /// How long it is.
    pub duration_ms: i64,
    /// Its MIME type with codec.
    pub mime: String,
    /// Its signed address.
    pub url: String,
}

/// What the pipeline found in a class.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Derived {
    /// Chapters found in the text, in order.
    pub chapters: Vec<FoundChapter>,
    /// Highlights, in order.
    pub highlights: Vec<Highlight>,
}

/// A chapter found in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct FoundChapter {
    /// Where it begins.
    pub offset: Offset,
    /// Its title.
    pub title: String,
}

/// A moment worth going back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Highlight {
    /// Where it begins.
    pub offset: Offset,
    /// Where it ends.
    pub until: Offset,
    /// Its title.
    pub title: String,
    /// Why it was chosen, in words for people.
    pub reason: String,
}

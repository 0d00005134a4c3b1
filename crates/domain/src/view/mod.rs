//! A class as a screen shows it, and the one fold that makes it from the log: the server's first render, every
//! browser, the writer's own state and the replay all use it.

mod apply;
mod visible;
mod whole;

pub use crate::core::{Audience, Reach};
pub use apply::apply;
pub use visible::{reach, redact, visible};
pub use whole::{read_whole, write_whole};

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::board::Boards;
use crate::chapter::Chapters;
use crate::chat::Chat;
use crate::core::Core;
use crate::hand::Hands;
use crate::ids::Sequence;
use crate::pipeline::Pipeline;
use crate::poll::Polls;
use crate::question::Questions;
use crate::recording::Recordings;
use crate::scene::Scenes;
use crate::slides::Slides;

/// A class, folded from its log up to [`ClassView::sequence`]: what all features may know of it, and what each keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct ClassView {
    /// The last event that is in it.
    pub sequence: Sequence,
    /// Whether it is the class's entry only, as one sees it who isn't let in: without what came before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// How far it is, who is there, and what they may do.
    #[serde(flatten)]
    pub core: Core,
    /// Raised hands.
    #[serde(flatten)]
    pub hand: Hands,
    /// The chat.
    #[serde(flatten)]
    pub chat: Chat,
    /// The questions.
    #[serde(flatten)]
    pub question: Questions,
    /// The polls.
    #[serde(flatten)]
    pub poll: Polls,
    /// The teacher's chapters.
    #[serde(flatten)]
    pub chapter: Chapters,
    /// Its boards, without what is drawn on them.
    #[serde(flatten)]
    pub board: Boards,
    /// The scenes.
    #[serde(flatten)]
    pub scene: Scenes,
    /// The slides.
    #[serde(flatten)]
    pub slides: Slides,
    /// What was recorded.
    #[serde(flatten)]
    pub recording: Recordings,
    /// What is made of it afterwards.
    #[serde(flatten)]
    pub pipeline: Pipeline,
}

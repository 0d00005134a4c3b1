//! The small set of pictures people answer with.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// One of a small set, so that a reaction can't say just anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Emoji {
    /// 👍
    ThumbsUp,
    /// ❤️
    Heart,
    /// 😂
    Laugh,
    /// 😮
    Surprise,
    /// 🎉
    Party,
    /// 🤔
    Think,
    /// 👏
    Clap,
    /// ✅
    Check,
}

impl Emoji {
    /// Every one, in the order pages offer them.
    pub const ALL: [Self; 8] = [
        Self::ThumbsUp,
        Self::Heart,
        Self::Laugh,
        Self::Surprise,
        Self::Party,
        Self::Think,
        Self::Clap,
        Self::Check,
    ];

    /// The picture.
    #[must_use]
    pub fn glyph(self) -> &'static str {
        match self {
            Self::ThumbsUp => "👍",
            Self::Heart => "❤️",
            Self::Laugh => "😂",
            Self::Surprise => "😮",
            Self::Party => "🎉",
            Self::Think => "🤔",
            Self::Clap => "👏",
            Self::Check => "✅",
        }
    }
}

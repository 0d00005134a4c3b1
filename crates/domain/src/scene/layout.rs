//! What stands where on the stage.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{BoardId, DeckId};

/// What stands where on the stage. It names sources, never people: who is seen follows from who sends a picture, who teaches
/// and who is in the spotlight, so a layout can be used in any class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Layout {
    /// The one in the spotlight or who teaches large, and others who send a picture beside.
    #[default]
    Camera,
    /// Slides.
    Slides {
        /// Which deck; none for the one that was shown last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deck: Option<DeckId>,
        /// Who speaks, beside or over them; none for the slides alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        camera: Option<Inset>,
    },
    /// A whiteboard.
    Board {
        /// Which; none for the one that was shown last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        board: Option<BoardId>,
        /// Who speaks; none for the board alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        camera: Option<Inset>,
    },
    /// The screen that somebody shares.
    Screen {
        /// Who speaks; none for the screen alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        camera: Option<Inset>,
    },
    /// Two people, equally large.
    TwoSpeakers,
    /// Everybody who sends a picture, equally large.
    Gallery,
    /// Who is asked large, and who asks in an inset.
    Interview {
        /// Where and how the one who asks is seen.
        camera: Inset,
    },
    /// A card with a title and text, without people.
    Card {
        /// What it is for.
        card: Card,
        /// Minutes that it counts down from when it goes on the stage; none where nothing is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u16>,
    },
}

/// What a card is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// Before it begins.
    Title,
    /// While there is a break.
    Break,
    /// At its end.
    Ending,
}

/// Where and how a camera is seen beside or over something larger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Inset {
    /// Where.
    pub place: Place,
    /// How large.
    pub size: Size,
    /// In which shape.
    pub shape: Shape,
}

/// Where an inset stands. Left and right are the same for everybody, whichever way they read: all look at one picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In a column of its own; covers nothing.
    #[default]
    Right,
    /// In a column of its own; covers nothing.
    Left,
    /// Over the corner.
    TopLeft,
    /// Over the corner.
    TopRight,
    /// Over the corner.
    BottomLeft,
    /// Over the corner.
    BottomRight,
}

/// How large an inset is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// A seventh of the stage's width.
    Small,
    /// A fifth.
    #[default]
    Medium,
    /// Nearly a third.
    Large,
}

/// The shape of an inset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Four to three, with round corners.
    #[default]
    Rectangle,
    /// As wide as high.
    Square,
    /// A circle.
    Circle,
}

impl Layout {
    /// The layout for another class: decks and boards belong to one.
    #[must_use]
    pub fn elsewhere(self) -> Self {
        match self {
            Self::Slides { deck: _, camera } => Self::Slides { deck: None, camera },
            Self::Board { board: _, camera } => Self::Board { board: None, camera },
            Self::Camera
            | Self::Screen { .. }
            | Self::TwoSpeakers
            | Self::Gallery
            | Self::Interview { .. }
            | Self::Card { .. } => self,
        }
    }

    /// Its word, as rows have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Slides { .. } => "slides",
            Self::Board { .. } => "board",
            Self::Screen { .. } => "screen",
            Self::TwoSpeakers => "two_speakers",
            Self::Gallery => "gallery",
            Self::Interview { .. } => "interview",
            Self::Card { .. } => "card",
        }
    }

    /// Where and how a camera is seen in it beside something larger.
    #[must_use]
    pub fn inset(self) -> Option<Inset> {
        match self {
            Self::Slides { camera, .. } | Self::Board { camera, .. } | Self::Screen { camera } => camera,
            Self::Interview { camera } => Some(camera),
            Self::Camera | Self::TwoSpeakers | Self::Gallery | Self::Card { .. } => None,
        }
    }
}

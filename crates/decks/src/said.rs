//! What the child says of a file, and what is kept of each page.

use domain::slides::Unfit;
use serde::{Deserialize, Serialize};

/// A line that the child says, as JSON. The first is [`Said::Opened`] or [`Said::Unfit`]; each page follows once, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Said {
    /// The file can be read.
    Opened {
        /// How many pages it has.
        pages: u16,
    },
    /// The file has an outline.
    Outline {
        /// Its headings, in their order; one at least.
        headings: Vec<Heading>,
    },
    /// A page's pictures are in the folder.
    Page(Page),
    /// A page can't be drawn; the others can.
    Undrawable {
        /// Its number; the first is 1.
        number: u16,
    },
    /// The file can't be shown at all.
    Unfit {
        /// Why.
        why: Unfit,
    },
}

/// A page that was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its number; the first is 1.
    pub number: u16,
    /// Its width in points (for a picture: in pixels), as it is shown: turned and cropped.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Its text, in the order in which the file has it.
    pub text: Vec<Line>,
    /// Fonts that the file names and doesn't hold, for which others stand in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<String>,
    /// The speaker's notes; empty where there are none. They are for staff alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

/// A heading of a file's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// How deep it stands; the uppermost are 1.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// The number of the page to which it leads; the first is 1.
    pub page: u16,
}

/// A line of a page's text and its place, in parts of 10,000 of the page's width and height from its left upper corner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// Its left edge.
    pub x: u16,
    /// Its upper edge.
    pub y: u16,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
}

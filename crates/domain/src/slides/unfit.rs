//! Why a file can't be shown as slides. The text is what the teacher reads: what is wrong, and what to do.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::slides::{LARGEST_FILE, MOST_PAGES};

/// Why a file became no deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// There is nothing in it.
    Empty,
    /// It has more bytes than a file may have.
    TooLarge,
    /// It can't be opened without a password.
    Locked,
    /// It is cut off or damaged.
    Broken,
    /// It has no page.
    NoPages,
    /// It has more pages than a deck may have.
    TooManyPages,
    /// It is a picture of more pixels than can be drawn.
    TooManyPixels,
    /// It is of a kind that can't be drawn.
    OtherKind,
    /// It is a document of an office program, and nothing that draws those is installed.
    NoOffice,
    /// It takes more time or memory than there is for a file.
    TooHeavy,
    /// What arrived isn't what was sent.
    Altered,
}

impl Unfit {
    /// What the teacher reads.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Empty => "This file is empty. Export it again and upload that.".to_owned(),
            Self::TooLarge => format!(
                "This file is larger than {} MB. Export it with smaller pictures, or split it.",
                LARGEST_FILE / 1_000_000
            ),
            Self::Locked => {
                "This file asks for a password. Save a copy without one and upload that.".to_owned()
            }
            Self::Broken => {
                "This file is damaged or cut off. Open it on your computer, export it again as PDF and upload \
                 that."
                    .to_owned()
            }
            Self::NoPages => "This file has no pages. Export it again and upload that.".to_owned(),
            Self::TooManyPages => {
                format!("This file has more than {MOST_PAGES} pages. Split it, and upload the parts.")
            }
            Self::TooManyPixels => {
                "This picture has too many pixels to be shown. Save it smaller and upload that.".to_owned()
            }
            Self::OtherKind => {
                "This file is of a kind that can't be shown. Slides can be PDF, PNG, JPEG, WebP, GIF or SVG."
                    .to_owned()
            }
            Self::NoOffice => {
                "Documents of office programs can't be shown here. Export it as PDF and upload that.".to_owned()
            }
            Self::TooHeavy => {
                "This file takes too much time or memory to draw. Export it as a simpler PDF, or split it."
                    .to_owned()
            }
            Self::Altered => "This file was damaged on its way here. Upload it again.".to_owned(),
        }
    }
}

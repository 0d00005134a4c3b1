//! What changes a board.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::board::{Place, Style, WIDEST};
use crate::ids::{CommandId, ObjectGroupId, ObjectId};
use crate::rejection::BadDrawing;

/// Objects that one change is about, at most; who means more makes several.
pub const MOST_AT_ONCE: usize = 400;

/// One change of a board. A change to an object that isn't there does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "op", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "a field that only names what the change is about needs no sentence; the others have one"
)]
pub enum Change {
    /// A new object, above all others. What it is comes beside the change.
    Add {
        /// With an id by who draws it.
        object: ObjectId,
        /// From 1 on.
        page: u16,
    },
    /// An object is drawn anew at its place in the order: other colours, other words. What it is comes beside the change.
    Redraw { object: ObjectId },
    /// Objects stand elsewhere, or are larger or smaller.
    Place {
        /// 1 to [`MOST_AT_ONCE`].
        objects: Vec<Placed>,
    },
    /// Objects of a page go.
    Remove {
        page: u16,
        /// 1 to [`MOST_AT_ONCE`]; what isn't on that page stays.
        objects: Vec<ObjectId>,
    },
    /// All objects of a page go.
    Clear { page: u16 },
    /// What one's own command removed comes back, where it was not long ago.
    Restore {
        /// The command that removed, cleared or rubbed out.
        removal: CommandId,
    },
    /// New objects, above all others and each above the one before it. What they are comes beside the change
    /// ([`crate::board::drawn_together`]), one shape an object.
    AddAll {
        page: u16,
        /// 1 to [`MOST_AT_ONCE`].
        objects: Vec<Added>,
    },
    /// Objects have other colours and widths.
    Style {
        /// 1 to [`MOST_AT_ONCE`].
        objects: Vec<Styled>,
    },
    /// Objects of a page lie above or below others.
    Stack {
        page: u16,
        /// One after another; 1 to [`MOST_AT_ONCE`] objects in all of them.
        piles: Vec<Pile>,
    },
    /// Objects are chosen and moved together, or each by itself again.
    Group {
        /// 1 to [`MOST_AT_ONCE`].
        objects: Vec<Grouped>,
    },
    /// Objects can't be changed until they are unlocked.
    Lock {
        /// 1 to [`MOST_AT_ONCE`].
        objects: Vec<ObjectId>,
        /// Whether they are locked now.
        locked: bool,
    },
    /// Parts of strokes go; what is left of one becomes strokes of its own, by who drew it.
    Rub {
        page: u16,
        /// 1 to [`MOST_AT_ONCE`], with as many parts in all of them at most.
        strokes: Vec<Rubbed>,
    },
    /// A page looks like another paper.
    Paper { page: u16, paper: Paper },
}

/// An object that is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Added {
    /// With an id by who adds it.
    pub object: ObjectId,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Place::is_as_drawn")]
    pub place: Place,
    /// The group that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ObjectGroupId>,
}

impl Added {
    /// An object that stands where it was drawn, by itself.
    #[must_use]
    pub fn as_drawn(object: ObjectId) -> Self {
        Self { object, place: Place::default(), group: None }
    }
}

/// How an object looks now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Styled {
    /// Which.
    pub object: ObjectId,
    /// How.
    pub style: Style,
}

/// Objects that lie directly above another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Pile {
    /// The one they lie above; none for the lowest of the page. Where it isn't there nothing moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<ObjectId>,
    /// At least one, the lowest first.
    pub objects: Vec<ObjectId>,
}

/// The group that an object is in now. A group is of objects alone: what was in another leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Grouped {
    /// Which.
    pub object: ObjectId,
    /// None where it is by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ObjectGroupId>,
}

/// What becomes of a stroke that is rubbed at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Rubbed {
    /// Which; what is no stroke goes whole.
    pub object: ObjectId,
    /// What is left of it, from its first point on and without overlaps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// What is left of a stroke between two of its places, each in [`crate::board::Ink::CUTS`]ths from point to point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Part {
    /// The object it becomes, with an id by who rubs.
    pub object: ObjectId,
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}

/// What a page looks like before anything is drawn on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// Dots.
    #[default]
    Dots,
    /// Nothing.
    Plain,
    /// Lines to write on.
    Ruled,
    /// Squares.
    Graph,
}

/// Where an object stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Placed {
    /// Which.
    pub object: ObjectId,
    /// Where.
    pub place: Place,
}

impl Change {
    /// Whether what is drawn comes beside it.
    #[must_use]
    pub fn draws(&self) -> bool {
        match self {
            Self::Add { .. } | Self::Redraw { .. } | Self::AddAll { .. } => true,
            Self::Place { .. }
            | Self::Remove { .. }
            | Self::Clear { .. }
            | Self::Restore { .. }
            | Self::Style { .. }
            | Self::Stack { .. }
            | Self::Group { .. }
            | Self::Lock { .. }
            | Self::Rub { .. }
            | Self::Paper { .. } => false,
        }
    }

    /// The page that it names, which has to be there.
    #[must_use]
    pub fn page(&self) -> Option<u16> {
        match self {
            Self::Add { page, .. }
            | Self::Remove { page, .. }
            | Self::Clear { page }
            | Self::AddAll { page, .. }
            | Self::Stack { page, .. }
            | Self::Rub { page, .. }
            | Self::Paper { page, .. } => Some(*page),
            Self::Redraw { .. }
            | Self::Place { .. }
            | Self::Restore { .. }
            | Self::Style { .. }
            | Self::Group { .. }
            | Self::Lock { .. } => None,
        }
    }

    /// How many objects it adds to its page.
    #[must_use]
    pub fn adds(&self) -> usize {
        match self {
            Self::Add { .. } => 1,
            Self::AddAll { objects, .. } => objects.len(),
            Self::Rub { strokes, .. } => strokes.iter().map(|stroke| stroke.parts.len()).sum(),
            Self::Redraw { .. }
            | Self::Place { .. }
            | Self::Remove { .. }
            | Self::Clear { .. }
            | Self::Restore { .. }
            | Self::Style { .. }
            | Self::Stack { .. }
            | Self::Group { .. }
            | Self::Lock { .. }
            | Self::Paper { .. } => 0,
        }
    }

    /// As how many changes it counts, with so many characters drawn: folding it takes as long as several small ones do.
    #[must_use]
    pub(super) fn weight(&self, drawn: usize) -> usize {
        let objects = match self {
            Self::Rub { strokes, .. } => strokes.len() + self.adds(),
            Self::Style { objects } => objects.len(),
            Self::AddAll { objects, .. } => objects.len(),
            Self::Add { .. }
            | Self::Redraw { .. }
            | Self::Place { .. }
            | Self::Remove { .. }
            | Self::Clear { .. }
            | Self::Restore { .. }
            | Self::Stack { .. }
            | Self::Group { .. }
            | Self::Lock { .. }
            | Self::Paper { .. } => 0,
        };
        1 + drawn / 8192 + objects / 64
    }

    /// The objects that it is about or makes, each of which may be named once; none where that doesn't matter.
    fn named(&self) -> Vec<ObjectId> {
        match self {
            Self::AddAll { objects, .. } => objects.iter().map(|added| added.object).collect(),
            Self::Style { objects } => objects.iter().map(|styled| styled.object).collect(),
            Self::Place { objects } => objects.iter().map(|placed| placed.object).collect(),
            Self::Group { objects } => objects.iter().map(|grouped| grouped.object).collect(),
            Self::Remove { objects, .. } | Self::Lock { objects, .. } => objects.clone(),
            Self::Rub { strokes, .. } => {
                let parts = strokes.iter().flat_map(|stroke| &stroke.parts).map(|part| part.object);
                strokes.iter().map(|stroke| stroke.object).chain(parts).collect()
            }
            Self::Stack { piles, .. } => piles.iter().flat_map(|pile| pile.objects.clone()).collect(),
            Self::Add { .. }
            | Self::Redraw { .. }
            | Self::Clear { .. }
            | Self::Restore { .. }
            | Self::Paper { .. } => vec![],
        }
    }

    /// Passes what is within its bounds.
    ///
    /// # Errors
    /// [`BadDrawing::FarAway`] for a place that isn't on a board, [`BadDrawing::TooManyObjects`] for too many objects, and
    /// for none; [`BadDrawing::BadStyle`] for a width that isn't; [`BadDrawing::BadParts`] for parts that overlap;
    /// [`BadDrawing::NamedTwice`] for an object that is named twice.
    pub fn must_be_sound(&self) -> Result<(), BadDrawing> {
        let count = match self {
            Self::Place { objects } => {
                if !objects.iter().all(|placed| placed.place.is_sound()) {
                    return Err(BadDrawing::FarAway);
                }
                objects.len()
            }
            Self::AddAll { objects, .. } => {
                if !objects.iter().all(|added| added.place.is_sound()) {
                    return Err(BadDrawing::FarAway);
                }
                objects.len()
            }
            Self::Style { objects } => {
                if !objects.iter().all(|styled| (1..=WIDEST).contains(&styled.style.width)) {
                    return Err(BadDrawing::BadStyle);
                }
                objects.len()
            }
            Self::Stack { piles, .. } => {
                let counts = piles.iter().map(|pile| pile.objects.len());
                // A pile of nothing counts as too many.
                counts.fold(0, |all, here| if here == 0 { usize::MAX } else { all.saturating_add(here) })
            }
            Self::Rub { strokes, .. } => {
                if !strokes.iter().all(|stroke| follow_each_other(&stroke.parts)) {
                    return Err(BadDrawing::BadParts);
                }
                strokes.len().max(self.adds())
            }
            Self::Remove { objects, .. } | Self::Lock { objects, .. } => objects.len(),
            Self::Group { objects } => objects.len(),
            Self::Add { .. }
            | Self::Redraw { .. }
            | Self::Clear { .. }
            | Self::Restore { .. }
            | Self::Paper { .. } => 1,
        };
        if !(1..=MOST_AT_ONCE).contains(&count) {
            return Err(BadDrawing::TooManyObjects { most: MOST_AT_ONCE });
        }
        let mut named = self.named();
        let count = named.len();
        named.sort_unstable();
        named.dedup();
        if named.len() == count { Ok(()) } else { Err(BadDrawing::NamedTwice) }
    }
}

/// Whether each of them is a way along the stroke, and begins where the one before it ends or later: then they are no more
/// than the stroke was.
fn follow_each_other(parts: &[Part]) -> bool {
    let mut end = 0;
    parts.iter().all(|part| {
        let follows = end <= part.from && part.from < part.to;
        end = part.to;
        follows
    })
}

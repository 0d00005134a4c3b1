//! What changes a board.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{CommandId, ObjectId};
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
        /// The command that removed or cleared.
        removal: CommandId,
    },
}

/// Where an object stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Placed {
    /// Which.
    pub object: ObjectId,
    /// Where.
    pub place: Place,
}

/// Where an object stands: each of its points is stretched, then shifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Place {
    /// By how much to the right, in 256ths of a unit.
    pub x: i32,
    /// By how much down, in 256ths of a unit.
    pub y: i32,
    /// How much wider, in 65,536ths.
    pub wide: u32,
    /// How much higher, in 65,536ths.
    pub high: u32,
}

impl Default for Place {
    /// Where it was drawn.
    fn default() -> Self {
        Self { x: 0, y: 0, wide: Self::AS_DRAWN, high: Self::AS_DRAWN }
    }
}

impl Place {
    /// The stretch of what is as large as it was drawn.
    pub const AS_DRAWN: u32 = 1 << 16;
    /// How many of its shifts are a unit.
    pub const SHIFTS: i32 = 256;

    /// Shifts of up to two extents bring anything anywhere; a thousand times as large or small is enough.
    fn is_sound(self) -> bool {
        let farthest = 2 * super::EXTENT * Self::SHIFTS;
        let stretches = (Self::AS_DRAWN >> 10)..=(Self::AS_DRAWN << 10);
        [self.x, self.y].iter().all(|shift| (-farthest..=farthest).contains(shift))
            && [self.wide, self.high].iter().all(|stretch| stretches.contains(stretch))
    }
}

impl Change {
    /// Whether what is drawn comes beside it.
    #[must_use]
    pub fn draws(&self) -> bool {
        match self {
            Self::Add { .. } | Self::Redraw { .. } => true,
            Self::Place { .. } | Self::Remove { .. } | Self::Clear { .. } | Self::Restore { .. } => false,
        }
    }

    /// Passes what is within its bounds.
    ///
    /// # Errors
    /// [`BadDrawing::FarAway`] for a place that isn't on a board, [`BadDrawing::TooManyObjects`] for too many objects, and
    /// for none.
    pub fn must_be_sound(&self) -> Result<(), BadDrawing> {
        let count = match self {
            Self::Place { objects } => {
                if !objects.iter().all(|placed| placed.place.is_sound()) {
                    return Err(BadDrawing::FarAway);
                }
                objects.len()
            }
            Self::Remove { objects, .. } => objects.len(),
            Self::Add { .. } | Self::Redraw { .. } | Self::Clear { .. } | Self::Restore { .. } => 1,
        };
        if (1..=MOST_AT_ONCE).contains(&count) {
            Ok(())
        } else {
            Err(BadDrawing::TooManyObjects { most: MOST_AT_ONCE })
        }
    }
}

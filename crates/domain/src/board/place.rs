//! Where objects stand.

use lean::FromJson;
use serde::{Deserialize, Serialize};

/// Where an object stands: each of its points is stretched, then turned about the board's middle, then shifted.
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
    /// How far it is turned clockwise, in hundredths of a degree: less than [`Place::FULL_TURN`].
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub turn: u16,
}

fn is_nothing(turn: &u16) -> bool {
    *turn == 0
}

impl Default for Place {
    /// Where it was drawn.
    fn default() -> Self {
        Self { x: 0, y: 0, wide: Self::AS_DRAWN, high: Self::AS_DRAWN, turn: 0 }
    }
}

impl Place {
    /// The stretch of what is as large as it was drawn.
    pub const AS_DRAWN: u32 = 1 << 16;
    /// How many of its shifts are a unit.
    pub const SHIFTS: i32 = 256;
    /// Once around.
    pub const FULL_TURN: u16 = 36_000;

    /// Whether it is where it was drawn.
    #[must_use]
    pub fn is_as_drawn(&self) -> bool {
        *self == Self::default()
    }

    /// Shifts of up to four extents bring anything anywhere, whichever way it is turned; a thousand times as large or small is
    /// enough.
    pub(super) fn is_sound(self) -> bool {
        let farthest = 4 * super::EXTENT * Self::SHIFTS;
        let stretches = (Self::AS_DRAWN >> 10)..=(Self::AS_DRAWN << 10);
        [self.x, self.y].iter().all(|shift| (-farthest..=farthest).contains(shift))
            && [self.wide, self.high].iter().all(|stretch| stretches.contains(stretch))
            && self.turn < Self::FULL_TURN
    }
}

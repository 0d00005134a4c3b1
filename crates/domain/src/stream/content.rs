//! What streams are made of: a variant a kind, and what holds of each.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use super::LARGEST_PIECE;
use crate::ClassView;
use crate::board::{Form, read_drawn};
use crate::core::Reach;
use crate::ids::{BoardId, ObjectId};
use crate::permission::Permission;
use crate::role::Viewer;
use crate::wire::EXTENT;

/// What one piece appends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// The way that somebody's pointer takes over the stage.
    Trail {
        /// From the stage's left edge and from its top, each 0 to [`EXTENT`], in their order.
        points: Vec<(u16, u16)>,
    },
    /// A stroke under somebody's pen.
    Ink {
        /// What it will be; said by the stream's first piece.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<InkPlace>,
        /// The points it grows by, as a packed stroke ([`crate::board::drawn`]).
        drawn: String,
    },
    /// Where somebody points to on a board with light that fades.
    Laser {
        /// Where that is; said by the stream's first piece.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<LaserPlace>,
        /// The points it moves on by, as a packed stroke ([`crate::board::drawn`]).
        drawn: String,
    },
}

/// Where light moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct LaserPlace {
    /// The board.
    pub board: BoardId,
    /// The page of it.
    pub page: u16,
}

/// Where a stroke grows. A stroke too long for one stream goes on in another that says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct InkPlace {
    /// The board.
    pub board: BoardId,
    /// The page of it.
    pub page: u16,
    /// The object that the stroke will be once it is whole.
    pub object: ObjectId,
}

impl Content {
    /// What a student must be permitted to do who sends it; none where whoever is inside may.
    #[must_use]
    pub fn permission(&self) -> Option<Permission> {
        match self {
            Self::Trail { .. } => None,
            Self::Ink { .. } | Self::Laser { .. } => Some(Permission::Draw),
        }
    }

    /// Whom it reaches, of those who are inside.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match self {
            Self::Trail { .. } | Self::Ink { .. } | Self::Laser { .. } => Reach::everybody(),
        }
    }

    /// About how many bytes it takes on the wire, without what names its stream.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Trail { points } => 32 + points.len() * 12,
            Self::Ink { on, drawn } => 26 + if on.is_some() { 118 } else { 0 } + drawn.len(),
            Self::Laser { on, drawn } => 28 + if on.is_some() { 66 } else { 0 } + drawn.len(),
        }
    }

    /// Whether it may be passed on: it says something, and is within its bounds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let fits = match self {
            Self::Trail { points } => {
                !points.is_empty() && points.iter().all(|(x, y)| *x <= EXTENT && *y <= EXTENT)
            }
            Self::Ink { drawn, .. } | Self::Laser { drawn, .. } => {
                read_drawn(drawn).is_ok_and(|shape| matches!(shape.form, Form::Pen(_) | Form::Highlighter(_)))
            }
        };
        fits && self.size() <= LARGEST_PIECE
    }
}

impl ClassView {
    /// Whether what somebody appends who is inside may be passed on.
    #[must_use]
    pub fn lets_append(&self, viewer: &Viewer, content: &Content) -> bool {
        let permits = |permission| self.core.permits(viewer.user, viewer.role, permission);
        content.is_valid() && content.permission().is_none_or(permits)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Content, InkPlace, LaserPlace};
    use crate::board::{Form, Ink, Point, Shape, Span, drawn};

    #[test]
    fn a_trail_stays_on_the_stage_and_has_a_measure() {
        let trail = |points: Vec<(u16, u16)>| Content::Trail { points };
        assert!(trail(vec![(0, 10_000), (10_000, 0)]).is_valid());
        assert!(!trail(vec![]).is_valid());
        assert!(!trail(vec![(0, 0), (10_001, 0)]).is_valid());
        assert!(trail(vec![(1, 1); 168]).is_valid());
        assert!(!trail(vec![(1, 1); 169]).is_valid());
    }

    #[test]
    fn ink_is_a_stroke_and_nothing_else() {
        let span = Span { from: (0, 0), to: (9, 9) };
        let of = |form| Content::Ink {
            on: None,
            drawn: drawn(&Shape { colour: [0; 3], width: 32, fine: 2, form }),
        };
        assert!(of(Form::Pen(ink(3))).is_valid());
        assert!(!of(Form::Line(span)).is_valid());
        let light = |drawn: String| Content::Laser { on: None, drawn };
        let Content::Ink { drawn, .. } = of(Form::Pen(ink(3))) else { panic!("ink is ink") };
        assert!(light(drawn).is_valid());
        assert!(!light("!".into()).is_valid());
        assert!(!Content::Ink { on: None, drawn: "!".into() }.is_valid());
    }

    fn ink(points: i32) -> Ink {
        Ink((0..points).map(|x| Point { x: x * x, y: -x, pressure: 9 }).collect())
    }

    #[test]
    fn its_size_is_about_that_of_its_json() {
        let place = InkPlace { board: Uuid::max().into(), page: 9, object: Uuid::max().into() };
        let shape = Shape { colour: [9; 3], width: 32, fine: 2, form: Form::Pen(ink(9)) };
        let inks = [None, Some(place)].map(|on| Content::Ink { on, drawn: drawn(&shape) });
        let place = LaserPlace { board: Uuid::max().into(), page: 9 };
        let lights = [None, Some(place)].map(|on| Content::Laser { on, drawn: drawn(&shape) });
        let trails = [1, 20, 168].map(|points| Content::Trail { points: vec![(10_000, 10_000); points] });
        for content in trails.into_iter().chain(inks).chain(lights) {
            let json = serde_json::to_vec(&content).unwrap().len();
            assert!(content.size().abs_diff(json) <= 16 + json / 4, "{} for {json}", content.size());
        }
    }
}

//! What streams are made of: a variant a kind, and what holds of each.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use super::LARGEST_PIECE;
use crate::ClassView;
use crate::core::Reach;
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
}

impl Content {
    /// What a student must be permitted to do who sends it; none where whoever is inside may.
    #[must_use]
    pub fn permission(&self) -> Option<Permission> {
        match self {
            Self::Trail { .. } => None,
        }
    }

    /// Whom it reaches, of those who are inside.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match self {
            Self::Trail { .. } => Reach::everybody(),
        }
    }

    /// About how many bytes it takes on the wire, without what names its stream.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Trail { points } => 32 + points.len() * 12,
        }
    }

    /// Whether it may be passed on: it says something, and is within its bounds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let fits = match self {
            Self::Trail { points } => {
                !points.is_empty() && points.iter().all(|(x, y)| *x <= EXTENT && *y <= EXTENT)
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
    use super::Content;

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
    fn its_size_is_about_that_of_its_json() {
        for points in [1, 20, 168] {
            let content = Content::Trail { points: vec![(10_000, 10_000); points] };
            let json = serde_json::to_vec(&content).unwrap().len();
            assert!(content.size().abs_diff(json) <= 16 + json / 4, "{} for {json}", content.size());
        }
    }
}

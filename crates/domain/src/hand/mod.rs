//! Raised hands, in the order they went up.

mod fold;
mod lower;
mod raise;

pub(crate) use fold::fold;
pub use lower::lower;
pub use raise::raise;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::ids::{Offset, UserId};

/// A raised hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Hand {
    /// Whose.
    pub user: UserId,
    /// Since when.
    pub since: Offset,
}

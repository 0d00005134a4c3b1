//! The class's chat.

mod post;
mod remove;

pub use post::post;
pub use remove::remove;

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, Offset, UserId};
use crate::words::Words;

/// Characters in a message, at most.
pub const LONGEST_MESSAGE: usize = 2_000;

/// One message as screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// When, on the class's clock.
    pub offset: Offset,
    /// What it says; erased once it was removed.
    pub text: Words,
    /// Who took it away, if somebody did.
    pub removed_by: Option<UserId>,
}

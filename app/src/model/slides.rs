//! What a page needs to bring a file into a class.

use domain::ids::DeckId;
use serde::{Deserialize, Serialize};

/// What there is to do for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The deck that it is, or becomes.
    pub deck: DeckId,
    /// Whether the class has it already.
    pub there: bool,
    /// Bytes of a part; the last may have fewer.
    pub part_bytes: u64,
    /// The parts that have not arrived, in their order.
    pub missing: Vec<Part>,
}

/// A part that has not arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its number, from 1 on.
    pub number: u32,
    /// Its size.
    pub bytes: u64,
    /// Where to `PUT` it.
    pub address: String,
}

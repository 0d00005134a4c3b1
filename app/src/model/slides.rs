//! What a page needs to bring a file into a class, and to say what is on a page of it.

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

/// A page in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageWords {
    /// Its text, line by line; empty where it has none or isn't drawn.
    pub text: String,
    /// What a teacher says is on it; empty where nobody said anything.
    pub description: String,
}

/// A heading of a deck's outline.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// How deep it stands; the uppermost are 1.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// The number of the page to which it leads; the first is 1.
    pub page: u16,
}

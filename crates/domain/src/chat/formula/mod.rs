//! Formulas in what people write: the part of TeX that is needed in a class, read into what MathML draws.
//!
//! A reader of our own, and not a TeX crate: the page must stay light, and what comes out is a tree of elements that are
//! known and words that are words, never markup, so that nothing anybody writes can become more than a formula.

mod find;
mod read;
mod symbols;

pub use find::{Part, formula_at, inside, parts};
pub use read::formula;

/// A formula, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Math {
    /// A word of it.
    Leaf(Leaf, String),
    /// What is made of parts; how many there are follows from what it is.
    Node(Node, Vec<Math>),
}

/// What a word of a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    /// A name: a variable, a function.
    Identifier,
    /// A number.
    Number,
    /// A sign: an operator, a bracket, a comma.
    Operator,
    /// Plain words.
    Text,
}

/// How parts stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// Any number, one after the other.
    Row,
    /// Two: above and below the line.
    Fraction,
    /// One under a root.
    Root,
    /// Two: under the root, and which root it is.
    NthRoot,
    /// Two: what has it, and the index.
    Sub,
    /// Two: what has it, and the exponent.
    Sup,
    /// Three: what has them, index, exponent.
    SubSup,
    /// Two: what has it, and what is below.
    Under,
    /// Two: what has it, and what is above.
    Over,
    /// Three: what has them, below, above.
    UnderOver,
    /// Any number of [`Node::TableRow`]s.
    Table,
    /// A line of a table: any number of [`Node::Cell`]s.
    TableRow,
    /// A cell of a table: any number, one after the other.
    Cell,
}

impl Math {
    fn sign(sign: impl Into<String>) -> Self {
        Self::Leaf(Leaf::Operator, sign.into())
    }

    fn name(name: impl Into<String>) -> Self {
        Self::Leaf(Leaf::Identifier, name.into())
    }

    /// One part as it is, several as a row.
    fn row(mut parts: Vec<Self>) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                Self::Node(Node::Row, parts)
            }
            None => Self::Node(Node::Row, parts),
        }
    }
}

//! What people see of a text: whether it shows anything, how long it is, which way it runs, where its words end.

mod blank;
mod length;
mod script;

pub use blank::{is_blank, is_invisible, trimmed};
pub use length::{LARGEST_TEXT, LONGEST_FORMULA, cut, fits, length};
pub use script::{begins_word, ends_word, is_from_right, is_unspaced};

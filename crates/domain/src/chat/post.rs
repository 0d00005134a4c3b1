//! Writing in the chat.

use crate::chat::LONGEST_MESSAGE;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::MessageId;
use crate::view::ClassView;
use crate::words::clean;

/// Adds a message.
///
/// # Errors
/// Outside a live class, an empty or overlong text, or a message of that name that is already there.
pub fn post(class: &ClassView, message: MessageId, text: &str) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if class.message(message).is_some() {
        return Err(Rejection::AlreadyThere);
    }
    let text = clean(text, LONGEST_MESSAGE).map_err(Rejection::BadText)?;
    Ok(vec![Fact::ChatPosted { message, text: text.into() }])
}

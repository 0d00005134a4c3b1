//! Taking a chat message away.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::MessageId;
use crate::view::ClassView;

/// Takes the message away, in the class or later in its replay. Twice is harmless.
///
/// # Errors
/// [`Rejection::NoSuchMessage`] for a message that isn't there.
pub fn remove(class: &ClassView, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    match class.message(message) {
        None => Err(Rejection::NoSuchMessage),
        Some(there) if there.removed_by.is_some() => Ok(vec![]),
        Some(_) => Ok(vec![Fact::ChatRemoved { message }]),
    }
}

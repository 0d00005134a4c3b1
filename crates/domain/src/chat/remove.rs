//! Taking a chat message away.

use crate::asking::Asking;
use crate::chat::{Chat, Fact};
use crate::core::Core;
use crate::ids::MessageId;
use crate::rejection::Rejection;

/// Takes the message away, in the class or later in its replay.
///
/// # Errors
/// [`Rejection::NoSuchMessage`] for a message that isn't there, [`Rejection::NotAllowed`] for another's, unless staff asks.
pub fn remove(class: &Core, own: &Chat, asking: Asking, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    let there = own.message(message).ok_or(Rejection::NoSuchMessage)?;
    if !asking.is(there.author) && !asking.is_staff(class) {
        return Err(Rejection::NotAllowed);
    }
    if there.removed_by.is_some() {
        return Ok(vec![]);
    }
    Ok(vec![Fact::Removed { message, readers: there.readers }])
}

#[cfg(test)]
mod tests {
    use crate::chat;
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, id};

    #[test]
    fn authors_and_staff_remove_and_the_rest_does_not() {
        let remove = || Command::Chat(chat::Command::Remove { message: id(1).into() });
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "oops"));
        assert_eq!(class.ask(OTHER, remove()), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(STUDENT, remove()).map(|facts| facts.len()), Ok(1));
        class.does(ASSISTANT, remove());
        assert!(class.view.chat.messages[0].text.erased());
        assert_eq!(class.ask(STUDENT, remove()), Ok(vec![]));
    }
}

//! Taking a chat message away.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::MessageId;
use crate::view::ClassView;

/// Takes the message away, in the class or later in its replay. Twice is harmless.
///
/// # Errors
/// [`Rejection::NoSuchMessage`] for a message that isn't there, [`Rejection::NotAllowed`] for another's, unless staff asks.
pub fn remove(class: &ClassView, asking: Asking, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    let there = class.message(message).ok_or(Rejection::NoSuchMessage)?;
    if !asking.is(there.author) && !asking.is_staff(class) {
        return Err(Rejection::NotAllowed);
    }
    if there.removed_by.is_some() {
        return Ok(vec![]);
    }
    Ok(vec![Fact::ChatRemoved { message, readers: there.readers }])
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, id};

    #[test]
    fn authors_and_staff_remove_and_the_rest_does_not() {
        let remove = || Command::RemoveChat { message: id(1).into() };
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "oops"));
        assert_eq!(class.ask(OTHER, remove()), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(STUDENT, remove()).map(|facts| facts.len()), Ok(1));
        class.does(ASSISTANT, remove());
        assert!(class.view.chat[0].text.erased());
        assert_eq!(class.ask(STUDENT, remove()), Ok(vec![]));
    }
}

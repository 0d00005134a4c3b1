//! Changing what one wrote.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::chat::post::said;
use crate::chat::{Chat, Fact, Paced, standing};
use crate::core::Core;
use crate::ids::MessageId;
use crate::permission::Permission;
use crate::rejection::Rejection;

/// Changes what the message says. Nothing is written where it says that already.
///
/// # Errors
/// For those who may not write or change something too often, another's message or one that isn't there, and an empty,
/// overlong or unwanted text.
pub fn edit(
    class: &Core,
    own: &Chat,
    asking: Asking,
    message: MessageId,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::Chat)?;
    let there = standing(own, message)?;
    if !asking.is(there.author) {
        return Err(Rejection::NotAllowed);
    }
    let text = said(class, asking, text)?;
    if there.text.text() == text {
        return Ok(vec![]);
    }
    own.paces.must_not_be_too_often(class, asking, Paced::Edit, now)?;
    Ok(vec![Fact::Edited { message, text: text.into(), readers: there.readers }])
}

#[cfg(test)]
mod tests {
    use crate::chat;
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{Class, STUDENT, TEACHER, id};

    #[test]
    fn people_edit_their_own_words_and_nobody_elses() {
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "teh answer"));
        let edit =
            |text: &str| Command::Chat(chat::Command::Edit { message: id(1).into(), text: text.into() });
        assert_eq!(class.ask(TEACHER, edit("mine")), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(STUDENT, edit("teh answer")), Ok(vec![]));
        class.does(STUDENT, edit("the answer"));
        let message = &class.view.chat.messages[0];
        assert_eq!((message.text.text(), message.edited), ("the answer", Some(class.view.sequence)));
        class.does(STUDENT, Command::Chat(chat::Command::Remove { message: id(1).into() }));
        assert_eq!(class.ask(STUDENT, edit("back")), Err(Rejection::NoSuchMessage));
    }
}

//! Answering a message with an emoji.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::chat::{Chat, Fact, Paced, standing};
use crate::core::Core;
use crate::emoji::Emoji;
use crate::ids::MessageId;
use crate::permission::Permission;
use crate::rejection::Rejection;

/// Adds a reaction, or takes it back. What is already so stays so.
///
/// # Errors
/// For those who may not write or react too often, and for a message that isn't there for them.
pub fn react(
    class: &Core,
    own: &Chat,
    asking: Asking,
    message: MessageId,
    emoji: Emoji,
    on: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::Chat)?;
    let user = asking.user()?;
    let there = standing(own, message)?;
    let readers = there.readers;
    if !readers.include(user, asking.is_staff(class)) {
        return Err(Rejection::NoSuchMessage);
    }
    let already = there.reactions.get(&emoji).is_some_and(|people| people.contains(&user));
    match (already, on) {
        (false, true) => {
            own.paces.must_not_be_too_often(class, asking, Paced::React, now)?;
            Ok(vec![Fact::Reacted { message, emoji, readers }])
        }
        (true, false) => Ok(vec![Fact::Unreacted { message, emoji, readers }]),
        (true, true) | (false, false) => Ok(vec![]),
    }
}

#[cfg(test)]
mod tests {
    use crate::chat;
    use crate::command::Command;
    use crate::emoji::Emoji;
    use crate::testing::{Class, OTHER, STUDENT, id};

    #[test]
    fn each_person_counts_once_for_an_emoji() {
        let mut class = Class::live();
        class.does(STUDENT, class.chat(1, "done"));
        let react =
            |on| Command::Chat(chat::Command::React { message: id(1).into(), emoji: Emoji::Clap, on });
        class.does(STUDENT, react(true));
        assert_eq!(class.ask(STUDENT, react(true)), Ok(vec![]));
        class.does(OTHER, react(true));
        assert_eq!(class.view.chat.messages[0].reactions[&Emoji::Clap].len(), 2);
        class.does(STUDENT, react(false));
        class.does(OTHER, react(false));
        assert!(class.view.chat.messages[0].reactions.is_empty());
    }
}

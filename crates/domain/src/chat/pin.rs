//! Keeping messages in everybody's sight.

use crate::asking::Asking;
use crate::chat::{Chat, Fact, standing};
use crate::core::Core;
use crate::ids::MessageId;
use crate::rejection::Rejection;

/// Messages that may be pinned at once.
pub const MOST_PINS: usize = 10;

/// Pins a message.
///
/// # Errors
/// Outside a live class, for a message that isn't there or is not for everybody, and when enough are pinned.
pub fn pin(class: &Core, own: &Chat, asking: Asking, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    if !standing(own, message)?.readers.everybody() {
        return Err(Rejection::NotForEverybody);
    }
    if own.pins.contains(&message) {
        return Ok(vec![]);
    }
    if own.pins.len() >= MOST_PINS {
        return Err(Rejection::TooMany { most: MOST_PINS });
    }
    Ok(vec![Fact::Pinned { message }])
}

/// Takes a pin off.
///
/// # Errors
/// Outside a live class.
pub fn unpin(class: &Core, own: &Chat, asking: Asking, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let pinned = own.pins.contains(&message);
    Ok(if pinned { vec![Fact::Unpinned { message }] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::chat;
    use crate::chat::{Address, MOST_PINS};
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{Class, STUDENT, TEACHER, id};

    fn pin(n: u128) -> Command {
        Command::Chat(chat::Command::Pin { message: id(n).into() })
    }

    #[test]
    fn pins_are_few_public_and_go_with_their_message() {
        let mut class = Class::live();
        for n in 0..=MOST_PINS as u128 {
            class.does(STUDENT, class.chat(n, "words"));
        }
        for n in 0..MOST_PINS as u128 {
            class.does(TEACHER, pin(n));
        }
        assert_eq!(class.ask(TEACHER, pin(0)), Ok(vec![]));
        let last = pin(MOST_PINS as u128);
        assert_eq!(class.ask(TEACHER, last.clone()), Err(Rejection::TooMany { most: MOST_PINS }));
        class.does(STUDENT, Command::Chat(chat::Command::Remove { message: id(3).into() }));
        class.does(TEACHER, last);
        assert_eq!(class.view.chat.pins.len(), MOST_PINS);
        class.does(TEACHER, Command::Chat(chat::Command::Unpin { message: id(0).into() }));
        assert_eq!(class.view.chat.pins[0], id(1).into());
        let aside = Command::Chat(chat::Command::Post {
            message: id(90).into(),
            text: "aside".into(),
            reply_to: None,
            to: Address::Staff,
            mentions: [].into(),
        });
        class.does(STUDENT, aside);
        assert_eq!(class.ask(TEACHER, pin(90)), Err(Rejection::NotForEverybody));
    }
}

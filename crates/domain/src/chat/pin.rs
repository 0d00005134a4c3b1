//! Keeping messages in everybody's sight.

use crate::asking::Asking;
use crate::chat::standing;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::MessageId;
use crate::view::ClassView;

/// Messages that may be pinned at once.
pub const MOST_PINS: usize = 10;

/// Pins a message.
///
/// # Errors
/// Outside a live class, for a message that isn't there or is not for everybody, and when enough are pinned.
pub fn pin(class: &ClassView, asking: Asking, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    if !standing(class, message)?.readers.everybody() {
        return Err(Rejection::NotForEverybody);
    }
    if class.pins.contains(&message) {
        return Ok(vec![]);
    }
    if class.pins.len() >= MOST_PINS {
        return Err(Rejection::TooMany { most: MOST_PINS });
    }
    Ok(vec![Fact::ChatPinned { message }])
}

/// Takes a pin off. Twice is harmless.
///
/// # Errors
/// Outside a live class.
pub fn unpin(class: &ClassView, asking: Asking, message: MessageId) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_inside(class)?;
    let pinned = class.pins.contains(&message);
    Ok(if pinned { vec![Fact::ChatUnpinned { message }] } else { vec![] })
}

#[cfg(test)]
mod tests {
    use crate::chat::{Address, MOST_PINS};
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::testing::{Class, STUDENT, TEACHER, id};

    fn pin(n: u128) -> Command {
        Command::PinChat { message: id(n).into() }
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
        class.does(STUDENT, Command::RemoveChat { message: id(3).into() });
        class.does(TEACHER, last);
        assert_eq!(class.view.pins.len(), MOST_PINS);
        class.does(TEACHER, Command::UnpinChat { message: id(0).into() });
        assert_eq!(class.view.pins[0], id(1).into());
        let aside = Command::PostChat {
            message: id(90).into(),
            text: "aside".into(),
            reply_to: None,
            to: Address::Staff,
            mentions: [].into(),
        };
        class.does(STUDENT, aside);
        assert_eq!(class.ask(TEACHER, pin(90)), Err(Rejection::NotForEverybody));
    }
}

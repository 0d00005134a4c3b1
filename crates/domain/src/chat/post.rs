//! Writing in the chat.

use chrono::{DateTime, Utc};

use crate::asking::Asking;
use crate::chat::{Address, Chat, Fact, LONGEST_MESSAGE, Readers, standing};
use crate::core::Core;
use crate::filter::must_be_wanted;
use crate::ids::{MessageId, UserId};
use crate::permission::Permission;
use crate::rejection::Rejection;
use crate::role::Role;
use crate::session::PrivateChat;
use crate::sorted::SortedSet;
use crate::words::clean;

/// People a message may name, at most.
pub const MOST_MENTIONS: usize = 20;

/// What somebody wants to write; see [`crate::chat::Command::Post`].
#[derive(Debug, Clone, Copy)]
pub struct Post<'a> {
    /// The message.
    pub message: MessageId,
    /// What it says.
    pub text: &'a str,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// To whom.
    pub to: Address,
    /// The participants it names.
    pub mentions: &'a SortedSet<UserId>,
}

/// Adds a message.
///
/// # Errors
/// For those who may not write or wrote just now (slow mode; not for staff), an empty, overlong or unwanted text, an
/// answer to what isn't there, a person who isn't there, or a message of that id that is already there.
pub fn post(
    class: &Core,
    own: &Chat,
    asking: Asking,
    post: Post<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Fact>, Rejection> {
    asking.must_be_permitted(class, Permission::Chat)?;
    if own.message(post.message).is_some() {
        return Err(Rejection::AlreadyThere);
    }
    let text = said(class, asking, post.text)?;
    must_not_be_too_soon(class, own, asking, now)?;
    if post.mentions.len() > MOST_MENTIONS {
        return Err(Rejection::TooMany { most: MOST_MENTIONS });
    }
    if !post.mentions.iter().all(|user| class.people.contains_key(user)) {
        return Err(Rejection::NoSuchPerson);
    }
    let readers = match post.reply_to {
        Some(earlier) => readers_of_reply(class, own, asking, earlier, post.to)?,
        None => readers(class, asking, post.to)?,
    };
    Ok(vec![Fact::Posted {
        message: post.message,
        text: text.into(),
        reply_to: post.reply_to,
        readers,
        mentions: post.mentions.clone(),
    }])
}

/// The text as it may be said here.
pub(super) fn said(class: &Core, asking: Asking, text: &str) -> Result<String, Rejection> {
    let text = clean(text, LONGEST_MESSAGE).map_err(Rejection::BadText)?;
    if !asking.is_staff(class) {
        must_be_wanted(class, &text)?;
    }
    Ok(text)
}

fn must_not_be_too_soon(
    class: &Core,
    own: &Chat,
    asking: Asking,
    now: DateTime<Utc>,
) -> Result<(), Rejection> {
    let every = class.settings.slow_mode;
    let Some(last) = asking.actor.and_then(|user| own.last_message(user)) else {
        return Ok(());
    };
    let wait = last.0 + i64::from(every) * 1000 - class.offset(now).0;
    if every == 0 || wait <= 0 || asking.is_staff(class) {
        return Ok(());
    }
    Err(Rejection::TooSoon { every, wait: u16::try_from((wait + 999) / 1000).unwrap_or(every) })
}

/// What answers a private message is as private.
fn readers_of_reply(
    class: &Core,
    own: &Chat,
    asking: Asking,
    earlier: MessageId,
    to: Address,
) -> Result<Readers, Rejection> {
    let earlier = standing(own, earlier)?;
    if let Some(user) = asking.actor
        && !earlier.readers.include(user, asking.is_staff(class))
    {
        return Err(Rejection::NoSuchMessage);
    }
    if earlier.readers.everybody() { readers(class, asking, to) } else { Ok(earlier.readers) }
}

fn readers(class: &Core, asking: Asking, to: Address) -> Result<Readers, Rejection> {
    match to {
        Address::Everybody => Ok(Readers::Everybody),
        Address::Staff => Ok(Readers::Staff { with: asking.user()? }),
        Address::Person { user } => {
            let one = asking.user()?;
            let other = class.people.get(&user).ok_or(Rejection::NoSuchPerson)?;
            let staff = asking.is_staff(class) || other.role != Role::Student;
            let allowed = match class.settings.private_chat {
                PrivateChat::Off => false,
                PrivateChat::WithStaff => staff,
                PrivateChat::Everybody => true,
            };
            if !allowed || one == user {
                return Err(Rejection::NotOneToOne);
            }
            Ok(Readers::Two { one, other: user })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::chat;
    use crate::chat::{Address, Readers};
    use crate::command::Command;
    use crate::decide::Rejection;
    use crate::event::Fact;
    use crate::ids::MessageId;
    use crate::session::{PrivateChat, SettingsPatch};
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, id, user};

    fn to(n: u128, to: Address, reply_to: Option<u128>) -> Command {
        let reply_to = reply_to.map(|n| MessageId(id(n)));
        Command::Chat(chat::Command::Post {
            message: id(n).into(),
            text: "hi".into(),
            reply_to,
            to,
            mentions: [].into(),
        })
    }

    fn readers(facts: &[Fact]) -> Readers {
        match facts {
            [Fact::Chat(chat::Fact::Posted { readers, .. })] => *readers,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn slow_mode_makes_students_wait_and_staff_not() {
        let mut class = Class::live();
        class.set(SettingsPatch { slow_mode: Some(10), ..Default::default() });
        class.does(STUDENT, class.chat(1, "one"));
        class.pass_ms(4_500);
        let too_soon = Err(Rejection::TooSoon { every: 10, wait: 6 });
        assert_eq!(class.ask(STUDENT, class.chat(2, "two")), too_soon);
        assert!(class.ask(OTHER, class.chat(2, "two")).is_ok(), "each person on their own");
        class.does(TEACHER, class.chat(3, "three"));
        assert!(class.ask(TEACHER, class.chat(4, "four")).is_ok());
        class.pass_ms(5_500);
        assert!(class.ask(STUDENT, class.chat(2, "two")).is_ok());
    }

    #[test]
    fn unwanted_words_are_refused_with_the_word() {
        let mut class = Class::live();
        class.set(SettingsPatch { blocked: Some(vec!["damn".into()]), ..Default::default() });
        let refused = Err(Rejection::BlockedWord { word: "damn".into() });
        assert_eq!(class.ask(STUDENT, class.chat(1, "Damn!")), refused);
        assert!(class.ask(STUDENT, class.chat(1, "damnation")).is_ok());
    }

    #[test]
    fn one_to_one_is_as_the_class_allows() {
        let mut class = Class::live();
        let student = Address::Person { user: user(OTHER) };
        let staff = Address::Person { user: user(TEACHER) };
        assert_eq!(class.ask(STUDENT, to(1, student, None)), Err(Rejection::NotOneToOne));
        let alone = class.ask(STUDENT, to(1, staff, None)).unwrap();
        assert_eq!(readers(&alone), Readers::Two { one: user(STUDENT), other: user(TEACHER) });
        class.set(SettingsPatch { private_chat: Some(PrivateChat::Everybody), ..Default::default() });
        assert!(class.ask(STUDENT, to(1, student, None)).is_ok());
        let myself = Address::Person { user: user(STUDENT) };
        assert_eq!(class.ask(STUDENT, to(1, myself, None)), Err(Rejection::NotOneToOne));
        class.set(SettingsPatch { private_chat: Some(PrivateChat::Off), ..Default::default() });
        assert_eq!(class.ask(STUDENT, to(1, staff, None)), Err(Rejection::NotOneToOne));
    }

    #[test]
    fn a_reply_to_a_private_message_goes_to_its_readers() {
        let mut class = Class::live();
        class.does(STUDENT, to(1, Address::Staff, None));
        let reply = class.ask(ASSISTANT, to(2, Address::Everybody, Some(1))).unwrap();
        assert_eq!(readers(&reply), Readers::Staff { with: user(STUDENT) });
        let stranger = class.ask(OTHER, to(2, Address::Everybody, Some(1)));
        assert_eq!(stranger, Err(Rejection::NoSuchMessage), "who can't read it can't answer it");
    }

    #[test]
    fn only_participants_can_be_mentioned() {
        let class = Class::live();
        let mention = |n| {
            Command::Chat(chat::Command::Post {
                message: id(1).into(),
                text: "hi".into(),
                reply_to: None,
                to: Address::Everybody,
                mentions: [user(n)].into(),
            })
        };
        assert!(class.ask(STUDENT, mention(TEACHER)).is_ok());
        assert_eq!(class.ask(STUDENT, mention(99)), Err(Rejection::NoSuchPerson));
    }
}

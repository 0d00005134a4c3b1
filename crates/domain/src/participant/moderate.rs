//! What staff do about people. Staff act on students; on each other only teachers and admins do.

use crate::asking::Asking;
use crate::decide::Rejection;
use crate::event::Fact;
use crate::ids::UserId;
use crate::lobby::Out;
use crate::recording::Source;
use crate::role::Role;
use crate::view::ClassView;

/// Sends somebody out: their tabs are gone, their hand is down. They may come back, through the lobby if there is one.
///
/// # Errors
/// [`Rejection::NoSuchPerson`] for somebody who isn't here, [`Rejection::NotAllowed`] for whom the asker may not send out.
pub fn remove(class: &ClassView, asking: Asking, user: UserId) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    must_be_above(class, asking, user)?;
    class.people.get(&user).filter(|person| person.is_here()).ok_or(Rejection::NoSuchPerson)?;
    Ok([Fact::ParticipantRemoved { user }].into_iter().chain(traces(class, user)).collect())
}

/// Sends somebody out for good, whatever device they come back with. Twice is harmless.
///
/// # Errors
/// As [`remove`]; but those who left or wait in the lobby can be banned, too.
pub fn ban(class: &ClassView, asking: Asking, user: UserId) -> Result<Vec<Fact>, Rejection> {
    must_be_above(class, asking, user)?;
    if class.door.out.get(&user) == Some(&Out::Banned) {
        return Ok(vec![]);
    }
    let known = class.people.contains_key(&user)
        || class.door.waiting.contains_key(&user)
        || class.door.out.contains_key(&user);
    if !known {
        return Err(Rejection::NoSuchPerson);
    }
    Ok([Fact::ParticipantBanned { user }].into_iter().chain(traces(class, user)).collect())
}

/// Lets somebody back. Twice is harmless.
#[must_use]
pub fn unban(class: &ClassView, user: UserId) -> Vec<Fact> {
    let banned = class.door.out.get(&user) == Some(&Out::Banned);
    if banned { vec![Fact::ParticipantUnbanned { user }] } else { vec![] }
}

/// Shows somebody large to everybody, or nobody.
///
/// # Errors
/// Outside a live class, and for somebody who isn't here.
pub fn spotlight(class: &ClassView, user: Option<UserId>) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if user.is_some_and(|user| !class.is_here(user)) {
        return Err(Rejection::NoSuchPerson);
    }
    Ok(if class.spotlight == user { vec![] } else { vec![Fact::SpotlightMoved { user }] })
}

/// Turns somebody's microphone, camera or screen off; each time it is wished, since only the media server knows whether
/// it is on.
///
/// # Errors
/// As [`remove`].
pub fn stop_media(
    class: &ClassView,
    asking: Asking,
    user: UserId,
    source: Source,
) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    must_be_above(class, asking, user)?;
    if !class.is_here(user) {
        return Err(Rejection::NoSuchPerson);
    }
    Ok(vec![Fact::MediaStopped { user, source }])
}

fn must_be_above(class: &ClassView, asking: Asking, user: UserId) -> Result<(), Rejection> {
    let other = class.people.get(&user).map_or(Role::Student, |person| person.role);
    let above = match asking.role(class) {
        None | Some(Role::Admin | Role::Teacher) => true,
        Some(Role::Assistant) => other == Role::Student,
        Some(Role::Student) => false,
    };
    if above && !asking.is(user) { Ok(()) } else { Err(Rejection::NotAllowed) }
}

/// What everybody sees of somebody's being sent out: facts of their own, since why they went is not for everybody.
fn traces(class: &ClassView, user: UserId) -> Vec<Fact> {
    let hand = class.hands.iter().any(|hand| hand.user == user).then_some(Fact::HandLowered { user });
    let light = (class.spotlight == Some(user)).then_some(Fact::SpotlightMoved { user: None });
    let tabs = class.people.get(&user).into_iter().flat_map(|person| person.connections.keys());
    let tabs =
        tabs.map(|connection| Fact::ParticipantLeft { user, connection: *connection, for_good: false });
    hand.into_iter().chain(light).chain(tabs).collect()
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::pipeline::Stage;
    use crate::role::Role;
    use crate::testing::{ASSISTANT, Class, STUDENT, TEACHER, user};

    #[test]
    fn who_is_removed_may_come_back_and_who_is_banned_not() {
        let mut class = Class::live();
        class.does(STUDENT, Command::RaiseHand);
        class.does(ASSISTANT, Command::Spotlight { user: Some(user(STUDENT)) });
        class.does(ASSISTANT, Command::Remove { user: user(STUDENT) });
        assert!(!class.view.is_here(user(STUDENT)));
        assert!(class.view.hands.is_empty() && class.view.spotlight.is_none());
        assert!(class.join(STUDENT, Role::Student).is_ok());
        class.does(ASSISTANT, Command::Ban { user: user(STUDENT) });
        assert_eq!(class.ask(ASSISTANT, Command::Ban { user: user(STUDENT) }), Ok(vec![]));
        assert_eq!(class.join(STUDENT, Role::Student), Err(Rejection::Banned));
        assert_eq!(class.ask(STUDENT, class.chat(1, "let me in")), Err(Rejection::Banned));
        class.does(TEACHER, Command::Unban { user: user(STUDENT) });
        assert!(class.join(STUDENT, Role::Student).is_ok());
    }

    #[test]
    fn who_is_banned_does_nothing_at_all_whatever_they_are() {
        let mut class = Class::live();
        class.does(TEACHER, Command::Ban { user: user(ASSISTANT) });
        for command in [
            Command::Unban { user: user(ASSISTANT) },
            Command::Admit { user: user(ASSISTANT) },
            Command::Ban { user: user(STUDENT) },
            Command::Lock { locked: true },
            Command::Pause,
            Command::TakeOver,
            class.chat(1, "let me in"),
        ] {
            assert_eq!(class.ask(ASSISTANT, command.clone()), Err(Rejection::Banned), "{command:?}");
        }
        assert_eq!(class.ask(ASSISTANT, UseCaseCommand::End), Err(Rejection::Banned));
        class.does(TEACHER, UseCaseCommand::End);
        let restart = UseCaseCommand::RestartStage { stage: Stage::Extract };
        assert_eq!(class.ask(ASSISTANT, restart), Err(Rejection::Banned), "and after the class");
    }

    #[test]
    fn assistants_act_on_students_only_and_nobody_on_themselves() {
        let class = Class::live();
        let remove = |n| Command::Remove { user: user(n) };
        assert_eq!(class.ask(ASSISTANT, remove(TEACHER)), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(STUDENT, remove(ASSISTANT)), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(TEACHER, remove(TEACHER)), Err(Rejection::NotAllowed));
        assert!(class.ask(TEACHER, remove(ASSISTANT)).is_ok());
        assert_eq!(class.ask(TEACHER, remove(99)), Err(Rejection::NoSuchPerson));
    }
}

//! What staff do about people. Staff act on students; on each other only teachers and admins do.

use crate::asking::Asking;
use crate::core::Core;
use crate::ids::UserId;
use crate::lobby::Out;
use crate::media::Source;
use crate::participant::Fact;
use crate::rejection::Rejection;
use crate::role::Role;

/// Sends somebody out: their tabs are gone. They may come back, through the lobby if there is one.
///
/// # Errors
/// [`Rejection::NoSuchPerson`] for somebody who isn't here, [`Rejection::NotAllowed`] for whom the asker may not send out.
pub fn remove(class: &Core, asking: Asking, user: UserId) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    must_be_above(class, asking, user)?;
    class.people.get(&user).filter(|person| person.is_here()).ok_or(Rejection::NoSuchPerson)?;
    Ok([Fact::Removed { user }].into_iter().chain(traces(class, user)).collect())
}

/// Sends somebody out for good, whatever device they come back with.
///
/// # Errors
/// As [`remove`]; but those who left or wait in the lobby can be banned, too.
pub fn ban(class: &Core, asking: Asking, user: UserId) -> Result<Vec<Fact>, Rejection> {
    must_be_above(class, asking, user)?;
    if class.lobby.out.get(&user) == Some(&Out::Banned) {
        return Ok(vec![]);
    }
    let known = class.people.contains_key(&user)
        || class.lobby.waiting.contains_key(&user)
        || class.lobby.out.contains_key(&user);
    if !known {
        return Err(Rejection::NoSuchPerson);
    }
    Ok([Fact::Banned { user }].into_iter().chain(traces(class, user)).collect())
}

/// Lets somebody back.
#[must_use]
pub fn unban(class: &Core, user: UserId) -> Vec<Fact> {
    let banned = class.lobby.out.get(&user) == Some(&Out::Banned);
    if banned { vec![Fact::Unbanned { user }] } else { vec![] }
}

/// Shows somebody large to everybody, or nobody.
///
/// # Errors
/// Outside a live class, and for somebody who isn't here.
pub fn spotlight(class: &Core, user: Option<UserId>) -> Result<Vec<Fact>, Rejection> {
    class.must_be_live()?;
    if user.is_some_and(|user| !class.is_here(user)) {
        return Err(Rejection::NoSuchPerson);
    }
    Ok(if class.spotlight == user { vec![] } else { vec![Fact::SpotlightMoved { user }] })
}

/// Turns somebody's microphone, camera or screen off; each time it is asked for, since only the media server knows
/// whether it is on.
///
/// # Errors
/// As [`remove`].
pub fn stop_media(
    class: &Core,
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

fn must_be_above(class: &Core, asking: Asking, user: UserId) -> Result<(), Rejection> {
    let other = class.people.get(&user).map_or(Role::Student, |person| person.role);
    let above = match asking.role(class) {
        None | Some(Role::Admin | Role::Teacher) => true,
        Some(Role::Assistant) => other == Role::Student,
        Some(Role::Student) => false,
    };
    if above && !asking.is(user) { Ok(()) } else { Err(Rejection::NotAllowed) }
}

/// What everybody sees of somebody's being sent out: facts of their own, since why they went is not for everybody.
fn traces(class: &Core, user: UserId) -> Vec<Fact> {
    let light = (class.spotlight == Some(user)).then_some(Fact::SpotlightMoved { user: None });
    let tabs = class.people.get(&user).into_iter().flat_map(|person| person.connections.keys());
    let tabs = tabs.map(|connection| Fact::Left { user, connection: *connection, for_good: false });
    light.into_iter().chain(tabs).collect()
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::role::Role;
    use crate::step::Step;
    use crate::testing::{ASSISTANT, Class, STUDENT, TEACHER, user};
    use crate::{hand, lobby, participant, permission, pipeline, session};

    #[test]
    fn who_is_removed_may_come_back_and_who_is_banned_not() {
        let mut class = Class::live();
        class.does(STUDENT, Command::Hand(hand::Command::Raise));
        class.does(
            ASSISTANT,
            Command::Participant(participant::Command::Spotlight { user: Some(user(STUDENT)) }),
        );
        class.does(ASSISTANT, Command::Participant(participant::Command::Remove { user: user(STUDENT) }));
        assert!(!class.view.core.is_here(user(STUDENT)));
        assert!(class.view.hand.hands.is_empty() && class.view.core.spotlight.is_none());
        assert!(class.join(STUDENT, Role::Student).is_ok());
        class.does(ASSISTANT, Command::Participant(participant::Command::Ban { user: user(STUDENT) }));
        assert_eq!(
            class.ask(ASSISTANT, Command::Participant(participant::Command::Ban { user: user(STUDENT) })),
            Ok(vec![])
        );
        assert_eq!(class.join(STUDENT, Role::Student), Err(Rejection::Banned));
        assert_eq!(class.ask(STUDENT, class.chat(1, "let me in")), Err(Rejection::Banned));
        class.does(TEACHER, Command::Participant(participant::Command::Unban { user: user(STUDENT) }));
        assert!(class.join(STUDENT, Role::Student).is_ok());
    }

    #[test]
    fn who_is_banned_does_nothing_at_all_whatever_they_are() {
        let mut class = Class::live();
        class.does(TEACHER, Command::Participant(participant::Command::Ban { user: user(ASSISTANT) }));
        for command in [
            Command::Participant(participant::Command::Unban { user: user(ASSISTANT) }),
            Command::Lobby(lobby::Command::Admit { user: user(ASSISTANT) }),
            Command::Participant(participant::Command::Ban { user: user(STUDENT) }),
            Command::Permission(permission::Command::Lock { locked: true }),
            Command::Session(session::Command::Pause),
            Command::Session(session::Command::TakeOver),
            class.chat(1, "let me in"),
        ] {
            assert_eq!(class.ask(ASSISTANT, command.clone()), Err(Rejection::Banned), "{command:?}");
        }
        assert_eq!(
            class.ask(ASSISTANT, UseCaseCommand::Session(session::UseCaseCommand::End)),
            Err(Rejection::Banned)
        );
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        let restart = UseCaseCommand::Pipeline(pipeline::UseCaseCommand::Restart { step: Step::Extract });
        assert_eq!(class.ask(ASSISTANT, restart), Err(Rejection::Banned), "and after the class");
    }

    #[test]
    fn assistants_act_on_students_only_and_nobody_on_themselves() {
        let class = Class::live();
        let remove = |n| Command::Participant(participant::Command::Remove { user: user(n) });
        assert_eq!(class.ask(ASSISTANT, remove(TEACHER)), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(STUDENT, remove(ASSISTANT)), Err(Rejection::NotAllowed));
        assert_eq!(class.ask(TEACHER, remove(TEACHER)), Err(Rejection::NotAllowed));
        assert!(class.ask(TEACHER, remove(ASSISTANT)).is_ok());
        assert_eq!(class.ask(TEACHER, remove(99)), Err(Rejection::NoSuchPerson));
    }
}

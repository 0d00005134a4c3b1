//! Waiting to be let in, and no longer waiting.

use crate::core::Core;
use crate::ids::ConnectionId;
use crate::lobby::{Fact, SystemCommand};
use crate::rejection::Rejection;
use crate::session::Phase;

/// Somebody wants to come in. Nothing happens where nobody keeps them out.
///
/// # Errors
/// [`Rejection::Banned`] and [`Rejection::TurnedAway`]; a class that is not there, over or cancelled.
pub fn knock(class: &Core, command: &SystemCommand) -> Result<Vec<Fact>, Rejection> {
    let SystemCommand::Knock { user, role, name, connection, node } = command;
    match class.phase {
        Phase::Scheduled | Phase::Live { .. } => {}
        Phase::Unscheduled => return Err(Rejection::NoSuchClass),
        Phase::Ended { .. } => return Err(Rejection::ClassOver),
        Phase::Cancelled => return Err(Rejection::Cancelled),
    }
    match class.must_be_let_in(*user, class.standing(*user, *role)) {
        Ok(()) => return Ok(vec![]),
        Err(Rejection::Waiting) => {}
        Err(kept_out) => return Err(kept_out),
    }
    let there = class.lobby.waiting.get(user);
    if there.is_some_and(|waiting| waiting.connections.contains_key(connection)) {
        return Ok(vec![]);
    }
    Ok(vec![Fact::Knocked {
        user: *user,
        name: name.as_str().into(),
        connection: *connection,
        node: node.clone(),
    }])
}

/// Tabs of those who wait that are gone: the one of that id, or all that `gone` picks.
#[must_use]
pub fn leave(class: &Core, gone: impl Fn(ConnectionId, &str) -> bool) -> Vec<Fact> {
    let tabs = class.lobby.waiting.iter().flat_map(|(user, waiting)| {
        waiting.connections.iter().map(|(connection, node)| (*user, *connection, node.as_str()))
    });
    tabs.filter(|(_, connection, node)| gone(*connection, node))
        .map(|(user, connection, _)| Fact::Left { user, connection })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, SystemCommand, UseCaseCommand};
    use crate::decide::Rejection;
    use crate::role::{Role, Viewer};
    use crate::session::SettingsPatch;
    use crate::testing::{ASSISTANT, Class, OTHER, STUDENT, TEACHER, user};
    use crate::{lobby, participant, session};

    fn with_lobby() -> Class {
        let mut class = Class::scheduled();
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        class
    }

    #[test]
    fn students_wait_and_staff_dont() {
        let mut class = with_lobby();
        assert!(class.join(TEACHER, Role::Teacher).is_ok());
        assert_eq!(class.join(STUDENT, Role::Student), Err(Rejection::Waiting));
        assert_eq!(class.ask(STUDENT, class.chat(1, "hi")), Err(Rejection::Waiting));
        assert_eq!(class.knock(TEACHER, Role::Teacher), Ok(vec![]));
        class.knock(STUDENT, Role::Student).unwrap();
        assert_eq!(class.view.core.lobby.queue().len(), 1);
        class.does(ASSISTANT, Command::Lobby(lobby::Command::Admit { user: user(STUDENT) }));
        assert!(class.view.core.lobby.waiting.is_empty());
        assert!(class.join(STUDENT, Role::Student).is_ok());
        class.leave(STUDENT);
        assert!(class.join(STUDENT, Role::Student).is_ok(), "once let in they may come back");
    }

    #[test]
    fn the_lobby_opens_before_the_class_and_all_are_let_in_at_once() {
        let mut class = Class::scheduled();
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        class.knock(STUDENT, Role::Student).unwrap();
        class.knock(OTHER, Role::Student).unwrap();
        class.does(TEACHER, Command::Lobby(lobby::Command::AdmitAll));
        assert_eq!(class.ask(TEACHER, Command::Lobby(lobby::Command::AdmitAll)), Ok(vec![]));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        assert!(class.join(STUDENT, Role::Student).is_ok());
        assert!(class.join(OTHER, Role::Student).is_ok());
    }

    #[test]
    fn who_was_turned_away_needs_to_be_admitted() {
        let mut class = with_lobby();
        class.knock(STUDENT, Role::Student).unwrap();
        class.does(TEACHER, Command::Lobby(lobby::Command::TurnAway { user: user(STUDENT) }));
        assert_eq!(class.knock(STUDENT, Role::Student), Err(Rejection::TurnedAway));
        assert_eq!(class.join(STUDENT, Role::Student), Err(Rejection::TurnedAway));
        let names: Vec<_> =
            class.view.core.lobby.turned_away.values().map(|name| name.text().to_owned()).collect();
        assert_eq!(names, ["person 3"], "staff see whom they may let in after all");
        class.does(TEACHER, Command::Lobby(lobby::Command::Admit { user: user(STUDENT) }));
        assert!(class.view.core.lobby.turned_away.is_empty());
        assert!(class.join(STUDENT, Role::Student).is_ok());
    }

    #[test]
    fn who_has_to_knock_does_so_before_the_class_too_but_not_after_it() {
        let viewer = |n, role| Viewer { user: user(n), role };
        let must = |class: &Class, n| class.view.core.must_knock(&viewer(n, Role::Student));
        let mut class = Class::scheduled();
        assert!(!must(&class, STUDENT), "without a lobby nobody");
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        assert!(must(&class, STUDENT) && class.view.core.lets_in(&viewer(STUDENT, Role::Student)));
        assert!(!class.view.core.must_knock(&viewer(TEACHER, Role::Teacher)));
        class.knock(STUDENT, Role::Student).unwrap();
        class.does(TEACHER, Command::Lobby(lobby::Command::Admit { user: user(STUDENT) }));
        assert!(!must(&class, STUDENT) && must(&class, OTHER));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::Start));
        assert!(must(&class, OTHER) && !class.view.core.lets_in(&viewer(OTHER, Role::Student)));
        class.does(TEACHER, UseCaseCommand::Session(session::UseCaseCommand::End));
        assert!(!must(&class, OTHER));
    }

    #[test]
    fn those_inside_stay_when_a_lobby_is_made() {
        let mut class = Class::live();
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        assert!(class.ask(STUDENT, class.chat(1, "hi")).is_ok());
        class.leave(STUDENT);
        assert!(class.join(STUDENT, Role::Student).is_ok());
        assert_eq!(class.join(30, Role::Student), Err(Rejection::Waiting));
    }

    #[test]
    fn who_closes_the_tab_waits_no_more() {
        let mut class = with_lobby();
        class.knock(STUDENT, Role::Student).unwrap();
        class.leave(STUDENT);
        assert!(class.view.core.lobby.waiting.is_empty());
        class.knock(STUDENT, Role::Student).unwrap();
        assert_eq!(class.view.core.nodes().collect::<Vec<_>>(), ["one"], "its server is known, should it go");
        class
            .system(SystemCommand::Participant(participant::SystemCommand::ForgetNode { node: "one".into() }))
            .unwrap();
        assert!(class.view.core.lobby.waiting.is_empty());
    }
}

//! Coming and going. None of these commands can be refused in a way a person sees: what is already so stays so.

use crate::core::{self, Core};
use crate::ids::{ConnectionId, UserId};
use crate::lobby;
use crate::participant::Fact;
use crate::rejection::Rejection;
use crate::role::{Role, Viewer};
use crate::session::{self, Lead};

/// A tab opened the class.
///
/// # Errors
/// [`Rejection::NotLive`] and its like outside its time; [`Rejection::Waiting`] and its like for those who aren't let in.
pub fn join(
    class: &Core,
    who: &Viewer,
    name: &str,
    connection: ConnectionId,
    node: &str,
) -> Result<Vec<core::Fact>, Rejection> {
    let Viewer { user, role } = *who;
    class.must_be_live()?;
    class.must_be_let_in(user, class.standing(user, role))?;
    if class.holder(connection).is_some() {
        return Ok(vec![]);
    }
    let joined = Fact::Joined { user, role, name: name.into(), connection, node: node.to_owned() };
    let was_lost = matches!(class.lead, Lead::Lost | Lead::Taken { .. });
    let returned = (was_lost && role == Role::Teacher).then_some(session::Fact::TeacherReturned.into());
    Ok([joined.into()].into_iter().chain(returned).collect())
}

/// A tab closed, or was lost, in the class or in its lobby; `for_good` where its person may not be here any more.
#[must_use]
pub fn leave(class: &Core, connection: ConnectionId, for_good: bool) -> Vec<core::Fact> {
    match class.holder(connection) {
        Some(user) => vec![Fact::Left { user, connection, for_good }.into()],
        None => lobby::leave(class, |tab, _| tab == connection).into_iter().map(Into::into).collect(),
    }
}

/// A server came back: the tabs it held are gone.
#[must_use]
pub fn forget_node(class: &Core, node: &str) -> Vec<core::Fact> {
    let tabs = class.people.values().flat_map(|person| {
        person.connections.iter().map(|(connection, holder)| (person.user, *connection, holder))
    });
    let left = tabs
        .filter(|(_, _, holder)| *holder == node)
        .map(|(user, connection, _)| Fact::Left { user, connection, for_good: false }.into());
    let waited = lobby::leave(class, |_, holder| holder == node);
    left.chain(waited.into_iter().map(Into::into)).collect()
}

/// The media server saw somebody arrive or go. Reports of strangers, of what is so already, and of the end of a stay that
/// another one has followed change nothing.
#[must_use]
pub fn media(class: &Core, user: UserId, connected: bool, stay: &str) -> Vec<Fact> {
    let Some(person) = class.people.get(&user) else { return vec![] };
    let is_this_stay = person.stay.as_deref().map(|known| known == stay);
    match (connected, person.media) {
        (true, true) if is_this_stay == Some(true) => vec![],
        (true, _) => {
            vec![Fact::MediaConnected { user, stay: Some(stay.to_owned()) }]
        }
        // A stay without a name is one from an old log.
        (false, true) if is_this_stay != Some(false) => {
            vec![Fact::MediaDisconnected { user }]
        }
        (false, _) => vec![],
    }
}

#[cfg(test)]
mod tests {
    use crate::command::SystemCommand;
    use crate::event::Fact;
    use crate::participant;
    use crate::testing::{Class, STUDENT, user};

    fn report(class: &mut Class, connected: bool, stay: &str) -> usize {
        let report = SystemCommand::Participant(participant::SystemCommand::Media {
            user: user(STUDENT),
            connected,
            stay: stay.to_owned(),
        });
        class.system(report).unwrap().len()
    }

    fn is_in(class: &Class) -> bool {
        class.view.core.people[&user(STUDENT)].media
    }

    #[test]
    fn the_end_of_an_earlier_stay_ends_no_later_one() {
        let mut class = Class::live();
        assert_eq!(report(&mut class, true, "PA_one"), 1);
        assert_eq!(report(&mut class, true, "PA_one"), 0, "twice is once");
        assert_eq!(report(&mut class, true, "PA_two"), 1);
        assert_eq!(report(&mut class, false, "PA_one"), 0, "late");
        assert!(is_in(&class));
        assert_eq!(report(&mut class, false, "PA_two"), 1);
        assert_eq!(report(&mut class, false, "PA_two"), 0);
        assert!(!is_in(&class));
    }

    #[test]
    fn strangers_are_nobodys_news() {
        let class = Class::live();
        let report = SystemCommand::Participant(participant::SystemCommand::Media {
            user: user(99),
            connected: true,
            stay: "PA_one".to_owned(),
        });
        assert_eq!(class.ask(STUDENT, report), Ok(vec![]));
    }

    #[test]
    fn a_stay_in_an_old_log_has_no_name_and_ends_all_the_same() {
        let mut class = Class::live();
        let old: Fact =
            serde_json::from_value(serde_json::json!({ "kind": "media.connected", "user": user(STUDENT) }))
                .unwrap();
        class.write(None, vec![old]);
        assert!(is_in(&class));
        assert_eq!(report(&mut class, false, "PA_one"), 1);
        assert!(!is_in(&class));
    }
}

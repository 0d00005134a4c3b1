//! Changing how a class is run.

use crate::decide::Rejection;
use crate::event::Fact;
use crate::session::{Phase, Settings, SettingsWish};
use crate::view::ClassView;
use crate::words::clean;

/// Entries in the list of blocked words, at most.
pub const MOST_BLOCKED: usize = 500;
/// Characters in one of them, at most.
pub const LONGEST_BLOCKED: usize = 60;

/// Changes what is wished, before or during the class. Nothing is written where nothing changes.
///
/// # Errors
/// A list of blocked words that is too long or holds one that is empty or too long; a class that isn't there or is over.
pub fn change_settings(class: &ClassView, wish: &SettingsWish) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled | Phase::Live { .. } => {}
        Phase::Unscheduled => return Err(Rejection::NoSuchClass),
        Phase::Ended { .. } => return Err(Rejection::ClassOver),
        Phase::Cancelled => return Err(Rejection::Cancelled),
    }
    let now = class.settings.clone();
    let settings = Settings {
        lobby: wish.lobby.unwrap_or(now.lobby),
        moderated: wish.moderated.unwrap_or(now.moderated),
        anonymous: wish.anonymous.unwrap_or(now.anonymous),
        private_chat: wish.private_chat.unwrap_or(now.private_chat),
        slow_mode: wish.slow_mode.unwrap_or(now.slow_mode),
        blocked: wish.blocked.as_deref().map_or(Ok(now.blocked), blocked_words)?,
        teacher_grace: wish.teacher_grace.unwrap_or(now.teacher_grace),
        overtime: wish.overtime.unwrap_or(now.overtime),
    };
    Ok(if settings == class.settings { vec![] } else { vec![Fact::SettingsChanged { settings }] })
}

/// The list as it is kept.
pub(crate) fn blocked_words(blocked: &[String]) -> Result<Vec<String>, Rejection> {
    if blocked.len() > MOST_BLOCKED {
        return Err(Rejection::TooMany { most: MOST_BLOCKED });
    }
    let mut list = Vec::with_capacity(blocked.len());
    for entry in blocked {
        let entry = clean(entry, LONGEST_BLOCKED).map_err(Rejection::BadText)?;
        // Without a letter it would be found in every text.
        if entry.chars().any(char::is_alphanumeric) && !list.contains(&entry) {
            list.push(entry);
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::session::SettingsWish;
    use crate::testing::{Class, TEACHER};

    #[test]
    fn what_is_not_wished_stays() {
        let mut class = Class::scheduled();
        class.set(SettingsWish { lobby: Some(true), ..Default::default() });
        class.set(SettingsWish { slow_mode: Some(5), ..Default::default() });
        assert!(class.view.settings.lobby);
        assert_eq!(class.view.settings.slow_mode, 5);
        let again = SettingsWish { lobby: Some(true), ..Default::default() };
        assert_eq!(class.ask(TEACHER, Command::ChangeSettings { settings: again }), Ok(vec![]));
    }

    #[test]
    fn blocked_entries_without_a_letter_are_left_out() {
        let mut class = Class::scheduled();
        let blocked = vec![" damn ".to_owned(), "!!".to_owned(), "damn".to_owned()];
        class.set(SettingsWish { blocked: Some(blocked), ..Default::default() });
        assert_eq!(class.view.settings.blocked, ["damn"]);
    }
}

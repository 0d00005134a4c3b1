//! Changing how a class is run.

use crate::core::Core;
use crate::rejection::Rejection;
use crate::session::{Fact, Phase, Settings, SettingsPatch};
use crate::words::clean;

/// Entries in the list of blocked words, at most.
pub const MOST_BLOCKED: usize = 500;
/// Characters in one of them, at most.
pub const LONGEST_BLOCKED: usize = 60;

/// Changes what the command asks for, before or during the class. Nothing is written where nothing changes.
///
/// # Errors
/// A list of blocked words that is too long or holds one that is empty or too long; a class that isn't there or is over.
pub fn change_settings(class: &Core, patch: &SettingsPatch) -> Result<Vec<Fact>, Rejection> {
    match class.phase {
        Phase::Scheduled | Phase::Live { .. } => {}
        Phase::Unscheduled => return Err(Rejection::NoSuchClass),
        Phase::Ended { .. } => return Err(Rejection::ClassOver),
        Phase::Cancelled => return Err(Rejection::Cancelled),
    }
    let now = class.settings.clone();
    let settings = Settings {
        lobby: patch.lobby.unwrap_or(now.lobby),
        moderated: patch.moderated.unwrap_or(now.moderated),
        anonymous: patch.anonymous.unwrap_or(now.anonymous),
        private_chat: patch.private_chat.unwrap_or(now.private_chat),
        slow_mode: patch.slow_mode.unwrap_or(now.slow_mode),
        blocked: patch.blocked.as_deref().map_or(Ok(now.blocked), blocked_words)?,
        teacher_grace: patch.teacher_grace.unwrap_or(now.teacher_grace),
        overtime: patch.overtime.unwrap_or(now.overtime),
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
    use crate::session;
    use crate::session::SettingsPatch;
    use crate::testing::{Class, TEACHER};

    #[test]
    fn what_is_not_in_the_patch_stays() {
        let mut class = Class::scheduled();
        class.set(SettingsPatch { lobby: Some(true), ..Default::default() });
        class.set(SettingsPatch { slow_mode: Some(5), ..Default::default() });
        assert!(class.view.core.settings.lobby);
        assert_eq!(class.view.core.settings.slow_mode, 5);
        let again = SettingsPatch { lobby: Some(true), ..Default::default() };
        assert_eq!(
            class.ask(TEACHER, Command::Session(session::Command::ChangeSettings { settings: again })),
            Ok(vec![])
        );
    }

    #[test]
    fn blocked_entries_without_a_letter_are_left_out() {
        let mut class = Class::scheduled();
        let blocked = vec![" damn ".to_owned(), "!!".to_owned(), "damn".to_owned()];
        class.set(SettingsPatch { blocked: Some(blocked), ..Default::default() });
        assert_eq!(class.view.core.settings.blocked, ["damn"]);
    }
}

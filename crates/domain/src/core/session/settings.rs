//! How a class is run.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::session::blocked_words;

/// Who may write to whom alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum PrivateChat {
    /// Nobody.
    Off,
    /// Staff with anybody, students with staff.
    #[default]
    WithStaff,
    /// Anybody with anybody.
    Everybody,
}

/// How a class is run. Settings that an older log doesn't know are as by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
pub struct Settings {
    /// Students wait until staff let them in.
    pub lobby: bool,
    /// Questions wait until staff approve them.
    pub moderated: bool,
    /// Students may ask without their name being shown to other students.
    pub anonymous: bool,
    /// Who may write to whom alone.
    pub private_chat: PrivateChat,
    /// Seconds between two messages of one student; 0 for none.
    pub slow_mode: u16,
    /// Words and phrases that students may not write. Only staff see them.
    pub blocked: Vec<String>,
    /// Seconds after which a teacher who is gone counts as lost.
    pub teacher_grace: u16,
    /// Minutes after its planned end at which a class ends by itself.
    pub overtime: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lobby: false,
            moderated: false,
            anonymous: true,
            private_chat: PrivateChat::default(),
            slow_mode: 0,
            blocked: Vec::new(),
            teacher_grace: 60,
            overtime: 120,
        }
    }
}

/// The settings somebody asks to change; what is `None` stays, so that two who change different ones don't undo each
/// other's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(default)]
#[expect(missing_docs, reason = "they are those of Settings")]
pub struct SettingsPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lobby: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moderated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anonymous: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_chat: Option<PrivateChat>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_mode: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teacher_grace: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overtime: Option<u16>,
}

impl SettingsPatch {
    /// Whether these settings are what this command made of others.
    pub(super) fn could_be(&self, settings: &Settings) -> bool {
        let Self { lobby, moderated, anonymous, private_chat, slow_mode, blocked, teacher_grace, overtime } =
            self;
        lobby.is_none_or(|lobby| lobby == settings.lobby)
            && moderated.is_none_or(|moderated| moderated == settings.moderated)
            && anonymous.is_none_or(|anonymous| anonymous == settings.anonymous)
            && private_chat.is_none_or(|private_chat| private_chat == settings.private_chat)
            && slow_mode.is_none_or(|slow_mode| slow_mode == settings.slow_mode)
            && blocked
                .as_ref()
                .is_none_or(|list| blocked_words(list).is_ok_and(|list| list == settings.blocked))
            && teacher_grace.is_none_or(|grace| grace == settings.teacher_grace)
            && overtime.is_none_or(|overtime| overtime == settings.overtime)
    }
}

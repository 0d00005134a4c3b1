//! What every part of the class page shares: the class, the media, who looks and what they may do.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::ClassView;
use domain::digest::Digest;
use domain::ids::{Offset, SessionId, UserId};
use domain::names::{isolated, shown};
use domain::permission::Permission;
use domain::poll::Prepared;
use domain::role::{Role, Viewer};
use lean::FromJson;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::back::Back;
use super::call::Call;
use super::chat::Desk;
use super::people::SendOut;
use super::reactions::Floats;
use crate::live::LiveHandle;
use crate::media::Media;
use crate::ui::Toasts;

/// What the server gives the page to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct OpenedClass {
    /// The class.
    pub session: SessionId,
    /// Who looks, and as what.
    pub viewer: Viewer,
    /// Their name.
    pub name: String,
    /// What they may do here.
    pub rights: Rights,
    /// The course's title.
    pub course: String,
    /// The class as it is.
    pub view: ClassView,
    /// The server's time.
    pub now: DateTime<Utc>,
    /// For those who run polls: what was prepared for the lesson.
    #[serde(default)]
    pub prepared: Vec<Prepared>,
}

/// What somebody may do in this class, as `domain::policy` answered. The page shows what they may; the server asks again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Rights {
    /// Begin the class.
    pub start: bool,
    /// End it for everybody.
    pub end: bool,
    /// Be seen and heard.
    pub publish: bool,
    /// Take anybody's chat message away.
    pub remove_chat: bool,
    /// Put a titled marker.
    pub mark_chapter: bool,
}

/// The page's shared things. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub session: SessionId,
    pub viewer: Viewer,
    pub name: StoredValue<String>,
    pub course: StoredValue<String>,
    pub rights: Rights,
    pub live: LiveHandle,
    pub media: Media,
    pub call: Call,
    pub toasts: Toasts,
    pub dialogs: Dialogs,
    /// The panel's open tab.
    pub tab: RwSignal<&'static str>,
    /// What the parts of the chat share.
    pub desk: Desk,
    /// The page is in front, and looked at.
    pub watched: RwSignal<bool>,
    /// What the viewer missed before they opened the page, until it was shown.
    pub missed: StoredValue<Option<Digest>>,
    /// Words that the class did not take.
    pub back: Back,
    /// What floats over the stage.
    pub floats: Floats,
    /// The polls that were prepared for the lesson.
    pub prepared: RwSignal<Vec<Prepared>>,
}

/// Which dialog is open.
#[derive(Clone, Copy, Default)]
pub(super) struct Dialogs {
    pub end: RwSignal<bool>,
    pub chapter: RwSignal<bool>,
    pub settings: RwSignal<bool>,
    pub keys: RwSignal<bool>,
    /// How the class is run, and what students may do.
    pub rules: RwSignal<bool>,
    /// Before somebody is sent out.
    pub send_out: RwSignal<bool>,
    /// Who that is.
    pub whom: RwSignal<Option<SendOut>>,
    /// Why a message is reported.
    pub report: RwSignal<bool>,
    pub poll: RwSignal<bool>,
}

impl Dialogs {
    /// Whether one is open; follows it.
    pub fn any_open(self) -> bool {
        let all = [
            self.end,
            self.chapter,
            self.settings,
            self.keys,
            self.rules,
            self.send_out,
            self.report,
            self.poll,
        ];
        all.iter().any(|open| open.get())
    }
}

impl Room {
    pub fn expect() -> Self {
        expect_context()
    }

    /// Somebody's name in this class.
    pub fn name_of(&self, user: UserId) -> String {
        if user == self.viewer.user {
            return isolated(shown(&self.name.get_value()));
        }
        self.live.view.with(|view| name_in(view, user))
    }

    /// Whether the viewer runs the class rather than attends it.
    pub fn is_staff(&self) -> bool {
        self.viewer.role.is_staff()
    }

    /// Whether the viewer may do something at the moment.
    pub fn permits(&self, permission: Permission) -> bool {
        let Viewer { user, role } = self.viewer;
        self.live.view.with(|view| view.core.permits(user, role, permission))
    }

    /// Whether the viewer has the teacher's rights: as a teacher or admin, or because they took over.
    pub fn leads(&self) -> bool {
        let Viewer { user, role } = self.viewer;
        self.live.view.with(|view| matches!(view.core.standing(user, role), Role::Teacher | Role::Admin))
    }

    /// The class's clock.
    pub fn clock(&self) -> Offset {
        self.live.class_time().unwrap_or_default()
    }

    /// What somebody is in this class, if they are or were there.
    pub fn role_of(&self, user: UserId) -> Option<Role> {
        self.live.view.with(|view| view.core.people.get(&user).map(|person| person.role))
    }
}

/// Somebody's name in a class as others read it, on its own or in a sentence; erased names and strangers are "Somebody".
pub(super) fn name_in(view: &ClassView, user: UserId) -> String {
    isolated(view.core.called(user))
}

/// The word for a role beside a name; students need none.
pub(super) fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::Admin => Some("Admin"),
        Role::Teacher => Some("Teacher"),
        Role::Assistant => Some("Assistant"),
        Role::Student => None,
    }
}

/// The user that the media server knows under `identity`.
pub(super) fn user_of(identity: &str) -> Option<UserId> {
    identity.parse().ok()
}

/// Waits between tries: 1, 2, 4, then 8 seconds.
pub(super) fn wait_before(tries: u32) -> Duration {
    Duration::from_secs(1 << tries.min(3))
}

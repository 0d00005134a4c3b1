//! What every part of the class page shares: the class, the media, who looks and what they may do.

pub(crate) mod back;
pub(crate) mod call;
pub(crate) mod focus;

use std::time::Duration;

use domain::ClassView;
use domain::ids::{Offset, SessionId, UserId};
use domain::names::{isolated, shown};
use domain::permission::Permission;
use domain::role::{Role, Viewer};
use domain::session::PrivateChat;
use leptos::prelude::*;

use self::back::Back;
use self::call::Call;
use crate::live::LiveHandle;
use crate::media::{Media, Source};
use crate::model::class::Rights;
use crate::ui::Toasts;

/// The page's shared things. Copied freely.
#[derive(Clone, Copy)]
pub(crate) struct Room {
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
    /// Somebody to whom the viewer begins to write alone, until the chat takes it.
    pub write_to: RwSignal<Option<UserId>>,
    /// The page is in front, and looked at.
    pub watched: RwSignal<bool>,
    /// Words that the class did not take.
    pub back: Back,
}

/// Whether keys act that are pressed alone; without it in the context they do.
#[derive(Clone, Copy)]
pub(crate) struct SingleKeys(pub Signal<bool>);

/// Which dialog is open.
#[derive(Clone, Copy, Default)]
pub(crate) struct Dialogs {
    pub end: RwSignal<bool>,
    pub chapter: RwSignal<bool>,
    pub settings: RwSignal<bool>,
    /// Camera, sound and connection, before a class.
    pub trial: RwSignal<bool>,
    pub keys: RwSignal<bool>,
    /// How the class is run, and what students may do.
    pub rules: RwSignal<bool>,
    /// Before somebody is sent out.
    pub send_out: RwSignal<bool>,
    /// Why a message is reported.
    pub report: RwSignal<bool>,
    pub poll: RwSignal<bool>,
    /// The editor of a scene.
    pub scene: RwSignal<bool>,
    /// What lies over the stage.
    pub layers: RwSignal<bool>,
    /// The class's decks.
    pub slides: RwSignal<bool>,
}

impl Dialogs {
    /// Whether one is open; follows it.
    pub fn any_open(self) -> bool {
        let all = [
            self.end,
            self.chapter,
            self.settings,
            self.trial,
            self.keys,
            self.rules,
            self.send_out,
            self.report,
            self.poll,
            self.scene,
            self.layers,
            self.slides,
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

    /// Whether the viewer may send a source at the moment: staff always, students who have the floor.
    pub fn sends(&self, source: Source) -> bool {
        let permission = match source {
            Source::Microphone => Permission::Microphone,
            Source::Camera | Source::Document => Permission::Camera,
            Source::Screen => Permission::Screen,
        };
        self.rights.publish || (!self.is_staff() && self.permits(permission))
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
pub(crate) fn name_in(view: &ClassView, user: UserId) -> String {
    isolated(view.core.called(user))
}

/// Whether `viewer` may write to somebody alone, as `domain::chat` has it.
pub(crate) fn may_write_to(view: &ClassView, viewer: Viewer, user: UserId) -> bool {
    let Some(other) = view.core.people.get(&user) else { return false };
    let staff = viewer.role.is_staff() || other.role != Role::Student;
    let allowed = match view.core.settings.private_chat {
        PrivateChat::Off => false,
        PrivateChat::WithStaff => staff,
        PrivateChat::Everybody => true,
    };
    allowed && user != viewer.user
}

/// The word for a role beside a name; students need none.
pub(crate) fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::Admin => Some("Admin"),
        Role::Teacher => Some("Teacher"),
        Role::Assistant => Some("Assistant"),
        Role::Student => None,
    }
}

/// The user that the media server knows under `identity`.
pub(crate) fn user_of(identity: &str) -> Option<UserId> {
    identity.parse().ok()
}

/// Waits between tries: 1, 2, 4, then 8 seconds.
pub(crate) fn wait_before(tries: u32) -> Duration {
    Duration::from_secs(1 << tries.min(3))
}

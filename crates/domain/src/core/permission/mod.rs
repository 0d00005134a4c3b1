//! What students may do in a class, all of them and each.

mod command;
mod decide;
mod fact;
mod fold;

pub use command::Command;
pub use decide::{decide, grant, lock, permit};
pub use fact::Fact;
pub(crate) use fold::fold;

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::Core;
use crate::ids::UserId;
use crate::role::Role;
use crate::sorted::SortedSet;

/// Something a student may or may not do; staff may always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Write in the chat.
    Chat,
    /// Ask questions, and vote for those of others.
    Ask,
    /// Vote in polls.
    Vote,
    /// Raise the hand.
    RaiseHand,
    /// Be heard.
    Microphone,
    /// Be seen.
    Camera,
    /// Show a screen.
    Screen,
    /// Draw on the boards.
    Draw,
}

impl Permission {
    /// Whether it is about what people send into the room.
    #[must_use]
    pub fn is_of_media(self) -> bool {
        match self {
            Self::Microphone | Self::Camera | Self::Screen => true,
            Self::Chat | Self::Ask | Self::Vote | Self::RaiseHand | Self::Draw => false,
        }
    }

    /// Every permission.
    pub const ALL: [Self; 8] = [
        Self::Chat,
        Self::Ask,
        Self::Vote,
        Self::RaiseHand,
        Self::Microphone,
        Self::Camera,
        Self::Screen,
        Self::Draw,
    ];

    /// What somebody reads who lacks it, without the end of the sentence.
    #[must_use]
    pub fn lacking(self) -> &'static str {
        match self {
            Self::Chat => "You can't write in the chat",
            Self::Ask => "You can't ask questions",
            Self::Vote => "You can't vote",
            Self::RaiseHand => "You can't raise your hand",
            Self::Microphone => "Your microphone stays off",
            Self::Camera => "Your camera stays off",
            Self::Screen => "You can't share your screen",
            Self::Draw => "You can't draw",
        }
    }
}

/// What students may do unless somebody says otherwise for one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(transparent)]
pub struct Permissions(pub SortedSet<Permission>);

impl Default for Permissions {
    /// They write, ask, vote and raise hands; they are heard and seen when somebody gives them the floor.
    fn default() -> Self {
        use Permission::{Ask, Chat, RaiseHand, Vote};
        Self([Chat, Ask, Vote, RaiseHand].into())
    }
}

impl Core {
    /// Whether somebody who stands here as `role` may do it: staff always; a student by what was said for them, and else
    /// by what holds for all, which is nothing while the class is locked.
    #[must_use]
    pub fn permits(&self, user: UserId, role: Role, permission: Permission) -> bool {
        if role.is_staff() {
            return true;
        }
        let own = self.people.get(&user).and_then(|person| person.permits.get(&permission));
        own.copied().unwrap_or(!self.locked && self.permissions.0.contains(&permission))
    }
}

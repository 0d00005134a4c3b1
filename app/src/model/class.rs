//! A class that somebody opens.

use chrono::{DateTime, Utc};
use domain::ClassView;
use domain::ids::SessionId;
use domain::poll::Prepared;
use domain::role::Viewer;
use lean::FromJson;
use serde::{Deserialize, Serialize};

use super::waiting::WaitingView;

/// What the page of a class shows: the class, and what those who wait for its start see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ClassPage {
    /// The class as it is.
    pub opened: OpenedClass,
    /// Its place on the calendar.
    pub waiting: WaitingView,
}

/// What a browser needs to enter the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Ticket {
    /// The way in: a path of ours.
    pub way: String,
    /// Whether they may send sound and picture.
    pub publish: bool,
}

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

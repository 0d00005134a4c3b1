//! What the page of a class shows before it has begun, or in its place.

use domain::ids::{SessionId, UserId};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use super::Moment;

/// A class that is scheduled, or was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct WaitingView {
    /// The class.
    pub session: SessionId,
    /// Who looks.
    pub user: UserId,
    /// Its title.
    pub title: String,
    /// Its course.
    pub course: String,
    /// Who teaches it.
    pub teacher: Option<String>,
    /// When it starts.
    pub starts: Moment,
    /// Planned length in minutes.
    pub length_min: u32,
    /// Seconds until the start; less than none where it should have begun.
    pub left_s: i64,
    /// Where it is changed; none for whom it isn't.
    pub edit_href: Option<String>,
    /// The class as a file for a calendar.
    pub file_href: String,
    /// Why it was cancelled, in its teacher's words; none where it wasn't.
    pub cancelled_because: Option<String>,
}

//! The page on which a lesson is prepared.

use domain::ids::{LessonId, UserId};
use domain::scene::Scene;
use lean::FromJson;
use serde::{Deserialize, Serialize};

/// A lesson with the scenes that its classes begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct LessonView {
    /// Its id.
    pub lesson: LessonId,
    /// Who looks.
    pub viewer: UserId,
    /// Its title.
    pub title: String,
    /// Its course's title.
    pub course: String,
    /// Its scenes, in order.
    pub scenes: Vec<Scene>,
}

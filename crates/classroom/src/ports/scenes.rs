//! Scenes outside of any class.

use async_trait::async_trait;
use domain::Rejection;
use domain::ids::{LessonId, TenantId, UserId};
use domain::scene::{Scene, Scenes};

use super::records::StoreError;
use crate::permit::Permit;

/// Where scenes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// For a lesson: its classes begin with them.
    Lesson(LessonId),
    /// For somebody, who uses them in any course.
    Own(UserId),
}

/// Makes something else of the scenes on a shelf; says whether anything changed.
pub type Change<'a> = &'a (dyn Fn(&mut Scenes) -> Result<bool, Rejection> + Send + Sync);

/// The port to the scenes outside of any class. Their words are sealed with the key of who wrote them last; a scene whose author
/// was erased is gone.
#[async_trait]
pub trait KeptScenes: Send + Sync {
    /// The scenes on a shelf, in order.
    async fn on(&self, tenant: TenantId, shelf: Shelf) -> Result<Vec<Scene>, StoreError>;

    /// Changes what is on a shelf, one after the other where several do at once, and gives what is there then. A refusal of
    /// `change` changes nothing, and neither does a new scene whose id stands for one on another shelf
    /// ([`Rejection::NameTaken`]).
    async fn change(
        &self,
        by: &Permit,
        shelf: Shelf,
        change: Change<'_>,
    ) -> Result<Result<Vec<Scene>, Rejection>, StoreError>;
}

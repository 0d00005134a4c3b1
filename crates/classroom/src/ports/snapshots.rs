//! Classes as they are stored folded, so that opening one needn't read its whole log.

use async_trait::async_trait;
use domain::ClassView;

use super::event_log::ClassKey;
use super::records::StoreError;

/// The port to what is stored. It is made of the log and may be deleted at any time.
#[async_trait]
pub trait Snapshots: Send + Sync {
    /// The class as its log folds up to an event: the view says which. `None` where nothing is stored, or where what is stored
    /// is of another build, of another log, or from before somebody was erased.
    async fn load(&self, class: ClassKey) -> Result<Option<ClassView>, StoreError>;

    /// Folds the class up to its log's end and stores that in place of what is stored, if it is at least `grown` events
    /// further.
    async fn renew(&self, class: ClassKey, grown: u64) -> Result<(), StoreError>;
}

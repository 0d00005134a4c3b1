//! The log of every class: appended in one transaction with everything that follows from it, read, and proved.

mod append;
mod project;
mod read;
mod row;
mod tails;
mod verify;

use async_trait::async_trait;
use classroom::ports::event_log::{ClassKey, EventLog, LogError};
use domain::event::Event;
use domain::ids::Sequence;

use crate::Store;

pub(crate) use tails::Tails;
pub use verify::BrokenAt;

#[async_trait]
impl EventLog for Store {
    async fn read(
        &self,
        class: ClassKey,
        after: Sequence,
        most: usize,
    ) -> Result<Vec<Event>, LogError> {
        Ok(read::read(self, class, after, most).await?)
    }

    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        Ok(append::append(self, class, events).await?)
    }
}

//! The log of every class: appended in one transaction with everything that follows from it, read, and
//! proved.

mod append;
mod footing;
mod project;
mod read;
mod row;
mod sign;
mod tails;
mod verify;

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::event_log::{ClassKey, EventLog, LogError};
use domain::event::Event;
use domain::ids::Sequence;

use crate::Store;
use crate::error::Fault;

pub use sign::LogKeys;
pub(crate) use tails::Tails;
pub use verify::Flaw;

/// A database that is silent for this long counts as gone, so that a class says that it is paused instead of
/// standing still: a cut network breaks no connection by itself.
const PATIENCE: Duration = Duration::from_secs(10);

#[async_trait]
impl EventLog for Store {
    async fn read(&self, class: ClassKey, after: Sequence, most: usize) -> Result<Vec<Event>, LogError> {
        Ok(in_time(read::read(self, class, after, most)).await?)
    }

    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        Ok(in_time(append::append(self, class, events)).await?)
    }

    async fn check(&self, class: ClassKey, last: Sequence) -> Result<(), LogError> {
        Ok(in_time(footing::check(self, class, last)).await?)
    }
}

async fn in_time<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let silent = |_| Fault::Unavailable(format!("no answer in {} seconds", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, work).await.map_err(silent)?
}

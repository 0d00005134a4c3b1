//! The log of every class: appended in one transaction with everything that follows from it, read, and
//! proved.

mod append;
mod find;
mod footing;
mod project;
mod read;
mod row;
mod sign;
mod snapshot;
mod tails;
mod verify;

use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::event_log::{About, ClassKey, CommandPlace, EventLog, LogError};
use domain::event::Event;
use domain::ids::{CommandId, Sequence};

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
    async fn read_about(
        &self,
        class: ClassKey,
        about: About,
        after: Sequence,
        most: usize,
    ) -> Result<Vec<Event>, LogError> {
        Ok(in_time(PATIENCE, read::read(self, class, about, after, most)).await?)
    }

    async fn append(&self, class: ClassKey, events: &[Event]) -> Result<(), LogError> {
        Ok(in_time(PATIENCE, append::append(self, class, events)).await?)
    }

    async fn check(&self, class: ClassKey, last: Sequence) -> Result<(), LogError> {
        Ok(in_time(PATIENCE, footing::check(self, class, last)).await?)
    }

    async fn find(&self, class: ClassKey, commands: &[CommandId]) -> Result<Vec<CommandPlace>, LogError> {
        Ok(in_time(PATIENCE, find::find(self, class, commands)).await?)
    }
}

async fn in_time<T>(most: Duration, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    let silent = |_| Fault::Unavailable(format!("no answer in {} seconds", most.as_secs()));
    tokio::time::timeout(most, work).await.map_err(silent)?
}

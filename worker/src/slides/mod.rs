//! Drawing and removing decks, as durable jobs: a deck's file becomes pages in object storage, each as it is done, and the class's
//! log says how far it is.

mod discard;
mod draw;
mod follow;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use classroom::ports::object_store::ObjectError;
use classroom::ports::records::StoreError;
use classroom::{Classroom, Refusal};
use decks::{Renderer, Said};
use domain::slides::Unfit;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, Worker, WorkerBuildError, WorkerContext};
use serde::{Deserialize, Serialize};
use store::Store;
use store::jobs::{DISCARD, DRAW, DeckJob, ERASE};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::queue::{self, Pace};

/// Two at a time, so that a deck of heavy pages doesn't hold up the next teacher's.
const PACE: Pace = Pace { at_once: 2, look: Duration::from_secs(1), grace: Duration::from_millis(500) };

/// Draws a file's pages into its folder.
#[async_trait]
pub trait DeckRenderer: Send + Sync {
    /// Draws the file `source` in `folder`, which holds its pictures afterwards. What is said of it goes to `said` as it comes.
    ///
    /// # Errors
    /// Why it can't be shown.
    async fn draw(&self, folder: &Path, said: &mpsc::Sender<Said>) -> Result<(), Unfit>;
}

#[async_trait]
impl DeckRenderer for Renderer {
    async fn draw(&self, folder: &Path, said: &mpsc::Sender<Said>) -> Result<(), Unfit> {
        Renderer::draw(self, folder, said).await
    }
}

/// Those who draw decks.
pub struct Decks {
    classroom: Classroom,
    store: Store,
    renderer: Arc<dyn DeckRenderer>,
}

/// Why a deck isn't drawn or removed yet. All but the last may pass.
#[derive(Debug, thiserror::Error)]
enum NotDrawn {
    #[error("object storage: {0}")]
    Objects(#[from] ObjectError),
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    #[error("the log: {0}")]
    Log(#[from] Refusal),
    #[error("a folder to draw in: {0}")]
    Folder(#[from] std::io::Error),
    #[error("it was removed")]
    Gone,
}

impl Decks {
    /// Files are read and pages kept through `classroom`'s object storage; jobs are in `store`.
    #[must_use]
    pub fn new(classroom: Classroom, store: Store, renderer: Arc<dyn DeckRenderer>) -> Self {
        Self { classroom, store, renderer }
    }

    /// Works on jobs until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        queue::work("slides", stop.clone(), || self.clone().worker(&stop)).await;
    }

    /// A worker that isn't running yet.
    async fn worker(self: Arc<Self>, stop: &CancellationToken) -> Result<Worker, WorkerBuildError> {
        queue::options(&self.store, &PACE, stop)
            .add_extension(Drawing(self))
            .define_job::<Draw>()
            .define_job::<Discard>()
            .define_job::<Erase>()
            .init()
            .await
    }
}

/// What a job finds beside its payload.
#[derive(Clone)]
struct Drawing(Arc<Decks>);

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Draw(DeckJob);

impl TaskHandler for Draw {
    const IDENTIFIER: &'static str = DRAW;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Drawing(decks)) = context.get_ext() else { return Err("nobody draws".to_owned()) };
        let is_last_try = context.job().attempts() >= context.job().max_attempts();
        decks.draw(self.0, is_last_try).await.map_err(|error| error.to_string())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Discard(DeckJob);

impl TaskHandler for Discard {
    const IDENTIFIER: &'static str = DISCARD;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Drawing(decks)) = context.get_ext() else { return Err("nobody removes it".to_owned()) };
        tried(self.0, decks.discard(self.0).await)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Erase(DeckJob);

impl TaskHandler for Erase {
    const IDENTIFIER: &'static str = ERASE;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Drawing(decks)) = context.get_ext() else { return Err("nobody removes it".to_owned()) };
        tried(self.0, decks.erase(self.0).await)
    }
}

/// Notes why something isn't removed yet.
fn tried(job: DeckJob, done: Result<(), NotDrawn>) -> Result<(), String> {
    done.map_err(|error| {
        tracing::warn!(session = %job.session, deck = %job.deck, %error, "a deck isn't removed yet; it is tried again");
        error.to_string()
    })
}

#[cfg(test)]
mod tests;

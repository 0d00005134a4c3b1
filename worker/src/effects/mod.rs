//! Doing what events cause in rooms, as durable jobs (`domain::effect`). Every process does so, servers too: whether somebody
//! who was sent out leaves the room must not depend on a worker that is down or busy. A job wakes them by the database's
//! NOTIFY, and one of them takes it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use classroom::Classroom;
use classroom::participant::NotDone;
use classroom::ports::effects::Effects as _;
use classroom::ports::nodes::Nodes as _;
use classroom::ports::records::StoreError;
use domain::effect::Task;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, Worker, WorkerBuildError, WorkerContext};
use serde::{Deserialize, Serialize};
use store::Store;
use store::effects::{EFFECT, TaskJob};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::queue::{self, Pace};

/// Each waits for the media server most of its time, and for five seconds where that is away.
const PACE: Pace = Pace { at_once: 8, look: Duration::from_secs(1), grace: Duration::from_secs(2) };
/// How often the rooms of live classes are held against their classes: the media server's reports may be lost, and
/// it reports nobody who only listens to a room's signals.
const ROUND: Duration = Duration::from_secs(30);

/// Those who do what events cause.
pub struct Effects {
    classroom: Classroom,
    store: Store,
}

impl Effects {
    /// Tasks are done through `classroom`'s media server; their jobs are in `store`.
    #[must_use]
    pub fn new(classroom: Classroom, store: Store) -> Self {
        Self { classroom, store }
    }

    /// Works on tasks until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let working = queue::work("effects", stop.clone(), || self.clone().worker(&stop));
        tokio::join!(working, self.keep_reviewing(&stop));
    }

    /// A worker that isn't running yet.
    async fn worker(self: Arc<Self>, stop: &CancellationToken) -> Result<Worker, WorkerBuildError> {
        queue::options(&self.store, &PACE, stop)
            .add_extension(Doing(self))
            .define_job::<Perform>()
            .init()
            .await
    }

    /// Has every live class's room reviewed now and then. However many processes ask for it, a room is looked at once in the time
    /// that such a task waits.
    async fn keep_reviewing(&self, stop: &CancellationToken) {
        let mut round = interval(ROUND);
        round.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = round.tick() => self.have_reviewed().await,
                () = stop.cancelled() => return,
            }
        }
    }

    async fn have_reviewed(&self) {
        let asked = async {
            for class in self.store.live_classes().await? {
                self.store.add(class, &Task::ReviewLater).await?;
            }
            Ok::<_, StoreError>(())
        };
        if let Err(error) = asked.await {
            tracing::debug!(%error, "rooms can't be reviewed now");
        }
    }

    /// Does a task; what can't be done on its last try is given up.
    async fn perform(&self, job: &TaskJob, is_last_try: bool) -> Result<(), NotDone> {
        let error = match self.classroom.perform(job.class(), &job.task).await {
            Ok(()) => {
                metrics::counter!("lectern_effects_done_total").increment(1);
                return Ok(());
            }
            Err(error) => error,
        };
        let (session, task) = (job.session, &job.task);
        if is_last_try {
            metrics::counter!("lectern_effects_given_up_total").increment(1);
            tracing::error!(%session, ?task, %error, "given up: the room doesn't follow the class in this");
            return Ok(());
        }
        tracing::warn!(%session, ?task, %error, "the room doesn't follow the class yet; it is tried again");
        Err(error)
    }
}

/// What a job finds beside its payload.
#[derive(Clone)]
struct Doing(Arc<Effects>);

impl fmt::Debug for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Doing")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Perform(TaskJob);

impl TaskHandler for Perform {
    const IDENTIFIER: &'static str = EFFECT;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Doing(effects)) = context.get_ext() else { return Err("nobody does it".to_owned()) };
        let is_last_try = context.job().attempts() >= context.job().max_attempts();
        effects.perform(&self.0, is_last_try).await.map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests;

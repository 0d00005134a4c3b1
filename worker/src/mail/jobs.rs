//! The letters as durable jobs, beside the pipeline's: a long transcription keeps no letter waiting.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use graphile_worker::{
    IntoTaskHandlerResult, TaskHandler, Worker, WorkerBuildError, WorkerContext, WorkerOptions,
    WorkerRecoveryConfig, WorkerShutdownConfig,
};
use serde::{Deserialize, Serialize};
use store::jobs::{ClassJob, SCHEMA};
use store::notices::{REMIND, TELL};
use tokio_util::sync::CancellationToken;

use super::PostOffice;

/// Classes written about at once.
const AT_ONCE: usize = 2;
/// How often the worker looks for jobs whose time has come.
const LOOK: Duration = Duration::from_secs(2);
/// How often a worker says that it lives, how often it looks for dead ones, and how long a silent one counts as alive.
const HEARTBEAT: Duration = Duration::from_secs(4);
const SWEEP: Duration = Duration::from_secs(5);
const DEAD_AFTER: Duration = Duration::from_secs(20);
/// How long a letter under way may take when the worker is told to stop.
const GRACE: Duration = Duration::from_secs(2);
/// The wait before the queue is tried again when it broke (the database is down).
const AFTER_FAILURE: Duration = Duration::from_secs(2);

impl PostOffice {
    /// Works on jobs until `stop`. A job that is cut off is free for other workers at once.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let ran = match self.clone().worker(&stop).await {
                Ok(worker) => worker.run().await.map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = ran {
                tracing::warn!(error, "the letters' queue is out of reach");
            }
            let _ = tokio::time::timeout(AFTER_FAILURE, stop.cancelled()).await;
        }
    }

    /// A worker that isn't running yet.
    pub(super) async fn worker(
        self: Arc<Self>,
        stop: &CancellationToken,
    ) -> Result<Worker, WorkerBuildError> {
        let shutdown = WorkerShutdownConfig::default()
            .listen_os_shutdown_signals(false)
            .grace_period(GRACE)
            .interrupted_job_retry_delay(Duration::ZERO)
            .shutdown_signal(stop.clone().cancelled_owned());
        let recovery = WorkerRecoveryConfig::default()
            .heartbeat_interval(HEARTBEAT)
            .sweep_interval(SWEEP)
            .sweep_threshold(DEAD_AFTER)
            .recovery_delay(Duration::ZERO);
        WorkerOptions::default()
            .pg_pool(self.store.pool().clone())
            .schema(SCHEMA)
            .concurrency(AT_ONCE)
            .poll_interval(LOOK)
            .worker_shutdown(shutdown)
            .worker_recovery(recovery)
            .add_extension(Office(self))
            .define_job::<Tell>()
            .define_job::<Remind>()
            .init()
            .await
    }
}

/// What a job finds beside its payload.
#[derive(Clone)]
struct Office(Arc<PostOffice>);

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Office")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Tell(ClassJob);

impl TaskHandler for Tell {
    const IDENTIFIER: &'static str = TELL;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Office(office)) = context.get_ext() else { return Err("no post office".to_owned()) };
        office.tell(self.0.class()).await.map_err(|error| error.to_string())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Remind(ClassJob);

impl TaskHandler for Remind {
    const IDENTIFIER: &'static str = REMIND;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Office(office)) = context.get_ext() else { return Err("no post office".to_owned()) };
        office.remind(self.0.class()).await.map_err(|error| error.to_string())
    }
}

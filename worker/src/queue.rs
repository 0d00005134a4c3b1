//! What the pipeline's and the letters' queues have in common: how they are worked on, and how dead workers are noticed.

use std::future::Future;
use std::time::Duration;

use graphile_worker::{
    FailureReason, JobRecovery, JobRecoveryContext, JobRecoveryResult, Worker, WorkerBuildError,
    WorkerOptions, WorkerRecoveryConfig, WorkerShutdownConfig,
};
use store::Store;
use store::jobs::SCHEMA;
use tokio_util::sync::CancellationToken;

/// How often a worker says that it lives, how often it looks for dead ones, and how long a silent one counts as alive.
const HEARTBEAT: Duration = Duration::from_secs(4);
pub const SWEEP: Duration = Duration::from_secs(5);
const DEAD_AFTER: Duration = Duration::from_secs(20);
/// The wait before the queue is tried again when it broke (the database is down).
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// How a queue is worked on.
pub struct Pace {
    /// Jobs at once.
    pub at_once: usize,
    /// How often the worker looks for jobs by itself.
    pub look: Duration,
    /// How long a job under way may go on after the worker was told to stop.
    pub grace: Duration,
}

/// A worker's options, to which its jobs are added. A job that is cut off by its worker's end is free for other workers at once.
pub fn options(store: &Store, pace: &Pace, stop: &CancellationToken) -> WorkerOptions {
    let shutdown = WorkerShutdownConfig::default()
        .listen_os_shutdown_signals(false)
        .grace_period(pace.grace)
        .interrupted_job_retry_delay(Duration::ZERO)
        .shutdown_signal(stop.clone().cancelled_owned());
    let recovery = WorkerRecoveryConfig::default()
        .heartbeat_interval(HEARTBEAT)
        .sweep_interval(SWEEP)
        .sweep_threshold(DEAD_AFTER)
        .recovery_delay(Duration::ZERO);
    WorkerOptions::default()
        .pg_pool(store.pool().clone())
        .schema(SCHEMA)
        .concurrency(pace.at_once)
        .poll_interval(pace.look)
        .worker_shutdown(shutdown)
        .worker_recovery(recovery)
        .on(JobRecovery, |interrupted: JobRecoveryContext| std::future::ready(after(interrupted.reason)))
}

/// A job whose worker died has used up a try: it may be what the worker died of, and must not bring down one after the other.
fn after(interruption: FailureReason) -> JobRecoveryResult {
    match interruption {
        FailureReason::WorkerCrashed => JobRecoveryResult::FailWithBackoff,
        FailureReason::ShutdownAborted | FailureReason::TaskError | FailureReason::TaskPanic => {
            JobRecoveryResult::Default
        }
    }
}

/// Works on jobs until `stop`; `name` says in the log whose queue can't be reached.
pub async fn work<F>(name: &'static str, stop: CancellationToken, worker: impl Fn() -> F)
where
    F: Future<Output = Result<Worker, WorkerBuildError>>,
{
    while !stop.is_cancelled() {
        let ran = match worker().await {
            Ok(worker) => worker.run().await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = ran {
            tracing::warn!(name, error, "a queue is out of reach");
        }
        let _ = tokio::time::timeout(AFTER_FAILURE, stop.cancelled()).await;
    }
}

//! The stages as durable jobs: taken one after the other, tried again with growing waits, taken over from workers that
//! died.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use domain::pipeline::Stage;
use graphile_worker::{
    IntoTaskHandlerResult, TaskHandler, Worker, WorkerBuildError, WorkerContext, WorkerOptions,
    WorkerRecoveryConfig, WorkerShutdownConfig,
};
use serde::{Deserialize, Serialize};
use store::jobs::{ClassJob, SCHEMA};
use tokio_util::sync::CancellationToken;

use super::{Pipeline, StageError};

/// Classes worked on at once. More would only make each take longer: speech recognition fills its threads.
const AT_ONCE: usize = 1;
/// How often the worker looks for jobs, should a notification be lost.
const LOOK: Duration = Duration::from_secs(1);
/// How often a worker says that it lives, how often it looks for dead ones, and how long a silent one counts as alive.
const HEARTBEAT: Duration = Duration::from_secs(4);
const SWEEP: Duration = Duration::from_secs(5);
const DEAD_AFTER: Duration = Duration::from_secs(20);
/// How long a stage may go on after it was told to stop: enough for one that is about to end.
const GRACE: Duration = Duration::from_millis(500);
/// The wait before the queue is tried again when it broke (the database is down).
const AFTER_FAILURE: Duration = Duration::from_secs(2);

impl Pipeline {
    /// Works on jobs until `stop`. A job that is cut off is free for other workers at once.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let ran = match self.clone().worker(&stop).await {
                Ok(worker) => worker.run().await.map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = ran {
                tracing::warn!(error, "the pipeline's queue is out of reach");
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
            .add_extension(Stages { pipeline: self, stop: stop.clone() })
            .define_job::<Extract>()
            .define_job::<Transcribe>()
            .define_job::<Align>()
            .define_job::<Derive>()
            .init()
            .await
    }
}

/// What a job finds beside its payload.
#[derive(Clone)]
struct Stages {
    pipeline: Arc<Pipeline>,
    stop: CancellationToken,
}

impl fmt::Debug for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stages")
    }
}

macro_rules! stage_jobs {
    ($($name:ident = $word:literal),+ $(,)?) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        struct $name(ClassJob);

        impl TaskHandler for $name {
            const IDENTIFIER: &'static str = $word;

            async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
                run_job(Stage::$name, self.0, &context).await
            }
        }
    )+

        #[cfg(test)]
        const WORDS: &[(Stage, &str)] = &[$((Stage::$name, $word)),+];
    };
}

stage_jobs!(Extract = "extract", Transcribe = "transcribe", Align = "align", Derive = "derive");

async fn run_job(stage: Stage, job: ClassJob, context: &WorkerContext) -> Result<(), Plain> {
    let Some(Stages { pipeline, stop }) = context.get_ext() else {
        return Err(Plain("the worker has no pipeline".to_owned()));
    };
    let is_last_try = context.job().attempts() >= context.job().max_attempts();
    match pipeline.run_stage(stage, job.class(), is_last_try, stop).await {
        // No failure: the queue hands the job to another worker when its grace is over.
        Err(StageError::Stopped) => std::future::pending().await,
        ran => ran.map_err(|error| Plain(error.with_cause())),
    }
}

/// A message as the job's row shows it: its debug form is the text itself.
struct Plain(String);

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_called_as_its_stage() {
        let words: Vec<_> = Stage::ALL.iter().map(|stage| (*stage, stage.word())).collect();
        assert_eq!(words, WORDS);
    }
}

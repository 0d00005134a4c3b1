//! The steps as durable jobs: taken one after the other, tried again with growing waits, taken over from workers that
//! died.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use domain::step::Step;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, Worker, WorkerBuildError, WorkerContext};
use serde::{Deserialize, Serialize};
use store::jobs::ClassJob;
use tokio_util::sync::CancellationToken;

use super::{Pipeline, StepError};
use crate::queue::{self, Pace};

/// One at a time: more would only make each take longer, since speech recognition fills its threads. The grace is enough
/// for a step that is about to end.
const PACE: Pace = Pace { at_once: 1, look: Duration::from_secs(1), grace: Duration::from_millis(500) };

impl Pipeline {
    /// Works on jobs until `stop`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let working = queue::work("pipeline", stop.clone(), || self.clone().worker(&stop));
        tokio::join!(working, self.watch_dead_jobs(&stop));
    }

    /// A worker that isn't running yet.
    pub(super) async fn worker(
        self: Arc<Self>,
        stop: &CancellationToken,
    ) -> Result<Worker, WorkerBuildError> {
        queue::options(&self.store, &PACE, stop)
            .add_extension(Steps { pipeline: self, stop: stop.clone() })
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
struct Steps {
    pipeline: Arc<Pipeline>,
    stop: CancellationToken,
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Steps")
    }
}

macro_rules! step_jobs {
    ($($name:ident = $word:literal),+ $(,)?) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        struct $name(ClassJob);

        impl TaskHandler for $name {
            const IDENTIFIER: &'static str = $word;

            async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
                run_job(Step::$name, self.0, &context).await
            }
        }
    )+

        #[cfg(test)]
        const WORDS: &[(Step, &str)] = &[$((Step::$name, $word)),+];
    };
}

step_jobs!(Extract = "extract", Transcribe = "transcribe", Align = "align", Derive = "derive");

async fn run_job(step: Step, job: ClassJob, context: &WorkerContext) -> Result<(), Plain> {
    let Some(Steps { pipeline, stop }) = context.get_ext() else {
        return Err(Plain("the worker has no pipeline".to_owned()));
    };
    let is_last_try = context.job().attempts() >= context.job().max_attempts();
    match pipeline.run_step(step, job.class(), is_last_try, stop).await {
        // No failure: the queue hands the job to another worker when its grace is over.
        Err(StepError::Stopped) => std::future::pending().await,
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
    fn a_job_is_called_as_its_step() {
        let words: Vec<_> = Step::ALL.iter().map(|step| (*step, step.word())).collect();
        assert_eq!(words, WORDS);
    }
}

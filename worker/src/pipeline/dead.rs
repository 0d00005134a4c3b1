//! Jobs that died with their worker on their last try, and so could notify nobody: another worker writes into the class's log.

use std::collections::HashSet;

use classroom::ports::event_log::ClassKey;
use domain::pipeline::Progress;
use domain::step::Step;
use domain::{SystemCommand, pipeline};
use tokio_util::sync::CancellationToken;

use super::{Pipeline, StepError};
use crate::queue::SWEEP;

/// The dead jobs whose classes know.
pub(super) type Notified = HashSet<(ClassKey, Step)>;

impl Pipeline {
    /// Looks for dead jobs until `stop`, as often as the queue looks for dead workers.
    pub(super) async fn watch_dead_jobs(&self, stop: &CancellationToken) {
        let mut notified = Notified::new();
        while !stop.is_cancelled() {
            if let Err(error) = self.fail_dead_jobs(&mut notified).await {
                let why = error.with_cause();
                tracing::warn!(why, "can't tell of jobs that died");
            }
            let _ = tokio::time::timeout(SWEEP, stop.cancelled()).await;
        }
    }

    /// Has every step failed whose job died without a word. One that died of an error said so itself.
    async fn fail_dead_jobs(&self, notified: &mut Notified) -> Result<(), StepError> {
        let dead = self.store.dead_jobs().await?;
        // One that was started again and died again is news.
        notified.retain(|known| dead.iter().any(|job| (job.class, job.step) == *known));
        for job in dead {
            if notified.contains(&(job.class, job.step)) {
                continue;
            }
            let class = self.classroom.classes.open(job.class).await.map_err(StepError::Log)?;
            if class.read(|view| is_waited_for(view.pipeline.step(job.step))) {
                tracing::error!(session = %job.class.session, step = job.step.word(), why = job.error,
                    "a step died with its worker on its last try");
                metrics::counter!("lectern_stages_failed_total", "stage" => job.step.word()).increment(1);
                let reason = StepError::Died.to_string();
                self.say(
                    job.class,
                    SystemCommand::Pipeline(pipeline::SystemCommand::Fail { step: job.step, reason }),
                )
                .await?;
            }
            notified.insert((job.class, job.step));
        }
        Ok(())
    }
}

fn is_waited_for(progress: &Progress) -> bool {
    match progress {
        Progress::Waiting | Progress::Working { .. } => true,
        Progress::Finished | Progress::Failed { .. } => false,
    }
}

//! How far a step is, written into the class's log at most once a second.

use std::time::Duration;

use classroom::ports::event_log::ClassKey;
use domain::step::Step;
use domain::{SystemCommand, pipeline};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::{Pipeline, StepError};

/// The shortest time between two reports.
const BETWEEN_REPORTS: Duration = Duration::from_secs(1);

/// Where work on another thread says how far it is, as a fraction of its step.
pub(super) type Gauge = watch::Sender<f32>;

impl Pipeline {
    /// Does `work`, writing into the class's log how far its gauge is.
    pub(super) async fn with_progress<T>(
        &self,
        class: ClassKey,
        step: Step,
        work: impl AsyncFnOnce(&Gauge) -> Result<T, StepError>,
    ) -> Result<T, StepError> {
        let (gauge, mut level) = watch::channel(0.0);
        let work = work(&gauge);
        tokio::pin!(work);
        let mut ticks = interval(BETWEEN_REPORTS);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.tick().await;
        loop {
            tokio::select! {
                done = &mut work => return done,
                _ = ticks.tick() => {}
            }
            if !level.has_changed().unwrap_or(false) {
                continue;
            }
            let percent = percent(*level.borrow_and_update());
            let reporting = async {
                if let Err(error) = self
                    .say(class, SystemCommand::Pipeline(pipeline::SystemCommand::Progress { step, percent }))
                    .await
                {
                    tracing::debug!(%error, "progress can't be told");
                }
            };
            tokio::select! {
                done = &mut work => return done,
                () = reporting => {}
            }
        }
    }
}

/// 100 is for what is done.
fn percent(level: f32) -> u8 {
    // Saturates: what isn't a fraction becomes the nearest one.
    (level * 100.0).clamp(0.0, 99.0) as u8
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_step_at_work_is_never_a_hundred_percent_done() {
        assert_eq!([0.0, 0.639, 1.0, 7.0, -1.0, f32::NAN].map(percent), [0, 63, 99, 99, 0, 0]);
    }
}

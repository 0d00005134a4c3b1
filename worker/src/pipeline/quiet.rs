//! Long computations on a thread of their own that gives way to everything live.

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::StepError;
use crate::speech::{Heard, Recognizer, SpeechError};

/// The thread's niceness: a class that is being recorded on the same machine comes first.
const NICENESS: i32 = 10;

/// Runs `work` on a thread of low priority; threads that it starts inherit that.
pub(super) async fn on_quiet_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StepError> + Send + 'static,
) -> Result<T, StepError> {
    let (finished, done) = oneshot::channel();
    let thread = std::thread::Builder::new().name("pipeline".to_owned()).spawn(move || {
        // Without an id Linux takes it for this thread alone. Other systems may refuse: then it is as loud as the rest.
        let _ = rustix::process::setpriority_process(None, NICENESS);
        // Nobody listens where the job was dropped.
        let _ = finished.send(work());
    });
    thread.map_err(|error| StepError::Internal(error.into()))?;
    done.await.map_err(|_| StepError::Internal("a thread of the pipeline died".into()))?
}

/// A recogniser that stops hearing when told to: its thread ends within the time one stretch of speech takes.
pub(super) struct Stoppable<'a> {
    pub recognizer: &'a dyn Recognizer,
    pub stop: &'a CancellationToken,
}

impl Recognizer for Stoppable<'_> {
    fn recognize(&self, pcm: &[f32]) -> Result<Vec<Heard>, SpeechError> {
        if self.stop.is_cancelled() {
            return Err(SpeechError::Engine("told to stop".to_owned()));
        }
        self.recognizer.recognize(pcm)
    }
}

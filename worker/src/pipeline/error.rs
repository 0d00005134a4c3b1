//! Why a step didn't come to its end. The text is what staff read beside the step; its cause is for the log and the job's row.

use classroom::Refusal;
use classroom::ports::object_store::ObjectError;
use classroom::ports::records::StoreError;

use crate::speech::SpeechError;

/// What lies behind a failure, in the words of whoever met it.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a step failed.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// There is no model to recognise speech with.
    #[error(
        "No speech model is installed, so there is no transcript. Install one (LECTERN_SPEECH_MODEL), then start this \
         step again."
    )]
    NoModel,
    /// What an earlier step made is gone.
    #[error("What an earlier step made is missing. Start {0} again.")]
    Missing(&'static str),
    /// The recording can't be read.
    #[error("The recorded sound can't be read, so there is no transcript.")]
    Unreadable(#[source] Cause),
    /// The recogniser failed.
    #[error("Speech recognition failed. Start this step again.")]
    Speech(#[source] SpeechError),
    /// The database did.
    #[error("The database couldn't be reached. Start this step again when it is back.")]
    Store(#[from] StoreError),
    /// Object storage did.
    #[error("The recording's storage couldn't be reached. Start this step again when it is back.")]
    Objects(#[from] ObjectError),
    /// The log didn't take a fact.
    #[error("The class's log couldn't be written. Start this step again.")]
    Log(#[source] Refusal),
    /// Something inside.
    #[error("Something went wrong on our side. Start this step again.")]
    Internal(#[source] Cause),
    /// The worker died at it, each time that it was tried.
    #[error(
        "The worker broke off at this step again and again. Start it again, or tell who looks after Lectern."
    )]
    Died,
    /// The worker was told to stop; another one goes on.
    #[error("The worker stopped.")]
    Stopped,
}

impl StepError {
    /// Whether trying again changes nothing until somebody does something.
    #[must_use]
    pub fn is_for_good(&self) -> bool {
        matches!(self, Self::NoModel | Self::Missing(_) | Self::Unreadable(_))
    }

    /// What there is to say of it in the job's row and the log, with the causes that the page doesn't show.
    pub(super) fn with_cause(&self) -> String {
        let causes = std::iter::successors(std::error::Error::source(self), |cause| cause.source());
        causes.fold(self.to_string(), |text, cause| format!("{text} ({cause})"))
    }
}

impl From<SpeechError> for StepError {
    fn from(error: SpeechError) -> Self {
        match error {
            SpeechError::Model { ref path, ref reason } => {
                tracing::warn!(path = %path.display(), reason, "the speech model can't be used");
                Self::NoModel
            }
            SpeechError::Audio(audio) => Self::Unreadable(audio.into()),
            other => Self::Speech(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_people_can_change_is_not_tried_again() {
        let model = SpeechError::Model { path: "nowhere".into(), reason: "it is too short".into() };
        assert!(StepError::from(model).is_for_good());
        assert!(!StepError::from(ObjectError::Unavailable("down".into())).is_for_good());
        assert!(!StepError::from(SpeechError::Engine("out of memory".into())).is_for_good());
    }

    #[test]
    fn the_row_of_a_job_tells_the_cause_and_the_page_does_not() {
        let cause = || "10.0.0.7 refused".to_owned();
        for error in [
            StepError::from(ObjectError::Unavailable(cause())),
            StepError::from(StoreError::Broken(cause())),
            StepError::from(SpeechError::Engine(cause())),
            StepError::Unreadable(cause().into()),
            StepError::Internal(cause().into()),
        ] {
            assert!(!error.to_string().contains("10.0.0.7"), "{error}");
            assert!(error.with_cause().contains("10.0.0.7"), "{error:?}");
        }
    }
}

//! Why a stage didn't come to its end. The text is what staff read beside the stage.

use classroom::Refusal;
use classroom::ports::object_store::ObjectError;
use classroom::ports::records::StoreError;

use crate::speech::SpeechError;

/// Why a stage failed.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// There is no model to recognise speech with.
    #[error(
        "No speech model is installed, so there is no transcript. Install one (LECTERN_SPEECH_MODEL), then start this \
         step again."
    )]
    NoModel,
    /// What an earlier stage made is gone.
    #[error("What an earlier step made is missing. Start {0} again.")]
    Missing(&'static str),
    /// The recording can't be read.
    #[error("The recording can't be read: {0}.")]
    Unreadable(String),
    /// The recogniser failed.
    #[error("Speech recognition failed: {0}")]
    Speech(SpeechError),
    /// The database did.
    #[error("The database couldn't be reached. Start this step again when it is back.")]
    Store(#[from] StoreError),
    /// Object storage did.
    #[error("The recording's storage couldn't be reached. Start this step again when it is back.")]
    Objects(#[from] ObjectError),
    /// The log didn't take a fact.
    #[error("The class's log couldn't be written: {0}")]
    Log(Refusal),
    /// Something inside.
    #[error("Something went wrong on our side ({0}). Start this step again.")]
    Internal(String),
    /// The worker was told to stop; another one goes on.
    #[error("The worker stopped.")]
    Stopped,
}

impl StageError {
    /// Whether trying again changes nothing until somebody does something.
    #[must_use]
    pub fn is_for_good(&self) -> bool {
        matches!(self, Self::NoModel | Self::Missing(_) | Self::Unreadable(_))
    }

    /// What there is to say of it in the job's row, with the cause that the page doesn't show.
    pub(super) fn with_cause(&self) -> String {
        match std::error::Error::source(self) {
            Some(cause) => format!("{self} ({cause})"),
            None => self.to_string(),
        }
    }
}

impl From<SpeechError> for StageError {
    fn from(error: SpeechError) -> Self {
        match error {
            SpeechError::Model { ref path, ref reason } => {
                tracing::warn!(path = %path.display(), reason, "the speech model can't be used");
                Self::NoModel
            }
            SpeechError::Audio(audio) => Self::Unreadable(audio.to_string()),
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
        assert!(StageError::from(model).is_for_good());
        assert!(!StageError::from(ObjectError::Unavailable("down".into())).is_for_good());
        assert!(!StageError::from(SpeechError::Engine("out of memory".into())).is_for_good());
    }

    #[test]
    fn the_row_of_a_job_tells_the_cause_and_the_page_does_not() {
        let error = StageError::from(ObjectError::Unavailable("10.0.0.7 refused".into()));
        assert!(!error.to_string().contains("10.0.0.7"));
        assert!(error.with_cause().contains("10.0.0.7"));
    }
}

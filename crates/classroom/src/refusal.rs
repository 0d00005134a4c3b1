//! Why a use case didn't do what was asked. The text is what the person reads.

use domain::Rejection;

use crate::ports::event_log::LogError;
use crate::ports::media::MediaError;
use crate::ports::object_store::ObjectError;
use crate::ports::records::StoreError;

/// A refusal. Its text never holds an internal message: that goes to the server's own log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The class's rules say no.
    #[error("{0}")]
    Rejected(#[from] Rejection),
    /// Nobody is signed in.
    #[error("Sign in first.")]
    SignedOut,
    /// E-mail and password don't belong together.
    #[error("That e-mail and password don’t match. Check both and try again.")]
    WrongPassword,
    /// Too many failed attempts.
    #[error("Too many attempts. Wait {}, then try again.", wait(*minutes))]
    Throttled {
        /// How long to wait.
        minutes: i64,
    },
    /// More people sign in than passwords can be checked.
    #[error("Very many people are signing in just now. Try again in a moment.")]
    Busy,
    /// The class is of a course that they are not enrolled in.
    #[error("You aren't in this class's course. Ask its teacher to add you.")]
    NotEnrolled,
    /// There is no such thing, or it is none of their business that there is.
    #[error("There is nothing here, or it isn't yours to see.")]
    NotFound,
    /// A part of a form that can't be taken.
    #[error("{problem}")]
    BadField {
        /// The field's name.
        field: &'static str,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// Who asks isn't in the class through the live channel they named.
    #[error("This page isn't connected to the class. Wait until it is, or load it again.")]
    NoChannel,
    /// The log can't be written now; the command may be sent again and has one effect.
    #[error("The class is paused. Nothing is lost; it goes on by itself.")]
    Paused,
    /// A system that this needs is down.
    #[error("{what} can't be reached just now. Try again in a moment.")]
    Down {
        /// Which, in words for people.
        what: &'static str,
    },
    /// Something went wrong inside.
    #[error("Something went wrong on our side. It has been noted; try again.")]
    Internal,
}

fn wait(minutes: i64) -> String {
    match minutes {
        1 => "a minute".to_owned(),
        60 => "an hour".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => {
                tracing::warn!(%why, "the database is out of reach");
                Self::Down { what: "The database" }
            }
            StoreError::Broken(why) => {
                tracing::error!(%why, "a query failed");
                Self::Internal
            }
        }
    }
}

impl From<LogError> for Refusal {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Unavailable(why) => {
                tracing::warn!(%why, "the log is out of reach");
                Self::Paused
            }
            LogError::Altered(why) => {
                tracing::error!(%why, "a log was changed from outside");
                Self::Paused
            }
            LogError::Conflict => Self::Paused,
            LogError::Taken => Self::Rejected(Rejection::NameTaken),
            LogError::Broken(why) => {
                tracing::error!(%why, "the log refused");
                Self::Internal
            }
        }
    }
}

impl From<MediaError> for Refusal {
    fn from(error: MediaError) -> Self {
        tracing::warn!(%error, "the media server didn't do it");
        Self::Down { what: "The media server" }
    }
}

impl From<ObjectError> for Refusal {
    fn from(error: ObjectError) -> Self {
        tracing::warn!(%error, "object storage didn't do it");
        Self::Down { what: "The recording's storage" }
    }
}

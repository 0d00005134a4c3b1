//! From a wish to facts: the one pure decision behind every change of a class.

use serde::{Deserialize, Serialize};

use crate::command::Command;
use crate::event::Fact;
use crate::view::ClassView;
use crate::words::BadText;
use crate::{chapter, chat, participant, pipeline, recording, session};

/// What `command` makes happen in `class`; nothing where it is already so. Whether the one who asks *may* is
/// [`crate::policy::can`]'s business, and is asked first.
///
/// # Errors
/// A [`Rejection`], in words for the one who asked.
pub fn decide(class: &ClassView, command: &Command) -> Result<Vec<Fact>, Rejection> {
    match command {
        Command::Schedule(wish) => session::schedule(class, wish),
        Command::Reschedule(wish) => session::reschedule(class, wish),
        Command::Start => session::start(class),
        Command::End { reason } => session::end(class, *reason),
        Command::Join { .. } => participant::join(class, command),
        Command::Leave { connection } => Ok(participant::leave(class, *connection)),
        Command::ForgetNode { node } => Ok(participant::forget_node(class, node)),
        Command::Media { user, connected } => Ok(participant::media(class, *user, *connected)),
        Command::PostChat { message, text } => chat::post(class, *message, text),
        Command::RemoveChat { message } => chat::remove(class, *message),
        Command::MarkChapter { chapter, title } => chapter::mark(class, *chapter, title),
        Command::StartRecording { recording } => Ok(recording::start(class, *recording)),
        Command::StartTrack { track } => Ok(recording::start_track(class, track)),
        Command::FinishTrack { track } => Ok(recording::finish_track(class, track)),
        Command::FinalizeRecording { recording } => Ok(recording::finalize(class, *recording)),
        Command::ProgressStage { stage, percent } => Ok(pipeline::progress(class, *stage, *percent)),
        Command::FinishStage { stage } => Ok(pipeline::finish(class, *stage)),
        Command::RestartStage { stage } => Ok(pipeline::restart(class, *stage)),
        Command::FailStage { stage, reason } => Ok(pipeline::fail(class, *stage, reason)),
    }
}

/// Why a class didn't take a command. The text is what the person reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// There is no such class.
    #[error("There is no such class.")]
    NoSuchClass,
    /// It is on the calendar already.
    #[error("This class is already scheduled.")]
    AlreadyScheduled,
    /// It has started, so its calendar entry stands.
    #[error("This class has started; its time and title can't be changed any more.")]
    AlreadyStarted,
    /// It hasn't started.
    #[error("This class hasn't started yet.")]
    NotLive,
    /// It is over.
    #[error("This class is over. You can watch its replay.")]
    ClassOver,
    /// Too short or too long.
    #[error("A class takes between 1 and {most} minutes.")]
    BadLength {
        /// Minutes, at most.
        most: u16,
    },
    /// A text that can't be taken.
    #[error("{0}")]
    BadText(BadText),
    /// Something of that name is there already.
    #[error("That was already sent.")]
    AlreadyThere,
    /// There is no such message.
    #[error("That message isn't there.")]
    NoSuchMessage,
    /// The one who asks may not.
    #[error("You can't do that in this class. Its teacher can.")]
    NotAllowed,
    /// The server couldn't, for a reason that isn't the person's.
    #[error("Something went wrong on our side. It has been noted; try again.")]
    Internal,
}

//! What the recorder reports. Reports may come twice or late; each fact is written once.

use crate::recording::{Fact, Recordings, SystemCommand};

/// What a report makes happen; nothing where it is so already.
#[must_use]
pub fn decide(own: &Recordings, command: &SystemCommand) -> Vec<Fact> {
    let (known, fact) = match command {
        SystemCommand::Start { recording } => {
            (own.recordings.contains_key(recording), Fact::Started { recording: *recording })
        }
        SystemCommand::StartTrack { track } => {
            (own.tracks.contains_key(&track.id), Fact::TrackStarted { track: track.clone() })
        }
        SystemCommand::FinishTrack { track } => {
            (own.tracks.get(&track.id) == Some(track), Fact::TrackFinished { track: track.clone() })
        }
        SystemCommand::Finalize { recording } => {
            (own.recordings.get(recording) == Some(&true), Fact::Finalized { recording: *recording })
        }
    };
    if known { vec![] } else { vec![fact] }
}

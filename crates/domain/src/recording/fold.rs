//! What the recorder's facts make of a class.

use crate::recording::{Fact, Recordings};

pub(crate) fn fold(own: &mut Recordings, fact: &Fact) {
    match fact {
        Fact::Started { recording } => {
            own.recordings.get_or_insert_with(*recording, || false);
        }
        Fact::Finalized { recording } => {
            own.recordings.insert(*recording, true);
        }
        Fact::TrackStarted { track } | Fact::TrackFinished { track } => {
            own.tracks.insert(track.id, track.clone());
        }
    }
}

//! What the recorder reports. Reports may come twice or late; each fact is written once.

use crate::event::Fact;
use crate::ids::RecordingId;
use crate::recording::Track;
use crate::view::ClassView;

/// The recorder is in the room.
#[must_use]
pub fn start(class: &ClassView, recording: RecordingId) -> Vec<Fact> {
    if class.recordings.contains_key(&recording) {
        return vec![];
    }
    vec![Fact::RecordingStarted { recording }]
}

/// A track is being written.
#[must_use]
pub fn start_track(class: &ClassView, track: &Track) -> Vec<Fact> {
    if class.tracks.contains_key(&track.id) {
        return vec![];
    }
    vec![Fact::TrackStarted { track: track.clone() }]
}

/// A track lies whole in object storage.
#[must_use]
pub fn finish_track(class: &ClassView, track: &Track) -> Vec<Fact> {
    if class.tracks.get(&track.id).is_some_and(|there| there == track) {
        return vec![];
    }
    vec![Fact::TrackFinished { track: track.clone() }]
}

/// Every track lies in object storage.
#[must_use]
pub fn finalize(class: &ClassView, recording: RecordingId) -> Vec<Fact> {
    if class.recordings.get(&recording) == Some(&true) {
        return vec![];
    }
    vec![Fact::RecordingFinalized { recording }]
}

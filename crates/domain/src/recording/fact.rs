//! The facts of recordings.

use domain_derive::{HoldsWords, Tagged};
use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::core::{Effect, FeatureFact, Reach, Stamp};
use crate::ids::{RecordingId, UserId};
use crate::recording::Track;
use crate::role::Viewer;
use crate::step::Step;

/// A fact of recordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, Tagged, HoldsWords)]
#[serde(tag = "kind")]
#[expect(
    missing_docs,
    reason = "a field that only names what the fact is about needs no sentence; the others have one"
)]
pub enum Fact {
    /// The recorder is in the room.
    #[serde(rename = "recording.started")]
    Started { recording: RecordingId },
    /// A track is being written.
    #[serde(rename = "recording.track_started")]
    TrackStarted {
        /// The track, with what is known of it at its start.
        track: Track,
    },
    /// A track lies whole in object storage.
    #[serde(rename = "recording.track_finished")]
    TrackFinished {
        /// The track, with its length and size.
        track: Track,
    },
    /// Every track of the recording lies in object storage.
    #[serde(rename = "recording.finalized")]
    Finalized { recording: RecordingId },
}

impl FeatureFact for Fact {
    fn speaker(&self, actor: Option<UserId>) -> Option<UserId> {
        actor
    }

    fn reach(&self, _: Option<UserId>) -> Reach {
        match self {
            Self::Started { .. }
            | Self::TrackStarted { .. }
            | Self::TrackFinished { .. }
            | Self::Finalized { .. } => Reach::everybody(),
        }
    }

    fn hide_internals(&mut self) {
        match self {
            Self::TrackStarted { track } | Self::TrackFinished { track } => track.key.clear(),
            Self::Started { .. } | Self::Finalized { .. } => {}
        }
    }

    fn hide_from_student(&mut self, _: &mut Option<UserId>, _: &Viewer) {}

    fn effects(&self, _: Stamp) -> Vec<Effect> {
        // Leases on recordings aren't among it: they are rows, which workers look for.
        match self {
            Self::Finalized { .. } => vec![Effect::Process(Step::Extract)],
            Self::Started { .. } | Self::TrackStarted { .. } | Self::TrackFinished { .. } => vec![],
        }
    }
}

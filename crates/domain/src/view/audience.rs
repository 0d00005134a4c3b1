//! What each viewer may see of the log. What they may not is removed on the server, never hidden in a browser.

use crate::event::{Event, Fact};
use crate::ids::RecordingId;
use crate::pipeline::Progress;
use crate::role::Viewer;
use crate::view::ClassView;
use crate::words::Words;

/// Viewers who see the same of every event, so that it is encoded once for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Those who run the class.
    Staff,
    /// Those who attend it.
    Students,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Self; 2] = [Self::Staff, Self::Students];

    /// The audience a viewer belongs to.
    #[must_use]
    pub fn of(viewer: &Viewer) -> Self {
        if viewer.role.is_staff() { Self::Staff } else { Self::Students }
    }
}

/// The event as `audience` may see it; `None` where it may not see it at all.
#[must_use]
pub fn visible(event: &Event, audience: Audience) -> Option<Event> {
    let mut event = event.clone();
    match &mut event.fact {
        // Keys in object storage and servers' names are nobody's business outside.
        Fact::TrackStarted { track } | Fact::TrackFinished { track } => track.key.clear(),
        Fact::ParticipantJoined { node, .. } => node.clear(),
        Fact::StageFailed { reason, .. } if audience == Audience::Students => reason.clear(),
        _ => {}
    }
    Some(event)
}

/// Takes out of an old event the words that were removed since, as `class` knows.
pub fn redact(event: &mut Event, class: &ClassView) {
    if let Fact::ChatPosted { message, text } = &mut event.fact
        && class.message(*message).is_some_and(|message| message.removed_by.is_some())
    {
        *text = Words(None);
    }
}

impl ClassView {
    /// The view as `audience` may see it: the same as folding what [`visible`] lets through.
    #[must_use]
    pub fn for_audience(&self, audience: Audience) -> Self {
        let mut view = self.clone();
        for track in view.tracks.values_mut() {
            track.key.clear();
        }
        for person in view.people.values_mut() {
            person.connections.values_mut().for_each(String::clear);
        }
        if audience == Audience::Students {
            for progress in view.stages.values_mut() {
                if let Progress::Failed { reason } = progress {
                    reason.clear();
                }
            }
        }
        view
    }

    /// The recording under way, if one is.
    #[must_use]
    pub fn recording(&self) -> Option<RecordingId> {
        self.recordings.iter().find(|(_, finalized)| !**finalized).map(|(id, _)| *id)
    }
}

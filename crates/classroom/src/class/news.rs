//! What an open class sends those who follow it, encoded once for each audience.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use domain::event::{Event, Fact};
use domain::ids::{Sequence, UserId};
use domain::role::Viewer;
use domain::stream::Streamed;
use domain::view::{Audience, reach, redact, visible};
use domain::wire::{ServerFrame, Shown};
use domain::{ClassView, chat, lobby, participant, session};

use super::streams::Outgoing;

/// By how many events a kept snapshot may be behind: whoever gets it gets those after it.
const BEHIND: u64 = 256;

/// One piece of news.
#[derive(Debug, Clone)]
pub enum News {
    /// The log grew.
    Committed(Arc<Committed>),
    /// The log can't be written.
    Paused,
    /// The log can be written again.
    Resumed,
    /// Things that are shown and forgotten.
    Ephemeral(Arc<Together>),
    /// Pieces of what grows.
    Streams(Arc<Pieces>),
}

/// What several people show, in one frame.
#[derive(Debug)]
pub struct Together {
    /// Whose it is, where it is all one person's: they needn't get it.
    pub only: Option<UserId>,
    /// The frame: JSON text.
    pub frame: Bytes,
}

impl Together {
    pub(super) fn new(frames: Vec<Shown>) -> Self {
        let first = frames.first().map(|shown| shown.from);
        let only = first.filter(|first| frames.iter().all(|shown| shown.from == *first));
        Self { only, frame: encode(&ServerFrame::Ephemeral { frames }) }
    }
}

/// What all of an audience get, encoded once for each.
#[derive(Debug)]
struct PerAudience<F>([OnceLock<F>; Audience::ALL.len()]);

impl<F> Default for PerAudience<F> {
    fn default() -> Self {
        Self([const { OnceLock::new() }; Audience::ALL.len()])
    }
}

impl<F: Clone> PerAudience<F> {
    /// What `encode` makes for anybody of the viewer's audience; for the viewer alone where it concerns them `in_person`.
    fn get(&self, viewer: &Viewer, in_person: bool, encode: impl Fn(&Viewer) -> F) -> F {
        if in_person {
            return encode(viewer);
        }
        let audience = Audience::of(viewer);
        let [staff, students] = &self.0;
        let slot = match audience {
            Audience::Staff => staff,
            Audience::Students => students,
        };
        slot.get_or_init(|| encode(&audience.anybody())).clone()
    }
}

/// Pieces of what grows that go out together, in their order.
#[derive(Debug)]
pub struct Pieces {
    pieces: Vec<Outgoing>,
    frames: PerAudience<Option<Bytes>>,
}

impl Pieces {
    pub(super) fn new(pieces: Vec<Outgoing>) -> Self {
        Self { pieces, frames: PerAudience::default() }
    }

    /// The frame for a viewer, JSON text, if anything of it reaches them.
    #[must_use]
    pub fn frame(&self, viewer: &Viewer) -> Option<Bytes> {
        let in_person = self.pieces.iter().any(|outgoing| outgoing.reach.people.contains(&viewer.user));
        self.frames.get(viewer, in_person, |viewer| self.encoded(viewer))
    }

    fn encoded(&self, viewer: &Viewer) -> Option<Bytes> {
        let theirs = self.pieces.iter().filter(|outgoing| outgoing.reach.includes(viewer));
        let pieces: Vec<Streamed> = theirs.map(|outgoing| outgoing.streamed.clone()).collect();
        (!pieces.is_empty()).then(|| encode(&ServerFrame::Streams { anew: false, pieces }))
    }
}

/// Events that were committed together.
#[derive(Debug)]
pub struct Committed {
    /// The event before the first.
    pub after: Sequence,
    /// The last.
    pub through: Sequence,
    events: Vec<Event>,
    frames: PerAudience<Bytes>,
    /// Those who see more of it than the others of their audience.
    people: OnceLock<HashSet<UserId>>,
}

impl Committed {
    pub(super) fn new(after: Sequence, through: Sequence, events: Vec<Event>) -> Self {
        Self { after, through, events, frames: PerAudience::default(), people: OnceLock::new() }
    }

    /// Makes it one with what was committed next. Not after the first frame was made.
    pub(super) fn extend(&mut self, next: Self) {
        self.through = next.through;
        self.events.extend(next.events);
    }

    /// The frame for a viewer: JSON text.
    #[must_use]
    pub fn frame(&self, viewer: &Viewer) -> Bytes {
        let people =
            self.people.get_or_init(|| self.events.iter().flat_map(|event| reach(event).people).collect());
        self.frames.get(viewer, people.contains(&viewer.user), |viewer| self.encoded(viewer))
    }

    /// Whether somebody may be let in, or sent out, by it.
    #[must_use]
    pub fn moves_people(&self) -> bool {
        self.events.iter().any(|event| moves_people(&event.fact))
    }

    fn encoded(&self, viewer: &Viewer) -> Bytes {
        let events = self.events.iter().filter_map(|event| visible(event, viewer)).collect();
        encode(&ServerFrame::Events { after: self.after, through: self.through, events })
    }
}

/// Whether somebody may be let in, or sent out, by the fact. Only the core's facts do that: who is let in is asked of it alone.
fn moves_people(fact: &Fact) -> bool {
    match fact {
        Fact::Session(fact) => match fact {
            session::Fact::Rescheduled(_)
            | session::Fact::Cancelled { .. }
            | session::Fact::SettingsChanged { .. }
            | session::Fact::Started
            | session::Fact::Ended { .. } => true,
            session::Fact::Scheduled(_)
            | session::Fact::ContinuedFrom { .. }
            | session::Fact::Paused
            | session::Fact::Resumed
            | session::Fact::TeacherLost
            | session::Fact::TeacherReturned
            | session::Fact::TakenOver { .. } => false,
        },
        Fact::Lobby(fact) => match fact {
            lobby::Fact::Knocked { .. } | lobby::Fact::Admitted { .. } | lobby::Fact::TurnedAway { .. } => {
                true
            }
            lobby::Fact::Left { .. } => false,
        },
        Fact::Participant(fact) => match fact {
            participant::Fact::Removed { .. }
            | participant::Fact::Banned { .. }
            | participant::Fact::Unbanned { .. } => true,
            participant::Fact::Joined { .. }
            | participant::Fact::Named { .. }
            | participant::Fact::Left { .. }
            | participant::Fact::Away { .. }
            | participant::Fact::Back { .. }
            | participant::Fact::SpotlightMoved { .. }
            | participant::Fact::MediaConnected { .. }
            | participant::Fact::MediaDisconnected { .. }
            | participant::Fact::MediaStopped { .. } => false,
        },
        Fact::Permission(_)
        | Fact::Hand(_)
        | Fact::Chat(_)
        | Fact::Question(_)
        | Fact::Poll(_)
        | Fact::Chapter(_)
        | Fact::Board(_)
        | Fact::Scene(_)
        | Fact::Slides(_)
        | Fact::Recording(_)
        | Fact::Pipeline(_)
        | Fact::Unknown => false,
    }
}

/// What leads from where a listener was to now.
#[derive(Debug)]
pub struct Tail {
    /// The frames that bring it there, in their order; none where it is there already.
    pub frames: Vec<Bytes>,
    /// Where that is.
    pub at: Sequence,
}

/// The frames that were made for those who came, kept while they are right: thousands who come at once share them.
#[derive(Debug, Default)]
pub(super) struct FrameCache {
    /// Where the tails lead to.
    at: Sequence,
    /// From where, for whom.
    tails: HashMap<(Sequence, Audience), Bytes>,
    /// Where each is.
    snapshots: HashMap<Audience, (Sequence, Bytes)>,
}

impl FrameCache {
    /// These events were committed: forgets every frame that would show what they took away.
    pub(super) fn outdate(&mut self, events: &[Event]) {
        if !events.iter().all(|event| only_adds(&event.fact)) {
            self.snapshots.clear();
        }
        self.tails.clear();
    }

    pub(super) fn tail(
        &mut self,
        view: &ClassView,
        tail: &VecDeque<Event>,
        viewer: &Viewer,
        resume_after: Option<Sequence>,
    ) -> Tail {
        let at = view.sequence;
        if self.at != at {
            self.tails.clear();
            self.at = at;
        }
        let kept_after = tail.front().map_or(at.0, |event| event.sequence.0 - 1);
        let frames = match resume_after {
            Some(seen) if seen == at => vec![],
            Some(seen) if (kept_after..at.0).contains(&seen.0) => {
                vec![self.events(view, tail, viewer, seen)]
            }
            // New, asleep for long, or ahead of us by a write that this server hasn't read yet or never happened.
            _ if view.concerns(viewer) => {
                vec![encode(&ServerFrame::Snapshot { view: Box::new(view.for_viewer(viewer)) })]
            }
            _ => {
                let (seen, snapshot) = self.snapshot(view, Audience::of(viewer), kept_after);
                let rest = (seen < at).then(|| self.events(view, tail, viewer, seen));
                [snapshot].into_iter().chain(rest).collect()
            }
        };
        Tail { frames, at }
    }

    /// The events after `seen`: of the audience's, where none concerns the viewer in person.
    fn events(&mut self, view: &ClassView, tail: &VecDeque<Event>, viewer: &Viewer, seen: Sequence) -> Bytes {
        let first = tail.partition_point(|event| event.sequence <= seen);
        let encoded = |viewer: &Viewer| {
            let events = tail.range(first..).filter_map(|event| visible(event, viewer)).map(|mut event| {
                redact(&mut event, view, viewer);
                event
            });
            let events = events.collect();
            encode(&ServerFrame::Events { after: seen, through: view.sequence, events })
        };
        if tail.range(first..).any(|event| reach(event).people.contains(&viewer.user)) {
            return encoded(viewer);
        }
        let audience = Audience::of(viewer);
        self.tails.entry((seen, audience)).or_insert_with(|| encoded(&audience.anybody())).clone()
    }

    /// A snapshot, and where it is: now, or so little before that the rest is in the tail.
    fn snapshot(&mut self, view: &ClassView, audience: Audience, kept_after: u64) -> (Sequence, Bytes) {
        let at = view.sequence;
        let fresh = |seen: &Sequence| seen.0 >= kept_after && at.0.saturating_sub(seen.0) <= BEHIND;
        if let Some((seen, frame)) = self.snapshots.get(&audience).filter(|(seen, _)| fresh(seen)) {
            return (*seen, frame.clone());
        }
        let frame = encode(&ServerFrame::Snapshot { view: Box::new(view.for_audience(audience)) });
        self.snapshots.insert(audience, (at, frame.clone()));
        (at, frame)
    }
}

/// Whether an older snapshot still shows nothing that the fact took away. Of what isn't named here that is not known, and a
/// snapshot is made anew: that costs time and shows nobody anything.
fn only_adds(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Participant(participant::Fact::Joined { .. } | participant::Fact::Left { .. })
            | Fact::Chat(chat::Fact::Posted { .. })
            | Fact::Board(_)
    )
}

/// A frame as JSON text.
pub fn encode(frame: &ServerFrame) -> Bytes {
    serde_json::to_vec(frame).map_or_else(
        |error| {
            tracing::error!(%error, "a frame could not be encoded");
            Bytes::from_static(
                b"{\"type\":\"bye\",\"reason\":\"Something went wrong on our side.\",\"retry\":true}",
            )
        },
        Bytes::from,
    )
}

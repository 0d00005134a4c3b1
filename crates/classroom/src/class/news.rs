//! What an open class tells those who follow it, encoded once for each audience.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use domain::ClassView;
use domain::event::Event;
use domain::ids::{Sequence, UserId};
use domain::view::{Audience, redact, visible};
use domain::wire::{Ephemeral, ServerFrame};

/// One piece of news.
#[derive(Debug, Clone)]
pub enum News {
    /// The log grew.
    Committed(Arc<Committed>),
    /// The log can't be written.
    Paused,
    /// The log can be written again.
    Resumed,
    /// Something that is shown and forgotten.
    Ephemeral {
        /// Who.
        from: UserId,
        /// What.
        frame: Ephemeral,
    },
}

/// Events that were committed together.
#[derive(Debug)]
pub struct Committed {
    /// The event before the first.
    pub after: Sequence,
    /// The last.
    pub through: Sequence,
    events: Vec<Event>,
    frames: [OnceLock<Bytes>; Audience::ALL.len()],
}

impl Committed {
    pub(super) fn new(after: Sequence, through: Sequence, events: Vec<Event>) -> Self {
        Self { after, through, events, frames: Default::default() }
    }

    /// The frame for an audience: JSON text, encoded at the first call and shared from then on.
    #[must_use]
    pub fn frame(&self, audience: Audience) -> Bytes {
        let [staff, students] = &self.frames;
        let slot = match audience {
            Audience::Staff => staff,
            Audience::Students => students,
        };
        slot.get_or_init(|| {
            let events = self.events.iter().filter_map(|event| visible(event, &audience.anybody())).collect();
            encode(&ServerFrame::Events { after: self.after, through: self.through, events })
        })
        .clone()
    }
}

/// What leads from where a listener was to now.
#[derive(Debug)]
pub struct Tail {
    /// The frame that brings it there; `None` where it is there already.
    pub frame: Option<Bytes>,
    /// Where that is.
    pub at: Sequence,
}

impl Tail {
    pub(super) fn of(
        view: &ClassView,
        tail: &VecDeque<Event>,
        audience: Audience,
        resume_after: Option<Sequence>,
    ) -> Self {
        let (at, viewer) = (view.sequence, audience.anybody());
        let kept_after = tail.front().map_or(at.0, |event| event.sequence.0 - 1);
        let frame = match resume_after {
            Some(seen) if seen == at => None,
            Some(seen) if (kept_after..at.0).contains(&seen.0) => {
                let news = tail.iter().filter(|event| event.sequence > seen);
                let events = news
                    .filter_map(|event| visible(event, &viewer))
                    .map(|mut event| {
                        redact(&mut event, view, &viewer);
                        event
                    })
                    .collect();
                Some(encode(&ServerFrame::Events { after: seen, through: at, events }))
            }
            // New, asleep for long, or ahead of us by a write that this server hasn't read yet or never happened.
            _ => {
                let view = Box::new(view.for_audience(audience));
                Some(encode(&ServerFrame::Snapshot { view }))
            }
        };
        Self { frame, at }
    }
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

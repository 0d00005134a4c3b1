//! What is drawn on a class's boards, as this server has folded it: beside the class, for those who are shown a board. Nothing of
//! it is made, copied or held before somebody asks.

use std::collections::HashMap;

use domain::board::{self, Drawing, Origin};
use domain::event::{Event, Fact};
use domain::ids::{BoardId, Sequence, SessionId};

use super::{Class, Classes};
use crate::ports::event_log::{About, ClassKey};
use crate::refusal::Refusal;

/// As many events are folded where they are asked for.
const FEW: usize = 8;

/// The drawings of a class, as far as its log was followed.
#[derive(Default)]
pub(super) struct Drawings {
    through: Sequence,
    boards: HashMap<BoardId, Drawing>,
}

/// What boards that go on from an earlier class begin with.
type Begun = HashMap<BoardId, Drawing>;

impl Drawings {
    /// Follows the log; `begun` has the boards that go on from an earlier class in these events.
    fn follow(&mut self, events: &[Event], mut begun: Begun) {
        for event in events {
            if let Fact::Board(fact) = &event.fact {
                if let Some(drawing) = begun.remove(&fact.board()) {
                    self.boards.insert(fact.board(), drawing);
                }
                let origin = Origin { sequence: event.sequence, command: event.command, actor: event.actor };
                self.boards.entry(fact.board()).or_default().apply(fact, origin);
            }
            self.through = self.through.max(event.sequence);
        }
    }
}

impl Classes {
    /// Looks at what is drawn on a board, which says how far the log was followed. The log is read when somebody asks first;
    /// from then on what is new of it is taken from memory, as far back as events are kept there.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when the log can't be read; [`Refusal::NotFound`] where there is no such board.
    pub async fn drawn<T>(
        &self,
        class: &Class,
        board: BoardId,
        look: impl FnOnce(&Drawing) -> T,
    ) -> Result<T, Refusal> {
        let mut drawings = class.drawings.lock().await;
        let through = class.read(|view| view.sequence);
        if drawings.through < through {
            let new = match class.kept_after(drawings.through) {
                Some(kept) => kept,
                None => self.since(class.key, About::Boards, drawings.through).await?,
            };
            let begun = self.begun(class.key, &new).await?;
            if new.len() > FEW || !begun.is_empty() {
                // Folding what is large takes long, and others have to go on meanwhile. Where nobody waits for it any more, it is
                // folded again another time.
                let mut folding = std::mem::take(&mut *drawings);
                let folded = tokio::task::spawn_blocking(move || {
                    folding.follow(&new, begun);
                    folding
                });
                *drawings = folded.await.map_err(|_| Refusal::Internal)?;
            } else {
                drawings.follow(&new, begun);
            }
            drawings.through = drawings.through.max(through);
        }
        let through = drawings.through;
        let drawing = drawings.boards.get_mut(&board).ok_or(Refusal::NotFound)?;
        drawing.followed(through);
        Ok(look(drawing))
    }

    /// What the boards begin with that go on from an earlier class in these events: that class's log is read, and those of the
    /// classes that it goes on from. A log that is gone leaves the board empty.
    ///
    /// # Errors
    /// [`Refusal::Paused`] when a log can't be read.
    pub(crate) async fn begun(&self, class: ClassKey, events: &[Event]) -> Result<Begun, Refusal> {
        // From the class back to the one that goes on from none.
        let (mut logs, mut earlier) = (Vec::new(), earlier_of(events));
        while let Some((session, through)) = earlier {
            let mut log =
                self.since(ClassKey { session, ..class }, About::Boards, Sequence::default()).await?;
            log.retain(|event| event.sequence <= through);
            earlier = earlier_of(&log);
            logs.push(log);
        }
        if logs.is_empty() {
            return Ok(Begun::new());
        }
        let folded = tokio::task::spawn_blocking(move || {
            let mut before = Begun::new();
            while let Some(log) = logs.pop() {
                let mut drawings = Drawings::default();
                drawings.follow(&log, continued(before, &log));
                before = drawings.boards;
            }
            before
        });
        Ok(continued(folded.await.map_err(|_| Refusal::Internal)?, events))
    }
}

fn goes_on(event: &Event) -> bool {
    matches!(event.fact, Fact::Board(board::Fact::Continued { .. }))
}

/// The earlier class that a class goes on from, by the events about its boards, and how far that one's log counts.
fn earlier_of(events: &[Event]) -> Option<(SessionId, Sequence)> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Board(board::Fact::Continued { from, through, .. }) => Some((*from, *through)),
        _ => None,
    })
}

/// What these events go on with of an earlier class's drawings.
fn continued(mut earlier: Begun, events: &[Event]) -> Begun {
    let mut begun = Begun::new();
    for event in events.iter().filter(|event| goes_on(event)) {
        if let Fact::Board(fact) = &event.fact {
            let drawing = earlier.remove(&fact.board()).unwrap_or_default();
            begun.insert(fact.board(), drawing.for_the_next(event.sequence));
        }
    }
    begun
}

#[cfg(test)]
mod tests {
    use domain::Asking;
    use domain::board::{self, Change, Form, Shape, Span, drawn};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_board_has_what_was_drawn_on_it() {
        let event = |sequence, n: u128, change: Option<Change>| {
            let board = BoardId(Uuid::from_u128(n));
            let form = Form::Line(Span { from: (0, 0), to: (1, 1) });
            let shape = Shape { colour: [0; 3], width: 16, fine: 0, form };
            let fact = match change {
                None => board::Fact::Created { board, title: "Energy".into() },
                Some(change) => board::Fact::Updated { board, change, drawn: drawn(&shape).into() },
            };
            Event {
                sequence: Sequence(sequence),
                offset: domain::ids::Offset(0),
                at: chrono::DateTime::UNIX_EPOCH,
                actor: Asking::SYSTEM.actor,
                command: Uuid::from_u128(sequence.into()).into(),
                fact: fact.into(),
            }
        };
        let add = |n: u128| Some(Change::Add { object: Uuid::from_u128(n).into(), page: 1 });
        let mut drawings = Drawings::default();
        drawings.follow(&[event(1, 1, None), event(2, 2, None), event(3, 1, add(5))], Begun::new());
        drawings.follow(&[event(4, 2, add(6)), event(5, 1, add(7)), event(5, 1, add(8))], Begun::new());
        let count = |n: u128| drawings.boards[&BoardId(Uuid::from_u128(n))].objects().count();
        assert_eq!((count(1), count(2), drawings.through), (2, 1, Sequence(5)));
    }
}

//! What is drawn on a class's boards, as this server has folded it: beside the class, for those who are shown a board. Nothing of
//! it is made, copied or held before somebody asks.

use std::collections::HashMap;

use domain::board::{Drawing, Origin};
use domain::event::{Event, Fact};
use domain::ids::{BoardId, Sequence};

use super::{Class, Classes};
use crate::ports::event_log::About;
use crate::refusal::Refusal;

/// As many events are folded where they are asked for.
const FEW: usize = 8;

/// The drawings of a class, as far as its log was followed.
#[derive(Default)]
pub(super) struct Drawings {
    through: Sequence,
    boards: HashMap<BoardId, Drawing>,
}

impl Drawings {
    fn follow(&mut self, events: &[Event]) {
        for event in events {
            if let Fact::Board(fact) = &event.fact {
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
            if new.len() > FEW {
                // Folding what is large takes long, and others have to go on meanwhile. Where nobody waits for it any more, it is
                // folded again another time.
                let mut folding = std::mem::take(&mut *drawings);
                let folded = tokio::task::spawn_blocking(move || {
                    folding.follow(&new);
                    folding
                });
                *drawings = folded.await.map_err(|_| Refusal::Internal)?;
            } else {
                drawings.follow(&new);
            }
            drawings.through = drawings.through.max(through);
        }
        let through = drawings.through;
        let drawing = drawings.boards.get_mut(&board).ok_or(Refusal::NotFound)?;
        drawing.followed(through);
        Ok(look(drawing))
    }
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
        drawings.follow(&[event(1, 1, None), event(2, 2, None), event(3, 1, add(5))]);
        drawings.follow(&[event(4, 2, add(6)), event(5, 1, add(7)), event(5, 1, add(8))]);
        let count = |n: u128| drawings.boards[&BoardId(Uuid::from_u128(n))].objects().count();
        assert_eq!((count(1), count(2), drawings.through), (2, 1, Sequence(5)));
    }
}

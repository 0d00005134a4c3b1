//! What passes on a board and is kept nowhere: strokes under pens, pointers, and what the teacher looks at.

use domain::board::{Form, Shape, drawn, read_drawn};
use domain::ids::{ObjectId, StreamId};
use domain::role::Role;
use domain::stream::{Change, Content, Growth, InkPlace, LARGEST_PIECE, LARGEST_STREAM, Piece, Sender};
use domain::wire::{Ephemeral, Shown};
use leptos::prelude::*;
use uuid::Uuid;

use super::Bridge;
use crate::features::board::told::{Growing, Look, json, numbers};

/// One's own stroke, and how much of it was sent on its stream.
pub(super) struct Stroke {
    sender: Sender,
    size: usize,
}

impl Stroke {
    /// The end of its stream.
    pub fn end(self, whole: bool) -> Piece {
        if whole { self.sender.done() } else { self.sender.dropped() }
    }
}

impl Bridge {
    /// Shows the others what one's stroke grew by. A stream that is nearly as long as it may be goes on in another.
    pub(super) fn grow(self, object: ObjectId, page: u16, shape: &Shape) {
        let begin = || Sender::new(StreamId(Uuid::new_v4()));
        let pieces = self.inner.try_update_value(|inner| {
            let mut pieces = Vec::new();
            let mut before = inner.growing.remove(&object);
            if let Some(long) = before.take_if(|stroke| stroke.size > LARGEST_STREAM - 2 * LARGEST_PIECE) {
                pieces.push(long.sender.done());
            }
            let on = before.is_none().then_some(InkPlace { board: self.board, page, object });
            let mut stroke = before.unwrap_or_else(|| Stroke { sender: begin(), size: 0 });
            let content = Content::Ink { on, drawn: drawn(shape) };
            stroke.size += content.size();
            pieces.push(stroke.sender.append(content));
            inner.growing.insert(object, stroke);
            pieces
        });
        for piece in pieces.unwrap_or_default() {
            self.room.live.append(piece);
        }
    }

    pub(super) fn grew(self, change: Change) {
        let name = change.name;
        if name.from == self.room.viewer.user {
            return;
        }
        let key = format!("{} {}", name.from, name.stream);
        self.inner.try_with_value(|inner| {
            let Some(engine) = &inner.engine else { return };
            match change.growth {
                Growth::Appended(Content::Ink { on, drawn }) => {
                    let Ok(shape) = read_drawn(&drawn) else { return };
                    let is_here = on.is_none_or(|on| on.board == self.board);
                    if !is_here || !matches!(shape.form, Form::Pen(_) | Form::Highlighter(_)) {
                        return;
                    }
                    let begins = on.map(|on| {
                        json(&Growing { object: on.object, page: on.page, look: Look::of(&shape) })
                    });
                    engine.grew(&key, &begins.unwrap_or_default(), numbers(&shape));
                }
                Growth::Appended(Content::Trail { .. }) => {}
                Growth::Done => engine.stopped(&key, true),
                Growth::Dropped => engine.stopped(&key, false),
            }
        });
    }

    pub(super) fn show_passing(self, passing: &[Shown]) {
        let (room, here) = (self.room, self.board);
        self.inner.try_with_value(|inner| {
            let Some(engine) = &inner.engine else { return };
            for Shown { from, frame } in passing.iter().filter(|shown| shown.from != room.viewer.user) {
                match frame {
                    Ephemeral::Hovers { board, page, x, y } if *board == here => {
                        let name = untrack(|| room.name_of(*from));
                        engine.pointed(&from.to_string(), &name, *page, *x, *y);
                    }
                    Ephemeral::Looks { board, page, x, y, wide }
                        if *board == here && untrack(|| room.role_of(*from)) == Some(Role::Teacher) =>
                    {
                        engine.teacher_looks(*page, *x, *y, *wide);
                    }
                    Ephemeral::Hovers { .. }
                    | Ephemeral::Looks { .. }
                    | Ephemeral::Typing
                    | Ephemeral::Reaction { .. }
                    | Ephemeral::Pointer { .. }
                    | Ephemeral::Speaking { .. } => {}
                }
            }
        });
    }
}

//! What passes on a board and is kept nowhere: strokes under pens, pointers, and what the teacher looks at.

use domain::board::{Form, Shape, drawn, read_drawn};
use domain::ids::{ObjectId, StreamId};
use domain::role::Role;
use domain::stream::{
    Change, Content, Growth, InkPlace, LARGEST_PIECE, LARGEST_STREAM, LaserPlace, Piece, Sender,
};
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
    /// Shows the others what one's stroke grew by, or one's light. A stream that is nearly as long as it may be goes on in
    /// another.
    pub(super) fn grow(self, object: ObjectId, page: u16, shape: &Shape, is_light: bool) {
        let begin = || Sender::new(StreamId(Uuid::new_v4()));
        let pieces = self.inner.try_update_value(|inner| {
            let mut pieces = Vec::new();
            let mut before = inner.growing.remove(&object);
            if let Some(long) = before.take_if(|stroke| stroke.size > LARGEST_STREAM - 2 * LARGEST_PIECE) {
                pieces.push(long.sender.done());
            }
            let (begins, board, drawn) = (before.is_none(), self.board, drawn(shape));
            let mut stroke = before.unwrap_or_else(|| Stroke { sender: begin(), size: 0 });
            let content = if is_light {
                Content::Laser { on: begins.then_some(LaserPlace { board, page }), drawn }
            } else {
                Content::Ink { on: begins.then_some(InkPlace { board, page, object }), drawn }
            };
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
                    let Some(shape) = stroke_of(&drawn) else { return };
                    if on.is_none_or(|on| on.board == self.board) {
                        let begins = on.map(|on| {
                            json(&Growing { object: Some(on.object), page: on.page, look: Look::of(&shape) })
                        });
                        engine.grew(&key, &begins.unwrap_or_default(), numbers(&shape));
                    }
                }
                Growth::Appended(Content::Laser { on, drawn }) => {
                    let Some(shape) = stroke_of(&drawn) else { return };
                    if on.is_none_or(|on| on.board == self.board) {
                        let look = Look { kind: "laser", ..Look::of(&shape) };
                        let begins = on.map(|on| json(&Growing { object: None, page: on.page, look }));
                        engine.grew(&key, &begins.unwrap_or_default(), numbers(&shape));
                    }
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
                    Ephemeral::Spotlight { board, page, x, y, radius } if *board == here => {
                        engine.lit(&from.to_string(), *page, *x, *y, *radius);
                    }
                    Ephemeral::Hovers { .. }
                    | Ephemeral::Spotlight { .. }
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

/// The stroke that is packed there.
fn stroke_of(drawn: &str) -> Option<Shape> {
    read_drawn(drawn).ok().filter(|shape| matches!(shape.form, Form::Pen(_) | Form::Highlighter(_)))
}

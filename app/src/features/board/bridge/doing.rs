//! What its person does on a board, as changes of it: one step for each thing that they do.

use domain::Command;
use domain::board::{
    self, Added, BadDrawing, Change, History, MOST_AT_ONCE, Made, Shape, Sheet, drawn, drawn_together,
};
use domain::ids::CommandId;
use domain::wire::Ephemeral;
use leptos::prelude::*;
use uuid::Uuid;

use super::Bridge;
use crate::features::board::ask::{Ask, Drawing, Kind, Look, New};
use crate::features::board::slides::OnSlides;
use crate::ui::ToastKind;

/// Bytes of what one change adds, at most: it goes out in one frame.
const MOST_BYTES: usize = 48_000;
/// About how many bytes an object takes beside what it is.
const ADDED_BYTES: usize = 200;

impl Bridge {
    /// Does what its person asks for.
    pub(super) fn does(self, ask: Ask, points: &[f64]) {
        match ask {
            Ask::Add { object, page, kind, colour, width, filled, text, zoom } => {
                let drawing = Drawing { kind, colour: &colour, width, filled, text: &text, zoom, points };
                if let Some(shape) = self.shape(&drawing) {
                    self.change(Change::Add { object, page }, Some(drawn(&shape)));
                }
            }
            Ask::Redraw { object, page: _, kind, colour, width, filled, text, zoom } => {
                let drawing = Drawing { kind, colour: &colour, width, filled, text: &text, zoom, points };
                if let Some(shape) = self.shape(&drawing) {
                    self.change(Change::Redraw { object }, Some(drawn(&shape)));
                }
            }
            Ask::Grow { object, page, kind, colour, width, filled, text, zoom } => {
                let drawing = Drawing { kind, colour: &colour, width, filled, text: &text, zoom, points };
                // What can't be shown growing is refused when it is whole.
                if let Ok(shape) = drawing.shape() {
                    self.grow(object, page, &shape, kind == Kind::Laser);
                }
            }
            Ask::Grown { object, whole } => {
                let stroke = self.inner.try_update_value(|inner| inner.growing.remove(&object)).flatten();
                if let Some(stroke) = stroke {
                    self.room.live.append(stroke.end(whole));
                }
            }
            Ask::AddAll { page, objects } => self.add_all(page, &objects, points),
            Ask::Place { objects } => self.change_all(&objects, |objects| Change::Place { objects }),
            Ask::Style { objects } => {
                let styled: Vec<_> = objects.iter().map(Look::styled).collect();
                self.change_all(&styled, |objects| Change::Style { objects });
            }
            Ask::Group { objects } => self.change_all(&objects, |objects| Change::Group { objects }),
            Ask::Lock { objects, locked } => {
                self.change_all(&objects, |objects| Change::Lock { objects, locked });
            }
            Ask::Rub { page, strokes } => self.change(Change::Rub { page, strokes }, None),
            Ask::Stack { page, piles } => self.change(Change::Stack { page, piles }, None),
            Ask::Remove { page, objects } => {
                self.change_all(&objects, |objects| Change::Remove { page, objects });
            }
            Ask::Clear { page } => self.change(Change::Clear { page }, None),
            Ask::Paper { page, paper } => self.change(Change::Paper { page, paper }, None),
            Ask::Undo => self.step(History::undo),
            Ask::Redo => self.step(History::redo),
            Ask::Page { page } => {
                let board = self.board;
                self.room.live.send(Command::Board(board::Command::AddPage { board, page }));
            }
            Ask::Turn { by } => {
                if let Some(slides) = self.slides {
                    slides.turn.run(by);
                }
            }
            Ask::Leave => {
                if let Some(slides) = self.slides {
                    slides.drawing.set(false);
                }
            }
            Ask::Hovers { page, x, y } => {
                self.room.live.show(Ephemeral::Hovers { board: self.board, page, x, y });
            }
            Ask::Looks { page, x, y, wide } => {
                self.room.live.show(Ephemeral::Looks { board: self.board, page, x, y, wide });
            }
            Ask::Spotlight { page, x, y, radius } => {
                self.room.live.show(Ephemeral::Spotlight { board: self.board, page, x, y, radius });
            }
        }
    }

    /// The shape; what can't be drawn is said in a note.
    fn shape(self, drawing: &Drawing<'_>) -> Option<Shape> {
        // Light is never kept.
        let is_kept = drawing.kind != Kind::Laser;
        let shape = if is_kept { drawing.shape() } else { Err(BadDrawing::Unreadable) };
        shape.map_err(|why| self.room.toasts.show(ToastKind::Failed, why.to_string())).ok()
    }

    /// Adds several objects, in as many changes as it takes.
    fn add_all(self, page: u16, objects: &[New], points: &[f64]) {
        let (mut made, mut rest) = (Vec::new(), points);
        let (mut added, mut shapes, mut size) = (Vec::new(), Vec::new(), 0);
        let mut end = |added: &mut Vec<Added>, shapes: &mut Vec<String>| {
            if !added.is_empty() {
                let change = Change::AddAll { page, objects: std::mem::take(added) };
                made.push((change, Some(drawn_together(&std::mem::take(shapes)))));
            }
        };
        for new in objects {
            let (points, after) = rest.split_at(new.count.min(rest.len()));
            rest = after;
            let New { kind, width, filled, zoom, .. } = *new;
            let drawing = Drawing { kind, colour: &new.colour, width, filled, text: &new.text, zoom, points };
            let Some(shape) = self.shape(&drawing) else { continue };
            let packed = drawn(&shape);
            if added.len() == MOST_AT_ONCE || size + packed.len() > MOST_BYTES {
                end(&mut added, &mut shapes);
                size = 0;
            }
            size += packed.len() + ADDED_BYTES;
            added.push(new.added());
            shapes.push(packed);
        }
        end(&mut added, &mut shapes);
        self.change_as_one(made);
    }

    /// Makes changes of one kind to as many objects as there are, as one step.
    fn change_all<T: Clone>(self, objects: &[T], change: impl Fn(Vec<T>) -> Change) {
        self.change_as_one(objects.chunks(MOST_AT_ONCE).map(|some| (change(some.to_vec()), None)).collect());
    }

    fn change(self, change: Change, drawn: Option<String>) {
        self.change_as_one(vec![(change, drawn)]);
    }

    /// Makes changes that are one step: here at once, in the class when its log has them.
    fn change_as_one(self, changes: Vec<(Change, Option<String>)>) {
        let made: Vec<_> = changes
            .into_iter()
            .map(|(change, drawn)| Made { command: CommandId(Uuid::new_v4()), change, drawn })
            .collect();
        self.inner.try_update_value(|inner| inner.history.note(&inner.sheet, &made));
        self.send(made);
    }

    /// Makes the board where it lies on slides that nobody has drawn on yet.
    fn make(self) {
        let Some(OnSlides { deck, .. }) = self.slides.filter(|_| !self.is_made()) else { return };
        let bind = Command::Board(board::Command::Bind { deck });
        if !self.room.live.owed.with_untracked(|owed| owed.iter().any(|owed| owed.command == bind)) {
            self.room.live.send(bind);
        }
    }

    fn step(self, step: fn(&mut History, &Sheet, &mut dyn FnMut() -> CommandId) -> Vec<Made>) {
        let new = &mut || CommandId(Uuid::new_v4());
        let made = self.inner.try_update_value(|inner| step(&mut inner.history, &inner.sheet, new));
        self.send(made.unwrap_or_default());
    }

    fn send(self, made: Vec<Made>) {
        if !made.is_empty() {
            self.make();
        }
        let mut touched = Vec::new();
        for Made { command, change, drawn } in made {
            let here = self
                .inner
                .try_update_value(|inner| inner.sheet.add(command, change.clone(), drawn.as_deref()));
            touched.extend(here.unwrap_or_default());
            let board = self.board;
            self.room.live.send_as(command, Command::Board(board::Command::Change { board, change, drawn }));
        }
        self.refresh(touched);
        self.touch();
    }
}

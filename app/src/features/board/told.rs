//! What the script of a board is told, as JSON with points beside it.

use std::borrow::Cow;

use domain::board::{Colour, Form, HIGHEST_PRESSURE, Ink, MOST_PAGES, Object, Paper, Place, Shape, Span};
use domain::ids::{ObjectGroupId, ObjectId, UserId};
use js_sys::Float64Array;
use serde::Serialize;

use super::engine::Engine;
use crate::markup::mathml;

/// What its person may do, and how the board is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct State {
    /// May draw.
    pub draw: bool,
    /// May make pages and clear them.
    pub run: bool,
    /// Others follow what they see.
    pub leads: bool,
    pub pages: usize,
    pub undo: bool,
    pub redo: bool,
    /// Changes that the log doesn't have yet.
    pub waiting: usize,
    /// The board could not be loaded, and is asked for again.
    pub failed: bool,
    /// Single keys act.
    pub keys: bool,
    /// The page of the slides that it lies on.
    pub page: Option<u16>,
    /// It is only looked at, as what is drawn on slides is until somebody draws there.
    pub seen: bool,
    /// It is a class's, with a teacher to follow and a log that takes what is drawn; else a replay's.
    pub live: bool,
}

/// Tells it how the board is.
pub(super) fn tell(engine: &Engine, state: State) {
    engine.tell(&json(&state));
}

/// Tells it the paper of each page, the first first.
pub(super) fn tell_papers(engine: &Engine, paper: impl Fn(u16) -> Paper) {
    engine.papers(&json(&(1..=MOST_PAGES).map(paper).collect::<Vec<_>>()));
}

/// Shows an object as it is now, or that it is gone.
pub(super) fn show(
    engine: &Engine,
    id: ObjectId,
    object: Option<&Object>,
    waits: bool,
    name_of: impl Fn(UserId) -> String,
) {
    let (Some(object), Some(shape)) = (object, object.and_then(Object::shape)) else {
        return engine.gone(&id.to_string());
    };
    let author = object.author.map_or_else(|| "somebody".to_owned(), name_of);
    engine.put(&json(&Meta::of(object, &shape, &author, waits)), numbers(&shape));
}

/// The points of a shape as the script takes them.
pub(super) fn numbers(shape: &Shape) -> Float64Array {
    Float64Array::from(points_of(shape).as_slice())
}

/// As JSON; these types always encode.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// An object without its points.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Meta<'a> {
    pub id: ObjectId,
    pub page: u16,
    pub order: i64,
    pub author: &'a str,
    pub place: Place,
    pub group: Option<ObjectGroupId>,
    pub locked: bool,
    pub waits: bool,
    /// A formula as the browser draws it; none of what is none, and where it can't be read.
    pub math: Option<String>,
    #[serde(flatten)]
    pub look: Look<'a>,
}

/// How something is drawn, without its points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Look<'a> {
    pub kind: &'static str,
    /// `#rrggbb`.
    pub colour: String,
    /// In units.
    pub width: f64,
    pub filled: bool,
    pub text: Cow<'a, str>,
}

/// A stroke of somebody else's that begins to grow, or their light.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Growing<'a> {
    /// What it will be; none for light.
    pub object: Option<ObjectId>,
    pub page: u16,
    #[serde(flatten)]
    pub look: Look<'a>,
}

impl<'a> Meta<'a> {
    /// Of an object that has this shape.
    pub fn of(object: &Object, shape: &'a Shape, author: &'a str, waits: bool) -> Self {
        let Object { id, page, order, place, group, locked, .. } = *object;
        let math = if let Form::Formula { text, .. } = &shape.form { mathml(text) } else { None };
        Self { id, page, order, author, place, group, locked, waits, math, look: Look::of(shape) }
    }
}

impl<'a> Look<'a> {
    pub fn of(shape: &'a Shape) -> Self {
        let kind = match &shape.form {
            Form::Pen(_) => "pen",
            Form::Highlighter(_) => "highlighter",
            Form::Line(_) => "line",
            Form::Arrow(_) => "arrow",
            Form::Rectangle { .. } => "rectangle",
            Form::Ellipse { .. } => "ellipse",
            Form::Diamond { .. } => "diamond",
            Form::Triangle { .. } => "triangle",
            Form::Axes(_) => "axes",
            Form::Text { .. } => "text",
            Form::Note { .. } => "note",
            Form::Formula { .. } => "formula",
            Form::Table { .. } => "table",
        };
        let filled = shape.style().filled;
        let [red, green, blue]: Colour = shape.colour;
        let colour = format!("#{red:02x}{green:02x}{blue:02x}");
        let cells = if let Form::Table { table, .. } = &shape.form { Some(table.text()) } else { None };
        let text = cells.map_or_else(|| shape.text().unwrap_or_default().into(), Cow::from);
        Self { kind, colour, width: f64::from(shape.width) / 16.0, filled, text }
    }
}

/// The points of a shape in units: threes of x, y and pressure for a stroke, else pairs.
fn points_of(shape: &Shape) -> Vec<f64> {
    let quantum = shape.quantum();
    let units = |quanta: i32| f64::from(quanta) * quantum;
    match &shape.form {
        Form::Pen(Ink(points)) | Form::Highlighter(Ink(points)) => {
            let highest = f64::from(HIGHEST_PRESSURE);
            points
                .iter()
                .flat_map(|point| [units(point.x), units(point.y), f64::from(point.pressure) / highest])
                .collect()
        }
        Form::Line(span)
        | Form::Arrow(span)
        | Form::Rectangle { span, .. }
        | Form::Ellipse { span, .. }
        | Form::Diamond { span, .. }
        | Form::Triangle { span, .. }
        | Form::Axes(span)
        | Form::Note { span, .. } => {
            let Span { from, to } = *span;
            [from.0, from.1, to.0, to.1].map(units).to_vec()
        }
        Form::Text { at: (x, y), .. } | Form::Formula { at: (x, y), .. } => [*x, *y].map(units).to_vec(),
        Form::Table { table, .. } => {
            table.edges().into_iter().flat_map(|(x, y)| [units(x), units(y)]).collect()
        }
    }
}

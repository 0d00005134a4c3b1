//! What the script of a board asks for, as JSON with points beside it.

use domain::board::{
    Added, BadDrawing, Colour, FINEST, Form, Grouped, HIGHEST_PRESSURE, Ink, Paper, Pile, Place, Placed,
    Point, Rubbed, Shape, Span, Style, Styled, Table, WIDEST, quantised,
};
use domain::ids::{ObjectGroupId, ObjectId};
use lean::FromJson;
use serde::Deserialize;

/// Something that its person does on a board.
#[derive(Debug, Clone, PartialEq, Deserialize, FromJson)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(super) enum Ask {
    /// Draw something new.
    Add {
        object: ObjectId,
        page: u16,
        kind: Kind,
        colour: String,
        width: f64,
        filled: bool,
        text: String,
        zoom: f64,
    },
    /// Draw something anew.
    Redraw {
        object: ObjectId,
        page: u16,
        kind: Kind,
        colour: String,
        width: f64,
        filled: bool,
        text: String,
        zoom: f64,
    },
    /// Points of a stroke under the pen.
    Grow {
        object: ObjectId,
        page: u16,
        kind: Kind,
        colour: String,
        width: f64,
        filled: bool,
        text: String,
        zoom: f64,
    },
    /// The stroke under the pen ended: whole, or not to be.
    Grown { object: ObjectId, whole: bool },
    /// Draw several new things; the points of each come one after another.
    AddAll { page: u16, objects: Vec<New> },
    /// Give objects other colours and widths.
    Style { objects: Vec<Look> },
    /// Put objects above or below others.
    Stack { page: u16, piles: Vec<Pile> },
    /// Put objects into groups, or out of them.
    Group { objects: Vec<Grouped> },
    /// Lock objects, or unlock them.
    Lock { objects: Vec<ObjectId>, locked: bool },
    /// Rub out parts of strokes.
    Rub { page: u16, strokes: Vec<Rubbed> },
    /// Give a page another paper.
    Paper { page: u16, paper: Paper },
    /// Put objects elsewhere.
    Place { objects: Vec<Placed> },
    /// Take objects away.
    Remove { page: u16, objects: Vec<ObjectId> },
    /// Take all of a page away.
    Clear { page: u16 },
    /// Take one's last change back.
    Undo,
    /// Do again what one took back.
    Redo,
    /// A new page.
    Page { page: u16 },
    /// Turn the slides that it lies on by so many pages.
    Turn { by: i32 },
    /// Only look at what is drawn on slides from now on.
    Leave,
    /// The pointer is there.
    Hovers { page: u16, x: i32, y: i32 },
    /// This much is seen.
    Looks { page: u16, x: i32, y: i32, wide: i32 },
    /// This place is lit, and all around it dimmed; nothing is where the radius is none.
    Spotlight { page: u16, x: i32, y: i32, radius: i32 },
}

/// One of several new things.
#[derive(Debug, Clone, PartialEq, Deserialize, FromJson)]
pub(super) struct New {
    pub object: ObjectId,
    pub kind: Kind,
    pub colour: String,
    pub width: f64,
    pub filled: bool,
    pub text: String,
    pub zoom: f64,
    /// Where it stands; nowhere else than it was drawn where that isn't said.
    #[serde(default)]
    pub place: Option<Place>,
    #[serde(default)]
    pub group: Option<ObjectGroupId>,
    /// How many of the numbers are its points.
    pub count: usize,
}

impl New {
    pub fn added(&self) -> Added {
        Added { object: self.object, place: self.place.unwrap_or_default(), group: self.group }
    }
}

/// How an object is to look.
#[derive(Debug, Clone, PartialEq, Deserialize, FromJson)]
pub(super) struct Look {
    pub object: ObjectId,
    pub colour: String,
    pub width: f64,
    pub filled: bool,
}

impl Look {
    pub fn styled(&self) -> Styled {
        let style =
            Style { colour: colour_of(&self.colour), width: width_of(self.width), filled: self.filled };
        Styled { object: self.object, style }
    }
}

/// What is drawn, as the script names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Pen,
    Highlighter,
    Line,
    Arrow,
    Rectangle,
    Ellipse,
    Diamond,
    Triangle,
    Axes,
    Text,
    Note,
    Formula,
    /// Its text is that of all cells ([`Table::text`]), its points are edges of columns and rows.
    Table,
    /// Light that fades: it grows, and is never added.
    Laser,
}

/// How something is drawn.
pub(super) struct Drawing<'a> {
    pub kind: Kind,
    /// `#rrggbb`.
    pub colour: &'a str,
    /// In units.
    pub width: f64,
    pub filled: bool,
    pub text: &'a str,
    /// Pixels that a unit is where it is drawn.
    pub zoom: f64,
    /// Threes of x, y and pressure for a stroke, else pairs of x and y, in units.
    pub points: &'a [f64],
}

impl Drawing<'_> {
    /// The shape, in quanta that are a quarter of a pixel where it is drawn.
    pub fn shape(&self) -> Result<Shape, BadDrawing> {
        let fine = (self.zoom.log2().ceil() + 2.0).clamp(0.0, f64::from(FINEST)) as u8;
        let at = |place: usize| quantised(self.points.get(place).copied().unwrap_or(f64::NAN), fine);
        let span = || Ok::<_, BadDrawing>(Span { from: (at(0)?, at(1)?), to: (at(2)?, at(3)?) });
        let (filled, text) = (self.filled, self.text.to_owned());
        let form = match self.kind {
            Kind::Pen | Kind::Laser => Form::Pen(self.ink(fine)?),
            Kind::Highlighter => Form::Highlighter(self.ink(fine)?),
            Kind::Line => Form::Line(span()?),
            Kind::Arrow => Form::Arrow(span()?),
            Kind::Rectangle => Form::Rectangle { span: span()?, filled },
            Kind::Ellipse => Form::Ellipse { span: span()?, filled },
            Kind::Diamond => Form::Diamond { span: span()?, filled },
            Kind::Triangle => Form::Triangle { span: span()?, filled },
            Kind::Axes => Form::Axes(span()?),
            Kind::Text => Form::Text { at: (at(0)?, at(1)?), text },
            Kind::Note => Form::Note { span: span()?, text },
            Kind::Formula => Form::Formula { at: (at(0)?, at(1)?), text },
            Kind::Table => Form::Table { table: self.table(fine)?, headed: filled },
        };
        let shape = Shape { colour: colour_of(self.colour), width: width_of(self.width), fine, form };
        shape.must_be_sound()?;
        Ok(shape)
    }

    fn table(&self, fine: u8) -> Result<Table, BadDrawing> {
        let (edges, _) = self.points.as_chunks::<2>();
        // More edges than there may be are seen by their number.
        let edges =
            edges.iter().take(MOST_EDGES).map(|[x, y]| Ok((quantised(*x, fine)?, quantised(*y, fine)?)));
        Table::of(self.text, &edges.collect::<Result<Vec<_>, _>>()?)
    }

    fn ink(&self, fine: u8) -> Result<Ink, BadDrawing> {
        let (points, _) = self.points.as_chunks::<3>();
        let points = points.iter().map(|[x, y, pressure]| {
            let pressure = (pressure.clamp(0.0, 1.0) * f64::from(HIGHEST_PRESSURE)).round() as u8;
            Ok(Point { x: quantised(*x, fine)?, y: quantised(*y, fine)?, pressure })
        });
        points.collect::<Result<_, _>>().map(Ink)
    }
}

/// Edges of a table that are read, at most: one more than there may be.
const MOST_EDGES: usize = 32;

/// A width in sixteenths of a unit, of one in units.
fn width_of(units: f64) -> u16 {
    (units * 16.0).round().clamp(1.0, f64::from(WIDEST)) as u16
}

fn colour_of(text: &str) -> Colour {
    let part = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    [part(1), part(3), part(5)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing<'a>(kind: Kind, zoom: f64, points: &'a [f64]) -> Drawing<'a> {
        Drawing { kind, colour: "#1f6f5c", width: 4.0, filled: false, text: "F = m a", zoom, points }
    }

    #[test]
    fn what_is_drawn_far_zoomed_in_keeps_its_form() {
        for zoom in [0.05, 1.0, 8.0, 32.0] {
            let points = [120_000.37, -80_000.11, 0.5, 120_001.0, -80_000.0, 1.0];
            let shape = drawing(Kind::Pen, zoom, &points).shape().unwrap();
            let Form::Pen(Ink(ink)) = &shape.form else { panic!("{shape:?}") };
            let off = (f64::from(ink[0].x) * shape.quantum() - points[0]).abs() * zoom;
            assert!(off <= 0.25, "{off} pixels at {zoom}");
            assert_eq!(
                (ink[1].pressure, shape.colour, shape.width),
                (HIGHEST_PRESSURE, [0x1f, 0x6f, 0x5c], 64)
            );
        }
    }

    #[test]
    fn a_look_has_a_width_and_a_colour_whatever_is_said() {
        let look = |colour: &str, width| {
            Look { object: uuid::Uuid::nil().into(), colour: colour.to_owned(), width, filled: true }
                .styled()
                .style
        };
        assert_eq!((look("#102030", 4.0).colour, look("#102030", 4.0).width), ([0x10, 0x20, 0x30], 64));
        assert_eq!((look("red", 0.0).width, look("red", 1e9).width), (1, WIDEST));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for points in [&[f64::NAN, 0.0][..], &[f64::INFINITY, 0.0], &[2e6, 0.0], &[]] {
            assert_eq!(drawing(Kind::Text, 1.0, points).shape(), Err(BadDrawing::FarAway));
        }
    }

    #[test]
    fn a_table_is_its_cells_and_its_edges() {
        let points = [-60.0, -20.0, 20.0, 10.0, 60.0, 10.0];
        let table = Drawing { text: "a\u{1f} b ", filled: true, ..drawing(Kind::Table, 1.0, &points) };
        let Form::Table { table, headed: true } = table.shape().unwrap().form else { panic!("a table") };
        assert_eq!((table.columns, table.rows), (vec![-240, 80, 240], vec![-80, 40]));
        assert_eq!(table.cells, ["a", "b"]);
        for points in [&[f64::NAN; 6][..], &[0.0; 6], &[0.0, 0.0, 5.0, 5.0], &[1e9; 6]] {
            assert!(Drawing { text: "a\u{1f}b", ..drawing(Kind::Table, 1.0, points) }.shape().is_err());
        }
    }

    #[test]
    fn what_the_script_says_is_read() {
        let id = uuid::Uuid::nil();
        let json = format!(
            r#"{{"do":"place","objects":[{{"object":"{id}","place":{{"x":-1,"y":2,"wide":3,"high":4}}}}]}}"#
        );
        assert!(matches!(lean::from_str::<Ask>(&json), Ok(Ask::Place { objects }) if objects.len() == 1));
        let json = format!(
            r##"{{"object":"{id}","page":1,"kind":"pen","colour":"#000000","width":2,"filled":false,"text":"","zoom":0.5,"do":"add"}}"##
        );
        assert!(
            matches!(lean::from_str::<Ask>(&json), Ok(Ask::Add { kind: Kind::Pen, zoom, .. }) if zoom == 0.5)
        );
        let json = format!(
            r##"{{"do":"add_all","page":1,"objects":[{{"object":"{id}","kind":"diamond","colour":"#000000","width":2,"filled":true,"text":"","zoom":1,"place":{{"x":1,"y":2,"wide":3,"high":4,"turn":9000}},"count":4}}]}}"##
        );
        let Ok(Ask::AddAll { objects, .. }) = lean::from_str::<Ask>(&json) else { panic!("{json}") };
        assert_eq!((objects[0].added().place.turn, objects[0].group, objects[0].count), (9_000, None, 4));
        assert_eq!(lean::from_str::<Ask>(r#"{"do":"undo"}"#).ok(), Some(Ask::Undo));
        let paper = Ask::Paper { page: 2, paper: Paper::Graph };
        assert_eq!(lean::from_str::<Ask>(r#"{"do":"paper","page":2,"paper":"graph"}"#).ok(), Some(paper));
    }
}

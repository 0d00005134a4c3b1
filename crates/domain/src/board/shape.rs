//! What can stand on a board, and its bounds.

use crate::rejection::BadDrawing;
use crate::words::clean;

/// Units from a board's middle to its edges. A unit is a pixel of a screen that shows the board at its own size.
pub const EXTENT: i32 = 1_000_000;
/// The finest quantum: 2 to the power of minus this, in units.
pub const FINEST: u8 = 10;
/// The widest pen and the largest letters, in sixteenths of a unit.
pub const WIDEST: u16 = 16_384;
/// Points in a stroke, at most.
pub const MOST_POINTS: usize = 20_000;
/// Characters in a text, at most.
pub const LONGEST_TEXT: usize = 2_000;
/// A pen that is pressed as far as it goes.
pub const HIGHEST_PRESSURE: u8 = 63;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// Something that is drawn, in quanta: its numbers count 2 to the power of minus [`Shape::fine`] units, so that what is drawn
/// far zoomed in keeps its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its colour.
    pub colour: Colour,
    /// How wide its lines are, or how large its letters, in sixteenths of a unit: 1 to [`WIDEST`].
    pub width: u16,
    /// How fine its quanta are: 0 to [`FINEST`].
    pub fine: u8,
    /// What it is.
    pub form: Form,
}

/// What something drawn is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A stroke of a pen.
    Pen(Ink),
    /// A broad stroke that what is under it shines through.
    Highlighter(Ink),
    /// A line from one end to the other.
    Line(Span),
    /// A line with a tip at its second end.
    Arrow(Span),
    /// A rectangle by two corners.
    Rectangle {
        /// The corners.
        span: Span,
        /// Whether its inside has its colour.
        filled: bool,
    },
    /// An ellipse that touches the sides of a rectangle.
    Ellipse {
        /// The rectangle's corners.
        span: Span,
        /// Whether its inside has its colour.
        filled: bool,
    },
    /// Letters, line by line as they were typed.
    Text {
        /// Where its first line begins, at the top.
        at: (i32, i32),
        /// 1 to [`LONGEST_TEXT`] characters.
        text: String,
    },
    /// A sticky note.
    Note {
        /// Its corners.
        span: Span,
        /// 1 to [`LONGEST_TEXT`] characters.
        text: String,
    },
}

/// The points of a stroke: 1 to [`MOST_POINTS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ink(pub Vec<Point>);

/// A point of a stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// To the right of the board's middle.
    pub x: i32,
    /// Below it.
    pub y: i32,
    /// How far the pen was pressed: 0 to [`HIGHEST_PRESSURE`].
    pub pressure: u8,
}

/// Two points: ends of a line, or corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: (i32, i32),
    /// The second.
    pub to: (i32, i32),
}

/// A measure in units as quanta: the nearest.
///
/// # Errors
/// [`BadDrawing::FarAway`] for what lies beyond the board's edges, or is no number.
pub fn quantised(units: f64, fine: u8) -> Result<i32, BadDrawing> {
    if !units.is_finite() || units.abs() > f64::from(EXTENT) {
        return Err(BadDrawing::FarAway);
    }
    Ok((units * f64::from(1_u32 << fine.min(FINEST))).round() as i32)
}

impl Shape {
    /// What one of its quanta is in units.
    #[must_use]
    pub fn quantum(&self) -> f64 {
        1.0 / f64::from(1_u32 << self.fine.min(FINEST))
    }

    /// Passes what is within all bounds.
    ///
    /// # Errors
    /// [`BadDrawing`] says which it breaks.
    pub fn must_be_sound(&self) -> Result<(), BadDrawing> {
        if self.fine > FINEST || !(1..=WIDEST).contains(&self.width) {
            return Err(BadDrawing::Unreadable);
        }
        let limit = EXTENT << self.fine;
        let is_on_board = |(x, y): (i32, i32)| (-limit..=limit).contains(&x) && (-limit..=limit).contains(&y);
        let on_board = match &self.form {
            Form::Pen(ink) | Form::Highlighter(ink) => {
                if ink.0.len() > MOST_POINTS {
                    return Err(BadDrawing::TooManyPoints { most: MOST_POINTS });
                }
                if ink.0.is_empty() || ink.0.iter().any(|point| point.pressure > HIGHEST_PRESSURE) {
                    return Err(BadDrawing::Unreadable);
                }
                ink.0.iter().all(|point| is_on_board((point.x, point.y)))
            }
            Form::Line(span)
            | Form::Arrow(span)
            | Form::Rectangle { span, .. }
            | Form::Ellipse { span, .. }
            | Form::Note { span, .. } => is_on_board(span.from) && is_on_board(span.to),
            Form::Text { at, .. } => is_on_board(*at),
        };
        if !on_board {
            return Err(BadDrawing::FarAway);
        }
        match self.text().map(|text| clean(text, LONGEST_TEXT).map(|cleaned| cleaned == text)) {
            None | Some(Ok(true)) => Ok(()),
            Some(Ok(false)) => Err(BadDrawing::Unreadable),
            Some(Err(why)) => Err(BadDrawing::Text(why)),
        }
    }

    /// The letters in it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.form {
            Form::Text { text, .. } | Form::Note { text, .. } => Some(text),
            Form::Pen(_)
            | Form::Highlighter(_)
            | Form::Line(_)
            | Form::Arrow(_)
            | Form::Rectangle { .. }
            | Form::Ellipse { .. } => None,
        }
    }
}

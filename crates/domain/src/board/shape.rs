//! What can stand on a board, and its bounds.

use lean::FromJson;
use serde::{Deserialize, Serialize};

use crate::board::Table;
use crate::rejection::BadDrawing;
use crate::text::LONGEST_FORMULA;
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

/// How something looks whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Style {
    /// Its colour.
    pub colour: Colour,
    /// How wide its lines are, or how large its letters, in sixteenths of a unit: 1 to [`WIDEST`].
    pub width: u16,
    /// Whether its inside has its colour, where it has one; of a table, whether its first row is a head.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub filled: bool,
}

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
    /// A diamond whose corners are in the middles of a rectangle's sides.
    Diamond {
        /// The rectangle's corners.
        span: Span,
        /// Whether its inside has its colour.
        filled: bool,
    },
    /// A triangle on the lower side of a rectangle, with its tip in the middle of the upper one.
    Triangle {
        /// The rectangle's corners.
        span: Span,
        /// Whether its inside has its colour.
        filled: bool,
    },
    /// The axes of a coordinate system that cross in the middle of a rectangle.
    Axes(Span),
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
    /// A formula in TeX, as those in texts are, without marks around it.
    Formula {
        /// Its upper left corner.
        at: (i32, i32),
        /// 1 to [`LONGEST_FORMULA`] characters, whether they can be read as a formula or not.
        text: String,
    },
    /// Columns and rows of words.
    Table {
        /// What is in it, and where.
        table: Table,
        /// Whether its first row says what the columns are.
        headed: bool,
    },
}

/// The points of a stroke: 1 to [`MOST_POINTS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ink(pub Vec<Point>);

impl Ink {
    /// The places between one point and the next that a stroke can be cut at.
    pub const CUTS: u32 = 16;

    /// The points from one place to another, each in [`Ink::CUTS`]ths from point to point; nothing where that is no way along
    /// the stroke.
    fn part(&self, from: u32, to: u32) -> Option<Self> {
        let last = u32::try_from(self.0.len()).ok()?.checked_sub(1)? * Self::CUTS;
        if from >= to || from >= last {
            return None;
        }
        let to = to.min(last);
        let between = (from / Self::CUTS + 1)..to.div_ceil(Self::CUTS);
        let mut points = vec![self.at(from)?];
        points.extend(between.filter_map(|at| self.0.get(at as usize)));
        points.push(self.at(to)?);
        Some(Self(points))
    }

    fn at(&self, place: u32) -> Option<Point> {
        let (point, cut) = (*self.0.get((place / Self::CUTS) as usize)?, place % Self::CUTS);
        let Some(next) = self.0.get((place / Self::CUTS) as usize + 1).filter(|_| cut > 0) else {
            return Some(point);
        };
        let between = |from: i32, to: i32| {
            let way = (i64::from(to) - i64::from(from)) * i64::from(cut);
            (i64::from(from) + way.div_euclid(Self::CUTS.into())) as i32
        };
        let pressure = between(point.pressure.into(), next.pressure.into()) as u8;
        Some(Point { x: between(point.x, next.x), y: between(point.y, next.y), pressure })
    }
}

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
            | Form::Diamond { span, .. }
            | Form::Triangle { span, .. }
            | Form::Axes(span)
            | Form::Note { span, .. } => is_on_board(span.from) && is_on_board(span.to),
            Form::Text { at, .. } | Form::Formula { at, .. } => is_on_board(*at),
            Form::Table { table, .. } => return table.must_be_sound(limit),
        };
        if !on_board {
            return Err(BadDrawing::FarAway);
        }
        let most = if matches!(self.form, Form::Formula { .. }) { LONGEST_FORMULA } else { LONGEST_TEXT };
        match self.text().map(|text| clean(text, most).map(|cleaned| cleaned == text)) {
            None | Some(Ok(true)) => Ok(()),
            Some(Ok(false)) => Err(BadDrawing::Unreadable),
            Some(Err(why)) => Err(BadDrawing::Text(why)),
        }
    }

    /// The same with another look; what has no inside stays without a filling.
    #[must_use]
    pub(super) fn styled(mut self, style: Style) -> Self {
        (self.colour, self.width) = (style.colour, style.width);
        match &mut self.form {
            Form::Rectangle { filled, .. }
            | Form::Ellipse { filled, .. }
            | Form::Diamond { filled, .. }
            | Form::Triangle { filled, .. }
            | Form::Table { headed: filled, .. } => *filled = style.filled,
            Form::Pen(_)
            | Form::Highlighter(_)
            | Form::Line(_)
            | Form::Arrow(_)
            | Form::Axes(_)
            | Form::Text { .. }
            | Form::Note { .. }
            | Form::Formula { .. } => {}
        }
        self
    }

    /// How it looks.
    #[must_use]
    pub fn style(&self) -> Style {
        let filled = match &self.form {
            Form::Rectangle { filled, .. }
            | Form::Ellipse { filled, .. }
            | Form::Diamond { filled, .. }
            | Form::Triangle { filled, .. }
            | Form::Table { headed: filled, .. } => *filled,
            Form::Pen(_)
            | Form::Highlighter(_)
            | Form::Line(_)
            | Form::Arrow(_)
            | Form::Axes(_)
            | Form::Text { .. }
            | Form::Note { .. }
            | Form::Formula { .. } => false,
        };
        Style { colour: self.colour, width: self.width, filled }
    }

    /// What is left of a stroke from one of its places to another; nothing of what is no stroke, and where there is nothing.
    #[must_use]
    pub(super) fn part(&self, from: u32, to: u32) -> Option<Self> {
        let form = match &self.form {
            Form::Pen(ink) => Form::Pen(ink.part(from, to)?),
            Form::Highlighter(ink) => Form::Highlighter(ink.part(from, to)?),
            Form::Line(_)
            | Form::Arrow(_)
            | Form::Rectangle { .. }
            | Form::Ellipse { .. }
            | Form::Diamond { .. }
            | Form::Triangle { .. }
            | Form::Axes(_)
            | Form::Text { .. }
            | Form::Note { .. }
            | Form::Formula { .. }
            | Form::Table { .. } => return None,
        };
        Some(Self { form, ..self.clone() })
    }

    /// The letters in it; those of a table stand in its cells.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.form {
            Form::Text { text, .. } | Form::Note { text, .. } | Form::Formula { text, .. } => Some(text),
            Form::Pen(_)
            | Form::Highlighter(_)
            | Form::Line(_)
            | Form::Arrow(_)
            | Form::Rectangle { .. }
            | Form::Ellipse { .. }
            | Form::Diamond { .. }
            | Form::Triangle { .. }
            | Form::Axes(_)
            | Form::Table { .. } => None,
        }
    }
}

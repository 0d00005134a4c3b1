//! A shape as bytes, and as the text that the log keeps sealed.
//!
//! One byte says what it is, then come its colour (three bytes), width and quantum, then what it is made of. The points of a
//! stroke are three runs of numbers (x, y, pressure), written point by point in one row of bits: some two bytes a point where
//! they lie as close as a pen's do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::bits::{BitReader, BitWriter, Coding, Reader, put_number, put_signed};
use super::shape::{Form, Ink, MOST_POINTS, Point, Shape, Span, Style};
use super::table::Table;
use crate::rejection::BadDrawing;

/// Characters of a packed shape, at most.
pub const LARGEST_DRAWN: usize = 60_000;

/// The shape as text.
#[must_use]
pub fn drawn(shape: &Shape) -> String {
    URL_SAFE_NO_PAD.encode(packed(shape))
}

/// The bytes that a shape's text stands for; none where it is no such text.
pub(super) fn bytes_of(drawn: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(drawn).unwrap_or_default()
}

/// The shape that a text stands for, where it is within all bounds.
///
/// # Errors
/// As [`Shape::must_be_sound`]; [`BadDrawing::Unreadable`] for what isn't a shape's text.
pub fn read_drawn(drawn: &str) -> Result<Shape, BadDrawing> {
    if drawn.len() > LARGEST_DRAWN {
        return Err(BadDrawing::TooManyPoints { most: MOST_POINTS });
    }
    let shape = unpacked(&bytes_of(drawn))?;
    shape.must_be_sound()?;
    Ok(shape)
}

/// The texts of shapes ([`drawn`]) as one, in their order.
#[must_use]
pub fn drawn_together(drawn: &[String]) -> String {
    drawn.join(BETWEEN)
}

/// What stands between two shapes' texts, and in none of them.
const BETWEEN: &str = ".";

/// The texts of the shapes that a text stands for.
pub(super) fn each_drawn(drawn: &str) -> impl Iterator<Item = &str> {
    drawn.split(BETWEEN)
}

/// How many shapes a text stands for, where each is within all bounds.
///
/// # Errors
/// As [`read_drawn`], for the first that isn't.
pub fn count_drawn(drawn: &str) -> Result<usize, BadDrawing> {
    if drawn.len() > LARGEST_DRAWN {
        return Err(BadDrawing::TooLarge);
    }
    each_drawn(drawn).try_fold(0, |count, one| read_drawn(one).map(|_| count + 1))
}

const PEN: u8 = 0;
const HIGHLIGHTER: u8 = 1;
const LINE: u8 = 2;
const ARROW: u8 = 3;
const RECTANGLE: u8 = 4;
const FILLED_RECTANGLE: u8 = 5;
const ELLIPSE: u8 = 6;
const FILLED_ELLIPSE: u8 = 7;
const TEXT: u8 = 8;
const NOTE: u8 = 9;
const DIAMOND: u8 = 10;
const FILLED_DIAMOND: u8 = 11;
const TRIANGLE: u8 = 12;
const FILLED_TRIANGLE: u8 = 13;
const AXES: u8 = 14;
const FORMULA: u8 = 15;
const TABLE: u8 = 16;
const HEADED_TABLE: u8 = 17;

/// The shape as bytes.
pub(super) fn packed(shape: &Shape) -> Vec<u8> {
    packed_as(shape, None)
}

/// A part of a stroke as bytes, written as that stroke is: to find the shortest way takes longer than all else.
pub(super) fn packed_like(shape: &Shape, whole: &[u8]) -> Vec<u8> {
    packed_as(shape, codings_of(whole).ok())
}

/// How a stroke's runs are written.
fn codings_of(stroke: &[u8]) -> Result<[Coding; 3], BadDrawing> {
    let mut from = Reader(stroke);
    // Its kind and colour, width, quantum, how many points there are, and the first of each run.
    from.bytes(4)?;
    from.number()?;
    from.byte()?;
    for _ in 0..4 {
        from.number()?;
    }
    from.array::<3>().map(|bytes| bytes.map(Coding::from_byte))
}

/// The packed shape with another look; what has no inside stays without a filling. None of what is no shape.
pub(super) fn restyled(bytes: &[u8], style: Style) -> Option<Vec<u8>> {
    let mut from = Reader(bytes);
    let kind = from.byte().ok()?;
    from.bytes(3).ok()?;
    from.number().ok()?;
    let filled = match kind {
        RECTANGLE | FILLED_RECTANGLE => [RECTANGLE, FILLED_RECTANGLE],
        ELLIPSE | FILLED_ELLIPSE => [ELLIPSE, FILLED_ELLIPSE],
        DIAMOND | FILLED_DIAMOND => [DIAMOND, FILLED_DIAMOND],
        TRIANGLE | FILLED_TRIANGLE => [TRIANGLE, FILLED_TRIANGLE],
        TABLE | HEADED_TABLE => [TABLE, HEADED_TABLE],
        kind => [kind; 2],
    };
    let mut to = vec![filled[usize::from(style.filled)]];
    to.extend(style.colour);
    put_number(&mut to, style.width.into());
    to.extend(from.0);
    Some(to)
}

fn packed_as(shape: &Shape, codings: Option<[Coding; 3]>) -> Vec<u8> {
    let Shape { colour, width, fine, form } = shape;
    let kind = match form {
        Form::Pen(_) => PEN,
        Form::Highlighter(_) => HIGHLIGHTER,
        Form::Line(_) => LINE,
        Form::Arrow(_) => ARROW,
        Form::Rectangle { filled: false, .. } => RECTANGLE,
        Form::Rectangle { filled: true, .. } => FILLED_RECTANGLE,
        Form::Ellipse { filled: false, .. } => ELLIPSE,
        Form::Ellipse { filled: true, .. } => FILLED_ELLIPSE,
        Form::Diamond { filled: false, .. } => DIAMOND,
        Form::Diamond { filled: true, .. } => FILLED_DIAMOND,
        Form::Triangle { filled: false, .. } => TRIANGLE,
        Form::Triangle { filled: true, .. } => FILLED_TRIANGLE,
        Form::Axes(_) => AXES,
        Form::Text { .. } => TEXT,
        Form::Note { .. } => NOTE,
        Form::Formula { .. } => FORMULA,
        Form::Table { headed: false, .. } => TABLE,
        Form::Table { headed: true, .. } => HEADED_TABLE,
    };
    let mut to = vec![kind];
    to.extend(colour);
    put_number(&mut to, (*width).into());
    to.push(*fine);
    match form {
        Form::Pen(ink) | Form::Highlighter(ink) => put_ink(&mut to, ink, codings),
        Form::Line(span)
        | Form::Arrow(span)
        | Form::Rectangle { span, .. }
        | Form::Ellipse { span, .. }
        | Form::Diamond { span, .. }
        | Form::Triangle { span, .. }
        | Form::Axes(span) => put_span(&mut to, *span),
        Form::Text { at, text } | Form::Formula { at, text } => {
            put_pair(&mut to, *at);
            to.extend(text.as_bytes());
        }
        Form::Note { span, text } => {
            put_span(&mut to, *span);
            to.extend(text.as_bytes());
        }
        Form::Table { table, .. } => table.put(&mut to),
    }
    to
}

/// The shape that the bytes are, whatever its bounds.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Shape, BadDrawing> {
    let mut from = Reader(bytes);
    let kind = from.byte()?;
    let colour = from.array()?;
    let (width, fine) = (from.small()?, from.byte()?);
    let form = match kind {
        PEN => Form::Pen(read_ink(&mut from)?),
        HIGHLIGHTER => Form::Highlighter(read_ink(&mut from)?),
        LINE => Form::Line(read_span(&mut from)?),
        ARROW => Form::Arrow(read_span(&mut from)?),
        RECTANGLE | FILLED_RECTANGLE => {
            Form::Rectangle { span: read_span(&mut from)?, filled: kind == FILLED_RECTANGLE }
        }
        ELLIPSE | FILLED_ELLIPSE => {
            Form::Ellipse { span: read_span(&mut from)?, filled: kind == FILLED_ELLIPSE }
        }
        DIAMOND | FILLED_DIAMOND => {
            Form::Diamond { span: read_span(&mut from)?, filled: kind == FILLED_DIAMOND }
        }
        TRIANGLE | FILLED_TRIANGLE => {
            Form::Triangle { span: read_span(&mut from)?, filled: kind == FILLED_TRIANGLE }
        }
        AXES => Form::Axes(read_span(&mut from)?),
        TEXT => Form::Text { at: read_pair(&mut from)?, text: read_text(&mut from)? },
        NOTE => Form::Note { span: read_span(&mut from)?, text: read_text(&mut from)? },
        FORMULA => Form::Formula { at: read_pair(&mut from)?, text: read_text(&mut from)? },
        TABLE | HEADED_TABLE => Form::Table { table: Table::read(&mut from)?, headed: kind == HEADED_TABLE },
        _ => return Err(BadDrawing::Unreadable),
    };
    if from.0.is_empty() { Ok(Shape { colour, width, fine, form }) } else { Err(BadDrawing::Unreadable) }
}

fn put_pair(to: &mut Vec<u8>, (x, y): (i32, i32)) {
    put_signed(to, x);
    put_signed(to, y);
}

fn read_pair(from: &mut Reader<'_>) -> Result<(i32, i32), BadDrawing> {
    Ok((from.signed()?, from.signed()?))
}

/// The second point as it lies from the first.
fn put_span(to: &mut Vec<u8>, Span { from, to: end }: Span) {
    put_pair(to, from);
    put_pair(to, (end.0.wrapping_sub(from.0), end.1.wrapping_sub(from.1)));
}

fn read_span(reader: &mut Reader<'_>) -> Result<Span, BadDrawing> {
    let (from, by) = (read_pair(reader)?, read_pair(reader)?);
    Ok(Span { from, to: (from.0.wrapping_add(by.0), from.1.wrapping_add(by.1)) })
}

fn read_text(from: &mut Reader<'_>) -> Result<String, BadDrawing> {
    let rest = std::mem::take(&mut from.0);
    String::from_utf8(rest.to_vec()).map_err(|_| BadDrawing::Unreadable)
}

/// Written as said, or else the shortest way.
fn put_ink(to: &mut Vec<u8>, ink: &Ink, codings: Option<[Coding; 3]>) {
    put_number(to, ink.0.len() as u64);
    let runs: [Vec<i32>; 3] = [
        ink.0.iter().map(|point| point.x).collect(),
        ink.0.iter().map(|point| point.y).collect(),
        ink.0.iter().map(|point| point.pressure.into()).collect(),
    ];
    for run in &runs {
        put_signed(to, run.first().copied().unwrap_or_default());
    }
    let codings = codings.unwrap_or_else(|| runs.each_ref().map(|run| Coding::of(run)));
    to.extend(codings.map(Coding::byte));
    let mut bits = BitWriter::default();
    for at in 1..ink.0.len() {
        for (coding, run) in codings.iter().zip(&runs) {
            coding.put(&mut bits, run, at);
        }
    }
    to.extend(bits.bytes);
}

fn read_ink(from: &mut Reader<'_>) -> Result<Ink, BadDrawing> {
    let count: usize = from.small()?;
    // Each point after the first takes three bits at least.
    if count == 0 || count > MOST_POINTS || count > from.0.len().saturating_mul(3) {
        let most = MOST_POINTS;
        return Err(if count > most { BadDrawing::TooManyPoints { most } } else { BadDrawing::Unreadable });
    }
    let mut runs = [from.signed()?, from.signed()?, from.signed()?].map(|first| vec![first]);
    let codings = from.array::<3>()?.map(Coding::from_byte);
    let mut bits = BitReader { bytes: std::mem::take(&mut from.0), at: 0 };
    for _ in 1..count {
        for (coding, run) in codings.iter().zip(&mut runs) {
            let next = coding.read(&mut bits, run)?;
            run.push(next);
        }
    }
    if bits.at.div_ceil(8) != bits.bytes.len() {
        return Err(BadDrawing::Unreadable);
    }
    let [xs, ys, pressures] = runs;
    let points = xs.into_iter().zip(ys).zip(pressures).map(|((x, y), pressure)| {
        let pressure = u8::try_from(pressure).map_err(|_| BadDrawing::Unreadable)?;
        Ok(Point { x, y, pressure })
    });
    points.collect::<Result<_, _>>().map(Ink)
}

#[cfg(test)]
mod tests;

//! The text of a page with its place: glyphs on one baseline that follow each other make a line.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro::kurbo::{BezPath, Point, Rect, Vec2};

use crate::said::Line;

/// Characters kept of a page, at most.
const MOST_CHARACTERS: usize = 20_000;
/// Units of a glyph's em.
const EM: f64 = 1000.0;
/// What is farther off the baseline, or farther back or ahead, in ems, begins a line.
const OFF: f64 = 0.4;
const BACK: f64 = 0.6;
const AHEAD: f64 = 2.5;
/// A gap this wide, in ems, is a space where the file has none.
const SPACE: f64 = 0.15;
/// The share of an em that stands above the baseline.
const ASCENT: f64 = 0.8;

/// Collects what is written and draws nothing.
#[derive(Default)]
pub struct Text {
    lines: Vec<Written>,
    characters: usize,
}

struct Written {
    text: String,
    bounds: Rect,
    /// Where the last glyph ended.
    end: Point,
    /// Which way it is written.
    along: Vec2,
}

impl Text {
    /// The lines of a page of this width and height.
    pub fn lines(self, width: f64, height: f64) -> Vec<Line> {
        let page = Rect::new(0.0, 0.0, width, height);
        let part = |length: f64, of: f64| (length / of * 10_000.0).round().clamp(0.0, 10_000.0) as u16;
        let lines = self.lines.into_iter().filter_map(|line| {
            let (text, bounds) = (line.text.trim(), line.bounds.intersect(page));
            let shown = !text.is_empty() && bounds.width() > 0.0 && bounds.height() > 0.0;
            shown.then(|| Line {
                text: text.to_owned(),
                x: part(bounds.x0, width),
                y: part(bounds.y0, height),
                width: part(bounds.width(), width),
                height: part(bounds.height(), height),
            })
        });
        lines.collect()
    }

    /// Adds what a glyph says, whose box lies at `origin` and reaches `ahead` along the line and `up` across it.
    fn add(&mut self, said: &str, origin: Point, ahead: Vec2, up: Vec2) {
        if self.characters >= MOST_CHARACTERS {
            return;
        }
        self.characters += said.chars().count();
        let em = up.hypot();
        let end = origin + ahead;
        let bounds = Rect::from_points(origin - up * (1.0 - ASCENT), end + up * ASCENT);
        if let Some(line) = self.lines.last_mut().filter(|line| line.goes_on(origin, em)) {
            let gap = (origin - line.end).dot(line.along);
            if gap > SPACE * em && !line.text.ends_with(char::is_whitespace) && said != " " {
                line.text.push(' ');
            }
            line.text.push_str(said);
            line.bounds = line.bounds.union(bounds);
            line.end = end;
            return;
        }
        let along = if ahead.hypot() > 0.0 { ahead.normalize() } else { Vec2::new(1.0, 0.0) };
        self.lines.push(Written { text: said.to_owned(), bounds, end, along });
    }
}

impl Written {
    fn goes_on(&self, origin: Point, em: f64) -> bool {
        let step = origin - self.end;
        let (along, off) = (step.dot(self.along), step.cross(self.along).abs());
        off <= OFF * em && along >= -BACK * em && along <= AHEAD * em
    }
}

impl<'a> Device<'a> for Text {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let said = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(said)) => said,
                None => continue,
            };
            let said: String = said.chars().filter(|c| !c.is_control()).collect();
            let advance = match &**glyph {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let place = props.transform * glyph.transform();
            let origin = place * Point::ZERO;
            let ahead = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0) - origin;
            let up = place * Point::new(0.0, EM) - origin;
            let measured = [origin.x, origin.y, ahead.x, ahead.y, up.x, up.y];
            if !said.is_empty() && measured.into_iter().all(f64::is_finite) {
                self.add(&said, origin, ahead, up);
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_become_lines_with_spaces() {
        let mut text = Text::default();
        let up = Vec2::new(0.0, -10.0);
        for (said, x, y) in [("a", 10.0, 50.0), ("b", 15.0, 50.0), ("c", 24.0, 50.0), ("d", 10.0, 70.0)] {
            text.add(said, Point::new(x, y), Vec2::new(5.0, 0.0), up);
        }
        let lines = text.lines(100.0, 100.0);
        let said: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.x, line.y)).collect();
        assert_eq!(said, [("ab c", 1000, 4200), ("d", 1000, 6200)]);
        assert_eq!((lines[0].width, lines[0].height), (1900, 1000));
    }

    #[test]
    fn what_lies_beside_the_page_is_left_out() {
        let mut text = Text::default();
        text.add("x", Point::new(200.0, 50.0), Vec2::new(5.0, 0.0), Vec2::new(0.0, -10.0));
        assert_eq!(text.lines(100.0, 100.0), []);
    }
}

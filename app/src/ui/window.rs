//! Which lines of a long list are drawn: those in sight and a little beyond. Heights are guessed until they are measured.

use std::ops::Range;

/// How far beyond what is in sight lines are drawn, in CSS pixels: what a quick turn of the wheel reaches.
const BEYOND: f64 = 700.0;
/// Heights that differ by less, in CSS pixels, are the same.
const TOLERANCE: f64 = 0.5;
/// Lines drawn before anything is known about the window.
const AT_FIRST: usize = 30;

/// Where each line begins, in CSS pixels from the list's beginning; one more for its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tops(Vec<f64>);

impl Default for Tops {
    fn default() -> Self {
        Self(vec![0.0])
    }
}

impl Tops {
    /// From the lines' heights.
    pub fn of(heights: impl Iterator<Item = f64>) -> Self {
        let mut tops = Self::default();
        tops.extend(heights);
        tops
    }

    /// Adds lines after the last.
    pub fn extend(&mut self, heights: impl Iterator<Item = f64>) {
        let mut end = self.total();
        self.0.extend(heights.map(|height| {
            end += height;
            end
        }));
    }

    /// Takes in the measured heights of the lines from `first` on: whether one is another than was known.
    pub fn measured(&mut self, first: usize, heights: &[f64]) -> bool {
        let end = (first + heights.len()).min(self.len());
        let (mut moved, mut changed) = (0.0, false);
        let mut top = self.top(first);
        for (line, height) in (first..end).zip(heights) {
            let next = self.0[line + 1];
            if (next - top - height).abs() > TOLERANCE {
                changed = true;
                moved += height - (next - top);
            }
            top = next;
            self.0[line + 1] = next + moved;
        }
        if changed {
            self.0.iter_mut().skip(end + 1).for_each(|top| *top += moved);
        }
        changed
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.len() - 1
    }

    /// Where a line begins; the end for those beyond it.
    pub fn top(&self, line: usize) -> f64 {
        self.0[line.min(self.len())]
    }

    /// The whole list's height.
    pub fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// The line at a height; the last one below the end.
    pub fn at(&self, y: f64) -> usize {
        self.0.partition_point(|top| *top <= y).saturating_sub(1).min(self.len().saturating_sub(1))
    }

    /// The lines to draw where `seen` pixels from `from` on are in sight.
    pub fn window(&self, from: f64, seen: f64) -> Range<usize> {
        if self.len() == 0 {
            return 0..0;
        }
        self.at(from - BEYOND)..self.at(from + seen + BEYOND) + 1
    }

    /// The space that stands in for the lines before and after those drawn.
    pub fn spaces(&self, drawn: &Range<usize>) -> (f64, f64) {
        (self.top(drawn.start), self.total() - self.top(drawn.end))
    }
}

/// The last lines: what is drawn where nothing is known about the window yet.
pub(crate) fn last(length: usize) -> Range<usize> {
    length.saturating_sub(AT_FIRST)..length
}

/// A message's likely height in CSS pixels, from its bytes and its lines: near enough for the scrollbar.
pub(crate) fn guess(bytes: usize, breaks: usize) -> f64 {
    const HEAD: f64 = 34.0;
    const LINE: f64 = 22.5;
    /// Characters in a line of the panel.
    const WIDE: usize = 40;
    #[expect(clippy::cast_precision_loss, reason = "a message has few lines")]
    let lines = (bytes.div_ceil(WIDE).max(1) + breaks) as f64;
    HEAD + LINE * lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hundred() -> Tops {
        Tops::of((0..10_000).map(|_| 100.0))
    }

    #[test]
    fn what_is_in_sight_is_drawn_and_little_more() {
        let tops = hundred();
        for from in [0.0, 50.0, 123_456.0, 999_400.0] {
            let drawn = tops.window(from, 600.0);
            assert!(
                tops.top(drawn.start) <= from && tops.top(drawn.end) >= from + 600.0,
                "{from}: {drawn:?}"
            );
            assert!(drawn.len() <= 22, "{from}: {drawn:?}");
        }
        assert_eq!(tops.window(2_000_000.0, 600.0).end, 10_000, "scrolled beyond the end");
        assert_eq!(tops.window(-50.0, 600.0).start, 0);
    }

    #[test]
    fn spaces_and_drawn_lines_are_the_whole_list() {
        let tops = Tops::of((0..1_000).map(|n| 30.0 + f64::from(n % 7)));
        let drawn = tops.window(9_000.0, 500.0);
        let (before, after) = tops.spaces(&drawn);
        let shown = tops.top(drawn.end) - tops.top(drawn.start);
        assert!((before + shown + after - tops.total()).abs() < 1e-6);
    }

    #[test]
    fn a_line_is_found_by_its_height() {
        let tops = Tops::of([10.0, 20.0, 30.0].into_iter());
        let found: Vec<_> = [-1.0, 0.0, 9.9, 10.0, 29.9, 30.0, 99.0].map(|y| tops.at(y)).into();
        assert_eq!(found, [0, 0, 0, 1, 1, 2, 2]);
    }

    #[test]
    fn measured_lines_move_all_that_follow() {
        let mut tops = Tops::of([10.0; 6].into_iter());
        assert!(!tops.measured(1, &[10.2, 9.8]));
        assert!(tops.measured(1, &[30.0, 10.0, 5.0]));
        let expected = [0.0, 10.0, 40.0, 50.0, 55.0, 65.0, 75.0];
        assert!(tops.0.iter().zip(expected).all(|(top, wanted)| (top - wanted).abs() < 1.0), "{tops:?}");
        tops.extend([7.0].into_iter());
        assert!((tops.total() - 82.0).abs() < 1.0);
        assert!(tops.measured(5, &[1.0, 1.0, 99.0, 99.0]), "more than there are");
        assert_eq!(tops.len(), 7);
    }

    #[test]
    fn an_empty_list_has_nothing_to_draw() {
        let tops = Tops::default();
        assert_eq!((tops.window(0.0, 600.0), tops.len(), tops.at(5.0)), (0..0, 0, 0));
        assert_eq!(tops.spaces(&(0..0)), (0.0, 0.0));
        assert_eq!((last(5), last(10_000)), (0..5, 9_970..10_000));
    }

    #[test]
    fn longer_messages_are_guessed_higher() {
        assert!(guess(400, 0) > guess(40, 0));
        assert!(guess(40, 9) > guess(40, 0));
    }
}

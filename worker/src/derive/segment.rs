//! Where a text's topics change: the cheapest way to cut it into stretches that each use few words often.
//!
//! M. Utiyama, H. Isahara, "A Statistical Model for Domain-Independent Text Segmentation" (ACL 2001): a stretch of n
//! words in which word w occurs f(w) times costs −Σ f·ln((f+1)/(n+V)), V being the vocabulary, and every boundary has
//! a price; dynamic programming finds the cheapest of all segmentations. Their price, ln N for a text of N words,
//! gives far too many chapters for speech, so the price is searched for that gives about as many as wanted.

use std::collections::HashMap;

/// A piece of text that is never cut: a cue.
#[derive(Debug, Clone, Default)]
pub(super) struct Unit {
    /// Where it begins, in ms.
    pub start_ms: i64,
    /// Its stems.
    pub stems: Vec<String>,
    /// What a boundary before this unit costs in proportion to the others: less than 1 where something else speaks
    /// for one.
    pub factor: f64,
    /// Whether a boundary before it is certain (a teacher's marker).
    pub fixed: bool,
}

/// The shortest stretch, in ms.
pub(super) const LEAST_MS: i64 = 45_000;
/// The cheapest and the dearest a boundary may be, in units of ln N: below, chance alone would find boundaries; above,
/// no text has any left.
const CHEAPEST: f64 = 0.8;
const DEAREST: f64 = 12.0;

/// Finds where topics begin: numbers of units, in order, never 0. About `wanted` stretches come out; fewer where the
/// text has no evidence for more; the certain boundaries come always, and count.
pub(super) fn boundaries(units: &[Unit], end_ms: i64, wanted: usize) -> Vec<usize> {
    let text = Text::new(units, end_ms);
    let (mut cheap, mut dear) = (CHEAPEST, DEAREST);
    let mut best = text.cut(cheap);
    if best.len() < wanted {
        return best;
    }
    // More price, fewer boundaries: halve the range until the count fits or the range is spent.
    for _ in 0..12 {
        let price = f64::midpoint(cheap, dear);
        let cut = text.cut(price);
        let (now, before) = ((cut.len() + 1).abs_diff(wanted), (best.len() + 1).abs_diff(wanted));
        if cut.len() + 1 > wanted {
            cheap = price;
        } else {
            dear = price;
        }
        if now <= before {
            best = cut;
        }
    }
    best
}

struct Text<'a> {
    units: &'a [Unit],
    end_ms: i64,
    /// The words of every unit that occur twice or more in the text, as numbers.
    words: Vec<Vec<usize>>,
    /// How many different ones there are.
    vocabulary: usize,
    /// ln N.
    log_length: f64,
    /// How much Σ f·ln(f+1) grows when a word that was there f times comes once more.
    growth: Vec<f64>,
}

impl<'a> Text<'a> {
    fn new(units: &'a [Unit], end_ms: i64) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for stem in units.iter().flat_map(|unit| &unit.stems) {
            *counts.entry(stem).or_default() += 1;
        }
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut length = 0;
        let mut words = Vec::with_capacity(units.len());
        for unit in units {
            let mut here = Vec::new();
            for stem in unit.stems.iter().filter(|stem| counts[stem.as_str()] > 1) {
                let number = numbers.len();
                here.push(*numbers.entry(stem).or_insert(number));
                length += 1;
            }
            words.push(here);
        }
        let most = counts.values().copied().max().unwrap_or_default();
        let growth = (0..most).map(growth).collect();
        let log_length = f64::from(u32::try_from(length.max(2)).unwrap_or(u32::MAX)).ln();
        Self { units, end_ms, words, vocabulary: numbers.len(), log_length, growth }
    }

    /// The cheapest segmentation at a price of `price`·ln N a boundary.
    fn cut(&self, price: f64) -> Vec<usize> {
        let fixed = (1..self.units.len()).filter(|&i| self.units[i].fixed);
        let mut ends: Vec<usize> = fixed.collect();
        ends.push(self.units.len());
        let mut boundaries = Vec::new();
        let mut first = 0;
        for end in ends {
            if first > 0 {
                boundaries.push(first);
            }
            boundaries.extend(self.cut_between(first, end, price * self.log_length));
            first = end;
        }
        boundaries
    }

    /// The cheapest segmentation of the units `first..end`.
    #[expect(clippy::needless_range_loop, reason = "the index counts units as well as rows of the table")]
    fn cut_between(&self, first: usize, end: usize, price: f64) -> Vec<usize> {
        let count = end.saturating_sub(first);
        // cheapest[k]: the cost of the first k units, and where their last stretch begins.
        let mut cheapest = vec![(f64::INFINITY, 0); count + 1];
        cheapest[0] = (0.0, 0);
        for from in 0..count {
            let before = cheapest[from].0;
            if before.is_infinite() {
                continue;
            }
            let boundary = if from == 0 { 0.0 } else { price * self.units[first + from].factor };
            let mut stretch = Stretch::new(self.vocabulary, &self.growth);
            for to in from + 1..=count {
                stretch.add(&self.words[first + to - 1]);
                let whole = from == 0 && to == count;
                if !whole && self.length_ms(first + from, first + to) < LEAST_MS {
                    continue;
                }
                let cost = before + boundary + stretch.cost();
                if cost < cheapest[to].0 {
                    cheapest[to] = (cost, from);
                }
            }
        }
        let mut boundaries = Vec::new();
        let mut at = cheapest[count].1;
        while at > 0 {
            boundaries.push(first + at);
            at = cheapest[at].1;
        }
        boundaries.reverse();
        boundaries
    }

    fn length_ms(&self, from: usize, to: usize) -> i64 {
        let end = self.units.get(to).map_or(self.end_ms, |unit| unit.start_ms);
        end - self.units[from].start_ms
    }
}

fn growth(f: usize) -> f64 {
    let f = f as f64;
    (f + 1.0) * (f + 2.0).ln() - f * (f + 1.0).ln()
}

/// The cost of a stretch, kept up to date while words are added: n·ln(n+V) − Σ f·ln(f+1).
struct Stretch<'a> {
    counts: Vec<usize>,
    words: usize,
    kept: f64,
    growth: &'a [f64],
}

impl<'a> Stretch<'a> {
    fn new(vocabulary: usize, growth: &'a [f64]) -> Self {
        Self { counts: vec![0; vocabulary], words: 0, kept: 0.0, growth }
    }

    fn add(&mut self, words: &[usize]) {
        for &word in words {
            self.kept += self.growth[self.counts[word]];
            self.counts[word] += 1;
        }
        self.words += words.len();
    }

    fn cost(&self) -> f64 {
        let n = self.words as f64;
        n * (n + self.counts.len() as f64).ln() - self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units of ten seconds with these words.
    fn units(texts: &[&str]) -> Vec<Unit> {
        let unit = |(i, text): (usize, &&str)| Unit {
            start_ms: i as i64 * 10_000,
            stems: text.split(' ').map(str::to_owned).collect(),
            factor: 1.0,
            fixed: false,
        };
        texts.iter().enumerate().map(unit).collect()
    }

    const TWO_TOPICS: [&str; 12] = [
        "spring mass",
        "spring energy",
        "energy mass",
        "spring energy mass",
        "mass spring",
        "energy spring",
        "cell gene",
        "gene letter",
        "cell letter",
        "cell gene letter",
        "letter gene",
        "cell gene",
    ];

    #[test]
    fn the_topic_changes_where_the_words_do() {
        assert_eq!(boundaries(&units(&TWO_TOPICS), 120_000, 2), [6]);
    }

    #[test]
    fn one_topic_is_one_stretch_however_many_are_wanted() {
        let same = ["spring energy mass"; 30];
        assert_eq!(boundaries(&units(&same), 300_000, 5), [0_usize; 0]);
    }

    #[test]
    fn a_certain_boundary_always_comes_and_none_is_found_too_close_to_it() {
        let mut units = units(&TWO_TOPICS);
        units[4].fixed = true;
        let found = boundaries(&units, 120_000, 3);
        assert!(found.contains(&4));
        assert!(!found.contains(&6), "20 s after a certain one: {found:?}");
    }

    #[test]
    fn a_stretch_is_never_too_short() {
        let mut texts = vec!["spring energy mass"; 10];
        texts.splice(5..5, ["cell gene", "gene cell"]);
        assert_eq!(boundaries(&units(&texts), 120_000, 3), [0_usize; 0]);
    }

    #[test]
    fn nothing_said_has_no_boundaries() {
        assert_eq!(boundaries(&[], 0, 3), [0_usize; 0]);
        assert_eq!(boundaries(&units(&[""]), 10_000, 3), [0_usize; 0]);
    }
}

//! What speaks for a change of topic besides the words of whole stretches: a valley in the similarity of what comes
//! before and after, and what teachers say when they move on.

use std::collections::HashMap;

use super::segment::Unit;

/// What comes before and what comes after are compared over this much, in ms.
const WINDOW_MS: i64 = 90_000;
/// How much cheaper the deepest valley makes a boundary, and how much a phrase does. (Both tuned on headed texts
/// read as transcripts and on recorded lectures; the exact values hardly matter.)
const VALLEY: f64 = 0.35;
const PHRASE: f64 = 0.35;

/// How teachers move on. Compared with the beginning of a cue.
const MOVING_ON: &[&str] = &[
    "a last topic",
    "all right",
    "another",
    "as a last topic",
    "finally",
    "in the next part",
    "last",
    "let me now",
    "let us begin",
    "let us look at",
    "let us move on",
    "let us now",
    "let us start",
    "let us turn",
    "let's look at",
    "let's move on",
    "let's now",
    "let's start",
    "let's turn",
    "moving on",
    "next",
    "now i want",
    "now i would like",
    "now let me",
    "now let us",
    "now let's",
    "now we",
    "okay now",
    "okay so",
    "our next",
    "so let us",
    "so let's",
    "so much for",
    "the last",
    "the next",
    "the second",
    "the third",
    "to conclude",
    "to sum up",
    "to summarize",
    "we now",
];

/// The price of a boundary before each unit in proportion to the others, 0.3…1.
pub(super) fn factors(units: &[Unit], texts: &[&str]) -> Vec<f64> {
    let depths = valleys(units);
    let deepest = depths.iter().copied().fold(0.0, f64::max).max(f64::EPSILON);
    let phrase = |text: &&str| if moves_on(text) { PHRASE } else { 0.0 };
    depths.iter().zip(texts).map(|(depth, text)| 1.0 - VALLEY * depth / deepest - phrase(text)).collect()
}

fn moves_on(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    MOVING_ON
        .iter()
        .any(|phrase| text.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
}

/// How far the similarity before each unit lies below the peaks on both sides of it, 0…1 (M. Hearst, TextTiling,
/// Computational Linguistics 23, 1997, with TF-IDF weights).
fn valleys(units: &[Unit]) -> Vec<f64> {
    let rarity = rarity(units);
    let similar: Vec<f64> = (0..units.len()).map(|i| similarity(units, i, &rarity)).collect();
    let near = |i: usize, j: usize| (units[i].start_ms - units[j].start_ms).abs() <= WINDOW_MS;
    (0..units.len())
        .map(|i| {
            let left =
                (0..i).rev().take_while(|&j| near(i, j)).map(|j| similar[j]).fold(similar[i], f64::max);
            let right =
                (i..units.len()).take_while(|&j| near(i, j)).map(|j| similar[j]).fold(similar[i], f64::max);
            (left + right) / 2.0 - similar[i]
        })
        .collect()
}

/// The inverse document frequency of every stem, a unit being a document.
fn rarity(units: &[Unit]) -> HashMap<&str, f64> {
    let mut units_with: HashMap<&str, (usize, f64)> = HashMap::new();
    for (i, unit) in units.iter().enumerate() {
        for stem in &unit.stems {
            let entry = units_with.entry(stem).or_insert((usize::MAX, 0.0));
            if entry.0 != i {
                *entry = (i, entry.1 + 1.0);
            }
        }
    }
    units_with.into_iter().map(|(stem, (_, count))| (stem, (1.0 + units.len() as f64 / count).ln())).collect()
}

/// The cosine between the words of the window before unit `at` and of the window from it on.
fn similarity(units: &[Unit], at: usize, rarity: &HashMap<&str, f64>) -> f64 {
    let here = units[at].start_ms;
    let before = units[..at].iter().rev().take_while(|unit| here - unit.start_ms <= WINDOW_MS);
    let after = units[at..].iter().take_while(|unit| unit.start_ms - here < WINDOW_MS);
    let (before, after) = (weights(before, rarity), weights(after, rarity));
    let product: f64 = before.iter().filter_map(|(stem, weight)| Some(weight * after.get(stem)?)).sum();
    let length = |weights: &HashMap<&str, f64>| weights.values().map(|w| w * w).sum::<f64>().sqrt();
    let lengths = length(&before) * length(&after);
    if lengths > 0.0 { product / lengths } else { 0.0 }
}

fn weights<'a>(units: impl Iterator<Item = &'a Unit>, rarity: &HashMap<&str, f64>) -> HashMap<&'a str, f64> {
    let mut weights = HashMap::new();
    for stem in units.flat_map(|unit| &unit.stems) {
        *weights.entry(stem.as_str()).or_insert(0.0) += rarity.get(stem.as_str()).copied().unwrap_or(0.0);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_on_is_heard_at_the_beginning_only() {
        assert!(moves_on("Now let’s turn to the second topic."));
        assert!(moves_on("Next, the ribosomes"));
        assert!(!moves_on("Nextdoor is another matter"));
        assert!(!moves_on("We see next what happens"));
    }

    #[test]
    fn the_deepest_valley_is_between_the_topics() {
        let words = |i: usize| {
            if i < 10 { ["spring", "mass", "energy"] } else { ["cell", "gene", "letter"] }
        };
        let unit = |i: usize| Unit {
            start_ms: i as i64 * 10_000,
            stems: words(i).iter().map(|w| (*w).to_owned()).collect(),
            ..Unit::default()
        };
        let units: Vec<Unit> = (0..20).map(unit).collect();
        let factors = factors(&units, &[""; 20]);
        let cheapest = factors.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        assert_eq!(cheapest.0, 10);
        assert!((cheapest.1 - (1.0 - VALLEY)).abs() < 1e-9);
        assert!(factors.iter().all(|f| (0.29..=1.0).contains(f)));
    }
}

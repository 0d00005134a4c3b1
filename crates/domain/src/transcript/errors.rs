//! Word error rate: how far a recognised text is from what was said.

/// The fewest word edits that turn what was said into what was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordErrors {
    /// Words replaced by another.
    pub substitutions: usize,
    /// Words that were said and are missing.
    pub deletions: usize,
    /// Words that nobody said.
    pub insertions: usize,
    /// Words that were said.
    pub words: usize,
}

impl WordErrors {
    /// Edits per word said; 0 is perfect, and more than 1 is possible. Where nothing was said, every
    /// recognised word counts as one whole error.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.edits() as f64 / self.words.max(1) as f64
    }

    fn edits(&self) -> usize {
        self.substitutions + self.deletions + self.insertions
    }
}

/// Compares two texts word by word (Levenshtein), blind to case, punctuation, hyphens and whether a small
/// number is written in digits.
#[must_use]
pub fn word_errors(said: &str, recognised: &str) -> WordErrors {
    let (said, recognised) = (normalise(said), normalise(recognised));
    let mut row: Vec<WordErrors> =
        (0..=recognised.len()).map(|insertions| WordErrors { insertions, ..WordErrors::default() }).collect();
    for (i, word) in said.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = WordErrors { deletions: i + 1, ..WordErrors::default() };
        for (j, heard) in recognised.iter().enumerate() {
            let above = row[j + 1];
            let left = row[j];
            let mut best = diagonal;
            best.substitutions += usize::from(word != heard);
            let deleted = WordErrors { deletions: above.deletions + 1, ..above };
            let inserted = WordErrors { insertions: left.insertions + 1, ..left };
            for other in [deleted, inserted] {
                if other.edits() < best.edits() {
                    best = other;
                }
            }
            row[j + 1] = best;
            diagonal = above;
        }
    }
    let mut errors = row.pop().unwrap_or_default();
    errors.words = said.len();
    errors
}

/// Lower-case words without marks; "ill-disposed" is two words, "don't" is one, "4" is "four".
fn normalise(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/'))
        .map(|word| word.replace('’', "'"))
        .map(|word| word.chars().filter(|c| c.is_alphanumeric() || *c == '\'').collect::<String>())
        .map(|word| word.trim_matches('\'').to_lowercase())
        .filter(|word| !word.is_empty())
        .map(|word| match word.as_str() {
            "mr" => "mister".into(),
            "ok" => "okay".into(),
            digits => small_number(digits).map_or(word, str::to_owned),
        })
        .collect()
}

fn small_number(digits: &str) -> Option<&'static str> {
    const NAMES: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    NAMES.get(digits.parse::<usize>().ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_written_differently_are_no_errors() {
        let errors = word_errors(
            "He was NOT ill-disposed, Mr. Dashwood; don't wait 4 days!",
            "he was not ill disposed mister dashwood don’t wait four days",
        );
        assert_eq!(errors, WordErrors { words: 11, ..WordErrors::default() });
    }

    #[test]
    fn each_kind_of_error_is_counted() {
        let errors = word_errors("the mass on the spring swings", "the mess on spring swings away");
        assert_eq!(errors, WordErrors { substitutions: 1, deletions: 1, insertions: 1, words: 6 });
        assert!((errors.rate() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn silence_and_nonsense_have_a_rate_too() {
        assert!(word_errors("", "").rate().abs() < 1e-9);
        assert!((word_errors("a b", "").rate() - 1.0).abs() < 1e-9);
        assert!((word_errors("", "thank you").rate() - 2.0).abs() < 1e-9);
    }
}

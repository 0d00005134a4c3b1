//! Texts as lists of words that mean something: lower case, without stop words, cut to their stems.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

static STOP_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("stop_words.txt").split_whitespace().collect());

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// The word in lower case, without marks.
    pub word: String,
    /// Its stem; `None` for stop words and for words of one letter or digits alone.
    pub stem: Option<String>,
    /// Whether a mark follows, so that no phrase goes on across it.
    pub ends_phrase: bool,
}

/// Takes texts apart; keep one, it holds the stemmer.
pub(super) struct Terms(Stemmer);

impl Default for Terms {
    fn default() -> Self {
        Self(Stemmer::create(Algorithm::English))
    }
}

impl Terms {
    /// The words of a text in order.
    pub fn of(&self, text: &str) -> Vec<Term> {
        text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/'))
            .filter_map(|word| self.term(word))
            .collect()
    }

    fn term(&self, word: &str) -> Option<Term> {
        let ends_phrase = word.ends_with(|c: char| !c.is_alphanumeric());
        let word: String = word.replace('’', "'").to_lowercase();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_suffix("'s").unwrap_or(word);
        if word.is_empty() {
            return None;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let stem = (letters > 1 && !is_stop_word(word)).then(|| self.0.stem(word).into_owned());
        Some(Term { word: word.to_owned(), stem, ends_phrase })
    }
}

/// Words that say nothing about a topic: the function words of English, and what teachers say all the time.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word) || word.contains('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_apart() {
        let terms = Terms::default().of("The spring’s energies, 2 well-known A's.");
        let stems: Vec<_> = terms.iter().filter_map(|term| term.stem.as_deref()).collect();
        assert_eq!(stems, ["spring", "energi"]);
        assert_eq!(
            terms[2],
            Term { word: "energies".into(), stem: Some("energi".into()), ends_phrase: true }
        );
    }
}

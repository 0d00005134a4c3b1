//! Texts as lists of words that mean something: without stop words, cut to their stems.

use rust_stemmers::Stemmer;

use super::language::Language;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// The word in lower case, without marks.
    pub word: String,
    /// The word as it was written, without the marks around it.
    pub shown: String,
    /// Its stem; `None` for stop words and for words of one letter or digits alone.
    pub stem: Option<String>,
    /// Whether a mark follows, so that no phrase goes on across it.
    pub ends_phrase: bool,
    /// Whether a sentence begins here, so that its capital means nothing.
    pub begins_sentence: bool,
    /// Whether a hyphen joins it to the next one.
    pub hyphen: bool,
}

/// Takes texts of one language apart; keep one, it holds the stemmer.
pub(super) struct Terms {
    pub language: Language,
    stemmer: Option<Stemmer>,
}

impl Terms {
    pub fn new(language: Language) -> Self {
        Self { language, stemmer: language.stemmer().map(Stemmer::create) }
    }

    /// The words of a text in order.
    pub fn of(&self, text: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut begins_sentence = true;
        for written in text.split_whitespace() {
            let mut rest = written;
            while !rest.is_empty() {
                let end = rest.find(['-', '–', '—', '/']).unwrap_or(rest.len());
                let (part, later) = rest.split_at(end);
                let mut mark = later.chars();
                let separator = mark.next();
                rest = mark.as_str();
                let hyphen = separator == Some('-') && rest.starts_with(char::is_alphanumeric);
                if let Some(term) = self.term(part, separator.is_some() && !hyphen, begins_sentence, hyphen) {
                    terms.push(term);
                    begins_sentence = false;
                }
            }
            begins_sentence |= written.ends_with(['.', '?', '!', ':', '…']);
        }
        terms
    }

    fn term(&self, written: &str, broken: bool, begins_sentence: bool, hyphen: bool) -> Option<Term> {
        let ends_phrase = broken || written.ends_with(|c: char| !c.is_alphanumeric());
        let shown = written.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = shown.replace('’', "'").to_lowercase();
        let word = lower.strip_suffix("'s").unwrap_or(&lower);
        if word.is_empty() {
            return None;
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let means = letters > 1 && !self.language.is_stop_word(word);
        let stem = means.then(|| match &self.stemmer {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None => word.to_owned(),
        });
        Some(Term {
            word: word.to_owned(),
            shown: shown.to_owned(),
            stem,
            ends_phrase,
            begins_sentence,
            hyphen,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_apart() {
        let terms = Terms::new(Language::English).of("The spring’s energies, 2 well-known A's. Kinetic");
        let stems: Vec<_> = terms.iter().filter_map(|term| term.stem.as_deref()).collect();
        assert_eq!(stems, ["spring", "energi", "kinet"]);
        assert_eq!((terms[1].word.as_str(), terms[1].shown.as_str()), ("spring", "spring’s"));
        let flags = |i: usize| (terms[i].ends_phrase, terms[i].begins_sentence, terms[i].hyphen);
        assert_eq!(flags(0), (false, true, false));
        assert_eq!(flags(2), (true, false, false), "energies,");
        assert_eq!(flags(4), (false, false, true), "well-");
        assert_eq!(flags(7), (false, true, false), "a sentence of its own");
    }
}

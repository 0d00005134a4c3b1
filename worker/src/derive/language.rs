//! The language of a transcript, as far as it is needed: which words say nothing, and what stands before nouns.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::Algorithm;

/// A language whose small words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    Spanish,
    French,
    /// Any other: every word may mean something.
    Other,
}

/// At least this share of a text's words are small words of its language.
const LEAST_SMALL: f64 = 0.25;

type Small = LazyLock<HashSet<&'static str>>;

macro_rules! words {
    ($file:literal) => {
        LazyLock::new(|| include_str!($file).split_whitespace().collect())
    };
}

static ENGLISH: Small = words!("languages/english.txt");
static GERMAN: Small = words!("languages/german.txt");
static SPANISH: Small = words!("languages/spanish.txt");
static FRENCH: Small = words!("languages/french.txt");

impl Language {
    const KNOWN: [Self; 4] = [Self::English, Self::German, Self::Spanish, Self::French];

    /// The language whose small words are most frequent in these texts.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let (mut words, mut small) = (0_u32, [0_u32; Self::KNOWN.len()]);
        for word in texts.flat_map(str::split_whitespace) {
            let word = word.to_lowercase().replace('’', "'");
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            words += 1;
            for (count, language) in small.iter_mut().zip(Self::KNOWN) {
                *count += u32::from(language.is_stop_word(word));
            }
        }
        let most = small.iter().zip(Self::KNOWN).max_by_key(|(count, _)| **count);
        most.filter(|(count, _)| f64::from(**count) >= f64::from(words) * LEAST_SMALL && **count > 0)
            .map_or(Self::Other, |(_, language)| language)
    }

    pub fn stemmer(self) -> Option<Algorithm> {
        match self {
            Self::English => Some(Algorithm::English),
            Self::German => Some(Algorithm::German),
            Self::Spanish => Some(Algorithm::Spanish),
            Self::French => Some(Algorithm::French),
            Self::Other => None,
        }
    }

    /// Words that say nothing about a topic: the function words, and what teachers say all the time.
    pub fn is_stop_word(self, word: &str) -> bool {
        match self {
            Self::English => ENGLISH.contains(word) || word.contains('\''),
            Self::German => GERMAN.contains(word),
            Self::Spanish => SPANISH.contains(word),
            Self::French => FRENCH.contains(word),
            Self::Other => false,
        }
    }

    /// Words after which a noun or its adjective comes: articles, and prepositions.
    pub fn before_nouns(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "a", "about", "an", "and", "any", "at", "between", "both", "by", "call", "called", "each",
                "every", "for", "from", "in", "into", "is", "its", "many", "more", "no", "of", "on", "or",
                "our", "some", "the", "their", "these", "this", "those", "through", "two", "with", "without",
                "your",
            ],
            Self::German => &[
                "am", "bei", "beim", "das", "dem", "den", "der", "des", "die", "diese", "dieser", "dieses",
                "durch", "ein", "eine", "einem", "einen", "einer", "eines", "für", "im", "in", "ins", "kein",
                "keine", "mit", "ohne", "und", "unsere", "vom", "von", "zum", "zur", "über",
            ],
            Self::Spanish => &[
                "al", "con", "cada", "de", "del", "el", "en", "esta", "este", "la", "las", "los", "para",
                "por", "sin", "sobre", "su", "sus", "un", "una", "y",
            ],
            Self::French => &[
                "au", "aux", "avec", "ce", "cette", "chaque", "dans", "de", "des", "du", "en", "et", "la",
                "le", "les", "par", "pour", "sa", "sans", "ses", "son", "sur", "un", "une",
            ],
            Self::Other => &[],
        }
    }

    /// What begins the object of a verb: articles, and words for whose it is.
    pub fn articles(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "a", "an", "her", "his", "it", "its", "me", "my", "our", "that", "the", "their", "them",
                "these", "this", "those", "us", "you", "your",
            ],
            Self::Spanish => &["el", "la", "las", "los", "un", "una", "unas", "unos", "su", "sus"],
            Self::French => &["le", "la", "les", "un", "une", "des", "sa", "son", "ses"],
            // A verb has no capital in German.
            Self::German | Self::Other => &[],
        }
    }

    /// After these a word is nearly always a verb ("you push"); titles want nouns ("the push").
    pub fn before_verbs(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "i", "you", "we", "they", "he", "she", "it", "who", "to", "can", "could", "will", "would",
                "must", "may", "might", "shall", "should", "cannot", "not", "don't", "doesn't", "us", "that",
                "which", "then", "just", "never", "always", "also", "did", "does", "do", "let", "let's",
                "was", "were", "been",
            ],
            Self::German => &["ich", "du", "wir", "sie", "er", "es", "man", "zu", "ihr", "nicht"],
            Self::Spanish => &["yo", "tú", "nosotros", "se", "no", "lo", "que", "a"],
            Self::French => {
                &["je", "tu", "nous", "vous", "ils", "elles", "il", "elle", "on", "ne", "se", "qui"]
            }
            Self::Other => &[],
        }
    }

    /// Small words that may stand inside of a phrase: "energy of a spring", "ley de la gravedad".
    pub fn links(self) -> &'static [&'static str] {
        match self {
            Self::English => &["of", "the", "a", "an"],
            Self::German => &["der", "des", "von", "im", "am"],
            Self::Spanish => &["de", "del", "la", "las", "los", "el"],
            Self::French => &["de", "du", "des", "la"],
            Self::Other => &[],
        }
    }

    /// How a topic is named: what comes right behind these words is one.
    pub fn announcements(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "talk about",
                "talking about",
                "speak about",
                "turn to",
                "move on to",
                "moving on to",
                "look at",
                "topic is",
                "subject is",
                "is called",
                "are called",
                "call this",
                "call it",
                "call them",
                "next",
                "learn about",
                "lesson about",
                "introduce",
                "definition of",
                "chapter on",
                "come to",
            ],
            Self::German => &[
                "sprechen über",
                "reden über",
                "sprechen wir über",
                "reden wir über",
                "geht es um",
                "thema ist",
                "kommen zu",
                "kommen wir zu",
                "kommen wir zur",
                "kommen wir zum",
                "heißt",
                "nennt man",
                "nennen wir",
                "nächstes",
                "ansehen",
            ],
            Self::Spanish => &[
                "hablamos de",
                "hablar de",
                "hablaremos de",
                "vamos a ver",
                "pasamos a",
                "tema es",
                "se llama",
                "llamamos",
                "vemos",
                "sobre",
            ],
            Self::French => &[
                "parlons de",
                "parler de",
                "parlerons de",
                "passons à",
                "sujet est",
                "appelle",
                "appelons",
                "voyons",
                "étudier",
            ],
            Self::Other => &[],
        }
    }

    /// Those of [`Self::announcements`] that name a topic only where a sentence begins with them.
    pub fn begins_alone(self) -> &'static [&'static str] {
        match self {
            Self::English => &["next"],
            Self::German => &["nächstes"],
            Self::Spanish => &["sobre"],
            Self::French | Self::Other => &[],
        }
    }

    /// Whether nouns are written with a capital, and nothing else inside of a sentence is.
    pub fn capital_nouns(self) -> bool {
        self == Self::German
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_small_words() {
        for (text, language) in [
            ("Today we talk about the energy that is in a spring.", Language::English),
            ("Heute sprechen wir über die Energie, die in einer Feder steckt.", Language::German),
            ("Hoy hablamos de la energía que hay en un muelle.", Language::Spanish),
            ("Aujourd’hui nous parlons de l’énergie qui est dans un ressort.", Language::French),
            ("今日は光合成について話します。", Language::Other),
            ("Dzisiaj rozmawiamy o energii sprężyny.", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(Language::of(std::iter::once(text)), language, "{text}");
        }
    }
}

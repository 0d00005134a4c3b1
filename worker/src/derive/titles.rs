//! Titles for stretches of speech: the phrases that are frequent in one and rare in the others.

use std::collections::{HashMap, HashSet};

use super::terms::Term;

/// The longest phrase, in words.
const LONGEST: usize = 3;
/// How much more a phrase of one, two or three words says than its words alone.
const LENGTH_WEIGHT: [f64; LONGEST] = [1.0, 1.7, 2.0];
/// The longest title, in characters.
const MOST_CHARACTERS: usize = 48;
/// After these a word is nearly always a verb ("you push"); titles want nouns ("the push").
const BEFORE_VERBS: &[&str] = &[
    "i", "you", "we", "they", "he", "she", "it", "who", "to", "can", "could", "will", "would", "must", "may",
    "might", "shall", "should", "cannot", "not", "don't", "doesn't", "us",
];
/// How much an occurrence as a verb counts.
const VERB_WEIGHT: f64 = 0.3;
/// A longer phrase around the best one stands for it if it makes up at least this share of its occurrences:
/// "coupled pendulums" for "pendulums".
const WORTH_WIDENING: f64 = 0.2;
/// The second phrase must be this good compared with the first to stand beside it.
const WORTH_ADDING: f64 = 0.4;

/// One title for each stretch; `stretches` are the words of each, in order. A stretch without a single content word
/// has the title `None`.
pub(super) fn titles(stretches: &[Vec<Term>]) -> Vec<Option<String>> {
    let phrases: Vec<HashMap<Vec<&str>, Phrase<'_>>> = stretches.iter().map(|terms| phrases(terms)).collect();
    phrases.iter().map(|here| title(here, &phrases)).collect()
}

/// A phrase in one stretch, under its stems.
#[derive(Default)]
struct Phrase<'a> {
    /// How often it was said, verbs counted less.
    count: f64,
    /// How it was said, with how often.
    forms: HashMap<Vec<&'a str>, usize>,
}

impl Phrase<'_> {
    /// The form said most often; of equals the first by the alphabet, so that a title never changes by chance.
    fn form(&self) -> Option<String> {
        let most = self.forms.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(words, _)| words.join(" "))
    }
}

/// Every run of one to three content words between marks and stop words.
fn phrases(terms: &[Term]) -> HashMap<Vec<&str>, Phrase<'_>> {
    let mut found: HashMap<Vec<&str>, Phrase<'_>> = HashMap::new();
    for start in 0..terms.len() {
        let (mut stems, mut words) = (Vec::new(), Vec::new());
        let before = start.checked_sub(1).map_or("", |before| terms[before].word.as_str());
        let weight = if BEFORE_VERBS.contains(&before) { VERB_WEIGHT } else { 1.0 };
        for term in terms[start..].iter().take(LONGEST) {
            let Some(stem) = &term.stem else { break };
            stems.push(stem.as_str());
            words.push(term.word.as_str());
            let phrase = found.entry(stems.clone()).or_default();
            phrase.count += weight;
            *phrase.forms.entry(words.clone()).or_default() += 1;
            if term.ends_phrase {
                break;
            }
        }
    }
    found
}

fn title(here: &HashMap<Vec<&str>, Phrase<'_>>, all: &[HashMap<Vec<&str>, Phrase<'_>>]) -> Option<String> {
    let mut ranked: Vec<(&Vec<&str>, &Phrase<'_>, f64)> =
        here.iter().map(|(stems, phrase)| (stems, phrase, score(stems, phrase, all))).collect();
    ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(b.0)));
    let (stems, phrase, best) = *ranked.first()?;
    let wider = ranked.iter().find(|(wide, wide_phrase, _)| {
        let around =
            wide.len() > stems.len() && wide.windows(stems.len()).any(|part| part == stems.as_slice());
        around && wide_phrase.count >= (phrase.count * WORTH_WIDENING).max(2.0)
    });
    let (stems, phrase) = wider.map_or((stems, phrase), |(stems, phrase, _)| (*stems, *phrase));
    let first = phrase.form()?;
    let used: HashSet<&str> = stems.iter().copied().collect();
    let second = ranked[1..]
        .iter()
        .take_while(|(_, _, score)| *score >= best * WORTH_ADDING)
        .find(|(stems, _, _)| stems.iter().all(|stem| !used.contains(stem)))
        .and_then(|(_, phrase, _)| phrase.form());
    let both = second.map(|second| format!("{} and {}", title_case(&first), title_case(&second)));
    Some(both.filter(|title| title.chars().count() <= MOST_CHARACTERS).unwrap_or_else(|| title_case(&first)))
}

/// How well a phrase tells its stretch from the others: its count, weighted by how few of them have it and by its
/// length. A phrase said once is worth little, or chance would write the title.
fn score(stems: &[&str], phrase: &Phrase<'_>, all: &[HashMap<Vec<&str>, Phrase<'_>>]) -> f64 {
    let having = all.iter().filter(|other| other.contains_key(stems)).count();
    let rarity = (1.0 + all.len() as f64 / having.max(1) as f64).ln();
    let count = if phrase.count < 2.0 { 0.3 } else { phrase.count };
    count * rarity * LENGTH_WEIGHT[stems.len().clamp(1, LONGEST) - 1]
}

fn title_case(phrase: &str) -> String {
    phrase.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::terms::Terms;

    fn titles_of(texts: &[&str]) -> Vec<Option<String>> {
        let terms = Terms::default();
        titles(&texts.iter().map(|text| terms.of(text)).collect::<Vec<_>>())
    }

    #[test]
    fn a_title_names_what_only_this_stretch_is_about() {
        let titles = titles_of(&[
            "The potential energy of the spring. All the potential energy is in the spring, and the mass rests.",
            "The natural frequency of the swing. Push at the natural frequency, and the mass of the swing moves.",
        ]);
        assert_eq!(titles[0].as_deref(), Some("Potential Energy and Spring"));
        assert_eq!(titles[1].as_deref(), Some("Natural Frequency and Swing"));
    }

    #[test]
    fn the_commonest_form_is_shown_and_phrases_stop_at_marks() {
        let titles = titles_of(&["Ribosomes build. A ribosome reads. Ribosomes, machines. Ribosomes work."]);
        assert_eq!(titles[0].as_deref(), Some("Ribosomes"));
    }

    #[test]
    fn nouns_are_preferred_to_verbs() {
        let titles = titles_of(&[
            "You push and you push. We push, they push. The bridge. A bridge falls. Old bridges.",
        ]);
        assert_eq!(titles[0].as_deref(), Some("Bridge"));
    }

    #[test]
    fn nothing_to_say_is_no_title() {
        assert_eq!(titles_of(&["And so it is. You know.", ""]), [None, None]);
    }
}

//! Titles for stretches of speech: a phrase that was said there, as it was said. It is one that is frequent in its stretch
//! and rare in the others, or one that the speaker names the topic with; where nothing stands out, the first words.

use std::collections::{HashMap, HashSet};

use super::first_words::first_words;
use super::language::Language;
use super::terms::Term;

/// The longest phrase, in words, small ones inside of it counted.
const LONGEST: usize = 5;
/// The most small words in a row inside of a phrase.
const MOST_LINKS: usize = 2;
/// How much more a phrase of one, two, three … content words says than its count alone.
const LENGTH_WEIGHT: [f64; LONGEST] = [1.0, 3.0, 3.5, 3.5, 3.5];
/// What small words inside of a phrase leave of that: "potential energy" says more than "energy of the spring".
const LINKED_WEIGHT: f64 = 0.7;
/// The longest title, in characters.
pub(super) const MOST_CHARACTERS: usize = 48;
/// A single word is a topic if it was said this often, a longer phrase if so often.
const LEAST_OF_ONE: usize = 4;
const LEAST_OF_MANY: usize = 2;
/// At least this share of a single word's occurrences come as a noun's do.
const LEAST_NOUN: f64 = 0.4;
/// At most this share of a word's occurrences in the whole text come as a verb's do.
const MOST_VERB: f64 = 0.3;
/// At most this share of a phrase's occurrences go on with the same word, or they are the beginning of a longer phrase; and
/// at most this share go on as a verb does.
const MOST_BEGUN: f64 = 0.5;
const MOST_TRANSITIVE: f64 = 0.4;
/// What the speaker calls the topic counts so much more, and what the slides of the class, its polls and its title call it.
const ANNOUNCED: f64 = 2.5;
const HINTED: f64 = 1.5;
/// Topics are announced among the first words of a stretch.
const BEGINNING: usize = 60;
/// A longer phrase around the best one stands for it if it makes up at least this share of its occurrences:
/// "coupled pendulums" for "pendulums".
const WORTH_WIDENING: f64 = 0.3;

/// A stretch of speech that wants a title.
#[derive(Debug, Default)]
pub(super) struct Stretch<'a> {
    /// What was said, cue by cue.
    pub texts: Vec<&'a str>,
    /// The same as words.
    pub terms: Vec<Term>,
    /// What else was written in the class at that time: its words say what it is about.
    pub hints: Vec<Term>,
}

/// One title for each stretch, in order; `None` where nothing was said that means anything. No two are the same unless the
/// speaker began both with the same words.
pub(super) fn titles(stretches: &[Stretch<'_>], language: Language) -> Vec<Option<String>> {
    let verbs = Verbs::of(stretches, language);
    let phrases: Vec<HashMap<Vec<&str>, Phrase<'_>>> =
        stretches.iter().map(|stretch| phrases(stretch, language)).collect();
    let mut used = HashSet::new();
    let mut titles = Vec::with_capacity(stretches.len());
    for (stretch, here) in stretches.iter().zip(&phrases) {
        let topic = Topics { here, all: &phrases, verbs: &verbs, language }.best(&used);
        if let Some(stems) = &topic {
            used.insert(stems.clone());
        }
        let written = topic.and_then(|stems| here[&stems].form(stretch, stretches));
        titles.push(written.or_else(|| first_words(&stretch.texts, language)));
    }
    titles
}

/// A phrase in one stretch; it is found under its stems, with the small words inside of it.
#[derive(Debug, Default)]
struct Phrase<'a> {
    /// Where it was said: its first term and how many they are.
    places: Vec<(usize, usize)>,
    /// How often it came as a noun does.
    nouns: usize,
    /// Which words that mean something follow it at once, and how often each.
    followed: HashMap<&'a str, usize>,
    /// How often an article or the like follows: a verb ends the phrase then ("the army lost its").
    transitive: usize,
    /// How many of its words mean something, those joined by a hyphen counted once.
    content: usize,
    announced: bool,
    hinted: bool,
}

impl<'a> Phrase<'a> {
    /// As it was said most often, with a capital; of forms said equally often the first.
    fn form(&self, stretch: &Stretch<'_>, stretches: &[Stretch<'_>]) -> Option<String> {
        let mut counted: Vec<(String, usize)> = Vec::new();
        for &(at, length) in &self.places {
            let form = written(&stretch.terms[at..at + length], stretches);
            match counted.iter_mut().find(|(known, _)| *known == form) {
                Some((_, count)) => *count += 1,
                None => counted.push((form, 1)),
            }
        }
        let most = counted.iter().map(|(_, count)| *count).max()?;
        let form = counted.into_iter().find(|(_, count)| *count == most)?.0;
        (form.chars().count() <= MOST_CHARACTERS).then(|| capitalised(&form))
    }
}

/// Words as they were written, except that a capital which only begins a sentence is none.
fn written(terms: &[Term], stretches: &[Stretch<'_>]) -> String {
    let mut text = String::new();
    for (i, term) in terms.iter().enumerate() {
        let small = term.begins_sentence
            && stretches
                .iter()
                .flat_map(|stretch| &stretch.terms)
                .any(|other| other.word == term.word && other.shown.starts_with(char::is_lowercase));
        let last = i + 1 == terms.len();
        // "the motor's frequency", but the topic is "motor".
        let shown =
            if last { term.shown.strip_suffix("'s").or(term.shown.strip_suffix("’s")) } else { None };
        let shown = shown.unwrap_or(&term.shown);
        text.push_str(&if small { shown.to_lowercase() } else { shown.to_owned() });
        if !last {
            text.push(if term.hyphen { '-' } else { ' ' });
        }
    }
    text
}

fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Every run of words between marks that begins and ends with one that means something.
fn phrases<'a>(stretch: &'a Stretch<'_>, language: Language) -> HashMap<Vec<&'a str>, Phrase<'a>> {
    let hinted: HashSet<&str> = stretch.hints.iter().filter_map(|term| term.stem.as_deref()).collect();
    let mut found: HashMap<Vec<&str>, Phrase<'_>> = HashMap::new();
    let terms = &stretch.terms;
    for at in (0..terms.len()).filter(|&at| terms[at].stem.is_some()) {
        let noun = comes_as_noun(terms, at, language);
        let announced = at < BEGINNING && is_announced(terms, at, language);
        let (mut key, mut content, mut links) = (Vec::new(), 0, 0);
        for (length, term) in (1..=LONGEST).zip(&terms[at..]) {
            if let Some(stem) = &term.stem {
                key.push(stem.as_str());
                content += usize::from(length == 1 || !terms[at + length - 2].hyphen);
                links = 0;
                let next = terms.get(at + length).filter(|_| !term.ends_phrase);
                let phrase = found.entry(key.clone()).or_default();
                phrase.places.push((at, length));
                phrase.nouns += usize::from(noun);
                if let Some(stem) = next.and_then(|next| next.stem.as_deref()) {
                    *phrase.followed.entry(stem).or_default() += 1;
                }
                phrase.transitive +=
                    usize::from(next.is_some_and(|next| language.articles().contains(&next.word.as_str())));
                phrase.content = content;
                phrase.announced |= announced;
                phrase.hinted |= key.iter().any(|stem| hinted.contains(stem));
            } else if links < MOST_LINKS && language.links().contains(&term.word.as_str()) {
                key.push(term.word.as_str());
                links += 1;
            } else {
                break;
            }
            if term.ends_phrase {
                break;
            }
        }
    }
    found
}

/// Whether what begins here stands where nouns do.
fn comes_as_noun(terms: &[Term], at: usize, language: Language) -> bool {
    let capital = terms[at].shown.starts_with(char::is_uppercase);
    if language.capital_nouns() {
        return capital;
    }
    let before = at.checked_sub(1).map(|before| &terms[before]);
    let named = capital && !terms[at].begins_sentence;
    named
        || before.is_some_and(|before| {
            !before.ends_phrase && language.before_nouns().contains(&before.word.as_str())
        })
}

/// Whether the speaker has just said that a topic's name follows; an article may stand between.
fn is_announced(terms: &[Term], at: usize, language: Language) -> bool {
    let article = |term: &Term| {
        term.stem.is_none()
            && term.word.chars().count() <= 5
            && language.before_nouns().contains(&term.word.as_str())
    };
    let said = |until: usize| {
        language.announcements().iter().any(|phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            let Some(from) = until.checked_sub(words.len()) else { return false };
            // One word alone names a topic at the beginning of a sentence only: "Next: the water cycle".
            (words.len() > 1 || terms[from].begins_sentence || !language.begins_alone().contains(phrase))
                && terms[from..until].iter().map(|term| term.word.as_str()).eq(words.iter().copied())
        })
    };
    said(at) || (at > 0 && article(&terms[at - 1]) && !terms[at - 1].ends_phrase && said(at - 1))
}

/// How often words come as verbs do, over all stretches.
struct Verbs<'a>(HashMap<&'a str, (usize, usize)>);

impl<'a> Verbs<'a> {
    fn of(stretches: &'a [Stretch<'_>], language: Language) -> Self {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for stretch in stretches {
            let mut before = None;
            for term in &stretch.terms {
                if let Some(stem) = &term.stem {
                    let (verbs, all) = counts.entry(stem.as_str()).or_default();
                    let verb = before.is_some_and(|word: &str| language.before_verbs().contains(&word));
                    *verbs += usize::from(verb);
                    *all += 1;
                }
                before = (!term.ends_phrase).then_some(term.word.as_str());
            }
        }
        Self(counts)
    }

    fn is_verb(&self, stem: &str) -> bool {
        self.0.get(stem).is_some_and(|(verbs, all)| *verbs as f64 > *all as f64 * MOST_VERB)
    }
}

/// What a stretch may be about.
struct Topics<'a> {
    here: &'a HashMap<Vec<&'a str>, Phrase<'a>>,
    all: &'a [HashMap<Vec<&'a str>, Phrase<'a>>],
    verbs: &'a Verbs<'a>,
    language: Language,
}

impl<'a> Topics<'a> {
    fn best(&self, used: &HashSet<Vec<&'a str>>) -> Option<Vec<&'a str>> {
        let mut ranked: Vec<(&Vec<&'a str>, &Phrase<'_>, f64)> = self
            .here
            .iter()
            .filter(|(stems, phrase)| self.is_topic(stems, phrase) && !used.contains(*stems))
            .map(|(stems, phrase)| (stems, phrase, self.score(stems, phrase)))
            .collect();
        ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(b.0)));
        let (stems, phrase, _) = *ranked.first()?;
        let wider = ranked.iter().find(|(wide, around, _)| {
            let holds =
                wide.len() > stems.len() && wide.windows(stems.len()).any(|part| part == stems.as_slice());
            let often = (phrase.places.len() as f64 * WORTH_WIDENING).max(LEAST_OF_MANY as f64);
            holds && around.places.len() as f64 >= often
        });
        Some(wider.map_or(stems, |(wide, _, _)| *wide).clone())
    }

    /// Whether it is a noun with what belongs to it, and was said too often for chance, or as the topic's name.
    fn is_topic(&self, stems: &[&str], phrase: &Phrase<'_>) -> bool {
        let edges = [stems.first(), stems.last()];
        if edges.into_iter().flatten().any(|stem| self.verbs.is_verb(stem)) {
            return false;
        }
        let count = phrase.places.len();
        let share = |part: usize| part as f64 / count as f64;
        let goes_on = phrase.followed.values().copied().max().unwrap_or_default();
        let begun = stems.len() > 1 && share(goes_on) > MOST_BEGUN;
        if begun || share(phrase.transitive) > MOST_TRANSITIVE {
            return false;
        }
        let noun = share(phrase.nouns) >= LEAST_NOUN;
        let least = match (phrase.content, phrase.announced) {
            (1, true) => LEAST_OF_MANY,
            (1, false) => LEAST_OF_ONE,
            (_, true) => 1,
            (_, false) => LEAST_OF_MANY,
        };
        // Of languages whose nouns nothing tells apart only what is said as a phrase again and again.
        let known = self.language != Language::Other || phrase.content > 1;
        count >= least && known && (noun || phrase.announced || (phrase.content > 1 && count > LEAST_OF_MANY))
    }

    /// How well a phrase tells its stretch from the others: its count, weighted by how few of them have it, by its
    /// length, and by who else calls the topic so.
    fn score(&self, stems: &[&str], phrase: &Phrase<'_>) -> f64 {
        let having = self.all.iter().filter(|other| other.contains_key(stems)).count();
        let rarity = (1.0 + self.all.len() as f64 / having.max(1) as f64).ln();
        let length = LENGTH_WEIGHT[phrase.content.clamp(1, LONGEST) - 1];
        let linked = if phrase.content < stems.len() { LINKED_WEIGHT } else { 1.0 };
        let announced = if phrase.announced { ANNOUNCED } else { 1.0 };
        let hinted = if phrase.hinted { HINTED } else { 1.0 };
        phrase.places.len() as f64 * rarity * length * linked * announced * hinted
    }
}

#[cfg(test)]
#[path = "titles_tests.rs"]
mod tests;

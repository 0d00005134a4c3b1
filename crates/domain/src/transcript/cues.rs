//! Splitting words into cues that can be read at a glance: whole sentences where they fit, else clauses.

use super::{Cue, Word};
use crate::ids::UserId;

/// The most a cue may hold: two lines of 42 characters, the usual measure of subtitles.
const MOST_CHARACTERS: usize = 84;
/// The longest a cue may speak, in ms.
pub(super) const MOST_MS: i64 = 7_000;
/// A silence that always ends a cue, in ms.
const PAUSE_MS: i64 = 800;
/// How long a cue stays on the screen at least, in ms, where the next one leaves it the room.
const LEAST_MS: i64 = 1_200;
/// A sentence this short (in characters) takes the next one in, where both fit: "Yes. I think so."
const SHORT_SENTENCE: usize = 12;

/// Cuts one speaker's words (in the order they were said) into cues, in the same order and without overlap.
#[must_use]
pub fn cues(words: &[Word], speaker: Option<UserId>) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let (taken, later) = rest.split_at(cut(rest));
        cues.push(cue(taken, later.first(), speaker));
        rest = later;
    }
    cues
}

/// How many of `words` (not empty) the first cue takes; at least one.
fn cut(words: &[Word]) -> usize {
    let mut characters = 0;
    let mut best = None;
    for (i, word) in words.iter().enumerate() {
        characters += word.text.chars().count() + usize::from(i > 0);
        if i > 0 && (characters > MOST_CHARACTERS || word.end_ms - words[0].start_ms > MOST_MS) {
            return best.map_or(i, |(n, _)| n);
        }
        let Some(next) = words.get(i + 1) else { break };
        if next.start_ms - word.end_ms >= PAUSE_MS {
            return i + 1;
        }
        if ends_sentence(&word.text) && characters > SHORT_SENTENCE {
            return i + 1;
        }
        let worth = break_worth(word, next, characters);
        if best.is_none_or(|(_, most)| worth >= most) {
            best = Some((i + 1, worth));
        }
    }
    words.len()
}

/// How good a place to break between two words is: punctuation, then a breath, then a conjunction, and
/// the fuller the cue the better.
fn break_worth(word: &Word, next: &Word, characters: usize) -> i64 {
    let fullness = i64::try_from(characters).unwrap_or(i64::MAX).min(100);
    let place = if word.text.ends_with([',', ';', ':', '–', '.', '?', '!']) {
        40
    } else if next.start_ms - word.end_ms >= 250 {
        30
    } else if matches!(
        next.text.as_str(),
        "and" | "but" | "or" | "because" | "which" | "that" | "so" | "if" | "when"
    ) {
        20
    } else {
        0
    };
    fullness + place
}

fn cue(words: &[Word], next: Option<&Word>, speaker: Option<UserId>) -> Cue {
    let start_ms = words.first().map_or(0, |word| word.start_ms);
    let spoken_until = words.last().map_or(start_ms, |word| word.end_ms);
    let wanted = spoken_until.max(start_ms + LEAST_MS);
    let end_ms = next.map_or(wanted, |next| wanted.min(next.start_ms)).max(start_ms + 1);
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    Cue { start_ms, end_ms, text, speaker }
}

/// Whether a sentence ends with this word; a title ("Mr.") or an initial ("J.") ends none.
fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '\'', '”', '’', ')']);
    if let Some(stem) = word.strip_suffix('.') {
        return stem.chars().count() > 1
            && !matches!(stem, "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "vs" | "e.g" | "i.e");
    }
    word.ends_with(['?', '!', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of 300 ms each, a new one every 350 ms; "|" is a silence of a second.
    fn say(text: &str) -> Vec<Word> {
        let mut at = 0;
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            if word == "|" {
                at += 1_000;
            } else {
                words.push(Word { text: word.into(), start_ms: at, end_ms: at + 300 });
                at += 350;
            }
        }
        words
    }

    fn texts(text: &str) -> Vec<String> {
        cues(&say(text), None).into_iter().map(|cue| cue.text).collect()
    }

    #[test]
    fn a_sentence_is_a_cue() {
        assert_eq!(
            texts("Pull the mass aside. Then let it go!"),
            ["Pull the mass aside.", "Then let it go!"]
        );
    }

    #[test]
    fn a_pause_ends_a_cue_and_a_title_does_not() {
        assert_eq!(texts("here we wait | for Mr. Hooke today"), ["here we wait", "for Mr. Hooke today"]);
    }

    #[test]
    fn a_very_short_sentence_takes_the_next_one_in() {
        assert_eq!(texts("Yes. That is right."), ["Yes. That is right."]);
    }

    #[test]
    fn long_sentences_break_at_the_comma() {
        let parts = texts(
            "on the way back to the middle the spring relaxes, and all of the potential energy becomes kinetic energy",
        );
        assert_eq!(parts[0], "on the way back to the middle the spring relaxes,");
    }

    #[test]
    fn no_word_is_lost_and_the_measures_hold() {
        let words = say(&"a rather long run of words without any mark at all ".repeat(40));
        let cues = cues(&words, None);
        let joined: Vec<&str> = cues.iter().flat_map(|cue| cue.text.split(' ')).collect();
        assert_eq!(joined, words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>());
        for (a, b) in cues.iter().zip(cues.iter().skip(1)) {
            assert!(a.text.chars().count() <= MOST_CHARACTERS);
            assert!(a.end_ms - a.start_ms <= MOST_MS && a.start_ms < a.end_ms && a.end_ms <= b.start_ms);
        }
    }

    #[test]
    fn a_word_longer_than_a_cue_stands_alone() {
        let long = "x".repeat(200);
        assert_eq!(texts(&format!("see {long} there")), ["see".to_owned(), long, "there".into()]);
    }

    #[test]
    fn a_short_cue_stays_long_enough_to_read_unless_the_next_one_comes() {
        let cues = cues(&say("Yes. | No."), None);
        assert_eq!((cues[0].start_ms, cues[0].end_ms), (0, LEAST_MS));
        assert_eq!(cues[1].end_ms - cues[1].start_ms, LEAST_MS);
    }
}

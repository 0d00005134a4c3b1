//! What a recogniser writes about sounds that are no speech: "[Music]", "(phone ringing)", "♪". It learned that from
//! subtitles. Where it may not write so it writes a word that nobody said instead, so it may, and the remark is taken
//! out here.

use std::ops::Range;

use super::Heard;

/// The longest remark, in words.
const LONGEST: usize = 8;
/// A remark has at least so many letters: "(b)" is the name of an answer.
const LEAST_LETTERS: usize = 3;

/// Where the words of `heard` are remarks, in order. Formulas in brackets, and brackets inside of words ("f(x)"), are none.
pub(super) fn remarks(heard: &[Heard]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < heard.len() {
        let end = remark(&heard[at..]).map_or(at + 1, |length| {
            found.push(at..at + length);
            at + length
        });
        at = end;
    }
    found
}

/// How many words the remark takes that `words` begin with.
fn remark(words: &[Heard]) -> Option<usize> {
    let closing = match words.first()?.text.chars().next()? {
        '[' => ']',
        '(' => ')',
        '*' => '*',
        _ => return None,
    };
    let last = words.iter().take(LONGEST).position(|word| {
        let text = word.text.trim_end_matches(['.', ',', '!', '?', ':', ';', '-', '♪']);
        text.chars().count() > 1 && text.ends_with(closing)
    })?;
    let letters = |word: &Heard| word.text.chars().filter(|c| c.is_alphabetic()).count();
    let plain = |word: &Heard| !word.text.contains(|c: char| c.is_numeric() || "+=<>/^".contains(c));
    let described = &words[..=last];
    let enough = described.iter().map(letters).sum::<usize>() >= LEAST_LETTERS;
    (enough && described.iter().all(plain)).then_some(last + 1)
}

/// Whether `heard` has these words, in this order and one behind the other, whatever their marks.
pub(super) fn says(heard: &[Heard], words: &[Heard]) -> bool {
    heard.windows(words.len().max(1)).any(|part| part.iter().zip(words).all(|(a, b)| same(&a.text, &b.text)))
}

/// Whether two words are the same but for their marks and capitals.
pub(super) fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(a) == letters(b)
}

/// Takes the notes and arrows off a word that subtitles put around what is sung and where the speaker changes.
pub(super) fn without_signs(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '♪' | '♫' | '>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Heard> {
        (1..).zip(text.split(' ')).map(|(i, text)| Heard { text: text.into(), until_ms: i * 300 }).collect()
    }

    #[test]
    fn what_is_written_about_sounds_is_found() {
        for (text, found) in [
            ("[Music]", &[(0, 1)][..]),
            ("[BLANK_AUDIO]", &[(0, 1)]),
            ("(upbeat music) Good morning. (bell dings)", &[(0, 2), (4, 6)]),
            ("So *coughs* we [speaking in foreign language]. begin", &[(1, 2), (3, 7)]),
        ] {
            let places: Vec<(usize, usize)> =
                remarks(&words(text)).into_iter().map(|remark| (remark.start, remark.end)).collect();
            assert_eq!(places, found, "{text}");
        }
    }

    #[test]
    fn brackets_that_somebody_spoke_are_no_remarks() {
        for text in [
            "the value f(x) is",
            "answer (b) is right",
            "times (a + b) squared",
            "in (2026) it",
            "a * b",
            "(never closed",
        ] {
            assert!(remarks(&words(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_same_words_are_found_whatever_their_marks() {
        let said = words("we stop here, and this is important.");
        assert!(says(&said, &words("(And this is important)")));
        assert!(!says(&said, &words("(upbeat music playing)")));
        assert!(!says(&[], &words("(upbeat)")));
    }

    #[test]
    fn signs_of_song_and_speaker_are_taken_off() {
        assert_eq!(without_signs(">> Yes."), "Yes.");
        assert_eq!(without_signs("♪"), "");
    }
}

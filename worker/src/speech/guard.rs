//! What a recogniser makes up: endless repetitions, and more words than anybody can say. What people say again and again
//! stays, for the sound holds every round of it.

use std::ops::Range;

use super::Heard;
use super::audio::PER_MS;
use super::remarks::same;

/// A run of up to this many words can be a loop.
const LONGEST: usize = 12;
/// Faster than anybody speaks: words a second, over the whole of a stretch.
const MOST_WORDS_A_SECOND: i64 = 8;
/// The shortest syllable, in ms of voice.
const LEAST_SYLLABLE_MS: i64 = 60;
/// From this many rounds on each must have its own voice.
const MANY_ROUNDS: usize = 3;
/// Who says the same again takes about as long: a round has at least this share of the usual round's voice.
const LEAST_SHARE: f64 = 0.5;
/// … or as much as unhurried syllables take, in ms each: the last "no" of five may be the shortest.
const FULL_SYLLABLE_MS: i64 = 200;
/// The alignment moves in steps of 20 ms; a word that took no more than one was found nowhere in the sound.
const NOWHERE_MS: i64 = 20;
/// Nobody says this many words (see [`BREATHLESS_ROUNDS`]) on end without a pause between the rounds.
const SENTENCE: usize = 3;
const BREATHLESS_ROUNDS: usize = 2;
/// How far from a round's end its pause may lie, in ms.
const PAUSE_WITHIN_MS: i64 = 350;

/// Where somebody speaks in the sound that was recognised.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice<'a>(
    /// The parts with voice, in samples, in order.
    pub &'a [Range<usize>],
);

impl Voice<'_> {
    /// How long somebody speaks between two times, in ms.
    pub fn between(&self, from_ms: i64, until_ms: i64) -> i64 {
        self.runs().map(|run| (run.end.min(until_ms) - run.start.max(from_ms)).max(0)).sum()
    }

    /// Whether the voice falls silent near this time.
    fn pauses_near(&self, at_ms: i64) -> bool {
        let near = |time: i64| (time - at_ms).abs() <= PAUSE_WITHIN_MS;
        self.runs().any(|run| near(run.start) || near(run.end))
    }

    /// The parts with voice, in ms.
    fn runs(&self) -> impl Iterator<Item = Range<i64>> {
        let ms = |samples: usize| i64::try_from(samples as u64 / PER_MS).unwrap_or(i64::MAX);
        self.0.iter().map(move |run| ms(run.start)..ms(run.end))
    }
}

/// Takes out what can't have been said: the rounds of a repetition that the sound doesn't hold, and the tail of a
/// stretch with far more words than its voice has room for.
pub(super) fn believable(heard: Vec<Heard>, voice: Voice<'_>) -> Vec<Heard> {
    let mut heard = without_loops(heard, voice);
    let voiced_ms = voice.between(0, i64::MAX);
    let room = usize::try_from(voiced_ms * MOST_WORDS_A_SECOND / 1_000 + 2).unwrap_or(usize::MAX);
    if heard.len() > room {
        tracing::warn!(words = heard.len(), voiced_ms, "more words than can be said: the rest is left out");
        heard.truncate(room);
    }
    heard
}

fn without_loops(heard: Vec<Heard>, voice: Voice<'_>) -> Vec<Heard> {
    let mut kept: Vec<Heard> = Vec::with_capacity(heard.len());
    let (mut at, mut before_ms) = (0, 0);
    while at < heard.len() {
        let (unit, rounds) = repetition(&heard[at..]);
        let end = at + unit * rounds;
        if rounds > 1 {
            let repetition = Repetition { words: &heard[at..end], unit, before_ms };
            kept.extend(repetition.held(voice).flatten().cloned());
        } else {
            kept.extend_from_slice(&heard[at..end]);
        }
        before_ms = heard[end - 1].until_ms;
        at = end;
    }
    kept
}

/// The repetition that `words` (not empty) begin with, the longest there is: of how many words, and how often they
/// stand there. One word, once, where nothing is repeated.
fn repetition(words: &[Heard]) -> (usize, usize) {
    let mut longest = (1, 1);
    for unit in 1..=LONGEST.min(words.len()) {
        let rounds = rounds(words, unit);
        if rounds > 1 && unit * rounds > longest.0 * longest.1 {
            longest = (unit, rounds);
        }
    }
    longest
}

/// How often the first `unit` words stand in a row.
fn rounds(words: &[Heard], unit: usize) -> usize {
    let first = &words[..unit];
    let again = |chunk: &&[Heard]| chunk.iter().zip(first).all(|(a, b)| same(&a.text, &b.text));
    words.chunks_exact(unit).take_while(again).count()
}

/// The same words again and again.
struct Repetition<'a> {
    words: &'a [Heard],
    /// How many words a round has.
    unit: usize,
    /// Where the word before it ends.
    before_ms: i64,
}

impl<'a> Repetition<'a> {
    /// The rounds that the sound holds; the first always.
    fn held(&self, voice: Voice<'_>) -> impl Iterator<Item = &'a [Heard]> {
        let rounds: Vec<&[Heard]> = self.words.chunks_exact(self.unit).collect();
        let ends: Vec<i64> = rounds.iter().map(|round| round[self.unit - 1].until_ms).collect();
        let begins: Vec<i64> = std::iter::once(self.before_ms).chain(ends.iter().copied()).collect();
        let voices: Vec<i64> =
            begins.iter().zip(&ends).map(|(&from, &until)| voice.between(from, until)).collect();
        let needed = self.needed_ms(&voices);
        let mut spare = 0;
        let mut held = Vec::with_capacity(rounds.len());
        for (i, round) in rounds.iter().enumerate() {
            spare += voices[i];
            let nowhere = is_nowhere(round, begins[i]);
            let breathless =
                self.unit >= SENTENCE && held.len() >= BREATHLESS_ROUNDS && !voice.pauses_near(begins[i]);
            let unheard = if rounds.len() >= MANY_ROUNDS { spare < needed || breathless } else { nowhere };
            if i > 0 && unheard {
                continue;
            }
            spare = 0;
            held.push(*round);
        }
        held.into_iter()
    }

    /// How much voice a round needs at least, in ms.
    fn needed_ms(&self, voices: &[i64]) -> i64 {
        let mut sorted = voices.to_vec();
        sorted.sort_unstable();
        let usual = sorted[sorted.len() / 2] as f64;
        let syllables: i64 = self.words[..self.unit].iter().map(|word| syllables(&word.text)).sum();
        let share = (usual * LEAST_SHARE) as i64;
        share.clamp(syllables * LEAST_SYLLABLE_MS, syllables * FULL_SYLLABLE_MS)
    }
}

/// Whether at least half of a round's words were found nowhere in the sound.
fn is_nowhere(round: &[Heard], mut before_ms: i64) -> bool {
    let mut nowhere = 0;
    for word in round {
        nowhere += usize::from(word.until_ms - before_ms <= NOWHERE_MS);
        before_ms = word.until_ms;
    }
    nowhere * 2 >= round.len()
}

/// About how many syllables a word has: its groups of vowels; a digit is one (zero and seven two); where there are no letters that we know
/// the vowels of, one for every two.
fn syllables(word: &str) -> i64 {
    let letters: Vec<char> =
        word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    let vowel = |c: &char| "aeiouyäöüáéíóúàèìòùâêîôûåæø".contains(*c);
    let groups = letters.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count();
    let digits: usize =
        letters.iter().filter(|c| c.is_numeric()).map(|c| if "07".contains(*c) { 2 } else { 1 }).sum();
    let foreign = if letters.iter().any(|c| c.is_ascii_alphabetic()) { 0 } else { letters.len() / 2 };
    i64::try_from((groups + digits).max(foreign).max(1)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: usize = PER_MS as usize;

    /// Words with where each ends, in ms.
    fn heard(words: &[(&str, i64)]) -> Vec<Heard> {
        words.iter().map(|&(text, until_ms)| Heard { text: text.into(), until_ms }).collect()
    }

    /// What is kept of these words where the voice is in these parts, in ms.
    fn kept(heard: Vec<Heard>, voice: &[(usize, usize)]) -> String {
        let runs: Vec<Range<usize>> = voice.iter().map(|(start, end)| start * MS..end * MS).collect();
        let words = believable(heard, Voice(&runs));
        words.iter().map(|heard| heard.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// A text said evenly, a word every so many ms.
    fn even(text: &str, word_ms: i64) -> Vec<Heard> {
        (1..)
            .zip(text.split(' '))
            .map(|(i, text)| Heard { text: text.into(), until_ms: i * word_ms })
            .collect()
    }

    #[test]
    fn a_loop_is_cut_to_what_the_sound_holds() {
        let looped = format!("so {}we end", "thank you very much ".repeat(20));
        let left = kept(even(&looped, 10), &[(0, 2_000)]);
        assert!(left.matches("thank").count() <= 3 && left.ends_with("we end"), "{left}");
        let left = kept(even(&"you ".repeat(40).trim_end().replace("you you", "You you,"), 20), &[(0, 900)]);
        assert!(left.split(' ').count() <= 14, "{left}");
    }

    #[test]
    fn a_sentence_is_not_said_over_and_over_without_a_breath() {
        let looped = "we go to the hospital ".repeat(8);
        assert_eq!(
            kept(even(looped.trim_end(), 300), &[(0, 12_000)]),
            "we go to the hospital we go to the hospital"
        );
        let pauses: Vec<(usize, usize)> = (0..8).map(|i| (i * 1_500 + 100, i * 1_500 + 1_350)).collect();
        assert_eq!(
            kept(even(looped.trim_end(), 300), &pauses),
            looped.trim_end(),
            "a class repeats in chorus"
        );
    }

    #[test]
    fn what_was_really_said_again_and_again_stays() {
        let zeros = heard(&[("0,", 730), ("0,", 1_910), ("0,", 2_790), ("0,", 3_770), ("0", 4_550)]);
        let runs = [(32, 800), (1_008, 1_808), (1_984, 2_784), (2_976, 3_760), (3_952, 4_736)];
        assert_eq!(kept(zeros, &runs), "0, 0, 0, 0, 0");
        let said = "left, right, left, right, left, right";
        assert_eq!(kept(even(said, 580), &[(0, 3_500)]), said);
        let said = "no no no that is the frequency of the push and that is the frequency of the swing";
        assert_eq!(kept(even(said, 300), &[(0, 6_000)]), said);
        let nos =
            [("No,", 710), ("no,", 1_230), ("no,", 1_750), ("no,", 2_270), ("no,", 2_490), ("that", 2_950)];
        assert_eq!(kept(heard(&nos), &[(500, 3_000)]), "No, no, no, no, no, that");
        let said = "very very very very very very important";
        assert_eq!(kept(even(said, 240), &[(0, 1_700)]), said);
    }

    /// What the model heard in five zeros said slowly: one or two more.
    #[test]
    fn rounds_without_a_voice_of_their_own_go() {
        let zeros = [("0,", 870), ("0,", 2_230), ("0,", 3_490), ("0,", 4_770), ("0,", 5_490), ("0.", 6_270)];
        let runs = [(32, 800), (1_312, 2_112), (2_592, 3_392), (3_872, 4_656), (5_152, 5_936)];
        assert_eq!(kept(heard(&zeros), &runs), "0, 0, 0, 0, 0.");
        let pair = [
            ("a", 300),
            ("front", 5_000),
            ("right", 5_570),
            ("front", 6_130),
            ("right", 6_130),
            ("turn", 6_900),
        ];
        assert_eq!(kept(heard(&pair), &[(0, 7_000)]), "a front right turn");
    }

    #[test]
    fn more_words_than_can_be_said_are_left_out() {
        assert_eq!(kept(even("one two three four five", 10), &[(0, 200)]), "one two three");
    }

    #[test]
    fn syllables_are_about_right() {
        let counted = ["zero", "right", "0", "hospital", "はいはい", "h"].map(syllables);
        assert_eq!(counted, [2, 1, 2, 3, 2, 1]);
    }
}

//! Filling a recogniser's window: several short phrases go through together, since a window costs the same whether
//! it is full or not, and each word then finds its way back to the time of its own phrase.

use std::ops::Range;

use super::Heard;
use super::audio::{PER_MS, SAMPLE_RATE};
use super::guard::Voice;
use super::voice::Phrase;
use domain::transcript::Word;

/// Sound recognised at once, in samples: a little less than Whisper's window of 30 s.
const MOST: usize = 29 * SAMPLE_RATE as usize;
/// Silence put between two phrases, in samples (0.3 s).
const BETWEEN: usize = 300 * PER_MS as usize;

/// Phrases laid one after the other, for one recognition.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// 16 kHz mono sound.
    pub pcm: Vec<f32>,
    /// Which part of `pcm` comes from where in the track, in order.
    pieces: Vec<Piece>,
    /// Which parts of `pcm` have voice, in order.
    voiced: Vec<Range<usize>>,
}

#[derive(Debug)]
struct Piece {
    /// Where it lies in the stretch.
    at: Range<usize>,
    /// Where it begins in the track, in samples.
    start: u64,
}

impl Stretch {
    /// Lays one more phrase down, or gives it back where it doesn't fit any more.
    pub fn add(&mut self, phrase: Phrase) -> Option<Phrase> {
        let between = if self.pcm.is_empty() { 0 } else { BETWEEN };
        if !self.pcm.is_empty() && self.pcm.len() + between + phrase.pcm.len() > MOST {
            return Some(phrase);
        }
        self.pcm.resize(self.pcm.len() + between, 0.0);
        let at = self.pcm.len();
        self.voiced.extend(phrase.voiced.iter().map(|run| at + run.start..at + run.end));
        self.pieces.push(Piece { at: at..at + phrase.pcm.len(), start: phrase.start });
        self.pcm.extend(phrase.pcm);
        None
    }

    /// Whether nothing was laid down.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Its sound between two times, in ms.
    pub fn between(&self, from_ms: i64, until_ms: i64) -> &[f32] {
        let from = self.samples(from_ms);
        &self.pcm[from..self.samples(until_ms).max(from)]
    }

    /// Where somebody speaks in it.
    pub fn voice(&self) -> Voice<'_> {
        Voice(&self.voiced)
    }

    /// Gives every word its place on the track's clock (ms since the track's beginning). A recogniser knows where a
    /// word ends far better than where it begins, so a word begins where the one before it ended, or, after a
    /// silence, where the voice sets in; and it ends with the voice where a silence follows. Words keep their
    /// order and don't overlap.
    pub fn place(&self, heard: Vec<Heard>) -> Vec<Word> {
        let mut words = Vec::with_capacity(heard.len());
        let mut before = 0;
        for (i, word) in heard.iter().enumerate() {
            let end = self.samples(word.until_ms).max(before);
            let next = heard.get(i + 1).map_or(self.pcm.len(), |next| self.samples(next.until_ms));
            let start = self.onset(before, end);
            let end = self.voice_end(start, end, next);
            let start_ms = self.track_ms(start, start);
            let end_ms = self.track_ms(end, start).max(start_ms);
            words.push(Word { text: word.text.clone(), start_ms, end_ms });
            before = end;
        }
        words
    }

    fn samples(&self, ms: i64) -> usize {
        let samples = u64::try_from(ms).unwrap_or(0) * PER_MS;
        usize::try_from(samples).unwrap_or(usize::MAX).min(self.pcm.len())
    }

    /// Where the voice of a word that ends at `end` sets in, not before `before`.
    fn onset(&self, before: usize, end: usize) -> usize {
        const LEAST: usize = 60 * PER_MS as usize;
        let mut onsets =
            self.voiced.iter().map(|run| run.start).filter(|&start| start > before && start + LEAST <= end);
        onsets.next_back().unwrap_or(before)
    }

    /// Where a word ends: with the voice, if it falls silent before the next word (which ends at `next`).
    fn voice_end(&self, start: usize, end: usize, next: usize) -> usize {
        const LATE: usize = 400 * PER_MS as usize;
        let silence = self.voiced.iter().map(|run| run.end).find(|&silent| silent > start);
        match silence {
            Some(silent) if silent < end => silent,
            Some(silent) if silent < next && silent - end < LATE => silent,
            _ => end,
        }
    }

    /// The track's time of a place in the stretch, in the piece where `word` (the word's beginning) lies.
    fn track_ms(&self, place: usize, word: usize) -> i64 {
        let Some(piece) = self.pieces.iter().find(|piece| word < piece.at.end).or(self.pieces.last()) else {
            return 0;
        };
        let inside = place.clamp(piece.at.start, piece.at.end) - piece.at.start;
        i64::try_from((piece.start + inside as u64) / PER_MS).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: usize = PER_MS as usize;

    /// A phrase at `start_ms` with voice from 100 ms after its start to 100 ms before its end.
    fn phrase(start_ms: u64, length_ms: usize) -> Phrase {
        Phrase {
            start: start_ms * PER_MS,
            pcm: vec![0.1; length_ms * MS],
            voiced: std::iter::once(100 * MS..(length_ms - 100) * MS).collect(),
        }
    }

    fn stretch(phrases: impl IntoIterator<Item = Phrase>) -> Stretch {
        let mut stretch = Stretch::default();
        for phrase in phrases {
            assert_eq!(stretch.add(phrase), None);
        }
        stretch
    }

    fn placed(stretch: &Stretch, heard: &[(&str, i64)]) -> Vec<(String, i64, i64)> {
        let heard = heard.iter().map(|&(text, until_ms)| Heard { text: text.into(), until_ms }).collect();
        stretch.place(heard).into_iter().map(|word| (word.text, word.start_ms, word.end_ms)).collect()
    }

    #[test]
    fn words_follow_one_another_between_the_voice_s_ends() {
        let stretch = stretch([phrase(5_000, 2_000)]);
        let words = placed(&stretch, &[("a", 500), ("spring", 1_200), ("swings.", 1_800)]);
        assert_eq!(
            words,
            [("a".into(), 5_100, 5_500), ("spring".into(), 5_500, 6_200), ("swings.".into(), 6_200, 6_900)]
        );
    }

    #[test]
    fn words_of_a_later_phrase_keep_its_time() {
        let stretch = stretch([phrase(1_000, 1_000), phrase(60_000, 1_000)]);
        // The second phrase lies at 1,300 ms of the stretch.
        let words = placed(&stretch, &[("before", 800), ("after", 2_100)]);
        assert_eq!(words, [("before".into(), 1_100, 1_900), ("after".into(), 60_100, 60_900)]);
    }

    #[test]
    fn wrong_times_stay_inside_the_track_and_in_order() {
        let stretch = stretch([phrase(1_000, 1_000), phrase(60_000, 1_000)]);
        let words = placed(&stretch, &[("a", -50), ("b", 900), ("c", 400), ("d", 1_150), ("e", 99_000)]);
        let times: Vec<i64> = words.iter().flat_map(|(_, start, end)| [*start, *end]).collect();
        assert!(times.is_sorted(), "{times:?}");
        assert!(times.iter().all(|t| (1_000..=61_000).contains(t)), "{times:?}");
    }

    #[test]
    fn a_stretch_is_never_longer_than_the_window() {
        let mut stretch = stretch([phrase(0, 20_000)]);
        assert!(stretch.add(phrase(30_000, 9_000)).is_some(), "with the silence between it would be 29.3 s");
        assert_eq!(stretch.add(phrase(30_000, 8_000)), None);
        assert_eq!(stretch.voice().between(0, 60_000), 19_800 + 7_800);
        let long = Phrase { start: 0, pcm: vec![0.0; MOST + 1], voiced: Vec::new() };
        assert_eq!(Stretch::default().add(long), None, "a long phrase still goes somewhere");
    }
}

//! A whole track from first sound to last word, with never more than a window of it decoded at a time.

use domain::transcript::Word;

use super::audio::Sound;
use super::guard::{Voice, believable};
use super::remarks::says;
use super::stretch::Stretch;
use super::voice::{Phrase, Phrases};
use super::{Heard, Recognizer, SpeechError};

/// Nobody needs more voice than this for a word on average, in ms.
const MOST_MS_A_WORD: i64 = 2_500;
/// What is heard around words that are listened to again: a word's own length before the first one ends, and a little
/// behind the last one, in ms. Words further apart than this are listened to one by one.
const LEAD_MS: i64 = 1_000;
const TRAIL_MS: i64 = 500;
const APART_MS: i64 = 2_000;

/// Recognises a recorded track (WebM or Ogg with Opus). Words come in order, with times in ms since the track's
/// beginning; `progress` is told how much of the track is done, 0…1. Blocking, for about a tenth of the track's
/// speaking time.
///
/// # Errors
/// [`SpeechError`] where the file can't be read or the engine fails.
pub fn listen(
    recognizer: &dyn Recognizer,
    file: &[u8],
    mut progress: impl FnMut(f32),
) -> Result<Vec<Word>, SpeechError> {
    let mut sound = Sound::open(file)?;
    let mut listener = Listener::new(recognizer);
    while let Some(pcm) = sound.next() {
        if listener.hear(&pcm)? {
            progress(sound.progress());
        }
    }
    let words = listener.finish()?;
    progress(1.0);
    Ok(words)
}

/// The same for sound that is decoded already: 16 kHz mono in −1…1.
///
/// # Errors
/// [`SpeechError::Engine`] where the engine fails.
pub fn transcribe(
    recognizer: &dyn Recognizer,
    pcm: &[f32],
    mut progress: impl FnMut(f32),
) -> Result<Vec<Word>, SpeechError> {
    let mut listener = Listener::new(recognizer);
    let mut heard = 0;
    for piece in pcm.chunks(1_600) {
        heard += piece.len();
        if listener.hear(piece)? {
            progress(heard as f32 / pcm.len() as f32);
        }
    }
    let words = listener.finish()?;
    progress(1.0);
    Ok(words)
}

struct Listener<'a> {
    recognizer: &'a dyn Recognizer,
    phrases: Phrases,
    stretch: Stretch,
    words: Vec<Word>,
}

impl<'a> Listener<'a> {
    fn new(recognizer: &'a dyn Recognizer) -> Self {
        Self { recognizer, phrases: Phrases::default(), stretch: Stretch::default(), words: Vec::new() }
    }

    /// Takes the next piece of sound; whether something was recognised on the way.
    fn hear(&mut self, pcm: &[f32]) -> Result<bool, SpeechError> {
        let before = self.words.len();
        for phrase in self.phrases.push(pcm) {
            self.lay_down(phrase)?;
        }
        Ok(self.words.len() > before)
    }

    fn finish(mut self) -> Result<Vec<Word>, SpeechError> {
        if let Some(last) = std::mem::take(&mut self.phrases).finish() {
            self.lay_down(last)?;
        }
        self.recognize()?;
        Ok(self.words)
    }

    fn lay_down(&mut self, phrase: Phrase) -> Result<(), SpeechError> {
        if let Some(phrase) = self.stretch.add(phrase) {
            self.recognize()?;
            self.stretch.add(phrase);
        }
        Ok(())
    }

    fn recognize(&mut self) -> Result<(), SpeechError> {
        let stretch = std::mem::take(&mut self.stretch);
        if stretch.is_empty() {
            return Ok(());
        }
        let heard = believable(self.recognizer.recognize(&stretch.pcm)?, stretch.voice());
        let heard = if is_sparse(&heard, stretch.voice()) { self.again(&stretch, heard)? } else { heard };
        self.words.extend(stretch.place(heard));
        Ok(())
    }

    /// Listens to a few words once more, each alone with little around it, and keeps those that are heard again.
    fn again(&self, stretch: &Stretch, heard: Vec<Heard>) -> Result<Vec<Heard>, SpeechError> {
        let apart = |a: &Heard, b: &Heard| b.until_ms - a.until_ms <= APART_MS;
        let mut kept = Vec::new();
        for words in heard.chunk_by(apart) {
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let pcm = stretch.between(first.until_ms - LEAD_MS, last.until_ms + TRAIL_MS);
            if says(&self.recognizer.recognize(pcm)?, words) {
                kept.extend_from_slice(words);
            }
        }
        Ok(kept)
    }
}

/// Whether there are far fewer words than somebody who speaks for so long says: then most of what was taken for a voice
/// is something else, and the words may be made up.
fn is_sparse(heard: &[Heard], voice: Voice<'_>) -> bool {
    let words = i64::try_from(heard.len()).unwrap_or(i64::MAX);
    words > 0 && voice.between(0, i64::MAX) / words >= MOST_MS_A_WORD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::{Heard, Scripted};

    const READING: &[u8] = include_bytes!("../../../crates/testkit/fixtures/reading.ogg");

    #[test]
    fn silence_never_reaches_the_recognizer() {
        let made_up = Scripted(vec![Heard { text: "Thank you.".into(), until_ms: 500 }]);
        let words = transcribe(&made_up, &vec![0.0; 16_000 * 90], |_| ()).unwrap();
        assert_eq!(words, []);
    }

    /// Hears its words in every sound, however short.
    struct Certain(Vec<Heard>);

    impl Recognizer for Certain {
        fn recognize(&self, _: &[f32]) -> Result<Vec<Heard>, SpeechError> {
            Ok(self.0.clone())
        }
    }

    /// Hears its word in everything that is long, as a recogniser may that hears music.
    struct MakesUp;

    impl Recognizer for MakesUp {
        fn recognize(&self, pcm: &[f32]) -> Result<Vec<Heard>, SpeechError> {
            let long = pcm.len() > 16_000 * 5;
            Ok(if long { vec![Heard { text: "Thanks.".into(), until_ms: 2_000 }] } else { Vec::new() })
        }
    }

    #[test]
    fn a_lonely_word_in_much_sound_must_be_heard_again_by_itself() {
        let speech: Vec<f32> = Sound::open(READING).unwrap().flatten().take(16_000 * 7).collect();
        assert_eq!(transcribe(&MakesUp, &speech, |_| ()).unwrap(), []);
        let heard_twice = Scripted(vec![Heard { text: "Yes.".into(), until_ms: 1_000 }]);
        assert_eq!(transcribe(&heard_twice, &speech, |_| ()).unwrap().len(), 1);
    }

    #[test]
    fn words_are_placed_where_the_voice_is_and_progress_ends_at_one() {
        let speech: Vec<f32> = Sound::open(READING).unwrap().flatten().take(16_000 * 6).collect();
        let pcm = [vec![0.0; 16_000 * 100], speech.clone(), vec![0.0; 16_000 * 100], speech].concat();
        let script = Certain(vec![
            Heard { text: "first".into(), until_ms: 3_000 },
            Heard { text: "second".into(), until_ms: 10_000 },
        ]);
        let mut done = 0.0;
        let words = transcribe(&script, &pcm, |now| done = now).unwrap();
        assert!((100_000..106_000).contains(&words[0].start_ms), "{words:?}");
        assert!((206_000..212_000).contains(&words[1].end_ms), "{words:?}");
        assert!((done - 1.0_f32).abs() < 1e-6);
    }
}

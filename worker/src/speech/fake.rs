//! A recogniser for tests: it hears a script, whatever is said.

use super::audio::PER_MS;
use super::{Heard, Recognizer, SpeechError};

/// Hears these words in every sound that is long enough for them.
#[derive(Debug, Clone, Default)]
pub struct Scripted(pub Vec<Heard>);

impl Recognizer for Scripted {
    fn recognize(&self, pcm: &[f32]) -> Result<Vec<Heard>, SpeechError> {
        let length_ms = i64::try_from(pcm.len() as u64 / PER_MS).unwrap_or(i64::MAX);
        Ok(self.0.iter().filter(|heard| heard.until_ms < length_ms).cloned().collect())
    }
}

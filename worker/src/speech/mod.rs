//! From recorded sound to words with times: decode, find the speech, recognise it, place the words.

mod alignment;
pub mod audio;
mod fake;
mod guard;
mod listen;
pub mod model;
mod remarks;
mod standing;
mod stretch;
mod voice;
mod whisper;

pub use fake::Scripted;
pub use listen::{listen, transcribe};
pub use voice::{Phrase, Phrases};
pub use whisper::Transcriber;

/// What turns sound into words. Blocking; call it from a thread that may block.
pub trait Recognizer: Send + Sync {
    /// Recognises up to 30 s of 16 kHz mono sound in −1…1.
    ///
    /// # Errors
    /// [`SpeechError`] where the engine fails; sound without words is an empty list, not an error.
    fn recognize(&self, pcm: &[f32]) -> Result<Vec<Heard>, SpeechError>;
}

/// A word as a recogniser hears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The word with its punctuation.
    pub text: String,
    /// Where it ends, in ms since the beginning of the sound that was recognised. (Recognisers that align words by
    /// attention know where a word is complete; where it begins is found from the voice, see `stretch`.)
    pub until_ms: i64,
}

/// Why there are no words.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The model file is missing, torn, or of another kind.
    #[error("the speech model {path} can't be used: {reason}")]
    Model {
        /// The file that was tried.
        path: std::path::PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The engine failed while recognising.
    #[error("speech recognition failed: {0}")]
    Engine(String),
    /// The recorded file can't be read.
    #[error(transparent)]
    Audio(#[from] audio::AudioError),
}

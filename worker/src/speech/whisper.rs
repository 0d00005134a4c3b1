//! whisper.cpp behind [`Recognizer`]: greedy decoding, word times from the attention of the decoder.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use whisper_rs::{
    DtwMode, DtwParameters, FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters,
    WhisperError, WhisperState, WhisperTokenId,
};

use super::alignment::Alignment;
use super::audio::SAMPLE_RATE;
use super::remarks::{remarks, says, without_signs};
use super::{Heard, Recognizer, SpeechError};

/// Shorter sound is filled up with silence: the alignment asserts a minimum and would end the process.
const LEAST_SAMPLES: usize = SAMPLE_RATE as usize;
/// A remark of this many words may be something that was said and then written in brackets.
const LONG_REMARK: usize = 3;
/// The model's window.
const MOST_SAMPLES: usize = 30 * SAMPLE_RATE as usize;

/// A loaded Whisper model. One recognition runs at a time; a second caller waits.
pub struct Transcriber {
    context: WhisperContext,
    state: Mutex<WhisperState>,
    threads: i32,
    /// See [`Alignment::late_ms`].
    late_ms: i64,
}

impl Transcriber {
    /// Loads a model in whisper.cpp's ggml format; `threads` are used for one recognition.
    ///
    /// # Errors
    /// [`SpeechError::Model`] where the file is missing, torn or of a size this code has no word alignment for.
    pub fn open(path: &Path, threads: usize) -> Result<Self, SpeechError> {
        let unusable = |reason: String| SpeechError::Model { path: path.to_owned(), reason };
        let alignment = Alignment::of(path).map_err(unusable)?;
        // whisper.cpp writes to stderr otherwise.
        whisper_rs::install_logging_hooks();
        let mut parameters = WhisperContextParameters::default();
        parameters.use_gpu(false).flash_attn(false).dtw_parameters(DtwParameters {
            mode: DtwMode::ModelPreset { model_preset: alignment.heads },
            ..DtwParameters::default()
        });
        let context =
            WhisperContext::new_with_params(path, parameters).map_err(|e| unusable(e.to_string()))?;
        let state = context.create_state().map_err(|e| unusable(e.to_string()))?;
        let threads = i32::try_from(threads.max(1)).unwrap_or(i32::MAX);
        Ok(Self { context, state: Mutex::new(state), threads, late_ms: alignment.late_ms })
    }

    /// The language spoken: heard, where the model knows more than English.
    fn language(&self, state: &mut WhisperState, pcm: &[f32]) -> Result<&'static str, WhisperError> {
        if !self.context.is_multilingual() {
            return Ok("en");
        }
        let threads = usize::try_from(self.threads).unwrap_or(1);
        state.pcm_to_mel(pcm, threads)?;
        let (language, _) = state.lang_detect(0, threads)?;
        Ok(whisper_rs::get_lang_str(language).unwrap_or("en"))
    }

    fn parameters(&self, language: &'static str, remarks: Remarks) -> FullParams<'_, '_> {
        let mut parameters = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
        parameters.set_n_threads(self.threads);
        parameters.set_language(Some(language));
        // One window, one segment, no timestamps in the text: the words' times come from the alignment, and a
        // wrong timestamp can't make the model run over the same sound twice.
        parameters.set_single_segment(true);
        parameters.set_no_timestamps(true);
        parameters.set_no_context(true);
        parameters.set_suppress_blank(true);
        parameters.set_suppress_nst(remarks == Remarks::Forbidden);
        parameters.set_print_special(false);
        parameters.set_print_progress(false);
        parameters.set_print_realtime(false);
        parameters.set_print_timestamps(false);
        parameters
    }
}

impl Transcriber {
    fn decode(
        &self,
        state: &mut WhisperState,
        language: &'static str,
        pcm: &[f32],
        remarks: Remarks,
    ) -> Result<Vec<Heard>, SpeechError> {
        state.full(self.parameters(language, remarks), pcm)?;
        let end_of_text = self.context.token_eot();
        let mut words = Words::default();
        for segment in state.as_iter() {
            for token in (0..segment.n_tokens()).filter_map(|i| segment.get_token(i)) {
                let data = token.token_data();
                if is_text(data.id, end_of_text) {
                    words.push(token.to_bytes()?, data.t_dtw * 10 - self.late_ms);
                }
            }
        }
        Ok(words.finish())
    }
}

impl Recognizer for Transcriber {
    fn recognize(&self, pcm: &[f32]) -> Result<Vec<Heard>, SpeechError> {
        let mut padded;
        let pcm = if pcm.len() < LEAST_SAMPLES {
            padded = pcm.to_vec();
            padded.resize(LEAST_SAMPLES, 0.0);
            &padded
        } else {
            &pcm[..pcm.len().min(MOST_SAMPLES)]
        };
        // A poisoned state is safe to use again: every run begins by clearing it.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let language = self.language(&mut state, pcm)?;
        let heard = self.decode(&mut state, language, pcm, Remarks::Allowed)?;
        let mut remarks = remarks(&heard);
        if remarks.iter().any(|remark| remark.len() >= LONG_REMARK) {
            // Who may not describe a sound and then writes the same words has heard them.
            let plain = self.decode(&mut state, language, pcm, Remarks::Forbidden)?;
            remarks.retain(|remark| !says(&plain, &heard[remark.clone()]));
        }
        let kept = |i: &usize| !remarks.iter().any(|remark| remark.contains(i));
        Ok((0..).zip(heard).filter(|(i, _)| kept(i)).map(|(_, heard)| heard).collect())
    }
}

/// Whether the model may write what it hears where nobody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remarks {
    Allowed,
    Forbidden,
}

fn is_text(id: WhisperTokenId, end_of_text: WhisperTokenId) -> bool {
    id < end_of_text
}

impl From<WhisperError> for SpeechError {
    fn from(error: WhisperError) -> Self {
        Self::Engine(error.to_string())
    }
}

/// What ends a clause in scripts without spaces.
const CLAUSE_ENDS: [&str; 5] = ["。", "、", "，", "！", "？"];

/// Gathers tokens (parts of words, in bytes) into words: a token that begins with a space begins a word.
#[derive(Default)]
struct Words {
    done: Vec<Heard>,
    bytes: Vec<u8>,
    until_ms: i64,
}

impl Words {
    /// Takes the next token, which is complete at `until_ms`. Marks alone don't make a word last longer.
    fn push(&mut self, token: &[u8], until_ms: i64) {
        if token.starts_with(b" ") {
            self.close();
        }
        let mark = token.iter().all(u8::is_ascii_punctuation)
            || CLAUSE_ENDS.iter().any(|mark| token == mark.as_bytes());
        if !mark || self.bytes.is_empty() {
            self.until_ms = until_ms;
        }
        self.bytes.extend_from_slice(token);
        // Where no spaces stand between words a clause is taken for one, or half a minute of speech would be.
        if CLAUSE_ENDS.iter().any(|mark| self.bytes.ends_with(mark.as_bytes())) {
            self.close();
        }
    }

    fn close(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        let text = without_signs(&String::from_utf8_lossy(&bytes)).to_owned();
        if text.is_empty() {
            return;
        }
        match self.done.last_mut() {
            // A mark alone ("–", "…") belongs to the word before it.
            Some(before) if !text.chars().any(char::is_alphanumeric) => before.text.push_str(&text),
            _ => self.done.push(Heard { text, until_ms: self.until_ms }),
        }
    }

    fn finish(mut self) -> Vec<Heard> {
        self.close();
        self.done.retain(|heard| heard.text.chars().any(char::is_alphanumeric));
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(tokens: &[(&str, i64)]) -> Vec<(String, i64)> {
        let mut words = Words::default();
        for (token, until_ms) in tokens {
            words.push(token.as_bytes(), *until_ms);
        }
        words.finish().into_iter().map(|heard| (heard.text, heard.until_ms)).collect()
    }

    #[test]
    fn tokens_become_words_with_their_marks() {
        let words = heard(&[
            (" The", 0),
            (" re", 200),
            ("son", 300),
            ("ance", 350),
            (",", 400),
            (" -", 500),
            (" ok", 600),
            (".", 650),
        ]);
        assert_eq!(words, [("The".into(), 0), ("resonance,-".into(), 350), ("ok.".into(), 600)]);
    }

    #[test]
    fn letters_split_between_tokens_are_joined() {
        let mut words = Words::default();
        words.push(&[b' ', b'M', 0xC3], 0);
        words.push(&[0xBC, b'e'], 20);
        assert_eq!(words.finish(), [Heard { text: "Müe".into(), until_ms: 20 }]);
    }

    #[test]
    fn where_there_are_no_spaces_a_clause_is_a_word() {
        let words =
            heard(&[("今日は", 300), ("、", 320), ("光", 500), ("合成", 700), ("。", 720), ("次", 900)]);
        assert_eq!(words, [("今日は、".into(), 300), ("光合成。".into(), 700), ("次".into(), 900)]);
    }

    #[test]
    fn marks_alone_are_no_words() {
        assert_eq!(heard(&[(" ...", 0), (" .", 10)]), []);
    }

    #[test]
    fn a_file_that_is_no_model_says_so() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/speech/whisper.rs");
        for path in [here.as_path(), Path::new("/nowhere/ggml-tiny.en.bin")] {
            let error = Transcriber::open(path, 1).err().map(|e| e.to_string());
            assert!(error.is_some_and(|e| e.contains("can't be used")));
        }
    }
}

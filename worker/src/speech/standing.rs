//! Standing sounds: tones, beeps, chords, a melody. A voice detector takes many of them for a voice; but a voice never
//! stands still. Its pitch glides and its mouth moves, so that the spectrum of one moment is never quite the
//! spectrum of the next: in read and spoken English at most a tenth of the moments with voice look like the moment
//! before, in tones and chords more than two fifths.

use std::sync::LazyLock;

use microfft::real::rfft_1024;

use super::voice::FRAME;

/// Samples in a spectrum: 64 ms, so that its lines (15.6 Hz) tell a gliding pitch from a held one.
const WINDOW: usize = 1_024;
/// A spectrum's lines that are compared: 47 Hz to 4 kHz.
const LINES: std::ops::Range<usize> = 3..257;
/// Two spectra this much alike (correlation of the roots of their lines) are of one standing sound.
const ALIKE: f32 = 0.9;
/// How far around a frame its neighbours are asked, in frames (0.5 s on both sides).
const AROUND: usize = 31;
/// Where at least this share of the sounding frames around stands still, nobody speaks.
const MOST_STANDING: f32 = 0.4;
/// Fewer standing frames than this (0.1 s) are a vowel that is held.
const LEAST_STANDING: usize = 6;

/// Sound stands still for longer than a frame: every second one is looked at, for itself and the next.
const STEP: usize = 2;

/// What each sample of a window counts.
static HANN: LazyLock<[f32; WINDOW]> = LazyLock::new(|| {
    std::array::from_fn(|i| 0.5 - 0.5 * (i as f32 / WINDOW as f32 * std::f32::consts::TAU).cos())
});

/// Takes the standing sounds out of what was taken for a voice: `voice` says of every frame of `pcm` whether there may
/// be one, and is false afterwards where the sound stands still.
pub(super) fn without_standing(pcm: &[f32], voice: &mut [bool]) {
    let standing = standing(pcm, voice);
    let quiet: Vec<bool> = (0..voice.len())
        .map(|frame| {
            let around = frame.saturating_sub(AROUND)..(frame + AROUND + 1).min(voice.len());
            let sounding = around.clone().filter(|&near| voice[near]).count();
            let still = around.filter(|&near| standing[near]).count();
            still >= LEAST_STANDING && still as f32 >= sounding as f32 * MOST_STANDING
        })
        .collect();
    for (voice, quiet) in voice.iter_mut().zip(quiet) {
        *voice &= !quiet;
    }
}

/// The frames with voice whose sound is the same in the 64 ms before their end and in the 64 ms after it.
fn standing(pcm: &[f32], voice: &[bool]) -> Vec<bool> {
    const LAG: usize = WINDOW / FRAME;
    let spectra = (pcm.len() / FRAME + 1).saturating_sub(LAG);
    if spectra <= LAG {
        return vec![false; voice.len()];
    }
    let mut known: Vec<Option<Vec<f32>>> = vec![None; spectra];
    let mut alike = vec![false; voice.len()];
    for first in (0..voice.len()).step_by(STEP) {
        let frames = first..(first + STEP).min(voice.len());
        if !voice[frames.clone()].contains(&true) {
            continue;
        }
        // At the edges the nearest whole pair stands for the frame.
        let before = (first + 1).saturating_sub(LAG).min(spectra - 1 - LAG);
        for place in [before, before + LAG] {
            known[place].get_or_insert_with(|| spectrum(&pcm[place * FRAME..]));
        }
        if let (Some(before), Some(after)) = (&known[before], &known[before + LAG]) {
            let same = before.iter().zip(after).map(|(a, b)| a * b).sum::<f32>() > ALIKE;
            for frame in frames {
                alike[frame] = voice[frame] && same;
            }
        }
    }
    alike
}

/// The roots of a spectrum's lines, without their mean and of length 1 (of length 0 for digital silence).
fn spectrum(pcm: &[f32]) -> Vec<f32> {
    let mut samples = [0.0_f32; WINDOW];
    for ((sample, heard), share) in samples.iter_mut().zip(pcm).zip(&*HANN) {
        *sample = heard * share;
    }
    let lines = rfft_1024(&mut samples);
    let mut roots: Vec<f32> = lines[LINES].iter().map(|line| line.norm_sqr().sqrt().sqrt()).collect();
    let mean = roots.iter().sum::<f32>() / roots.len() as f32;
    for root in &mut roots {
        *root -= mean;
    }
    let length = roots.iter().map(|root| root * root).sum::<f32>().sqrt().max(1e-6);
    for root in &mut roots {
        *root /= length;
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::audio::Sound;

    const SECOND: usize = 16_000;

    fn tone(hertz: &[f32], samples: usize) -> Vec<f32> {
        let at = |i: usize, hertz: &f32| (i as f32 * hertz / 16_000.0 * std::f32::consts::TAU).sin();
        (0..samples).map(|i| hertz.iter().map(|hertz| 0.1 * at(i, hertz)).sum()).collect()
    }

    /// The share of frames left for a voice.
    fn left(pcm: &[f32]) -> f32 {
        let mut voice = vec![true; pcm.len() / FRAME];
        without_standing(pcm, &mut voice);
        voice.iter().filter(|&&voice| voice).count() as f32 / voice.len() as f32
    }

    #[test]
    fn tones_and_chords_hold_no_voice() {
        for hertz in [&[440.0][..], &[1_000.0], &[350.0, 440.0], &[262.0, 330.0, 392.0]] {
            assert!(left(&tone(hertz, 3 * SECOND)) < 0.01, "{hertz:?}");
            assert!(left(&tone(hertz, SECOND / 5)) < 0.01, "{hertz:?}, short");
        }
    }

    #[test]
    fn speech_is_left_whole_and_stays_so_beside_a_tone() {
        for file in [
            &include_bytes!("../../../crates/testkit/fixtures/reading.ogg")[..],
            include_bytes!("../../../crates/testkit/fixtures/lecture.ogg"),
        ] {
            let speech: Vec<f32> = Sound::open(file).unwrap().flatten().take(24 * SECOND).collect();
            assert!(left(&speech) > 0.97, "{}", left(&speech));
            let both = [tone(&[440.0], 12 * SECOND), speech[..12 * SECOND].to_vec()].concat();
            assert!((0.44..0.52).contains(&left(&both)), "{}", left(&both));
        }
    }

    #[test]
    fn what_is_shorter_than_two_spectra_is_left_as_it_is() {
        assert!((left(&tone(&[440.0], 1_500)) - 1.0).abs() < 1e-6);
        without_standing(&[], &mut []);
    }
}

//! Where somebody speaks: phrases cut out of a long track, so that silence is never sent to a recogniser.

use std::collections::VecDeque;

use earshot::Detector;

use super::audio::PER_MS;
use super::standing::without_standing;

/// Samples in one decision of the detector: 16 ms.
pub(super) const FRAME: usize = 256;
/// Scores from here on are voice; the detector's authors' own threshold.
const VOICE: f32 = 0.5;
/// Inside a phrase a lower score still counts: soft word ends.
const STILL_VOICE: f32 = 0.3;
/// Silence that ends a phrase, in frames (0.6 s).
const END: usize = 38;
/// Sound kept before the first and after the last frame with voice, in frames (0.2 s and 0.3 s).
const BEFORE: usize = 13;
const AFTER: usize = 19;
/// Less voice than this is a click or a cough, in frames (0.13 s).
const LEAST_VOICE: usize = 8;
/// A phrase is cut here at the latest, in frames (28 s): in the longest silence of its last 12 s.
const MOST: usize = 1_750;
const CUT_WITHIN: usize = 750;

/// A stretch of speech with a little silence around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// Where `pcm` begins, in samples since the track's beginning.
    pub start: u64,
    /// 16 kHz mono sound in −1…1, at most 28 s.
    pub pcm: Vec<f32>,
    /// Which parts of `pcm` have voice, in samples, in order, with silences under 0.1 s bridged.
    pub voiced: Vec<std::ops::Range<usize>>,
}

/// Cuts a track into phrases; push it in pieces of any length.
pub struct Phrases {
    detector: Box<Detector>,
    /// Samples that don't fill a frame yet.
    partial: Vec<f32>,
    /// Frames of the phrase under way, or the silence kept to go before the next one.
    frames: VecDeque<(Vec<f32>, f32)>,
    /// The number of the first frame in `frames`.
    first: u64,
    speaking: bool,
    silent_for: usize,
}

impl Default for Phrases {
    fn default() -> Self {
        Self {
            detector: Detector::default_boxed(),
            partial: Vec::with_capacity(FRAME),
            frames: VecDeque::new(),
            first: 0,
            speaking: false,
            silent_for: 0,
        }
    }
}

impl Phrases {
    /// Takes the next piece of the track and hands out the phrases that ended in it.
    pub fn push(&mut self, mut pcm: &[f32]) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        while !pcm.is_empty() {
            let taken = (FRAME - self.partial.len()).min(pcm.len());
            let (now, later) = pcm.split_at(taken);
            self.partial.extend_from_slice(now);
            pcm = later;
            if self.partial.len() == FRAME {
                let frame = std::mem::replace(&mut self.partial, Vec::with_capacity(FRAME));
                phrases.extend(self.frame(frame));
            }
        }
        phrases
    }

    /// The track is over: hands out the phrase that was under way.
    pub fn finish(mut self) -> Option<Phrase> {
        self.partial.resize(FRAME, 0.0);
        let last = std::mem::take(&mut self.partial);
        self.frame(last).or_else(|| self.speaking.then(|| self.take(self.frames.len())).flatten())
    }

    fn frame(&mut self, pcm: Vec<f32>) -> Option<Phrase> {
        let score = self.detector.predict_f32(&pcm);
        self.frames.push_back((pcm, score));
        if !self.speaking {
            if score >= VOICE {
                self.speaking = true;
                self.silent_for = 0;
            } else if self.frames.len() > BEFORE {
                self.frames.pop_front();
                self.first += 1;
            }
            return None;
        }
        self.silent_for = if score >= STILL_VOICE { 0 } else { self.silent_for + 1 };
        if self.silent_for >= END {
            self.speaking = false;
            return self.take(self.frames.len() - (END - AFTER));
        }
        if self.frames.len() >= MOST {
            return self.take(self.late_pause());
        }
        None
    }

    /// The middle of the longest late silence; where there is none, the quietest late frame.
    fn late_pause(&self) -> usize {
        let late = self.frames.len() - CUT_WITHIN;
        let mut longest = 0..0;
        let mut run = late..late;
        let mut quietest = (f32::INFINITY, late);
        for (i, (_, score)) in self.frames.iter().enumerate().skip(late) {
            run = if *score < STILL_VOICE { run.start..i + 1 } else { i + 1..i + 1 };
            if run.len() > longest.len() {
                longest = run.clone();
            }
            if *score < quietest.0 {
                quietest = (*score, i);
            }
        }
        if longest.is_empty() { quietest.1 + 1 } else { longest.start + longest.len() / 2 + 1 }
    }

    /// Cuts the first `count` frames off as a phrase, unless there is hardly any voice in them.
    fn take(&mut self, count: usize) -> Option<Phrase> {
        let start = self.first * FRAME as u64;
        let taken: Vec<(Vec<f32>, f32)> = self.frames.drain(..count).collect();
        self.first += count as u64;
        // What is left goes before the next phrase; only as much as is kept before any.
        if !self.speaking {
            let surplus = self.frames.len().saturating_sub(BEFORE);
            self.frames.drain(..surplus);
            self.first += surplus as u64;
        }
        phrase(start, &taken)
    }
}

/// What is said in these frames, of which the first begins at the sample `start`; `None` where there is hardly any voice
/// in them. Music before the first and after the last voice is left out as silence is.
fn phrase(start: u64, frames: &[(Vec<f32>, f32)]) -> Option<Phrase> {
    let pcm: Vec<f32> = frames.iter().flat_map(|(pcm, _)| pcm.iter().copied()).collect();
    let mut heard: Vec<bool> = frames.iter().map(|(_, score)| *score >= STILL_VOICE).collect();
    without_standing(&pcm, &mut heard);
    let sure = frames.iter().zip(&heard).filter(|((_, score), heard)| **heard && *score >= VOICE).count();
    if sure < LEAST_VOICE {
        return None;
    }
    let first = heard.iter().position(|&heard| heard)?.saturating_sub(BEFORE);
    let last = heard.iter().rposition(|&heard| heard)?;
    let end = (last + 1 + AFTER).min(frames.len());
    let pcm = pcm[first * FRAME..end * FRAME].to_vec();
    Some(Phrase { start: start + (first * FRAME) as u64, pcm, voiced: voiced(&heard[first..end]) })
}

/// Runs of frames with voice, silences under 0.1 s bridged, in samples.
fn voiced(heard: &[bool]) -> Vec<std::ops::Range<usize>> {
    const BRIDGE: usize = 100 * PER_MS as usize;
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, _) in heard.iter().enumerate().filter(|(_, heard)| **heard) {
        let (start, end) = (i * FRAME, (i + 1) * FRAME);
        match runs.last_mut() {
            Some(run) if start - run.end < BRIDGE => run.end = end,
            _ => runs.push(start..end),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::audio::{SAMPLE_RATE, Sound};

    const SECOND: usize = SAMPLE_RATE as usize;

    fn reading() -> Vec<f32> {
        let file = include_bytes!("../../../crates/testkit/fixtures/reading.ogg");
        Sound::open(file).unwrap().flatten().collect()
    }

    fn phrases(pcm: &[f32], piece: usize) -> Vec<Phrase> {
        let mut phrases = Phrases::default();
        let mut found: Vec<Phrase> = pcm.chunks(piece).flat_map(|piece| phrases.push(piece)).collect();
        found.extend(phrases.finish());
        found
    }

    /// The same hiss on every run.
    fn hiss(samples: usize, loudness: f32) -> Vec<f32> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..samples).map(|_| next() * loudness).collect()
    }

    #[test]
    fn silence_and_hiss_hold_no_phrase() {
        assert_eq!(phrases(&vec![0.0; 60 * SECOND], 320), []);
        assert_eq!(phrases(&hiss(60 * SECOND, 0.01), 320), []);
    }

    #[test]
    fn a_phrase_is_found_where_it_is() {
        let speech = &reading()[..7 * SECOND];
        let pcm = [vec![0.0; 20 * SECOND], speech.to_vec(), vec![0.0; 20 * SECOND]].concat();
        let found = phrases(&pcm, 320);
        let start = found[0].start as usize;
        let last = found.last().unwrap();
        let end = last.start as usize + last.pcm.len();
        assert!((19 * SECOND..21 * SECOND).contains(&start), "{start}");
        assert!((26 * SECOND..28 * SECOND).contains(&end), "{end}");
        for phrase in &found {
            let at = phrase.start as usize;
            assert_eq!(pcm[at..at + phrase.pcm.len()], phrase.pcm, "the very samples of the track");
            assert!(phrase.voiced.iter().all(|run| run.end <= phrase.pcm.len()));
        }
    }

    #[test]
    fn the_size_of_the_pieces_makes_no_difference() {
        let pcm = reading();
        assert_eq!(phrases(&pcm, 320), phrases(&pcm, 7_777));
    }

    #[test]
    fn endless_speech_is_cut_and_no_sample_lost_or_said_twice() {
        let speech: Vec<f32> = reading();
        let voiced: Vec<f32> = phrases(&speech, 320)
            .into_iter()
            .flat_map(|p| p.voiced.iter().flat_map(|r| p.pcm[r.clone()].to_vec()).collect::<Vec<_>>())
            .collect();
        let endless = voiced.repeat(5);
        let found = phrases(&endless, 320);
        assert!(found.len() > 2);
        assert!(found.iter().all(|phrase| phrase.pcm.len() <= 28 * SECOND));
        for (a, b) in found.iter().zip(found.iter().skip(1)) {
            assert!(a.start + a.pcm.len() as u64 <= b.start);
        }
    }
}

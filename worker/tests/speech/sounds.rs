//! Sounds that are no speech, made the same on every run: 10 s of each at 16 kHz.

use std::f32::consts::TAU;

const SECOND: usize = 16_000;
const LENGTH: usize = 10 * SECOND;

/// All of them, with what they are called.
pub fn all() -> Vec<(&'static str, Vec<f32>)> {
    vec![
        ("digital silence", vec![0.0; LENGTH]),
        ("hiss", noise(0.01, 1.0)),
        ("loud hiss", noise(0.1, 1.0)),
        ("wind", noise(0.6, 0.05)),
        ("rumble", noise(2.0, 0.01)),
        ("hum", tones(&[50.0, 100.0, 150.0], 0.08)),
        ("tone of 440 Hz", tones(&[440.0], 0.3)),
        ("tone of 1000 Hz", tones(&[1_000.0], 0.3)),
        ("dial tone", tones(&[350.0, 440.0], 0.15)),
        ("beeps", every(1_000, &burst(&[440.0], 200, 0.3))),
        ("beeps of a test's microphone", every(500, &burst(&[200.0], 50, 0.8))),
        ("ringing tone", every(6_000, &burst(&[440.0, 480.0], 2_000, 0.15))),
        ("busy tone", every(1_000, &burst(&[480.0, 620.0], 500, 0.15))),
        ("keypad", keypad()),
        ("melody", melody(0, 400, 3.0)),
        ("sung-out melody", melody(0, 500, 0.2)),
        ("low melody", melody(-14, 350, 1.0)),
        ("chords", chords()),
        ("drums", drums()),
        ("claps", every(500, &decaying(150, 60.0, 0.5))),
        ("keyboard", every(130, &decaying(30, 200.0, 0.3))),
    ]
}

fn time(i: usize) -> f32 {
    i as f32 / SECOND as f32
}

fn samples(ms: usize) -> usize {
    ms * SECOND / 1_000
}

fn sine(hertz: f32, i: usize) -> f32 {
    (TAU * hertz * time(i)).sin()
}

/// White noise in −1…1.
fn white() -> impl FnMut() -> f32 {
    let mut state = 1_u32;
    move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}

/// Noise through a low pass; 1 lets everything through.
fn noise(loudness: f32, pass: f32) -> Vec<f32> {
    let (mut next, mut level) = (white(), 0.0);
    let step = |_| {
        level += pass * (next() * loudness - level);
        level
    };
    (0..LENGTH).map(step).collect()
}

fn tones(hertz: &[f32], loudness: f32) -> Vec<f32> {
    (0..LENGTH).map(|i| hertz.iter().map(|hertz| loudness * sine(*hertz, i)).sum()).collect()
}

/// Tones of some ms that come and go within 5 ms.
fn burst(hertz: &[f32], ms: usize, loudness: f32) -> Vec<f32> {
    let (length, edge) = (samples(ms), samples(5));
    let fade = |i: usize| (i.min(length - i) as f32 / edge as f32).min(1.0);
    (0..length).map(|i| fade(i) * hertz.iter().map(|hertz| loudness * sine(*hertz, i)).sum::<f32>()).collect()
}

/// The same sound again every so many ms.
fn every(ms: usize, sound: &[f32]) -> Vec<f32> {
    let mut one = sound.to_vec();
    one.resize(samples(ms).max(sound.len()), 0.0);
    one.into_iter().cycle().take(LENGTH).collect()
}

/// Noise that dies away.
fn decaying(ms: usize, rate: f32, loudness: f32) -> Vec<f32> {
    let mut next = white();
    (0..samples(ms)).map(|i| next() * loudness * (-rate * time(i)).exp()).collect()
}

fn keypad() -> Vec<f32> {
    let keys = [[697.0, 1_209.0], [770.0, 1_336.0], [852.0, 1_477.0], [941.0, 1_336.0], [697.0, 1_477.0]];
    let key = |tones: &[f32; 2]| [burst(tones, 150, 0.2), vec![0.0; samples(100)]].concat();
    keys.iter().flat_map(key).cycle().take(LENGTH).collect()
}

/// A note of a plucked string, by its distance from the a of 440 Hz in half tones.
fn note(half_tones: i32, ms: usize, decay: f32, loudness: f32) -> Vec<f32> {
    let hertz = 440.0 * 2_f32.powf(half_tones as f32 / 12.0);
    let length = samples(ms);
    let fade =
        |i: usize| (i as f32 / samples(10) as f32).min((length - i) as f32 / samples(50) as f32).min(1.0);
    let string =
        |i: usize| (1_u8..=8).map(|n| sine(hertz * f32::from(n), i) / f32::from(n)).sum::<f32>() / 2.0;
    (0..length).map(|i| loudness * fade(i) * (-decay * time(i)).exp() * string(i)).collect()
}

fn melody(shift: i32, ms: usize, decay: f32) -> Vec<f32> {
    let scale = [-9, -7, -5, -4, -2, 0, 2, 3, 2, 0, -2, -4, -5, -7];
    scale.iter().flat_map(|tone| note(tone + shift, ms, decay, 0.25)).cycle().take(LENGTH).collect()
}

fn chords() -> Vec<f32> {
    let chord = |root: &i32| {
        let notes = [0, 4, 7].map(|third| note(root + third, 1_000, 1.0, 0.15));
        (0..samples(1_000)).map(|i| notes.iter().map(|note| note[i]).sum()).collect::<Vec<f32>>()
    };
    [-9, -4, -2, -9].iter().flat_map(chord).cycle().take(LENGTH).collect()
}

fn drums() -> Vec<f32> {
    let low = |i: usize| 0.8 * (-12.0 * time(i)).exp() * sine(120.0 * (-6.0 * time(i)).exp(), i);
    let kick: Vec<f32> = (0..samples(300)).map(low).collect();
    [kick, decaying(300, 18.0, 0.3)].concat().into_iter().cycle().take(LENGTH).collect()
}

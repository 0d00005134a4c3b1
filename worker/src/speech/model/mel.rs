//! The mel filters that whisper.cpp expects inside a model file.

/// Points of the Fourier transform (25 ms at 16 kHz) and what is left of them by symmetry.
const POINTS: usize = 400;
pub(super) const BINS: usize = POINTS / 2 + 1;
const SAMPLE_RATE: f64 = 16_000.0;

/// Triangular filters on Slaney's mel scale, each of the same area: `count` rows of [`BINS`] weights. The scale is
/// linear to 1 kHz and logarithmic from there on (M. Slaney, Auditory Toolbox, 1998), as librosa and Whisper use it.
pub(super) fn filters(count: usize) -> Vec<f32> {
    let (low, high) = (mel(0.0), mel(SAMPLE_RATE / 2.0));
    let step = (high - low) / (count + 1) as f64;
    let edges: Vec<f64> =
        (0..count + 2).map(|i| hertz(if i == count + 1 { high } else { i as f64 * step + low })).collect();
    let mut weights = Vec::with_capacity(count * BINS);
    for triangle in edges.windows(3) {
        let [from, top, to] = [triangle[0], triangle[1], triangle[2]];
        for bin in 0..BINS {
            let frequency = bin as f64 * (SAMPLE_RATE / POINTS as f64);
            let rising = -(from - frequency) / (top - from);
            let falling = (to - frequency) / (to - top);
            let height = rising.min(falling);
            // Not `max`: the file's hash must not hang on the sign of a zero.
            let weight = if height > 0.0 { height * (2.0 / (to - from)) } else { 0.0 };
            weights.push(weight as f32);
        }
    }
    weights
}

/// Mels in 200/3 Hz steps below 1 kHz; 27 steps multiply by 6.4 above.
const LINEAR_HZ: f64 = 200.0 / 3.0;
const BREAK_HZ: f64 = 1_000.0;
const BREAK_MEL: f64 = 15.0;

fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

fn mel(hertz: f64) -> f64 {
    if hertz < BREAK_HZ { hertz / LINEAR_HZ } else { BREAK_MEL + (hertz / BREAK_HZ).ln() / log_step() }
}

fn hertz(mel: f64) -> f64 {
    if mel < BREAK_MEL { mel * LINEAR_HZ } else { BREAK_HZ * (log_step() * (mel - BREAK_MEL)).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_a_triangle_of_the_same_area() {
        let weights = filters(80);
        assert_eq!(weights.len(), 80 * BINS);
        for (i, filter) in weights.chunks(BINS).enumerate() {
            let peak = filter.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
            assert!(filter[..peak].is_sorted() && filter[peak..].is_sorted_by(|a, b| a >= b), "filter {i}");
            // The low filters are hardly wider than a bin, so that their sampled area varies.
            let area: f32 = filter.iter().sum::<f32>() * 40.0;
            assert!(i < 30 || (area - 1.0).abs() < 0.1, "filter {i}: {area}");
        }
    }

    #[test]
    fn known_weights_come_out() {
        // From librosa.filters.mel(sr=16000, n_fft=400, n_mels=80).
        let weights = filters(80);
        for (row, bin, expected) in [(0, 1, 0.024_862_59), (1, 1, 0.001_990_9), (79, 197, 0.001_346_28)] {
            let weight = weights[row * BINS + bin];
            assert!((weight - expected).abs() < 1e-6, "filter {row}, bin {bin}: {weight}");
        }
    }
}

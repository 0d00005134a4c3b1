//! How well boundaries were found.

/// WindowDiff (L. Pevzner, M. Hearst, Computational Linguistics 28, 2002): the share of windows, half an average
/// stretch long, in which the two segmentations have a different number of boundaries. 0 is perfect.
/// Boundaries are numbers of units among `units`.
pub(super) fn window_diff(truth: &[usize], found: &[usize], units: usize) -> f64 {
    let window = (units / (2 * (truth.len() + 1))).max(1);
    let inside = |boundaries: &[usize], from: usize| {
        boundaries.iter().filter(|&&b| b > from && b <= from + window).count()
    };
    let windows = units.saturating_sub(window).max(1);
    let wrong = (0..windows).filter(|&from| inside(truth, from) != inside(found, from)).count();
    wrong as f64 / windows as f64
}

/// Boundaries at even distances, for comparison.
pub(super) fn even(stretches: usize, units: usize) -> Vec<usize> {
    (1..stretches).map(|i| i * units / stretches).collect()
}

#[test]
fn the_measure_knows_right_near_and_wrong() {
    let truth = [25, 50, 75];
    let near = window_diff(&truth, &[26, 50, 75], 100);
    let far = window_diff(&truth, &[10, 60, 90], 100);
    assert!(window_diff(&truth, &truth, 100).abs() < 1e-9);
    assert!(near > 0.0 && near < far && far <= 1.0, "{near} {far}");
    assert!(window_diff(&truth, &even(4, 100), 100).abs() < 1e-9);
}

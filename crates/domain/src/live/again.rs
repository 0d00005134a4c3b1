//! When a tab that lost its socket opens another.

/// The first wait; it doubles up to the longest.
const SHORTEST_MS: u32 = 250;
const LONGEST_MS: u32 = 8_000;

/// How long to wait after that many openings in vain. `chance` from 0 to 1 makes it up to half shorter or longer, so that
/// a thousand tabs that one server lost don't come back in one moment.
#[must_use]
pub fn wait_ms(in_vain: u32, chance: f64) -> u32 {
    let wait = (SHORTEST_MS << in_vain.min(8)).min(LONGEST_MS);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 1.5 times the longest"
    )]
    let spread = (f64::from(wait) * (0.5 + chance.clamp(0.0, 1.0))) as u32;
    spread
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn it_doubles_up_to_a_bound() {
        let waits: Vec<_> = (0..8).map(|in_vain| wait_ms(in_vain, 0.5)).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
        assert_eq!(wait_ms(u32::MAX, 0.5), 8_000);
    }

    #[test]
    fn tabs_that_were_lost_together_come_back_apart() {
        assert_eq!([0.0, 0.25, 0.999].map(|chance| wait_ms(0, chance)), [125, 187, 374]);
        assert_eq!(wait_ms(20, 1.0), 12_000);
    }
}

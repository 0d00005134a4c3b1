//! A class of a series is changed, and all later ones with it.

use chrono::NaiveDateTime;

/// When later classes start, where one that the series planned at `planned` starts at `start` from now on: as much later or
/// earlier than the series has them (RFC 5545, 3.2.13). Where that one, or they, were moved to by themselves meanwhile makes no
/// difference. All are what clocks show. `None` where there is no such time.
#[must_use]
pub fn follow(
    planned: NaiveDateTime,
    start: NaiveDateTime,
    later: &[NaiveDateTime],
) -> Option<Vec<NaiveDateTime>> {
    let shift = start.signed_duration_since(planned);
    later.iter().map(|later| later.checked_add_signed(shift)).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::follow;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    /// The later two Mondays of a series that is held at ten.
    fn followed(start: &str) -> Vec<String> {
        // 2026-11-30 is a Monday.
        let later = [at("2026-12-07T10:00:00"), at("2026-12-14T10:00:00")];
        let followed = follow(at("2026-11-30T10:00:00"), at(start), &later).unwrap();
        followed.iter().map(|start| start.format("%a %d %H:%M").to_string()).collect()
    }

    #[test]
    fn later_classes_go_by_the_series_wherever_this_one_was_meanwhile() {
        // It was moved to Tuesday by itself, and comes back to Monday.
        assert_eq!(followed("2026-11-30T10:00:00"), ["Mon 07 10:00", "Mon 14 10:00"]);
        // And to another hour, to another day, to both.
        assert_eq!(followed("2026-11-30T14:00:00"), ["Mon 07 14:00", "Mon 14 14:00"]);
        assert_eq!(followed("2026-12-01T10:00:00"), ["Tue 08 10:00", "Tue 15 10:00"]);
        assert_eq!(followed("2026-11-28T23:30:00"), ["Sat 05 23:30", "Sat 12 23:30"]);
    }

    #[test]
    fn the_last_one_has_none_and_no_time_is_too_far() {
        assert_eq!(follow(at("2026-11-30T10:00:00"), at("2026-12-01T10:00:00"), &[]), Some(vec![]));
        assert_eq!(follow(at("2026-11-30T10:00:00"), at("2026-12-01T10:00:00"), &[NaiveDateTime::MAX]), None);
    }
}

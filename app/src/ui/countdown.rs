//! The time left until a moment, counting down.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// The time left, as words ("12 min") or as digits ("12:04"), once a second in the browser.
#[component]
pub fn Countdown(
    /// Until when.
    until: DateTime<Utc>,
    /// Seconds left when the server rendered the page; less than none once it is past.
    left: i64,
    /// How the seconds are written: [`left_in_words`] or [`left_in_digits`].
    format: fn(i64) -> String,
) -> impl IntoView {
    let seconds = RwSignal::new(left);
    every_second(until, seconds);
    view! { <span class="num" role="timer">{move || format(seconds.get())}</span> }
}

/// "3 days", "2 h 5 min", "12 min", "less than a minute", "now".
#[must_use]
pub fn left_in_words(seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    match seconds {
        ..=0 => "now".to_owned(),
        1..MINUTE => "less than a minute".to_owned(),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => match (seconds % HOUR) / MINUTE {
            0 => format!("{} h", seconds / HOUR),
            minutes => format!("{} h {minutes} min", seconds / HOUR),
        },
        DAY.. => match seconds / DAY {
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        },
    }
}

/// "12:04" below an hour, "1:02:04" below a day, words above.
#[must_use]
pub fn left_in_digits(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{rest:02}"),
        1..24 => format!("{hours}:{minutes:02}:{rest:02}"),
        _ => left_in_words(seconds),
    }
}

fn every_second(until: DateTime<Utc>, seconds: RwSignal<i64>) {
    Effect::new(move || {
        let left = move || (until.timestamp_millis() - js_sys::Date::now() as i64).div_euclid(1000);
        seconds.set(left());
        let ticking = set_interval_with_handle(move || seconds.set(left()), Duration::from_secs(1));
        on_cleanup(move || {
            if let Ok(interval) = ticking {
                interval.clear();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_as_much_as_one_plans_by() {
        let cases = [
            (-5, "now"),
            (0, "now"),
            (59, "less than a minute"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h"),
            (7500, "2 h 5 min"),
            (86_400, "1 day"),
            (250_000, "2 days"),
        ];
        for (seconds, words) in cases {
            assert_eq!(left_in_words(seconds), words);
        }
    }

    #[test]
    fn digits_keep_two_places() {
        assert_eq!(left_in_digits(724), "12:04");
        assert_eq!(left_in_digits(3724), "1:02:04");
        assert_eq!(left_in_digits(-3), "0:00");
    }
}

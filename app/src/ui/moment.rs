//! A time as words: "Wed 25, 10:00". The server writes it in the viewer's time zone where it knows it, else in the class's; then
//! the browser writes it anew, by the server's rules for the viewer's zone.

use chrono::DateTime;
use domain::time::later;
use leptos::prelude::*;

use crate::api::clock::{own_zone, viewers_offset};
use crate::model::Moment;

/// Which part of a moment stands here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeStyle {
    /// "Wed 25, 10:00".
    #[default]
    DayAndTime,
    /// "Wed 25".
    Day,
    /// "10:00".
    Time,
}

impl TimeStyle {
    fn words(self, moment: &Moment) -> String {
        match self {
            Self::DayAndTime => format!("{}, {}", moment.day, moment.time),
            Self::Day => moment.day.clone(),
            Self::Time => moment.time.clone(),
        }
    }
}

/// A moment in the viewer's time zone; before the page's program runs, and where that is the zone it was written in, as the
/// server wrote it.
#[component]
pub fn TimeText(
    /// The moment.
    moment: Moment,
    /// Which part of it.
    #[prop(optional)]
    style: TimeStyle,
) -> impl IntoView {
    let machine = moment.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let words = RwSignal::new(style.words(&moment));
    // Effects run in the browser only.
    Effect::new(move || {
        if let Some(seen_here) = seen_here(&moment) {
            words.set(style.words(&seen_here));
        }
    });
    view! { <time datetime=machine>{words}</time> }
}

/// The instant in the viewer's time zone, which may be another offset then than now; `None` where it is so already.
fn seen_here(moment: &Moment) -> Option<Moment> {
    let zone = own_zone().filter(|zone| *zone != moment.zone)?;
    let now = DateTime::from_timestamp_millis(js_sys::Date::now() as i64)?;
    let today = later(now, viewers_offset(now)?).date_naive();
    let local = later(moment.at, viewers_offset(moment.at)?).naive_utc();
    Some(Moment::shown_as(moment.at, local, today, zone))
}

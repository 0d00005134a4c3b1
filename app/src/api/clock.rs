//! What clocks in the viewer's zone show, by the server's rules: a browser's own are as old as the browser is.

use leptos::prelude::*;

use crate::error::PageError;

/// The offsets from UTC of clocks in a zone, in seconds, each from its second since 1970 on: from ten years ago to six
/// years ahead.
#[server(prefix = "/rpc", endpoint = "clock")]
pub async fn clock(
    /// The zone's IANA name.
    zone: String,
) -> Result<Vec<(i64, i32)>, PageError> {
    let offsets = crate::context::RequestContext::answer(|context| async move {
        Ok(crate::zone::offsets(&crate::zone::named(&zone)?, context.classroom.clock.now()))
    });
    offsets.await
}

pub use browser::{own_zone, viewers_offset};

mod browser {
    use std::cell::{Cell, OnceCell};

    use chrono::{DateTime, TimeDelta, Utc};
    use leptos::prelude::*;
    use leptos::task::spawn_local;

    thread_local! {
        static ZONE: OnceCell<Option<String>> = const { OnceCell::new() };
        static OFFSETS: ArcRwSignal<Vec<(i64, i32)>> = ArcRwSignal::new(Vec::new());
        static ASKED: Cell<bool> = const { Cell::new(false) };
    }

    /// The browser's time zone by IANA name: `Intl.DateTimeFormat().resolvedOptions().timeZone`.
    pub fn own_zone() -> Option<String> {
        ZONE.with(|zone| zone.get_or_init(found).clone())
    }

    fn found() -> Option<String> {
        let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
        js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
    }

    /// What the viewer's clocks are from UTC then. The server is asked once; until it has answered, and where it doesn't,
    /// the browser's own rules say it. Who tracks it is notified of the answer.
    pub fn viewers_offset(at: DateTime<Utc>) -> Option<TimeDelta> {
        if let Some(zone) = own_zone().filter(|_| !ASKED.replace(true)) {
            spawn_local(async move {
                if let Ok(offsets) = super::clock(zone).await {
                    OFFSETS.with(|known| known.set(offsets));
                }
            });
        }
        let known_offset = OFFSETS.with(|known| known.with(|known| super::offset_in(known, at.timestamp())));
        match known_offset {
            Some(seconds) => TimeDelta::try_seconds(seconds.into()),
            None => {
                let date = js_sys::Date::new(&(at.timestamp_millis() as f64).into());
                TimeDelta::try_minutes(-date.get_timezone_offset() as i64)
            }
        }
    }
}

/// The offset at a second since 1970; `None` before the first that is known.
fn offset_in(offsets: &[(i64, i32)], second: i64) -> Option<i32> {
    offsets.iter().rev().find(|(from, _)| *from <= second).map(|(_, offset)| *offset)
}

#[cfg(test)]
mod tests {
    use super::offset_in;

    #[test]
    fn an_offset_holds_until_the_next() {
        let offsets = [(100, 3600), (200, 7200)];
        assert_eq!(
            [99, 100, 199, 200, 900].map(|at| offset_in(&offsets, at)),
            [None, Some(3600), Some(3600), Some(7200), Some(7200)]
        );
        assert_eq!(offset_in(&[], 0), None);
    }
}

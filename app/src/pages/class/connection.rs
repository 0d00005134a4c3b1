//! How the connection is, in a word that is always on the screen: the live channel and the media as one.

use leptos::prelude::*;

use crate::live::Link;
use crate::media::{Connection, Quality};
use crate::room::Room;
use crate::ui::{Glyph, Icon};

/// What is said about the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    class: &'static str,
    glyph: Glyph,
    words: &'static str,
}

const GOOD: Said = Said { class: "connection connection--good", glyph: Glyph::Signal, words: "Connected" };
const WEAK: Said =
    Said { class: "connection connection--weak", glyph: Glyph::SignalLow, words: "Weak connection" };

const BUSY: Said =
    Said { class: "connection connection--weak", glyph: Glyph::SignalLow, words: "This device is busy" };

const fn lost(words: &'static str) -> Said {
    Said { class: "connection connection--lost", glyph: Glyph::WifiOff, words }
}

/// The connection's state, for eyes and screen readers.
#[component]
pub(super) fn ConnectionState() -> impl IntoView {
    let Room { live, media, call, .. } = Room::expect();
    let said = Memo::new(move |_| {
        live.link.with(|link| say(link, call.inside.get(), media.connection.get(), media.quality.get()))
    });
    let unsent = Memo::new(move |_| match live.paused.get() || live.link.get() != Link::Open {
        true => live.unsent(),
        false => 0,
    });
    let waits = move || Some(unsent.get()).filter(|n| *n > 0).map(|n| format!("{n} unsent, nothing is lost"));
    view! {
        <div class=move || said.get().class role="status">
            {move || view! { <Icon glyph=said.get().glyph/> }}
            <span>{move || said.get().words}</span>
            {move || waits().map(|words| view! { <span class="connection__unsent num">{words}</span> })}
        </div>
    }
    .into_any()
}

/// The worse of the two is what counts; the live channel first, because without it nothing arrives.
fn say(link: &Link, inside: bool, media: Connection, quality: Quality) -> Said {
    match link {
        Link::Opening => return Said { class: "connection", glyph: Glyph::Signal, words: "Connecting" },
        Link::Mending => return lost("Reconnecting"),
        Link::Closed { .. } => return lost("Disconnected"),
        Link::Open => {}
    }
    match (inside, media) {
        (false, _) => GOOD,
        (true, Connection::Idle | Connection::Connecting) => {
            Said { class: "connection", glyph: Glyph::Signal, words: "Connecting" }
        }
        (true, Connection::Reconnecting) => lost("Reconnecting"),
        (true, Connection::Ended(_)) => lost("No picture and sound"),
        (true, Connection::Connected) => match quality {
            Quality::Excellent | Quality::Good | Quality::Unknown => GOOD,
            Quality::Busy => BUSY,
            Quality::Poor | Quality::Lost => WEAK,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Connection, GOOD, Link, Quality, WEAK, say};
    use crate::media::Ending;

    #[test]
    fn the_worse_of_channel_and_media_is_said() {
        let words = |link: &Link, media| say(link, true, media, Quality::Good).words;
        assert_eq!(words(&Link::Open, Connection::Connected), "Connected");
        assert_eq!(words(&Link::Mending, Connection::Connected), "Reconnecting");
        assert_eq!(words(&Link::Open, Connection::Reconnecting), "Reconnecting");
        let lost = Connection::Ended(Ending::Lost);
        assert_eq!(words(&Link::Open, lost), "No picture and sound");
        assert_eq!(words(&Link::Mending, lost), "Reconnecting");
        assert_eq!(say(&Link::Open, false, Connection::Idle, Quality::Unknown), GOOD);
        assert_eq!(say(&Link::Open, true, Connection::Connected, Quality::Poor), WEAK);
    }
}

//! After a reload the person is back in the class as they were: whoever teaches should not have to ask to be let in.

use domain::ids::SessionId;
use leptos::prelude::*;

use crate::media::{Media, Source, Wanted};
use crate::platform::{forget_in_tab, keep_in_tab, kept_in_tab};
use crate::room::call::Call;

/// Remembers in this tab that the person is in the class and what they want on, and puts them back. What they want, not
/// what is on: a page that is reloaded before its camera is open would forget the camera.
pub(super) fn after_a_reload(session: SessionId, call: Call, media: Media) {
    Effect::new(move |before: Option<()>| {
        if before.is_none()
            && let Some(sources) = recall(session)
        {
            call.inside.set(true);
            media.turn_on(&sources);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let inside = call.inside.get();
        if inside {
            remember(session, media.wanted.get());
        } else if before == Some(true) {
            forget_in_tab(&key(session));
        }
        inside
    });
}

/// What was wanted; `None` where the person was not in the class.
fn recall(session: SessionId) -> Option<Vec<Source>> {
    let kept = kept_in_tab(&key(session))?;
    let sources = [Source::Camera, Source::Microphone];
    Some(sources.into_iter().filter(|source| kept.contains(source.word())).collect())
}

/// Where nothing can be kept the person joins again by hand.
fn remember(session: SessionId, wanted: Wanted) {
    let on = [(wanted.camera, Source::Camera), (wanted.microphone, Source::Microphone)];
    let words: Vec<_> = on.iter().filter(|(on, _)| *on).map(|(_, source)| source.word()).collect();
    keep_in_tab(&key(session), &words.join(" "));
}

fn key(session: SessionId) -> String {
    format!("lectern.inside.{session}")
}

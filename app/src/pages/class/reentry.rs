//! After a reload the person is back in the class as they were: whoever teaches should not have to ask to be let in.

use domain::ids::SessionId;
use leptos::prelude::*;

use crate::media::{Media, Wanted};
use crate::room::call::Call;

/// Remembers in this tab that the person is in the class and what they want on, and puts them back. What they want, not
/// what is on: a page that is reloaded before its camera is open would forget the camera.
pub(super) fn after_a_reload(session: SessionId, call: Call, media: Media) {
    Effect::new(move |before: Option<()>| {
        if before.is_none()
            && let Some(sources) = browser::recall(session)
        {
            call.inside.set(true);
            media.turn_on(&sources);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let inside = call.inside.get();
        if inside {
            browser::remember(session, media.wanted.get());
        } else if before == Some(true) {
            browser::forget(session);
        }
        inside
    });
}

#[cfg(feature = "browser")]
mod browser {
    use super::*;
    use crate::media::Source;

    /// What was wanted; `None` where the person was not in the class.
    pub fn recall(session: SessionId) -> Option<Vec<Source>> {
        let kept = storage()?.get_item(&key(session)).ok().flatten()?;
        let sources = [Source::Camera, Source::Microphone];
        Some(sources.into_iter().filter(|source| kept.contains(source.word())).collect())
    }

    pub fn remember(session: SessionId, wanted: Wanted) {
        let on = [(wanted.camera, Source::Camera), (wanted.microphone, Source::Microphone)];
        let words: Vec<_> = on.iter().filter(|(on, _)| *on).map(|(_, source)| source.word()).collect();
        if let Some(storage) = storage() {
            // Where nothing can be kept the person joins again by hand.
            let _ = storage.set_item(&key(session), &words.join(" "));
        }
    }

    pub fn forget(session: SessionId) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&key(session));
        }
    }

    fn key(session: SessionId) -> String {
        format!("lectern.inside.{session}")
    }

    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.session_storage().ok()?
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;
    use crate::media::Source;

    pub fn recall(_: SessionId) -> Option<Vec<Source>> {
        None
    }

    pub fn remember(_: SessionId, _: Wanted) {}

    pub fn forget(_: SessionId) {}
}

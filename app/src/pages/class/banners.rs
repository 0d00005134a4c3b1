//! Sentences about the whole class, in a row of their own under the header.

use leptos::prelude::*;

use super::room::Room;
use crate::live::Link;
use crate::media::{Connection, Ending, Source};
use crate::ui::{Button, ButtonSize, Glyph};

/// Everything that is wrong or waits for the person, worst first; nothing when all is well.
#[component]
pub(super) fn Banners() -> impl IntoView {
    let room = Room::expect();
    let Room { live, media, call, .. } = room;
    let paused = move || {
        live.paused.get().then(|| view! {
            <div class="banner banner--warn" role="alert">"The class is paused, nothing is lost. It goes on by itself."</div>
        })
    };
    let closed = move || match live.link.get() {
        Link::Closed { reason } => {
            Some(view! { <div class="banner banner--error" role="alert">{reason}</div> })
        }
        _ => None,
    };
    let elsewhere = move || {
        matches!(media.connection.get(), Connection::Ended(Ending::Elsewhere)).then(|| view! {
            <div class="banner banner--warn" role="alert">
                "You see and hear this class in another tab or on another device."
                <Button size=ButtonSize::Small on:click=move |_| call.take_back(media)>"Use this one"</Button>
            </div>
        })
    };
    let removed = move || {
        let removed = matches!(media.connection.get(), Connection::Ended(Ending::Removed));
        removed.then(|| warn("You were taken out of the class's picture and sound."))
    };
    let silent = move || {
        media.hearing_blocked.get().then(|| view! {
            <div class="banner" role="alert">
                "Your browser keeps the sound off until you ask for it."
                <Button size=ButtonSize::Small glyph=Glyph::Volume on:click=move |_| media.hear()>"Turn on sound"</Button>
            </div>
        })
    };
    view! {
        <div class="studio__banner">
            {move || closed()}
            {move || paused()}
            {move || elsewhere()}
            {move || removed()}
            {move || call.trouble.get().map(warn)}
            {move || media.unavailable.get().then(|| warn("Picture and sound could not be loaded. Reload the page; chat works without them."))}
            {move || silent()}
            {room.rights.publish.then(|| view! {
                <DeviceBanner source=Source::Microphone/>
                <DeviceBanner source=Source::Camera/>
            })}
        </div>
    }
    .into_any()
}

fn warn(text: impl Into<String>) -> impl IntoView {
    view! { <div class="banner banner--warn" role="status">{text.into()}</div> }
}

/// What stands against one's microphone or camera; the person listens all the same, and may put the sentence away.
#[component]
fn DeviceBanner(source: Source) -> impl IntoView {
    let media = Room::expect().media;
    let problem = Memo::new(move |_| media.own(source).get().problem());
    let away = RwSignal::new(false);
    Effect::new(move || {
        problem.track();
        away.set(false);
    });
    let shown = move || {
        problem.get().filter(|_| !away.get()).map(|problem| {
            view! {
                <div class="banner banner--warn" role="status">
                    {problem.hint(source)}
                    <Button size=ButtonSize::Small on:click=move |_| media.turn_on(&[source])>"Try again"</Button>
                    <Button size=ButtonSize::Small on:click=move |_| away.set(true)>"Go on without"</Button>
                </div>
            }
        })
    };
    view! { {move || shown()} }.into_any()
}

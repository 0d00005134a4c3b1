//! The row under the stage: microphone, camera, screen, hand, reactions, chapter, rules, settings, keys, leave.

use domain::permission::Permission;
use domain::route;
use leptos::prelude::*;

use super::parts::ComingParts;
use crate::features::hand::HandControl;
use crate::features::reaction::ReactionControl;
use crate::media::{Local, Source};
use crate::mount::later::here;
use crate::platform::open;
use crate::room::Room;
use crate::ui::{Glyph, Icon};

/// The controls; those that the person may not use are not there.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let room = Room::expect();
    let dialogs = room.dialogs;
    let parts = use_context::<ComingParts>();
    let speaks = Memo::new(move |_| room.sends(Source::Microphone));
    let seen = Memo::new(move |_| room.sends(Source::Camera));
    stop_what_was_taken(room, speaks, Source::Microphone);
    stop_what_was_taken(room, seen, Source::Camera);
    let leave = move |_| {
        room.call.inside.set(false);
        room.media.leave();
        open(route::HOME.path());
    };
    view! {
        <div class="studio__controls controls" role="region" aria-label="Controls">
            <Show when=move || speaks.get()><SourceControl source=Source::Microphone/></Show>
            <Show when=move || seen.get()><SourceControl source=Source::Camera/></Show>
            {parts.map(|parts| here(parts, |parts| (parts.share)()))}
            <HandControl/>
            <Show when=move || room.permits(Permission::Chat)><ReactionControl/></Show>
            {room.is_staff().then(|| here(expect_context::<ComingParts>(), |parts| (parts.board_control)()))}
            {room.rights.mark_chapter.then(|| view! {
                <Control glyph=Glyph::BookmarkPlus words="New chapter" key="C" on:click=move |_| dialogs.chapter.set(true)/>
            })}
            {room.is_staff().then(|| view! {
                <Control glyph=Glyph::Slides words="Slides" key="S" on:click=move |_| dialogs.slides.set(true)/>
                <Control glyph=Glyph::Lock words="How this class is run" key="R" on:click=move |_| dialogs.rules.set(true)/>
            })}
            {parts.map(|parts| here(parts, |parts| (parts.pop_out)()))}
            {parts.map(|parts| here(parts, |parts| (parts.full_screen)()))}
            <Control glyph=Glyph::Settings words="Settings" on:click=move |_| dialogs.settings.set(true)/>
            <Control glyph=Glyph::Keyboard words="Keys" key="?" on:click=move |_| dialogs.keys.set(true)/>
            <button class="control control--leave" type="button" aria-label="Leave" data-hint="Leave" on:click=leave>
                <Icon glyph=Glyph::Leave class="icon--directional"/>
            </button>
            {parts.filter(|_| room.is_staff()).map(|parts| here(parts, |parts| (parts.cut)()))}
        </div>
    }
    .into_any()
}

/// Who loses the floor is not heard any more, whatever the media server is slow to do.
fn stop_what_was_taken(room: Room, may: Memo<bool>, source: Source) {
    Effect::new(move |before: Option<bool>| {
        let now = may.get();
        if before == Some(true) && !now {
            room.media.turn_off(source);
        }
        now
    });
}

/// A round button with its name and key in the tooltip.
#[component]
fn Control(glyph: Glyph, words: &'static str, #[prop(optional)] key: Option<&'static str>) -> impl IntoView {
    view! {
        <button class="control" type="button" aria-label=words data-hint=words data-key=key aria-keyshortcuts=key>
            <Icon glyph/>
        </button>
    }
    .into_any()
}

/// Microphone or camera: on, off, opening, or failed.
#[component]
fn SourceControl(source: Source) -> impl IntoView {
    let media = Room::expect().media;
    let parts = use_context::<ComingParts>();
    let state = media.own(source);
    let (glyph_on, glyph_off, key) = match source {
        Source::Microphone => (Glyph::Mic, Glyph::MicOff, "M"),
        Source::Camera | Source::Screen | Source::Document => (Glyph::Camera, Glyph::CameraOff, "V"),
    };
    let on = move || state.with(Local::is_on);
    let words = move || {
        state.with(|state| match (source, state) {
            (Source::Microphone, Local::On(_)) => "Mute",
            (Source::Microphone, Local::Off | Local::Muted) => "Unmute",
            (Source::Microphone, Local::Starting) => "Opening the microphone",
            (Source::Microphone, Local::Failed(_)) => "Try the microphone again",
            (_, Local::On(_)) => "Stop camera",
            (_, Local::Off | Local::Muted) => "Start camera",
            (_, Local::Starting) => "Opening the camera",
            (_, Local::Failed(_)) => "Try the camera again",
        })
    };
    view! {
        <div class="controls__pair">
            <button
                class="control"
                class:control--on=on
                class:control--off=move || !on()
                type="button"
                aria-label=words
                data-hint=words
                data-key=key
                aria-keyshortcuts=key
                on:click=move |_| media.toggle(source)
            >
                {move || view! { <Icon glyph=if on() { glyph_on } else { glyph_off }/> }}
            </button>
            {parts.map(|parts| here(parts, move |parts| (parts.device_menu)(source)))}
        </div>
    }
    .into_any()
}

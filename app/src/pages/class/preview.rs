//! Before one is seen: one's own picture, a level that moves with the voice, and which devices to use.

use leptos::prelude::*;

use super::connection::ConnectionState;
use super::devices::{DeviceSelect, LevelMeter, Problems};
use super::lifecycle::LifecycleRequest;
use super::parts::use_parts;
use super::trial::trial_button;
use crate::media::{Local, Picture, Source};
use crate::mount::later::here;
use crate::room::Room;
use crate::ui::{Avatar, AvatarSize, Button, ButtonKind, ButtonSize, Glyph, Icon};
use domain::route;

/// The preview of those who are seen and heard. Its button begins the class where it has not begun, else joins it.
#[component]
pub(super) fn Preview() -> impl IntoView {
    let room = Room::expect();
    let media = room.media;
    let parts = use_parts(room);
    Effect::new(move || {
        // After a reload the person may be in the class already, with what they wanted on.
        if !room.call.inside.get_untracked() {
            media.turn_on(&[Source::Camera, Source::Microphone]);
        }
    });

    let start = LifecycleRequest::new(room);
    let starting = start.busy();
    let live = move || room.live.phase.get().is_live();
    let enter = move |_| {
        room.call.inside.set(true);
        if !untrack(live) {
            start.start(room);
        }
    };
    let words = move || match (live(), starting.get()) {
        (true, _) => "Join class",
        (false, false) => "Start class",
        (false, true) => "Starting",
    };
    let title = move || room.live.view.with(|view| view.core.title().to_owned());
    view! {
        <main class="preview" id="main">
            <div class="preview__stage stage">
                <div class="stage__main">
                    <div class="tile tile--self">
                        <OwnPicture/>
                        <span class="tile__name"><bdi>{room.name.get_value()}</bdi></span>
                    </div>
                </div>
            </div>
            <div class="preview__setup">
                <div class="preview__top">
                    <a class="brand" href=route::HOME.path()>"Lectern"</a>
                    <ConnectionState/>
                </div>
                <h1 dir="auto">{move || title()}</h1>
                <p class="muted">
                    {move || if live() { "The class is live. Nobody sees or hears you yet." } else { "Nobody sees or hears you yet." }}
                </p>
                <DeviceSelect source=Source::Microphone name="microphone"/>
                <div class="preview__level">
                    <Icon glyph=Glyph::Mic/>
                    <LevelMeter/>
                </div>
                <DeviceSelect source=Source::Camera name="camera"/>
                {here(parts, |parts| (parts.look)())}
                <Problems/>
                <div class="preview__actions">
                    <Button kind=ButtonKind::Primary size=ButtonSize::Large busy=starting on:click=enter>{move || words()}</Button>
                    <PreviewToggle source=Source::Microphone/>
                    <PreviewToggle source=Source::Camera/>
                </div>
                <div>{trial_button(room)}</div>
                {here(parts, |parts| (parts.trial)(true))}
                {here(parts, |parts| (parts.before)())}
            </div>
        </main>
    }
    .into_any()
}

/// One's own camera, or what stands in for it.
#[component]
pub(super) fn OwnPicture() -> impl IntoView {
    let room = Room::expect();
    let words = move || match room.media.camera.get() {
        Local::On(_) => None,
        Local::Starting => Some("Opening the camera"),
        Local::Off | Local::Muted => Some("Your camera is off"),
        Local::Failed(_) => Some("No picture from the camera"),
    };
    view! {
        <Picture identity=None/>
        {move || words().map(|words| view! {
            <div class="tile__off">
                <Avatar name=room.name.get_value() size=AvatarSize::Large own=true/>
                <p>{words}</p>
            </div>
        })}
    }
    .into_any()
}

#[component]
fn PreviewToggle(source: Source) -> impl IntoView {
    let media = Room::expect().media;
    let on = move || matches!(media.own(source).get(), Local::On(_) | Local::Starting);
    let (glyph_on, glyph_off) = match source {
        Source::Microphone => (Glyph::Mic, Glyph::MicOff),
        Source::Camera | Source::Screen | Source::Document => (Glyph::Camera, Glyph::CameraOff),
    };
    let words = move || format!("Turn {} {}", source.word(), if on() { "off" } else { "on" });
    view! {
        <button
            class="control"
            class:control--on=on
            class:control--off=move || !on()
            type="button"
            aria-label=words
            data-hint=words
            on:click=move |_| media.toggle(source)
        >
            {move || view! { <Icon glyph=if on() { glyph_on } else { glyph_off }/> }}
        </button>
    }
    .into_any()
}

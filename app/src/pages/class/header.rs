//! The top row: what class this is, that it is live and recorded, how the connection is, who is here, the way to end it.

use domain::{Command, session};
use leptos::prelude::*;

use super::connection::ConnectionState;
use crate::features::lobby::in_lobby;
use crate::markup::with_formulas;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, Chip, Glyph, Tone};
use domain::route;

/// The header.
#[component]
pub(super) fn Header() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let title = Memo::new(move |_| live.view.with(|view| view.core.title().to_owned()));
    let here = Memo::new(move |_| live.view.with(|view| view.core.here()));
    let recording = Memo::new(move |_| live.view.with(|view| view.recording.recording().is_some()));
    let clock = move || live.class_time().map(|time| format!("Live {time}"));
    let recorded = move || match (recording.get(), room.viewer.role.is_staff()) {
        (true, _) => Some(view! { <Chip tone=Tone::Good>"Recording"</Chip> }),
        (false, true) => Some(view! { <Chip tone=Tone::Warn>"Not recorded yet"</Chip> }),
        (false, false) => None,
    };
    let paused = Memo::new(move |_| live.view.with(|view| view.core.paused.is_some()));
    let leads = Memo::new(move |_| room.leads());
    let lobby = Memo::new(move |_| live.view.with(in_lobby));
    let rest = move |_| {
        live.send(if paused.get_untracked() {
            Command::Session(session::Command::Resume)
        } else {
            Command::Session(session::Command::Pause)
        });
    };
    view! {
        <header class="studio__header">
            <a class="brand" href=route::HOME.path()>"Lectern"</a>
            <h1 class="studio__title">
                <span class="studio__course"><bdi>{room.course.get_value()}</bdi></span>
                <bdi>{move || with_formulas(&title.get())}</bdi>
            </h1>
            <div class="studio__chips">
                <Chip tone=Tone::Live>{move || clock()}</Chip>
                {move || recorded()}
            </div>
            <ConnectionState/>
            <div class="studio__actions">
                <Chip>{move || format!("{} here", here.get())}</Chip>
                <Show when=move || room.is_staff() && lobby.get() != 0>
                    <button class="chip chip--warn" type="button" on:click=move |_| room.tab.set("queue")>
                        {lobby}" in lobby"
                    </button>
                </Show>
                <Show when=move || leads.get()>
                    <Button size=ButtonSize::Small glyph=Glyph::Coffee on:click=rest>
                        {move || if paused.get() { "Go on" } else { "Break" }}
                    </Button>
                </Show>
                <Show when=move || leads.get() || room.rights.end>
                    <Button
                        kind=ButtonKind::Danger
                        size=ButtonSize::Small
                        on:click=move |_| room.dialogs.end.set(true)
                    >
                        "End class"
                    </Button>
                </Show>
            </div>
        </header>
    }
    .into_any()
}

//! The top row: what class this is, that it is live and recorded, how the connection is, who is here, the way to end it.

use leptos::prelude::*;

use super::connection::ConnectionState;
use super::room::Room;
use crate::path;
use crate::ui::{Button, ButtonKind, ButtonSize, Chip, Tone};

/// The header.
#[component]
pub(super) fn Header() -> impl IntoView {
    let room = Room::expect();
    let live = room.live;
    let title = Memo::new(move |_| live.view.with(|view| view.title().to_owned()));
    let here = Memo::new(move |_| live.view.with(domain::ClassView::here));
    let recording = Memo::new(move |_| live.view.with(|view| view.recording().is_some()));
    let clock = move || live.class_time().map(|time| format!("Live {time}"));
    let recorded = move || match (recording.get(), room.viewer.role.is_staff()) {
        (true, _) => Some(view! { <Chip tone=Tone::Good>"Recording"</Chip> }),
        (false, true) => Some(view! { <Chip tone=Tone::Warn>"Not recorded yet"</Chip> }),
        (false, false) => None,
    };
    view! {
        <header class="studio__header">
            <a class="brand" href=path::HOME>"Lectern"</a>
            <h1 class="studio__title">
                <span class="studio__course">{room.course.get_value()}</span>
                {title}
            </h1>
            <div class="studio__chips">
                <Chip tone=Tone::Live>{move || clock()}</Chip>
                {move || recorded()}
            </div>
            <ConnectionState/>
            <div class="studio__actions">
                <Chip>{move || format!("{} here", here.get())}</Chip>
                {room.rights.end.then(|| view! {
                    <Button
                        kind=ButtonKind::Danger
                        size=ButtonSize::Small
                        on:click=move |_| room.dialogs.end.set(true)
                    >
                        "End class"
                    </Button>
                })}
            </div>
        </header>
    }
    .into_any()
}

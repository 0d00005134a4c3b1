//! What those who run the class can do about it before they are in it: say how it is run, prepare its scenes and slides, and let
//! people in.

use leptos::prelude::*;

use super::queue::{self, Queue};
use crate::features::permission::RulesDialog;
use crate::features::scene::{Rail, SceneEditor};
use crate::features::slides::SlidesDialog;
use crate::room::Room;
use crate::ui::{Button, ButtonSize, Glyph};

/// A part of the preview; nothing for those who don't run the class.
#[component]
pub(super) fn Before() -> impl IntoView {
    let room = Room::expect();
    if !room.is_staff() {
        return ().into_any();
    }
    let waiting = queue::waiting(room);
    let live = Memo::new(move |_| room.live.phase.get().is_live());
    let away = Memo::new(move |_| room.live.view.with(|view| !view.core.lobby.turned_away.is_empty()));
    view! {
        <div class="preview__ready">
            <Button size=ButtonSize::Small glyph=Glyph::Lock on:click=move |_| room.dialogs.rules.set(true)>
                "How this class is run"
            </Button>
            <Show when=move || !live.get()>
                <Button size=ButtonSize::Small glyph=Glyph::Slides on:click=move |_| room.dialogs.slides.set(true)>"Slides"</Button>
            </Show>
        </div>
        <Show when=move || { waiting.get() > 0 || away.get() }>
            <section class="preview__queue card" aria-label="What waits">
                <Queue/>
            </section>
        </Show>
        <Show when=move || !live.get()>
            <section class="preview__scenes card" aria-label="Scenes">
                <Rail/>
            </section>
            <SceneEditor/>
            // Nothing is shown before the class.
            <SlidesDialog show=|_| ()/>
        </Show>
        <RulesDialog/>
    }
    .into_any()
}

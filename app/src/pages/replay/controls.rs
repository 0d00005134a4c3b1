//! Below the stage: play, time, speed, captions, and the timeline.

use domain::ids::Offset;
use leptos::prelude::*;

use super::filled::fill_screen;
use super::rail::{Marks, Rail};
use crate::markup::with_formulas;
use crate::playback::clock::rate_words;
use crate::playback::watching::Watching;
use crate::ui::{Chip, Glyph, Icon, Tone};

/// The card with everything that moves the class's time.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let watching = Watching::expect();
    let player = watching.player;
    let seconds = Memo::new(move |_| player.at.get() / 1000);
    let title = move || {
        let chapter = watching.chapter.get();
        watching.segments.with(|segments| segments.get(chapter).and_then(|segment| segment.title.clone()))
    };
    let loudspeaker =
        Signal::derive(move || if player.muted.get() { Glyph::VolumeOff } else { Glyph::Volume });
    let no_words = move || watching.cues.with(|cues| cues.is_empty());
    view! {
        <section class="timeline card" aria-label="Player">
            <div class="timeline__controls">
                <button
                    class="button button--primary button--icon"
                    type="button"
                    aria-label=move || if player.playing.get() { "Pause" } else { "Play" }
                    title="Space"
                    disabled=move || !watching.plays()
                    on:click=move |_| player.toggle()
                >
                    {move || {
                        let glyph = if player.playing.get() { Glyph::Pause } else { Glyph::Play };
                        view! { <Icon glyph/> }
                    }}
                </button>
                <span class="timeline__time">
                    <b>{move || Offset(seconds.get() * 1000).to_string()}</b>
                    " "
                    <span>"/ "{Offset(watching.length).to_string()}</span>
                </span>
                {move || title().map(|title| view! { <Chip tone=Tone::Good><bdi>{with_formulas(&title)}</bdi></Chip> })}
                <span class="faint" role="status">
                    {move || match (player.stopped.get(), player.held.get()) {
                        (true, _) => "Paused by this device or another app",
                        (false, true) => "Loading",
                        (false, false) => "",
                    }}
                </span>
                <span class="grow"></span>
                <button
                    class="button button--ghost button--small num"
                    type="button"
                    aria-label=move || format!("Speed {}", rate_words(player.rate.get()))
                    title="Speed"
                    on:click=move |_| player.faster()
                >
                    {move || rate_words(player.rate.get())}
                </button>
                <Switch
                    glyph=Signal::stored(Glyph::Captions)
                    label="Captions (C)"
                    on=player.captions
                    disabled=Signal::derive(no_words)
                />
                <Switch glyph=loudspeaker label="Silent (M)" on=player.muted/>
                <button
                    class="button button--ghost button--small button--icon"
                    type="button"
                    aria-label="Fill the screen (F)"
                    title="Fill the screen (F)"
                    aria-pressed=move || if watching.filled.get() { "true" } else { "false" }
                    on:click=move |_| fill_screen(watching)
                >
                    <Icon glyph=Glyph::Fullscreen/>
                </button>
                <button
                    class="button button--ghost button--small button--icon"
                    type="button"
                    aria-label="Keys (?)"
                    title="Keys (?)"
                    on:click=move |_| watching.keys.set(true)
                >
                    <Icon glyph=Glyph::Keyboard/>
                </button>
            </div>
            <Rail/>
            <Marks/>
        </section>
    }
    .into_any()
}

/// A button that is on or off.
#[component]
fn Switch(
    glyph: Signal<Glyph>,
    label: &'static str,
    on: RwSignal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="button button--ghost button--small button--icon"
            type="button"
            aria-label=label
            title=label
            aria-pressed=move || if on.get() { "true" } else { "false" }
            disabled=move || disabled.get()
            on:click=move |_| on.update(|on| *on = !*on)
        >
            {move || view! { <Icon glyph=glyph.get()/> }}
        </button>
    }
}

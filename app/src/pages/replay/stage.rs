//! The stage as it was at the moment that is played: the recorded pictures in the places of the scene that was live, and every
//! sound.

use leptos::html::Audio;
use leptos::prelude::*;

use super::surface::draw;
use crate::features::transcript::captions::SpokenLine;
use crate::features::{poll, question};
use crate::playback::asked::AskedUntil;
use crate::playback::cast::{cast_at, ever_shown};
use crate::playback::watching::Watching;
use crate::stage::{Fading, Layers, Part as StagePart, arrange, fading, has_column, layer_text, stage};
use crate::ui::{Glyph, Icon, each};

/// The stage with everything that plays.
#[component]
pub(super) fn Stage() -> impl IntoView {
    let watching = Watching::expect();
    let player = watching.player;
    let tracks = watching.tracks;
    let then = AskedUntil::new(watching);
    let spotlight = Memo::new(move |_| then.look(|view| view.core.spotlight));
    let shown =
        Memo::new(move |_| then.look(|view| view.scene.on_air.as_ref().map(|shown| (**shown).clone())));
    let cast = Memo::new(move |_| {
        let (at, spotlight) = (player.at.get(), spotlight.get());
        tracks.with(|tracks| cast_at(tracks, |user| watching.is_teacher(user), spotlight, at))
    });
    let placed = Memo::new(move |_| {
        let layout = shown.with(|shown| shown.as_ref().map(|shown| shown.layout));
        cast.with(|cast| arrange(layout, cast))
    });
    let pictures = Memo::new(move |_| {
        tracks.with(|tracks| {
            watching
                .opened
                .with_value(|replay| ever_shown(tracks, &replay.asked, |user| watching.is_teacher(user)))
        })
    });
    // A track's element is there from the start, so that it has loaded when its turn comes.
    let kept = Memo::new(move |_| {
        let mut kept = pictures.get();
        placed.with(|placed| {
            let others = placed.iter().map(|placed| &placed.surface).filter(|surface| !surface.is_picture());
            kept.extend(others.cloned());
        });
        kept
    });
    // The browser draws captions on a picture that is large; on anything else the page does.
    let is_picture = Memo::new(move |_| {
        placed.with(|placed| {
            let main = placed.iter().find(|placed| placed.part == StagePart::Main);
            main.is_some_and(|main| main.surface.is_picture())
        })
    });
    let sounds = move || {
        tracks.with(|tracks| {
            let sounds = tracks.iter().enumerate().filter(|(_, track)| track.source.is_audio());
            sounds.map(|(place, _)| place).collect::<Vec<_>>()
        })
    };
    let fades = fading(Memo::new(move |_| {
        then.look(|view| view.scene.on_air.as_ref().map(|shown| (shown.scene, shown.fade)))
    }));
    let layers = move |layer| then.look(|view| layer_text(&view.scene, layer));
    view! {
        <div
            class="replay__stage stage"
            class:stage--side=move || has_column(placed)
            class:stage--fade=move || fades.get() == Fading::Once
            class:stage--fade-again=move || fades.get() == Fading::Again
            id="replay-stage"
            aria-busy=move || player.held.get().then_some("true")
        >
            <div class="stage__cells" on:click=move |_| if player.begun.get() { player.toggle() }>
                {stage(kept.into(), placed, move |surface, cell| draw(surface, cell, shown, then))}
            </div>
            <Layers text=layers/>
            {each(sounds, |place| *place, |place| view! { <Sound place/> }.into_any())}
            <div class="staged"><poll::StagedInReplay/><question::StagedInReplay/></div>
            <Show when=move || !is_picture.get() && player.captions.get()><SpokenLine/></Show>
            <Show when=move || watching.plays() && !player.begun.get()>
                <button class="player__start" type="button" aria-label="Play the class" on:click=move |_| player.toggle()>
                    <Icon glyph=Glyph::Play/>
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// A recorded sound.
#[component]
fn Sound(place: usize) -> impl IntoView {
    let track = Watching::expect().tracks.with_untracked(|tracks| tracks[place].clone());
    let node = NodeRef::<Audio>::new();
    {
        let watching = Watching::expect();
        let part = crate::playback::player::Part::of(&track);
        Effect::new(move || {
            if let Some(audio) = node.get() {
                watching.player.keep(audio.into(), part, Signal::stored(true));
            }
        });
    }
    view! { <audio node_ref=node src=track.url preload="auto"></audio> }
}

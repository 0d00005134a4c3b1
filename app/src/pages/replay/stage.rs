//! The stage: the recorded pictures, and every sound.

use leptos::html::{Audio, Video};
use leptos::prelude::*;

use crate::features::question::StagedInReplay;
use crate::features::transcript::captions::{CaptionTrack, SpokenLine};
use crate::playback::player::Part;
use crate::playback::scene::{Slot, slots};
use crate::playback::watching::{Watching, has_picture};
use crate::ui::{Glyph, Icon, each};

/// The stage with everything that plays.
#[component]
pub(super) fn Stage() -> impl IntoView {
    let watching = Watching::expect();
    let player = watching.player;
    let tracks = watching.tracks;
    let all = Memo::new(move |_| tracks.with(|tracks| slots(tracks, |user| watching.is_teacher(user))));
    let large = move || all.get().into_iter().filter(|slot| slot.large).collect::<Vec<_>>();
    let small = move || all.get().into_iter().filter(|slot| !slot.large).collect::<Vec<_>>();
    let sounds = move || {
        tracks.with(|tracks| {
            let sounds = tracks.iter().enumerate().filter(|(_, track)| track.source.is_audio());
            sounds.map(|(place, _)| place).collect::<Vec<_>>()
        })
    };
    let side = move || watching.scene.with(|scene| !scene.beside.is_empty());
    let dark = move || watching.scene.with(|scene| scene.main.is_none());
    view! {
        <div
            class="replay__stage stage"
            class:stage--side=side
            class:stage--camera=move || !side()
            id="replay-stage"
            aria-busy=move || player.held.get().then_some("true")
        >
            <div class="stage__main" on:click=move |_| if player.begun.get() { player.toggle() }>
                {each(large, |slot| *slot, |place| view! { <Picture place/> }.into_any())}
                <div class="stage__empty" hidden=move || !dark()>{move || nothing_to_see(watching)}</div>
            </div>
            <div class="stage__people" hidden=move || !side()>
                {each(small, |slot| *slot, move |slot| view! {
                    <div class="tile" hidden=move || !watching.scene.with(|scene| scene.shows(slot))>
                        <Picture place=slot/>
                        <span class="tile__name"><bdi>{name_of(watching, slot)}</bdi></span>
                    </div>
                }.into_any())}
            </div>
            {each(sounds, |place| *place, |place| view! { <Sound place/> }.into_any())}
            <StagedInReplay/>
            <Show when=move || dark() && player.captions.get()><SpokenLine/></Show>
            <Show when=move || watching.plays() && !player.begun.get()>
                <button class="player__start" type="button" aria-label="Play the class" on:click=move |_| player.toggle()>
                    <Icon glyph=Glyph::Play/>
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// A recorded picture in its place.
#[component]
fn Picture(place: Slot) -> impl IntoView {
    let slot = place;
    let watching = Watching::expect();
    let track = watching.tracks.with_untracked(|tracks| tracks[slot.track].clone());
    let shown = Memo::new(move |_| watching.scene.with(|scene| scene.shows(slot)));
    let node = NodeRef::<Video>::new();
    let part = Part::of(&track);
    #[cfg(feature = "browser")]
    Effect::new(move || {
        if let Some(video) = node.get() {
            watching.player.keep(video.into(), part, shown.into());
        }
    });
    view! {
        <video
            node_ref=node
            src=track.url
            preload=if slot.large { "auto" } else { "metadata" }
            playsinline=true
            hidden=move || !shown.get()
            aria-label=format!("Recording of {}", watching.name_of(track.user))
        >
            {slot.large.then(|| view! { <CaptionTrack offset_ms=part.offset shown/> })}
        </video>
    }
}

/// A recorded sound.
#[component]
fn Sound(place: usize) -> impl IntoView {
    let track = Watching::expect().tracks.with_untracked(|tracks| tracks[place].clone());
    let node = NodeRef::<Audio>::new();
    #[cfg(feature = "browser")]
    {
        let watching = Watching::expect();
        let part = Part::of(&track);
        Effect::new(move || {
            if let Some(audio) = node.get() {
                watching.player.keep(audio.into(), part, Signal::stored(true));
            }
        });
    }
    view! { <audio node_ref=node src=track.url preload="auto"></audio> }
}

fn name_of(watching: Watching, slot: Slot) -> String {
    let user = watching.tracks.with_untracked(|tracks| tracks[slot.track].user);
    watching.name_of(user)
}

/// What stands on a stage without a picture.
fn nothing_to_see(watching: Watching) -> impl IntoView {
    let complete = watching.making.with(|making| making.complete);
    let (glyph, words) =
        watching.tracks.with(|tracks| match (tracks.is_empty(), has_picture(tracks), complete) {
            (true, _, false) => {
                (Glyph::Waiting, "The recording is being put together. It plays here in a moment.")
            }
            (true, _, true) => {
                (Glyph::CameraOff, "Nothing was recorded in this class. What was written is beside.")
            }
            (false, true, _) => (Glyph::CameraOff, "No camera was on here."),
            (false, false, _) => (Glyph::Volume, "This class was heard, not seen."),
        });
    view! {
        <Icon glyph/>
        <p>{words}</p>
    }
}

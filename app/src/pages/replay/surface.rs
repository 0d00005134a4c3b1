//! What each surface of the stage is in a replay.

use domain::scene::OnAir;
use leptos::html::Video;
use leptos::prelude::*;

use super::parts::{board as board_part, ink as ink_part};
use crate::features::slides::{Looking, Spoken, slides_surface};
use crate::features::transcript::captions::CaptionTrack;
use crate::media::measure;
use crate::playback::asked::AskedUntil;
use crate::playback::player::Part;
use crate::playback::watching::{Watching, has_picture};
use crate::stage::{CardSurface, Cell, Surface, nothing_yet};
use crate::ui::Glyph;

/// Draws a surface of the replay's stage; `shown` is the scene that was live, `then` the class as it stood.
pub(super) fn draw(
    surface: Surface<usize>,
    cell: Cell,
    shown: Memo<Option<OnAir>>,
    then: AskedUntil,
) -> AnyView {
    let watching = Watching::expect();
    match surface {
        Surface::Camera(track) => view! { <Picture track cell/> }.into_any(),
        Surface::Screen(track) => view! { <Picture track cell screen=true/> }.into_any(),
        Surface::Slides(deck) => {
            let class = Memo::new(move |_| then.look(|view| view.slides.on_stage(deck)));
            let empty = || nothing_yet(Glyph::Slides, "No slides yet.");
            let session = watching.session;
            let over = move |looking: Looking| {
                let place = Memo::new(move |_| {
                    let ((deck, turned), page) = looking.class.get().zip(looking.page())?;
                    Some((deck, page, turned.pages))
                });
                let described = move |deck, page| {
                    then.look(|view| view.slides.description(deck, page).map(|text| text.text().to_owned()))
                };
                let spoken = Spoken::of(session, looking, described).view();
                view! { {ink_part(place)}{spoken} }.into_any()
            };
            slides_surface(session, class, over, empty)
        }
        Surface::Board(board) => board_part(board),
        Surface::Card => {
            view! { <CardSurface shown=shown.into() clock=watching.player.at.into()/> }.into_any()
        }
        Surface::Absent(_) | Surface::Nobody => nothing_to_see(watching),
        Surface::NoScreen => nothing_yet(Glyph::Screen, "Nobody shares a screen at the moment."),
    }
}

/// A recorded picture, with a name where it isn't what the class looks at.
#[component]
fn Picture(
    /// The track, by its place in the list.
    track: usize,
    cell: Cell,
    /// Whether it is a screen, which is never cropped.
    #[prop(optional)]
    screen: bool,
) -> impl IntoView {
    let watching = Watching::expect();
    let track = watching.tracks.with_untracked(|tracks| tracks[track].clone());
    let name = watching.name_of(track.user);
    let (node, ratio) = (NodeRef::<Video>::new(), RwSignal::new(16.0 / 9.0));
    let part = Part::of(&track);
    let shown = Memo::new(move |_| cell.is_shown());
    let main = Memo::new(move |_| cell.is_main());
    // Captions are fetched for what is large at some time, and stay.
    let was_main = Memo::new(move |before| before == Some(&true) || main.get());
    Effect::new(move || {
        if let Some(video) = node.get() {
            watching.player.keep(video.into(), part, shown.into());
        }
    });
    view! {
        <div
            class="tile"
            class:tile--screen=screen
            class:tile--whole=move || cell.must_be_whole(ratio.get())
        >
            <video
                node_ref=node
                src=track.url
                preload=move || if main.get() { "auto" } else { "metadata" }
                playsinline=true
                hidden=move || !shown.get()
                aria-label=format!("Recording of {}", watching.name_of(track.user))
                on:resize=move |_| measure(node, Some(ratio))
            >
                <Show when=move || was_main.get()><CaptionTrack offset_ms=part.offset shown=main/></Show>
            </video>
            <span class="tile__name" hidden=move || main.get()><bdi>{name}</bdi></span>
        </div>
    }
    .into_any()
}

/// What stands on a stage without a picture.
fn nothing_to_see(watching: Watching) -> AnyView {
    let words = move || {
        let complete = watching.making.with(|making| making.complete);
        watching.tracks.with(|tracks| match (tracks.is_empty(), has_picture(tracks), complete) {
            (true, _, false) => {
                (Glyph::Waiting, "The recording is being put together. It plays here in a moment.")
            }
            (true, _, true) => {
                (Glyph::CameraOff, "Nothing was recorded in this class. What was written is beside.")
            }
            (false, true, _) => (Glyph::CameraOff, "No camera was on here."),
            (false, false, _) => (Glyph::Volume, "This class was heard, not seen."),
        })
    };
    let view = move || {
        let (glyph, words) = words();
        nothing_yet(glyph, words)
    };
    view.into_any()
}

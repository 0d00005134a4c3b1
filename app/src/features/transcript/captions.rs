//! Captions: the class's WebVTT as a text track of every picture, which the browser draws as the viewer has set it up.

use domain::ids::SessionId;
use domain::route;
use leptos::html::Track;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{TextTrackCue, TextTrackMode};

use crate::playback::watching::Watching;

/// The captions of a picture whose track begins at `offset_ms` on the class's clock.
#[component]
pub(crate) fn CaptionTrack(
    /// Where the picture begins, in ms.
    offset_ms: i64,
    /// Whether the picture is on the stage.
    shown: Memo<bool>,
) -> impl IntoView {
    let watching = Watching::expect();
    let captions = watching.player.captions;
    // A transcript that is made while the page is open is another file.
    let count = Memo::new(move |_| watching.cues.with(|cues| cues.len()));
    move || {
        let count = count.get();
        (count > 0).then(|| {
            let node = NodeRef::<Track>::new();
            let showing = Signal::derive(move || captions.get() && shown.get());
            show_while(node, showing);
            view! {
                <track
                    node_ref=node
                    kind="captions"
                    label="Captions"
                    src=captions_path(watching.session, count)
                    on:load=move |_| move_by(node, offset_ms)
                />
            }
        })
    }
}

/// The line that is spoken now, where there is no picture that carries captions.
#[component]
pub(crate) fn SpokenLine() -> impl IntoView {
    let watching = Watching::expect();
    let line = move || {
        let spoken = watching.spoken.get()?;
        watching.cues.with(|cues| cues.get(spoken).map(|cue| cue.text.clone()))
    };
    view! { <div class="stage__captions">{move || line().map(|line| view! { <span dir="auto">{line}</span> })}</div> }
}

fn captions_path(session: SessionId, count: usize) -> String {
    format!("{}?lines={count}", route::CAPTIONS.to(session))
}

fn show_while(node: NodeRef<Track>, showing: Signal<bool>) {
    Effect::new(move || {
        let mode = if showing.get() { TextTrackMode::Showing } else { TextTrackMode::Hidden };
        if let Some(track) = node.get().and_then(|element| element.track()) {
            track.set_mode(mode);
        }
    });
}

/// The file is on the class's clock, the picture on its own.
fn move_by(node: NodeRef<Track>, offset_ms: i64) {
    let Some(track) = node.get_untracked().and_then(|element| element.track()) else { return };
    let Some(cues) = track.cues() else { return };
    let offset = offset_ms as f64 / 1000.0;
    for place in 0..cues.length() {
        let Ok(cue) = js_sys::Reflect::get_u32(&cues, place) else { continue };
        let cue: TextTrackCue = cue.unchecked_into();
        // What was said before the picture began ends before it starts, and is never shown.
        let (start, end) = (cue.start_time() - offset, cue.end_time() - offset);
        cue.set_start_time(start.max(0.0));
        cue.set_end_time(end.max(0.0));
    }
}

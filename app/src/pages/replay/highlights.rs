//! Moments worth going back to.

use domain::ids::Offset;
use domain::names::isolated;
use domain::replay::Highlight;
use leptos::prelude::*;

use crate::playback::watching::Watching;
use crate::ui::{Glyph, Icon};

/// The row of highlights; nothing where there are none.
#[component]
pub(super) fn Highlights() -> impl IntoView {
    let watching = Watching::expect();
    let highlight = move |highlight: Highlight| {
        let from = highlight.offset.0;
        let length = Offset(highlight.until.0 - from).to_string();
        view! {
            <li class="highlight">
                <div class="highlight__picture">
                    {watching.still_frame(from).map(|src| view! { <video src=src preload="metadata" playsinline=true muted=true tabindex="-1" aria-hidden="true"></video> })}
                    <button
                        class="player__start"
                        type="button"
                        aria-label=format!("Play from {}: {}", highlight.offset, isolated(highlight.title.clone()))
                        on:click=move |_| watching.player.play_from(from)
                    >
                        <Icon glyph=Glyph::Play/>
                    </button>
                    <span class="highlight__length">{length}</span>
                </div>
                <p class="highlight__text">
                    <b dir="auto">{highlight.title}</b>
                    <br/>
                    <span class="faint" dir="auto">{highlight.reason}</span>
                </p>
            </li>
        }
    };
    move || {
        let highlights = watching.highlights.get();
        (!highlights.is_empty()).then(|| {
            view! {
                <section class="highlights" aria-labelledby="replay-highlights">
                    <h2 id="replay-highlights">"Highlights"</h2>
                    <ul class="highlights__list">{highlights.into_iter().map(highlight).collect_view()}</ul>
                </section>
            }
        })
    }
}

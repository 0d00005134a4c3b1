//! The transcript: every line seeks, the spoken one is marked and kept in view, and a search finds its way through.

pub(crate) mod captions;
mod search;

use domain::ids::Offset;
use domain::pipeline::Progress;
use domain::step::Step;
use domain::text::is_blank;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use self::search::{Accents, Found, Index, Piece, pieces};
use crate::markup::with_formulas;
use crate::platform::ticks;
use crate::playback::watching::Watching;
use crate::playback::words::{Group, groups};
use crate::ui::keys::pressed;
use crate::ui::{EmptyState, Glyph, Icon};

/// The transcript, or why there is none.
#[component]
pub(crate) fn Transcript(
    /// What is still being made, in place of a transcript that comes.
    making: fn() -> AnyView,
) -> impl IntoView {
    let watching = Watching::expect();
    let is_empty = Memo::new(move |_| watching.cues.with(|cues| cues.is_empty()));
    move || {
        if is_empty.get() {
            view! { <NoTranscript coming=making/> }.into_any()
        } else {
            view! { <CueList/> }.into_any()
        }
    }
}

#[component]
fn CueList() -> impl IntoView {
    let watching = Watching::expect();
    let query = RwSignal::new(String::new());
    let accents = RwSignal::new(false);
    let index = Memo::new(move |_| {
        let accents = if accents.get() { Accents::Distinct } else { Accents::Folded };
        watching.cues.with(|cues| Index::of(cues.iter().map(|cue| cue.text.as_str()), accents))
    });
    let found = Memo::new(move |_| {
        // Nothing is made ready before somebody searches.
        query.with(|query| match is_blank(query) {
            true => Vec::new(),
            false => index.with(|index| index.find(query)),
        })
    });
    let chosen = RwSignal::new(0);
    let grouped = Memo::new(move |_| {
        watching.cues.with(|cues| watching.segments.with(|segments| groups(cues, segments)))
    });
    keep_in_view(watching.spoken);
    view! {
        <div class="transcript">
            <Search query found=found chosen accents/>
            {move || grouped.get().into_iter().map(|Group { title, cues }| {
                let lines = cues.map(move |place| view! { <CueLine place found/> });
                view! {
                    {title.map(|title| view! { <h2 class="transcript__heading" dir="auto">{with_formulas(&title)}</h2> })}
                    {lines.collect_view()}
                }
            }).collect_view()}
        </div>
    }
    .into_any()
}

#[component]
fn CueLine(place: usize, found: Memo<Vec<Found>>) -> impl IntoView {
    let watching = Watching::expect();
    let cue = watching.cues.with_untracked(|cues| cues[place].clone());
    let (start, text) = (cue.start_ms, cue.text);
    let marked = Memo::new(move |_| {
        found.with(|found| {
            // They stand in order, so that a line needs to look at its own only.
            let first = found.partition_point(|found| found.last().is_none_or(|mark| mark.line < place));
            let here = found[first..]
                .iter()
                .take_while(|found| found.first().is_some_and(|mark| mark.line <= place));
            let marks = here.flatten().filter(|mark| mark.line == place);
            marks.map(|mark| mark.bytes.clone()).collect::<Vec<_>>()
        })
    });
    let words = move || {
        let piece = |piece: Piece| match piece.found {
            true => view! { <mark>{piece.text}</mark> }.into_any(),
            false => piece.text.into_any(),
        };
        pieces(&text, &marked.get()).into_iter().map(piece).collect_view()
    };
    view! {
        <button
            class="cue"
            type="button"
            id=line_id(place)
            aria-current=move || (watching.spoken.get() == Some(place)).then_some("true")
            on:click=move |_| watching.player.seek(start)
        >
            <span class="cue__time num">{Offset(start).to_string()}</span>
            <span class="cue__text" dir="auto">{words}</span>
        </button>
    }
}

#[component]
fn Search(
    query: RwSignal<String>,
    found: Memo<Vec<Found>>,
    chosen: RwSignal<usize>,
    accents: RwSignal<bool>,
) -> impl IntoView {
    let watching = Watching::expect();
    let go = move |forward: bool| {
        let count = found.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let next = chosen.get_untracked() as i64 + if forward { 1 } else { -1 };
        chosen.set(next.rem_euclid(count as i64) as usize);
        show_found(found, chosen);
    };
    let on_key = move |event: KeyboardEvent| match pressed(&event).unwrap_or_default().as_str() {
        "Enter" => {
            event.prevent_default();
            go(!event.shift_key());
        }
        "Escape" => {
            query.set(String::new());
            if let Some(input) = watching.search.get_untracked() {
                let _ = input.blur();
            }
        }
        _ => {}
    };
    let count = move || match (query.with(|query| is_blank(query)), found.with(Vec::len)) {
        (true, _) => String::new(),
        (false, 0) => "Not found".to_owned(),
        (false, all) => format!("{} of {all}", chosen.get() + 1),
    };
    view! {
        <div class="transcript__search" role="search">
            <Icon glyph=Glyph::Search/>
            <input
                type="search"
                dir="auto"
                node_ref=watching.search
                placeholder="Search in the transcript"
                aria-label="Search in the transcript"
                prop:value=move || query.get()
                on:input=move |event| {
                    query.set(event_target_value(&event));
                    chosen.set(0);
                    show_found(found, chosen);
                }
                on:keydown=on_key
            />
            <span class="transcript__found" role="status">{count}</span>
            <button
                class="button button--ghost button--small button--icon"
                type="button"
                aria-label="Accents count"
                title="Accents count: é is not e"
                aria-pressed=move || if accents.get() { "true" } else { "false" }
                on:click=move |_| { accents.update(|on| *on = !*on); chosen.set(0); }
            >
                <span aria-hidden="true">"é"</span>
            </button>
            <Show when=move || !found.with(Vec::is_empty)>
                <button class="button button--ghost button--small button--icon" type="button" aria-label="Previous place" on:click=move |_| go(false)>
                    <Icon glyph=Glyph::ChevronLeft class="icon--directional"/>
                </button>
                <button class="button button--ghost button--small button--icon" type="button" aria-label="Next place" on:click=move |_| go(true)>
                    <Icon glyph=Glyph::ChevronRight class="icon--directional"/>
                </button>
            </Show>
        </div>
    }
}

/// Why there is no transcript (yet).
#[component]
fn NoTranscript(coming: fn() -> AnyView) -> impl IntoView {
    let watching = Watching::expect();
    let making = watching.making;
    move || {
        let (recorded, failure, done) = making.with(|making| {
            let failure = making.failure().map(|(_, reason)| reason.to_owned());
            (making.recorded, failure, making.steps[Step::Align as usize] == Progress::Finished)
        });
        match failure {
            _ if !recorded => {
                view! { <EmptyState glyph=Glyph::Text title="No transcript" text="This class wasn’t recorded."/> }
                    .into_any()
            }
            Some(reason) => {
                let reason = if reason.is_empty() {
                    "It couldn’t be made. The class plays without it.".to_owned()
                } else {
                    reason
                };
                view! { <EmptyState glyph=Glyph::CircleAlert title="No transcript" text=reason/> }.into_any()
            }
            None if done => {
                view! { <EmptyState glyph=Glyph::Text title="No transcript" text="Nobody was heard speaking in this class."/> }
                    .into_any()
            }
            None => coming(),
        }
    }
}

/// To the search, wherever the reader is.
pub(crate) fn focus_search(watching: Watching) {
    watching.tab.set("transcript");
    if let Some(input) = watching.search.get_untracked() {
        // Fails for no element in the page.
        let _ = input.focus();
    }
}

fn show_found(found: Memo<Vec<Found>>, chosen: RwSignal<usize>) {
    let first = |found: &Vec<Found>| Some(found.get(chosen.get_untracked())?.first()?.line);
    if let Some(place) = found.with_untracked(first) {
        bring_into_view(place);
    }
}

fn line_id(place: usize) -> String {
    format!("cue-{place}")
}

/// After the reader has scrolled, the transcript stays where it is for this long, in ms.
const LEFT_ALONE: f64 = 5_000.0;
/// Where in the panel the spoken line is put, as a part of its height.
const AT: f64 = 0.35;

/// Keeps the spoken line in view, unless the reader is looking elsewhere.
fn keep_in_view(spoken: Memo<Option<usize>>) {
    let scrolled_at = StoredValue::new(f64::NEG_INFINITY);
    Effect::new(move || {
        let note = move |()| {
            scrolled_at.try_set_value(ticks());
        };
        let wheel = window_event_listener_untyped("wheel", move |_| note(()));
        let touch = window_event_listener_untyped("touchmove", move |_| note(()));
        on_cleanup(move || {
            wheel.remove();
            touch.remove();
        });
    });
    Effect::new(move || {
        let Some(place) = spoken.get() else { return };
        if ticks() - scrolled_at.get_value() > LEFT_ALONE {
            bring_into_view(place);
        }
    });
}

/// Scrolls the panel, and only it, so that the line stands in its upper half; not where it stands well already.
fn bring_into_view(place: usize) {
    let Some(line) = document().get_element_by_id(&line_id(place)) else { return };
    let Some(panel) = line.closest(".panel__body").ok().flatten() else { return };
    let (line, frame) = (line.get_bounding_client_rect(), panel.get_bounding_client_rect());
    let below_top = line.top() - frame.top();
    let is_well_placed = below_top > frame.height() * 0.15 && below_top < frame.height() * 0.7;
    if frame.height() > 0.0 && !is_well_placed {
        let by = below_top - frame.height() * AT;
        panel.set_scroll_top(panel.scroll_top() + by as i32);
    }
}

//! The timeline itself: the class from its beginning to its end, chapter by chapter, and what happened when.

use domain::ids::Offset;
use domain::names::isolated;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;

use crate::markup::with_formulas;
use crate::playback::timeline::{Mark, MarkKind, asked_marks, marks, segment_at};
use crate::playback::watching::Watching;
use crate::ui::keys;

/// The chapters as one slider.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let watching = Watching::expect();
    let (player, length) = (watching.player, watching.length);
    let rail = NodeRef::<Div>::new();
    let pressed = RwSignal::new(false);
    let hover = RwSignal::new(None::<i64>);
    let place =
        move |event: &PointerEvent| fraction(rail, event).map(|fraction| (fraction * length as f64) as i64);
    let seek_to = move |event: &PointerEvent| {
        if let Some(at) = place(event) {
            player.seek(at);
        }
    };
    let down = move |event: PointerEvent| {
        if event.button() == 0 {
            pressed.set(true);
            capture(rail, &event);
            seek_to(&event);
        }
    };
    let moved = move |event: PointerEvent| {
        hover.set(place(&event));
        if pressed.get_untracked() {
            seek_to(&event);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let to = match keys::pressed(&event).unwrap_or_default().as_str() {
            "Home" => 0,
            "End" => length,
            "PageDown" => player.at.get_untracked() + length / 10,
            "PageUp" => player.at.get_untracked() - length / 10,
            _ => return,
        };
        event.prevent_default();
        player.seek(to);
    };
    let seconds = Memo::new(move |_| player.at.get() / 1000);
    let spoken = move || {
        let chapter = watching.chapter.get();
        let title = watching
            .segments
            .with(|segments| segments.get(chapter).and_then(|segment| segment.title.clone()));
        let time = Offset(seconds.get() * 1000);
        title.map_or_else(|| time.to_string(), |title| format!("{time}, {}", isolated(title)))
    };
    view! {
        <div
            class="timeline__track"
            node_ref=rail
            role="slider"
            tabindex="0"
            aria-label="Class time"
            aria-valuemin="0"
            aria-valuemax=length / 1000
            aria-valuenow=move || seconds.get()
            aria-valuetext=spoken
            style=move || format!("--at: {:.4}", player.at.get() as f64 / length as f64)
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| pressed.set(false)
            on:pointercancel=move |_| pressed.set(false)
            on:pointerleave=move |_| hover.set(None)
            on:keydown=on_key
        >
            {move || watching.segments.get().into_iter().enumerate().map(|(place, segment)| {
                let (from, to) = (segment.from, segment.to.max(segment.from + 1));
                let state = move || match watching.chapter.get().cmp(&place) {
                    std::cmp::Ordering::Greater => "done",
                    std::cmp::Ordering::Equal => "now",
                    std::cmp::Ordering::Less => "next",
                };
                let done = move || {
                    let done = (player.at.get() - from) as f64 / (to - from) as f64;
                    format!("--length: {}; --done: {:.3}", to - from, done.clamp(0.0, 1.0))
                };
                view! { <span class="timeline__segment" data-state=state style=done></span> }
            }).collect_view()}
            {move || hover.get().map(|at| view! { <Hover at/> })}
        </div>
    }
    .into_any()
}

/// Time and chapter under the pointer.
#[component]
fn Hover(at: i64) -> impl IntoView {
    let watching = Watching::expect();
    let title = watching.segments.with_untracked(|segments| segments[segment_at(segments, at)].title.clone());
    view! {
        <div class="timeline__hover" style=format!("--at: {:.4}", at as f64 / watching.length as f64)>
            {Offset(at).to_string()}
            {title.map(|title| view! { " · "<bdi>{with_formulas(&title)}</bdi> })}
        </div>
    }
}

/// What happened when.
#[component]
pub(super) fn Marks() -> impl IntoView {
    let watching = Watching::expect();
    let marks = watching.opened.with_value(|replay| {
        let mut marks = marks(watching.length, &replay.chapters, &replay.view.chat.messages);
        marks.extend(asked_marks(&replay.view));
        marks.sort_by_key(|mark| mark.offset);
        marks
    });
    let mark = |mark: Mark| {
        let Mark { offset, kind, height, name, label } = mark;
        let class = match kind {
            MarkKind::Marker => "mark mark--marker",
            MarkKind::Chat => "mark mark--chat",
            MarkKind::Question => "mark mark--question",
            MarkKind::Poll => "mark mark--poll",
        };
        let place = offset as f64 / watching.length as f64;
        view! {
            <button
                class=class
                type="button"
                style=format!("--at: {place:.4}; --height: {height:.2}")
                aria-label=format!("{}: {name}", Offset(offset))
                title=name
                on:click=move |_| watching.player.seek(offset)
            >
                {label.map(|label| view! { <span class="mark__label" dir="auto">{label}</span> })}
            </button>
        }
    };
    (!marks.is_empty())
        .then(|| view! { <div class="timeline__marks">{marks.into_iter().map(mark).collect_view()}</div> })
}

/// Where on the rail the pointer is, 0 at the class's beginning to 1 at its end.
fn fraction(rail: NodeRef<Div>, event: &PointerEvent) -> Option<f64> {
    let place = rail.get_untracked()?.get_bounding_client_rect();
    let along = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
    Some(if crate::platform::right_to_left() { 1.0 - along } else { along }.clamp(0.0, 1.0))
}

/// The pointer stays with the rail until it is let go.
fn capture(rail: NodeRef<Div>, event: &PointerEvent) {
    if let Some(rail) = rail.get_untracked() {
        // Fails for a pointer that is gone already.
        let _ = rail.set_pointer_capture(event.pointer_id());
    }
}

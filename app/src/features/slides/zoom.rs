//! Looking closer at a page, all together: buttons, keys, and moving the page by hand.

use std::time::Duration;

use domain::slides::{CLOSEST, Zoom};
use domain::{Command, slides};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use super::page::Looking;
use crate::platform;
use crate::room::{Room, SingleKeys};
use crate::ui::keys::shortcut;
use crate::ui::{Glyph, Icon};

/// How much closer a press goes, in percent of what is shown.
const STEP: u32 = 150;
/// How far an arrow moves the page, in parts of 10,000 of what is shown of it.
const ARROW: u32 = 1500;
/// How long the class isn't told again of what changes all the time.
const PAUSE: Duration = Duration::from_millis(300);
/// How long what the class was told is shown before it is there; then what it says is.
const PATIENCE: Duration = Duration::from_secs(3);

/// What staff do to look closer. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Zooming {
    room: Room,
    looking: Looking,
    telling: StoredValue<Telling>,
    at: Memo<Zoom>,
}

impl Zooming {
    /// With its keys.
    pub fn of(room: Room, looking: Looking) -> Self {
        let at = Memo::new(move |_| looking.zoom());
        let zooming = Self { room, looking, telling: StoredValue::new(Telling::default()), at };
        zoom_by_key(looking, move |zoom| zooming.to(zoom));
        zooming
    }

    fn to(self, zoom: Zoom) {
        show(self.room, self.looking, self.telling, zoom);
    }
}

/// What staff have beside the buttons that turn pages.
#[component]
pub(super) fn ZoomTools(zooming: Zooming) -> impl IntoView {
    let at = zooming.at;
    let step = move |closer: bool| zooming.to(stepped(at.get_untracked(), closer));
    view! {
        <button
            class="slides__turn"
            type="button"
            aria-label="Zoom out for everybody"
            title="Zoom out (−)"
            disabled=move || at.get().is_whole()
            on:click=move |_| step(false)
        >
            <Icon glyph=Glyph::ZoomOut/>
        </button>
        <button
            class="slides__turn"
            type="button"
            aria-label="Zoom in for everybody"
            title="Zoom in (+)"
            disabled=move || { at.get().percent >= CLOSEST }
            on:click=move |_| step(true)
        >
            <Icon glyph=Glyph::ZoomIn/>
        </button>
        <Show when=move || !at.get().is_whole()>
            <button
                class="slides__turn slides__whole num"
                type="button"
                title="Whole page (0)"
                on:click=move |_| zooming.to(Zoom::default())
            >
                <span class="visually-hidden">"Whole page, now at "</span>
                {move || format!("{}%", at.get().percent)}
            </button>
        </Show>
    }
    .into_any()
}

/// One step closer or back.
fn stepped(at: Zoom, closer: bool) -> Zoom {
    let percent = u32::from(at.percent);
    let percent = if closer { percent * STEP / 100 } else { percent * 100 / STEP };
    Zoom { percent: u16::try_from(percent).unwrap_or(CLOSEST), ..at }.within_page()
}

/// Moved by so many parts of 10,000 of the page.
fn moved(at: Zoom, right: i32, down: i32) -> Zoom {
    let place = |from: u16, by: i32| u16::try_from((i32::from(from) + by).clamp(0, 10_000)).unwrap_or(from);
    Zoom { x: place(at.x, right), y: place(at.y, down), ..at }.within_page()
}

/// What the class was told, and when it may be told again.
#[derive(Default)]
struct Telling {
    told: Option<Zoom>,
    waits: bool,
}

/// Shows a part of the page here at once, and to everybody: at most so often, the last one in any case.
fn show(room: Room, looking: Looking, telling: StoredValue<Telling>, zoom: Zoom) {
    let place = untrack(|| looking.class.get().map(|(deck, _)| deck).zip(looking.page()));
    let Some((deck, page)) = place else { return };
    looking.wanted.set(Some((deck, page, zoom)));
    if !telling.with_value(|telling| telling.waits) {
        tell(room, looking, telling);
    }
}

fn tell(room: Room, looking: Looking, telling: StoredValue<Telling>) {
    let Some((deck, page, zoom)) = looking.wanted.try_get_untracked().flatten() else { return };
    room.live.send(Command::Slides(slides::Command::Zoom { deck, page, zoom }));
    telling.try_update_value(|telling| *telling = Telling { told: Some(zoom), waits: true });
    let again = move || {
        telling.try_update_value(|telling| telling.waits = false);
        let told = telling.try_with_value(|telling| telling.told).flatten();
        let wanted = looking.wanted.try_get_untracked().flatten();
        if wanted.is_some_and(|(_, _, wanted)| told != Some(wanted)) {
            tell(room, looking, telling);
        } else {
            set_timeout(move || let_go(looking, zoom), PATIENCE);
        }
    };
    set_timeout(again, PAUSE);
}

/// From now on the viewer sees what the class says, unless something else is wanted by now.
fn let_go(looking: Looking, zoom: Zoom) {
    looking.wanted.try_update(|wanted| {
        if wanted.is_some_and(|(_, _, wanted)| wanted == zoom) {
            *wanted = None;
        }
    });
}

/// Plus, minus and zero, and arrows with Shift, where no field, button or list takes them for itself.
fn zoom_by_key(looking: Looking, to: impl Fn(Zoom) + Copy + 'static) {
    let room = Room::expect();
    let act = use_context::<SingleKeys>();
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let taken = "dialog, [role=tab], [role=menu], [role=listbox], [role=log]";
            if platform::is_within(&event, taken) || untrack(|| room.dialogs.any_open()) {
                return;
            }
            let at = untrack(|| looking.zoom());
            let by = i32::try_from(ARROW * 100 / u32::from(at.percent)).unwrap_or_default();
            let arrows = event.shift_key() && !at.is_whole();
            let signs = act.is_none_or(|keys| keys.0.get_untracked());
            let wanted = shortcut(&event, |key| match key {
                "ArrowRight" if arrows => Some(moved(at, by, 0)),
                "ArrowLeft" if arrows => Some(moved(at, -by, 0)),
                "ArrowDown" if arrows => Some(moved(at, 0, by)),
                "ArrowUp" if arrows => Some(moved(at, 0, -by)),
                "+" | "=" if signs => Some(stepped(at, true)),
                "-" if signs => Some(stepped(at, false)),
                "0" if signs => Some(Zoom::default()),
                _ => None,
            });
            if let Some(wanted) = wanted {
                event.prevent_default();
                if wanted != at {
                    to(wanted);
                }
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Lies over the page while it is enlarged, which is moved by it.
#[component]
pub(super) fn Hold(zooming: Zooming) -> impl IntoView {
    let at = zooming.at;
    // Where the pointer took hold, what was shown then, and how large the whole page was in pixels.
    let held = StoredValue::new(None::<(i32, i32, Zoom, (f64, f64))>);
    let down = move |event: PointerEvent| {
        if event.button() == 0 && event.is_primary() {
            held.set_value(page_size(&event).map(|size| (event.x(), event.y(), at.get_untracked(), size)));
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some((x, y, from, (width, height))) = held.get_value() {
            let parts = |pixels: i32, of: f64| (f64::from(pixels) / of.max(1.0) * 10_000.0) as i32;
            zooming.to(moved(from, parts(x - event.x(), width), parts(y - event.y(), height)));
        }
    };
    view! {
        <Show when=move || !at.get().is_whole()>
            <div
                class="slides__hold"
                aria-hidden="true"
                on:pointerdown=down
                on:pointermove=drag
                on:pointerup=move |_| held.set_value(None)
                on:pointercancel=move |_| held.set_value(None)
            ></div>
        </Show>
    }
    .into_any()
}

/// Holds the pointer, and measures the page under it as it is enlarged.
#[cfg(feature = "browser")]
fn page_size(event: &PointerEvent) -> Option<(f64, f64)> {
    use wasm_bindgen::JsCast as _;
    let element: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    // Fails for a pointer that is gone already.
    let _ = element.set_pointer_capture(event.pointer_id());
    let page = element.closest(".slides").ok()??.query_selector(".slides__page:not([hidden])").ok()??;
    let bounds = page.get_bounding_client_rect();
    Some((bounds.width(), bounds.height()))
}

#[cfg(not(feature = "browser"))]
fn page_size(_: &PointerEvent) -> Option<(f64, f64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_as_far_as_they_may_and_back_to_the_whole_page() {
        let mut at = Zoom::default();
        for _ in 0..9 {
            at = stepped(at, true);
        }
        assert_eq!(at.percent, CLOSEST);
        for _ in 0..9 {
            at = stepped(at, false);
        }
        assert_eq!(at, Zoom::default());
    }

    #[test]
    fn an_enlarged_page_is_moved_as_far_as_its_edges() {
        let at = Zoom { percent: 200, x: 5000, y: 5000 };
        assert_eq!(moved(at, 1000, -1000), Zoom { percent: 200, x: 6000, y: 4000 });
        assert_eq!(moved(at, i32::MAX - 5000, -9000), Zoom { percent: 200, x: 7500, y: 2500 });
        assert_eq!(moved(Zoom::default(), 500, 500), Zoom::default());
    }
}

//! Which lines of the list of people are drawn: those in sight and a little beyond. All are as high as the first.

use std::ops::Range;

use leptos::html::Ul;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::when_scrolled;
use crate::ui::window::Tops;

/// Lines drawn before anything is known about the window.
const AT_FIRST: usize = 40;

/// The list in the window it is read through.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    /// The list, inside the `.panel__body` that scrolls.
    pub list: NodeRef<Ul>,
    /// The lines that are drawn.
    pub drawn: RwSignal<Range<usize>>,
    /// The space that stands in for those before and after, in CSS pixels.
    spaces: RwSignal<(f64, f64)>,
}

impl Sight {
    /// Looks at a list of so many lines as long as the component lives.
    pub fn of(count: Memo<usize>) -> Self {
        let drawn = RwSignal::new(0..AT_FIRST.min(count.get_untracked()));
        let sight = Self { list: NodeRef::new(), drawn, spaces: RwSignal::new((0.0, 0.0)) };
        look(sight, count);
        sight
    }

    /// What keeps the others' place.
    pub fn style(self) -> String {
        let (before, after) = self.spaces.get();
        format!("border-block-width: {before}px {after}px")
    }
}

fn look(sight: Sight, count: Memo<usize>) {
    Effect::new(move || {
        count.track();
        draw(sight, count);
        // Once more when the lines that are new can be measured.
        request_animation_frame(move || draw(sight, count));
    });
    Effect::new(move || {
        let Some(body) = sight.list.get().and_then(|list| list.closest(".panel__body").ok().flatten()) else {
            return;
        };
        when_scrolled(body, move || draw(sight, count));
    });
    Effect::new(move || {
        let resized = window_event_listener(leptos::ev::resize, move |_| draw(sight, count));
        on_cleanup(move || resized.remove());
    });
}

fn draw(sight: Sight, count: Memo<usize>) {
    let (Some(Some(list)), Some(count)) = (sight.list.try_get_untracked(), count.try_get_untracked()) else {
        return;
    };
    let body = list.closest(".panel__body").ok().flatten();
    let line = list.first_element_child().map(|line| line.get_bounding_client_rect().height());
    let (Some(body), Some(line)) = (body, line.filter(|height| *height > 0.0)) else {
        sight.drawn.try_set(0..AT_FIRST.min(count));
        return;
    };
    let list = list.unchecked_into::<web_sys::HtmlElement>();
    let tops = Tops::of(std::iter::repeat_n(line, count));
    let from = f64::from(body.scroll_top() - list.offset_top());
    let lines = tops.window(from, f64::from(body.client_height()));
    put(sight.spaces, tops.spaces(&lines));
    put(sight.drawn, lines);
}

fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    signal.try_maybe_update(|old| {
        let changed = *old != value;
        *old = value;
        (changed, ())
    });
}

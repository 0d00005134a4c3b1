//! A list that stays at its end while the reader is there, and counts what is new while they read above.

use leptos::html::Ol;
use leptos::prelude::*;

/// How many lines came since the reader left the end, and the way back to it.
pub(super) fn follow_end(list: NodeRef<Ol>, length: Signal<usize>) -> (RwSignal<usize>, Callback<()>) {
    let new = RwSignal::new(0);
    browser::follow(list, length, new);
    (new, Callback::new(move |()| browser::to_end(list, new)))
}

#[cfg(feature = "browser")]
mod browser {
    use super::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::Element;

    /// Nearer to the end than this counts as at the end, in CSS pixels: about one line.
    const NEAR: i32 = 40;

    fn scroller(list: NodeRef<Ol>) -> Option<Element> {
        list.get_untracked()?.closest(".panel__body").ok().flatten()
    }

    fn at_end(body: &Element) -> bool {
        body.scroll_height() - body.client_height() - body.scroll_top() < NEAR
    }

    pub fn follow(list: NodeRef<Ol>, length: Signal<usize>, new: RwSignal<usize>) {
        // Whether the reader was at the end before the newest lines came.
        let following = StoredValue::new(true);
        Effect::new(move || {
            list.track();
            let Some(body) = scroller(list) else { return };
            let listener = Closure::<dyn Fn()>::new({
                let body = body.clone();
                move || {
                    let end = at_end(&body);
                    following.try_set_value(end);
                    if end {
                        new.try_set(0);
                    }
                }
            });
            let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
            // Fails for no element in the page.
            let _ = body.add_event_listener_with_callback("scroll", &function);
            let kept = StoredValue::new_local((body, listener));
            on_cleanup(move || {
                kept.try_with_value(|(body, _)| {
                    body.remove_event_listener_with_callback("scroll", &function).ok()
                });
            });
        });
        Effect::new(move |before: Option<usize>| {
            let now = length.get();
            let came = now.saturating_sub(before.unwrap_or(0));
            if following.get_value() {
                // After the lines themselves are in the page.
                request_animation_frame(move || to_end(list, new));
            } else if came > 0 {
                new.update(|new| *new += came);
            }
            now
        });
    }

    pub fn to_end(list: NodeRef<Ol>, new: RwSignal<usize>) {
        if let Some(body) = scroller(list) {
            body.set_scroll_top(body.scroll_height());
        }
        new.try_set(0);
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;

    pub fn follow(_: NodeRef<Ol>, _: Signal<usize>, _: RwSignal<usize>) {}

    pub fn to_end(_: NodeRef<Ol>, _: RwSignal<usize>) {}
}

//! Hearing that something was scrolled.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

/// Does `act` whenever `body` was scrolled, until what called this is gone or runs again.
pub fn when_scrolled(body: Element, act: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(act);
    let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // Fails for no element in the page.
    let _ = body.add_event_listener_with_callback("scroll", &function);
    let kept = StoredValue::new_local((body, listener));
    on_cleanup(move || {
        kept.try_with_value(|(body, _)| body.remove_event_listener_with_callback("scroll", &function).ok());
    });
}

//! The browser's half.

use leptos::ev::Event;
use leptos::prelude::{LocalStorage, StoredValue, UpdateValue, WithValue, document, window};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    async fn write_text(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn since_opened() -> f64;
}

/// Opens another page, as a link does. Where the browser refuses, the page stays.
pub fn open(path: &str) {
    let _ = window().location().assign(path);
}

/// Opens another page in this one's place, so that "back" doesn't lead here.
pub fn open_instead(path: &str) {
    let _ = window().location().replace(path);
}

/// Opens this page anew.
pub fn reload() {
    // Fails for no window.
    let _ = window().location().reload();
}

/// Where the page came from: scheme, host and port.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Gives the focus to the element with this id, if it is there.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails for no element in the page.
        let _ = element.focus();
    }
}

/// Whether nothing has the focus, or something inside what `selector` finds.
pub fn focus_is_free_or_in(selector: &str) -> bool {
    document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY" || active.closest(selector).ok().flatten().is_some())
}

/// Whether an event is of an element that `selector` finds.
pub fn is_on(event: &Event, selector: &str) -> bool {
    target(event).is_some_and(|element| element.matches(selector).unwrap_or(false))
}

/// The same, or of one inside such an element.
pub fn is_within(event: &Event, selector: &str) -> bool {
    target(event).is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

fn target(event: &Event) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// Whether the page is read from right to left.
pub fn right_to_left() -> bool {
    document().document_element().and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl")
}

/// Copies a text; `done` is told whether the browser allowed it.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    spawn_local(async move { done(write_text(&text).await.is_ok()) });
}

/// Something that only the browser's one thread may touch, such as the browser's own objects. Copied freely; it ends with the
/// component that made it.
pub struct Local<T>(StoredValue<T, LocalStorage>);

impl<T: 'static> Local<T> {
    /// Keeps what `make` makes.
    pub fn new(make: impl FnOnce() -> T) -> Self {
        Self(StoredValue::new_local(make()))
    }

    /// Reads it; `None` once the component is gone.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.try_with_value(read)
    }

    /// Changes it; `None` once the component is gone.
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_update_value(change)
    }
}

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Local<T> {}

/// The browser's milliseconds since 1970.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// The browser's ms since the page was opened. Nobody sets this clock, as people and the system set the one of the day.
pub fn ticks() -> f64 {
    since_opened()
}

/// What the browser keeps for good, where it keeps anything.
pub fn local_storage() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}

/// The letter taken apart into what it is made of, by Unicode's compatibility decomposition (NFKD). The browser has its
/// tables; in the page's program they would weigh more than what asks for them.
pub fn decomposed(letter: char) -> String {
    let plain = String::from(letter);
    if letter.is_ascii() {
        return plain;
    }
    // Fails for no form but a misspelt one.
    js_sys::JsString::from(plain).normalize("NFKD").into()
}

/// What the tab keeps under a name.
pub fn kept_in_tab(name: &str) -> Option<String> {
    tab_storage()?.get_item(name).ok().flatten()
}

/// Has the tab keep it, where it keeps anything.
pub fn keep_in_tab(name: &str, text: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(name, text);
    }
}

/// Has the tab forget it.
pub fn forget_in_tab(name: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(name);
    }
}

fn tab_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

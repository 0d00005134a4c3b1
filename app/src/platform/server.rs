//! The server's half: nothing is pressed there, and nothing is kept.

use leptos::ev::Event;

pub fn open(_: &str) {}

pub fn open_instead(_: &str) {}

pub fn reload() {}

pub fn origin() -> String {
    String::new()
}

pub fn focus(_: &str) {}

pub fn focus_is_free_or_in(_: &str) -> bool {
    false
}

pub fn is_on(_: &Event, _: &str) -> bool {
    false
}

pub fn is_within(_: &Event, _: &str) -> bool {
    false
}

pub fn right_to_left() -> bool {
    false
}

pub fn copy(_: String, _: impl FnOnce(bool) + 'static) {}

pub fn kept_in_tab(_: &str) -> Option<String> {
    None
}

pub fn keep_in_tab(_: &str, _: &str) {}

pub fn forget_in_tab(_: &str) {}

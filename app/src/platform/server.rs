//! The server's half: nothing is pressed there, and nothing is kept.

use std::marker::PhantomData;

use leptos::ev::Event;
use unicode_normalization::UnicodeNormalization as _;

/// Nothing: a page may be dropped on another thread than made it.
pub struct Local<T>(PhantomData<fn() -> T>);

impl<T: 'static> Local<T> {
    pub fn new(_: impl FnOnce() -> T) -> Self {
        Self(PhantomData)
    }

    pub fn with<R>(self, _: impl FnOnce(&T) -> R) -> Option<R> {
        None
    }

    pub fn update<R>(self, _: impl FnOnce(&mut T) -> R) -> Option<R> {
        None
    }
}

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Local<T> {}

pub fn now_ms() -> i64 {
    0
}

pub fn ticks() -> f64 {
    0.0
}

pub fn local_storage() -> Option<web_sys::Storage> {
    None
}

pub fn decomposed(letter: char) -> String {
    std::iter::once(letter).nfkd().collect()
}

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

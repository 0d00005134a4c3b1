//! The part of the replay page whose code comes when its tab is opened: the chat, with all that a message can have in it.

use std::sync::OnceLock;

use leptos::prelude::*;

use super::chat::Chat;
use super::watching::Watching;
use crate::living::later::{Load, come, here, on_its_way};

/// What draws it.
#[derive(Clone, Copy)]
pub struct Parts {
    chat: fn() -> AnyView,
}

/// How the page's program loads it.
static LOAD: OnceLock<Load<Parts>> = OnceLock::new();

/// Says how the page's program loads it: [`parts`], split off the program. A program that says nothing has none.
pub fn load_parts_with(load: Load<Parts>) {
    let _ = LOAD.set(load);
}

/// The part. Nothing but the function that is split off may call this: what is called is in the program from the start.
#[must_use]
pub fn parts() -> Parts {
    Parts { chat: || view! { <Chat/> }.into_any() }
}

/// The tab of the chat: asks for the part when it is opened.
pub(super) fn chat() -> AnyView {
    let watching = Watching::expect();
    let parts = come(Signal::derive(move || watching.tab.get() == "chat"), LOAD.get().copied());
    view! {
        {on_its_way(parts)}
        {here(parts, |parts| (parts.chat)())}
    }
    .into_any()
}

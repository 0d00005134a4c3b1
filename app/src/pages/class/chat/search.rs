//! Finding what was written. Ctrl and F stay the browser's own.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::super::room::Room;

/// From how many messages on there is something to search.
const WORTH_IT: usize = 8;

/// The field, and how much it found; the list shows only that then.
#[component]
pub(super) fn Search(
    /// How many lines are shown.
    found: Signal<usize>,
) -> impl IntoView {
    let room = Room::expect();
    let query = room.desk.search;
    let worth_it = Memo::new(move |_| room.live.view.with(|view| view.chat.len() >= WORTH_IT));
    let searching = move || query.with(|query| !query.trim().is_empty());
    let words = move || {
        searching().then(|| match found.get() {
            0 => "Nothing found".to_owned(),
            1 => "1 message".to_owned(),
            n => format!("{n} messages"),
        })
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            query.set(String::new());
        }
    };
    view! {
        <Show when=move || worth_it.get()>
            <div class="panel__bar chat__search">
                <input
                    class="field__input"
                    type="search"
                    placeholder="Search the chat"
                    aria-label="Search the chat"
                    prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event))
                    on:keydown=on_key
                />
                <span class="faint" role="status">{words}</span>
            </div>
        </Show>
    }
    .into_any()
}

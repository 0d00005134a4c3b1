//! A field that searches a list, and how much it found. Ctrl and F stay the browser's own.

use domain::text::is_blank;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::keys::pressed;

/// What a list holds, in words.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Where nothing was found.
    pub none: &'static str,
    /// One of them.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
}

/// The field. Who owns the list shows of it what fits `query`, and says how much that is. Escape empties the field.
#[component]
pub fn SearchField(
    query: RwSignal<String>,
    /// What is searched: its placeholder and its name.
    label: &'static str,
    /// How much is listed.
    #[prop(into)]
    found: Signal<usize>,
    words: Found,
    /// Whether the list is long enough to be searched.
    #[prop(into)]
    worth_it: Signal<bool>,
) -> impl IntoView {
    let searching = Memo::new(move |_| query.with(|query| !is_blank(query)));
    let there = Memo::new(move |_| searching.get() || worth_it.get());
    let said = move || {
        searching.get().then(|| match found.get() {
            0 => words.none.to_owned(),
            1 => format!("1 {}", words.one),
            n => format!("{n} {}", words.many),
        })
    };
    let on_key = move |event: KeyboardEvent| {
        if pressed(&event).as_deref() == Some("Escape") {
            query.set(String::new());
        }
    };
    view! {
        <Show when=move || there.get()>
            <div class="panel__bar search">
                <input
                    class="field__input"
                    type="search"
                    dir="auto"
                    placeholder=label
                    aria-label=label
                    prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event))
                    on:keydown=on_key
                />
                <span class="faint" role="status">{said}</span>
            </div>
        </Show>
    }
    .into_any()
}

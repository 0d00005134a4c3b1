//! Finding somebody in a long list, of which the browser sees no more than what is drawn.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// From how many people on nobody reads the list.
const WORTH_IT: usize = 12;

/// The field, and how many it found; the list shows only them then.
#[component]
pub(super) fn Search(
    query: RwSignal<String>,
    /// How many are listed.
    found: Memo<usize>,
    /// How many there are.
    #[prop(into)]
    of: Signal<usize>,
) -> impl IntoView {
    let searching = Memo::new(move |_| query.with(|query| !query.trim().is_empty()));
    let worth_it = Memo::new(move |_| searching.get() || of.get() >= WORTH_IT);
    let words = move || {
        searching.get().then(|| match found.get() {
            0 => "Nobody found".to_owned(),
            1 => "1 person".to_owned(),
            n => format!("{n} people"),
        })
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            query.set(String::new());
        }
    };
    view! {
        <Show when=move || worth_it.get()>
            <div class="panel__bar people__search">
                <input
                    class="field__input"
                    type="search"
                    placeholder="Find somebody"
                    aria-label="Find somebody"
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

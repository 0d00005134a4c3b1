//! The list of names that is offered while one is being written.

use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use super::mention::{Begun, begun, completed, offered};
use crate::markup::Named;
use crate::room::Room;
use crate::ui::keys::pressed;

/// The names that are offered while one is being written.
#[derive(Clone, Copy)]
pub(super) struct Names {
    room: Room,
    text: RwSignal<String>,
    input: NodeRef<Textarea>,
    begun: RwSignal<Option<Begun>>,
    list: RwSignal<Vec<Named>>,
    chosen: RwSignal<usize>,
}

impl Names {
    pub fn new(room: Room, text: RwSignal<String>, input: NodeRef<Textarea>) -> Self {
        let (begun, list, chosen) = (RwSignal::new(None), RwSignal::new(Vec::new()), RwSignal::new(0));
        Self { room, text, input, begun, list, chosen }
    }

    /// Looks at what stands before the caret.
    pub fn look(self) {
        let caret = self.input.get_untracked().and_then(|input| caret_of(&input)).unwrap_or(0);
        let found = self.text.with_untracked(|text| begun(text, caret));
        let list = found.as_ref().map(|begun| {
            let me = self.room.viewer.user;
            self.room.live.view.with_untracked(|view| offered(view, me, &begun.letters))
        });
        self.chosen.set(0);
        self.list.set(list.unwrap_or_default());
        self.begun.set(found);
    }

    pub fn close(self) {
        // A field that is taken out of the page loses the focus when what it belongs to is gone already.
        self.list.try_maybe_update(|list| {
            let open = !list.is_empty();
            list.clear();
            (open, ())
        });
    }

    /// Whether the key was for the list.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        let count = self.list.with_untracked(Vec::len);
        let Some(key) = pressed(event).filter(|_| count > 0) else { return false };
        match key.as_str() {
            "ArrowDown" => self.chosen.update(|chosen| *chosen = (*chosen + 1) % count),
            "ArrowUp" => self.chosen.update(|chosen| *chosen = chosen.checked_sub(1).unwrap_or(count - 1)),
            "Enter" | "Tab" => self.take(self.chosen.get_untracked()),
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Writes a name out.
    fn take(self, place: usize) {
        let named = self.list.with_untracked(|list| list.get(place).cloned());
        let (Some(named), Some(begun)) = (named, self.begun.get_untracked()) else { return };
        let (text, caret) = self.text.with_untracked(|text| completed(text, &begun, &named.name));
        self.text.set(text);
        self.close();
        let input = self.input;
        request_animation_frame(move || {
            if let Some(input) = input.try_get_untracked().flatten() {
                put_caret(&input, caret);
            }
        });
    }

    /// The id of the name that Enter takes.
    pub fn active(self) -> Option<String> {
        (!self.list.with(Vec::is_empty)).then(|| format!("mention-{}", self.chosen.get()))
    }
}

/// The list.
#[component]
pub(super) fn Offered(names: Names) -> impl IntoView {
    let options = move || {
        let list = names.list.get();
        let option = |(place, named): (usize, Named)| {
            let chosen = move || names.chosen.get() == place;
            view! {
                <li
                    class="mention"
                    role="option"
                    dir="auto"
                    id=format!("mention-{place}")
                    aria-selected=move || if chosen() { "true" } else { "false" }
                    // Before the field loses the focus.
                    on:mousedown=move |event| { event.prevent_default(); names.take(place); }
                >
                    {named.name}
                </li>
            }
        };
        list.into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <ul
            class="mentions"
            id="mention-list"
            role="listbox"
            aria-label="People to mention"
            hidden=move || names.list.with(Vec::is_empty)
        >
            {options}
        </ul>
    }
    .into_any()
}

fn caret_of(input: &HtmlTextAreaElement) -> Option<usize> {
    input.selection_start().ok().flatten().map(|caret| caret as usize)
}

fn put_caret(input: &HtmlTextAreaElement, caret: usize) {
    let caret = u32::try_from(caret).unwrap_or(u32::MAX);
    // Fails for no text field.
    let _ = input.focus();
    let _ = input.set_selection_range(caret, caret);
}

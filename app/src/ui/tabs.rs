//! Tabs with a roving tabindex: Tab reaches the chosen one, the arrow keys go along, Home and End to the ends.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::Count;
use super::keys::pressed;
use crate::platform;

/// One tab. Its panel is the [`TabPanel`] with the same id.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Unique in the page.
    pub id: &'static str,
    /// The word on it.
    pub label: &'static str,
    /// How many there are; nothing is shown at zero.
    pub count: Signal<usize>,
    /// They want attention.
    pub hot: Signal<bool>,
}

impl Tab {
    /// A tab without a number.
    #[must_use]
    pub fn new(id: &'static str, label: &'static str) -> Self {
        Self { id, label, count: Signal::stored(0), hot: Signal::stored(false) }
    }

    /// With a number.
    #[must_use]
    pub fn count(self, count: impl Into<Signal<usize>>) -> Self {
        Self { count: count.into(), ..self }
    }

    /// With a number that may want attention.
    #[must_use]
    pub fn hot(self, hot: impl Into<Signal<bool>>) -> Self {
        Self { hot: hot.into(), ..self }
    }
}

/// The row of tabs.
#[component]
pub fn Tabs(
    /// What they are, for a screen reader: "People and words".
    label: &'static str,
    /// The tabs, in order.
    tabs: Vec<Tab>,
    /// The chosen tab's id.
    selected: RwSignal<&'static str>,
) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let on_key = move |event: KeyboardEvent| {
        let key = pressed(&event).unwrap_or_default();
        let Some(id) = neighbour(&ids, selected.get_untracked(), &key, platform::right_to_left()) else {
            return;
        };
        event.prevent_default();
        selected.set(id);
        platform::focus(&tab_id(id));
    };
    let tab = move |tab: Tab| {
        let id = tab.id;
        let chosen = move || selected.get() == id;
        view! {
            <button
                class="tabs__tab"
                type="button"
                role="tab"
                id=tab_id(id)
                aria-controls=panel_id(id)
                aria-selected=move || if chosen() { "true" } else { "false" }
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| selected.set(id)
            >
                {tab.label}
                <Count of=tab.count hot=tab.hot/>
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {tabs.into_iter().map(tab).collect_view()}
        </div>
    }
}

/// What a tab shows. Stays in the page while another is chosen, so that it keeps its place and what was typed.
#[component]
pub fn TabPanel(
    /// The tab's id.
    id: &'static str,
    /// The chosen tab's id.
    selected: RwSignal<&'static str>,
    /// Its class; `panel__body` scrolls.
    #[prop(default = "panel__body")]
    class: &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class=class
            role="tabpanel"
            id=panel_id(id)
            aria-labelledby=tab_id(id)
            tabindex="0"
            hidden=move || selected.get() != id
        >
            {children()}
        </div>
    }
}

fn tab_id(id: &str) -> String {
    format!("tab-{id}")
}

fn panel_id(id: &str) -> String {
    format!("panel-{id}")
}

/// The tab that a key leads to; none where the key is not ours. The row is a ring.
fn neighbour(ids: &[&'static str], from: &str, key: &str, right_to_left: bool) -> Option<&'static str> {
    let here = ids.iter().position(|id| *id == from)?;
    let last = ids.len() - 1;
    let forward = if right_to_left { "ArrowLeft" } else { "ArrowRight" };
    let to = match key {
        "Home" => 0,
        "End" => last,
        "ArrowLeft" | "ArrowRight" if key == forward => (here + 1) % ids.len(),
        "ArrowLeft" | "ArrowRight" => here.checked_sub(1).unwrap_or(last),
        _ => return None,
    };
    Some(ids[to])
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: [&str; 3] = ["chat", "questions", "people"];

    #[test]
    fn arrows_go_round() {
        assert_eq!(neighbour(&IDS, "chat", "ArrowRight", false), Some("questions"));
        assert_eq!(neighbour(&IDS, "people", "ArrowRight", false), Some("chat"));
        assert_eq!(neighbour(&IDS, "chat", "ArrowLeft", false), Some("people"));
        assert_eq!(neighbour(&IDS, "questions", "End", false), Some("people"));
        assert_eq!(neighbour(&IDS, "questions", "Home", false), Some("chat"));
    }

    #[test]
    fn arrows_follow_the_reading_direction() {
        assert_eq!(neighbour(&IDS, "chat", "ArrowLeft", true), Some("questions"));
    }

    #[test]
    fn other_keys_are_left_alone() {
        assert_eq!(neighbour(&IDS, "chat", "a", false), None);
        assert_eq!(neighbour(&IDS, "gone", "Home", false), None);
    }
}

//! The keys of the replay, and the sheet that lists them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::filled::fill_screen;
use crate::features::transcript::focus_search;
use crate::platform;
use crate::playback::watching::Watching;
use crate::ui::Dialog;
use crate::ui::keys::pressed;
use crate::ui::keys::shortcut;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Play,
    Back,
    Forward,
    ChapterBack,
    ChapterForward,
    Speed,
    Captions,
    Silent,
    FillScreen,
    Search,
    Sheet,
}

impl Key {
    const ALL: [Self; 11] = [
        Self::Play,
        Self::Back,
        Self::Forward,
        Self::ChapterBack,
        Self::ChapterForward,
        Self::Speed,
        Self::Captions,
        Self::Silent,
        Self::FillScreen,
        Self::Search,
        Self::Sheet,
    ];

    fn caps(self) -> &'static [&'static str] {
        match self {
            Self::Play => &["Space"],
            Self::Back => &["←"],
            Self::Forward => &["→"],
            Self::ChapterBack => &["Shift", "←"],
            Self::ChapterForward => &["Shift", "→"],
            Self::Speed => &["S"],
            Self::Captions => &["C"],
            Self::Silent => &["M"],
            Self::FillScreen => &["F"],
            Self::Search => &["/"],
            Self::Sheet => &["?"],
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Play => "Play or pause",
            Self::Back => "Sentence back",
            Self::Forward => "Next sentence",
            Self::ChapterBack => "Chapter back",
            Self::ChapterForward => "Next chapter",
            Self::Speed => "Next speed",
            Self::Captions => "Captions on or off",
            Self::Silent => "Silent or not",
            Self::FillScreen => "Fill the screen",
            Self::Search => "Search in the transcript",
            Self::Sheet => "This list",
        }
    }

    fn of(key: &str, shift: bool) -> Option<Self> {
        match (key, shift) {
            (" ", _) => Some(Self::Play),
            ("ArrowLeft", false) => Some(Self::Back),
            ("ArrowRight", false) => Some(Self::Forward),
            ("ArrowLeft", true) => Some(Self::ChapterBack),
            ("ArrowRight", true) => Some(Self::ChapterForward),
            ("s" | "S", _) => Some(Self::Speed),
            ("c" | "C", _) => Some(Self::Captions),
            ("m" | "M", _) => Some(Self::Silent),
            ("f" | "F", _) => Some(Self::FillScreen),
            ("/", _) => Some(Self::Search),
            ("?", _) => Some(Self::Sheet),
            _ => None,
        }
    }

    fn press(self, watching: Watching) {
        let player = watching.player;
        match self {
            Self::Play if watching.plays() => player.toggle(),
            Self::Play => {}
            Self::Back => watching.step(false),
            Self::Forward => watching.step(true),
            Self::ChapterBack => watching.step_chapter(false),
            Self::ChapterForward => watching.step_chapter(true),
            Self::Speed => player.faster(),
            Self::Captions => player.captions.update(|on| *on = !*on),
            Self::Silent => player.muted.update(|on| *on = !*on),
            Self::FillScreen => fill_screen(watching),
            Self::Search => focus_search(watching),
            Self::Sheet => watching.keys.set(true),
        }
    }
}

/// Listens for the keys as long as the component lives. Where somebody is writing they are letters, and what a focused
/// button or tab does with a key is its own business.
pub(super) fn use_keys(watching: Watching) {
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            if event.default_prevented() || watching.keys.get_untracked() || takes_keys(&event) {
                return;
            }
            if let Some(key) = shortcut(&event, |key| Key::of(key, event.shift_key())) {
                event.prevent_default();
                key.press(watching);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The list of keys.
#[component]
pub(super) fn KeySheet() -> impl IntoView {
    let watching = Watching::expect();
    let line = |key: Key| {
        let caps = key.caps().iter().map(|cap| view! { <kbd>{*cap}</kbd>" " }).collect_view();
        view! { <div class="keys__line"><dt>{caps}</dt><dd>{key.words()}</dd></div> }
    };
    view! {
        <Dialog open=watching.keys title="Keys">
            <dl class="keys">{Key::ALL.into_iter().map(line).collect_view()}</dl>
        </Dialog>
    }
}

/// Whether the focused element does something with the key itself.
fn takes_keys(event: &KeyboardEvent) -> bool {
    platform::is_on(event, "button, a") && matches!(pressed(event).as_deref(), Some(" " | "Enter"))
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn arrows_go_by_sentence_and_with_shift_by_chapter() {
        assert_eq!(Key::of("ArrowLeft", false), Some(Key::Back));
        assert_eq!(Key::of("ArrowRight", true), Some(Key::ChapterForward));
        assert_eq!(Key::of(" ", false), Some(Key::Play));
        assert_eq!(Key::of("?", true), Some(Key::Sheet));
        assert_eq!(Key::of("x", false), None);
    }

    #[test]
    fn every_key_has_words() {
        for key in Key::ALL {
            assert!(!key.words().is_empty() && !key.caps().is_empty());
        }
    }
}

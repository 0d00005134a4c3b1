//! The keys of the class page, and the sheet that lists them.

use domain::permission::Permission;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::controls::sends;
use super::queue;
use crate::features::hand::toggle_hand;
use crate::features::poll::PreparedPolls;
use crate::media::Source;
use crate::room::Room;
use crate::room::focus;
use crate::ui::keys::shortcut;
use crate::ui::{Button, Dialog, DialogActions};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Microphone,
    Camera,
    Hand,
    Chapter,
    Queue,
    Rules,
    Slides,
    Questions,
    Polls,
    NextPoll,
    Sheet,
}

impl Key {
    const ALL: [Self; 11] = [
        Self::Microphone,
        Self::Camera,
        Self::Hand,
        Self::Chapter,
        Self::Questions,
        Self::Polls,
        Self::NextPoll,
        Self::Queue,
        Self::Rules,
        Self::Slides,
        Self::Sheet,
    ];

    fn cap(self) -> &'static str {
        match self {
            Self::Microphone => "M",
            Self::Camera => "V",
            Self::Hand => "H",
            Self::Chapter => "C",
            Self::Queue => "W",
            Self::Rules => "R",
            Self::Slides => "S",
            Self::Questions => "Q",
            Self::Polls => "P",
            Self::NextPoll => "N",
            Self::Sheet => "?",
        }
    }

    fn words(self, room: &Room) -> &'static str {
        match self {
            Self::Microphone => "Microphone on or off",
            Self::Camera => "Camera on or off",
            Self::Hand => "Raise or lower your hand",
            Self::Chapter => "New chapter",
            Self::Queue => "What waits for you",
            Self::Rules => "How this class is run",
            Self::Slides => "Slides",
            Self::Questions => "Questions",
            Self::Polls if room.viewer.role.is_staff() => "Polls; once more for a new one",
            Self::Polls => "Polls",
            Self::NextPoll => "Start the next prepared poll",
            Self::Sheet => "This list",
        }
    }

    fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.cap().eq_ignore_ascii_case(key))
    }

    /// Whether the person may do what it does.
    fn is_for(self, room: &Room, prepared: PreparedPolls) -> bool {
        match self {
            Self::Microphone => sends(*room, Source::Microphone),
            Self::Camera => sends(*room, Source::Camera),
            Self::Hand => room.permits(Permission::RaiseHand),
            Self::Chapter => room.rights.mark_chapter,
            Self::Queue | Self::Rules | Self::Slides => room.is_staff(),
            Self::NextPoll => prepared.are_there(),
            Self::Questions | Self::Polls | Self::Sheet => true,
        }
    }

    fn press(self, room: &Room, prepared: PreparedPolls) {
        match self {
            Self::Microphone => room.media.toggle(Source::Microphone),
            Self::Camera => room.media.toggle(Source::Camera),
            Self::Hand => toggle_hand(*room),
            Self::Chapter => room.dialogs.chapter.set(true),
            Self::Queue => queue::open(*room),
            Self::Rules => room.dialogs.rules.set(true),
            Self::Slides => room.dialogs.slides.set(true),
            Self::Questions => go_to(room, "questions"),
            Self::Polls if room.viewer.role.is_staff() && room.tab.get_untracked() == "polls" => {
                room.dialogs.poll.set(true);
            }
            Self::Polls => go_to(room, "polls"),
            Self::NextPoll => {
                prepared.start_next(*room);
                go_to(room, "polls");
            }
            Self::Sheet => room.dialogs.keys.set(true),
        }
    }
}

/// Chooses a tab of the panel, and is there.
fn go_to(room: &Room, tab: &'static str) {
    room.tab.set(tab);
    focus::give(format!("tab-{tab}"));
}

/// Listens for the keys as long as the component lives. Where somebody is writing, or a dialog asks, they are letters.
pub(super) fn use_keys(room: Room) {
    let prepared = PreparedPolls::expect();
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let key = shortcut(&event, Key::of)
                .filter(|key| !event.repeat() && untrack(|| key.is_for(&room, prepared)));
            if let Some(key) = key.filter(|_| !untrack(|| room.dialogs.any_open())) {
                event.prevent_default();
                key.press(&room, prepared);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The list of keys.
#[component]
pub(super) fn KeySheet() -> impl IntoView {
    let room = Room::expect();
    let prepared = PreparedPolls::expect();
    let lines =
        Key::ALL.into_iter().filter(move |key| untrack(|| key.is_for(&room, prepared))).map(move |key| {
            view! {
                <div class="keys__line"><dt><kbd>{key.cap()}</kbd></dt><dd>{key.words(&room)}</dd></div>
            }
        });
    view! {
        <Dialog open=room.dialogs.keys title="Keys">
            <dl class="keys">{lines.collect_view()}</dl>
            <DialogActions>
                <Button on:click=move |_| room.dialogs.keys.set(false)>"Close"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_are_the_letters_on_the_tooltips_in_either_case() {
        assert_eq!(Key::of("m"), Some(Key::Microphone));
        assert_eq!(Key::of("V"), Some(Key::Camera));
        assert_eq!(Key::of("q"), Some(Key::Questions));
        assert_eq!(Key::of("?"), Some(Key::Sheet));
        assert_eq!(Key::of("Enter"), None);
    }
}

//! The keys of the class page, and the sheet that lists them.

use domain::permission::Permission;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{full_screen, queue};
use crate::features::hand::toggle_hand;
use crate::features::poll::PreparedPolls;
use crate::features::scene::Program;
use crate::media::Source;
use crate::platform;
use crate::room::focus;
use crate::room::{Room, SingleKeys};
use crate::ui::keys::{pressed, shortcut};
use crate::ui::{Button, Dialog, DialogActions};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Microphone,
    Camera,
    Share,
    Hand,
    Chapter,
    Queue,
    Rules,
    Slides,
    Questions,
    Polls,
    NextPoll,
    Scenes,
    Cut,
    FullScreen,
    Sheet,
}

impl Key {
    const ALL: [Self; 15] = [
        Self::Microphone,
        Self::Camera,
        Self::Share,
        Self::Hand,
        Self::Chapter,
        Self::Questions,
        Self::Polls,
        Self::NextPoll,
        Self::Queue,
        Self::Rules,
        Self::Scenes,
        Self::Cut,
        Self::Slides,
        Self::FullScreen,
        Self::Sheet,
    ];

    fn cap(self) -> &'static str {
        match self {
            Self::Microphone => "M",
            Self::Camera => "V",
            Self::Share => "D",
            Self::Hand => "H",
            Self::Chapter => "C",
            Self::Queue => "W",
            Self::Rules => "R",
            Self::Slides => "S",
            Self::Questions => "Q",
            Self::Polls => "P",
            Self::NextPoll => "N",
            Self::Scenes => "1–9",
            Self::Cut => "Enter",
            Self::FullScreen => "F",
            Self::Sheet => "?",
        }
    }

    fn words(self, room: &Room) -> &'static str {
        match self {
            Self::Microphone => "Microphone on or off",
            Self::Camera => "Camera on or off",
            Self::Share => "Share your screen, or stop",
            Self::Hand => "Raise or lower your hand",
            Self::Chapter => "New chapter",
            Self::Queue => "What waits for you",
            Self::Rules => "How this class is run",
            Self::Slides => "Slides",
            Self::Questions => "Questions",
            Self::Polls if room.viewer.role.is_staff() => "Polls; once more for a new one",
            Self::Polls => "Polls",
            Self::NextPoll => "Start the next prepared poll",
            Self::Scenes => "Show that scene",
            Self::Cut => "Cut to the chosen scene",
            Self::FullScreen => "Fill the screen with the stage, or leave it",
            Self::Sheet => "This list",
        }
    }

    fn of(key: &str) -> Option<Self> {
        if digit(key) > 0 {
            return Some(Self::Scenes);
        }
        Self::ALL.into_iter().find(|known| known.cap().eq_ignore_ascii_case(key))
    }

    /// Whether the person may do what it does.
    fn is_for(self, room: &Room, prepared: PreparedPolls) -> bool {
        match self {
            Self::Microphone => room.sends(Source::Microphone),
            Self::Camera => room.sends(Source::Camera),
            Self::Share => room.sends(Source::Screen) && room.media.devices.with(|devices| devices.screen),
            Self::Hand => room.permits(Permission::RaiseHand),
            Self::Chapter => room.rights.mark_chapter,
            Self::Queue | Self::Rules | Self::Scenes | Self::Cut | Self::Slides => room.is_staff(),
            Self::NextPoll => prepared.are_there(),
            Self::Questions | Self::Polls | Self::FullScreen | Self::Sheet => true,
        }
    }

    /// `digit` is the number of a scene.
    fn press(self, room: &Room, prepared: PreparedPolls, program: Program, digit: usize) {
        match self {
            Self::Microphone => room.media.toggle(Source::Microphone),
            Self::Camera => room.media.toggle(Source::Camera),
            Self::Share => room.media.toggle(Source::Screen),
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
            Self::Scenes => {
                if let Some(place) = digit.checked_sub(1) {
                    program.choose_nth(place);
                }
            }
            Self::Cut => {
                program.cut();
            }
            Self::FullScreen => full_screen::toggle(),
            Self::Sheet => room.dialogs.keys.set(true),
        }
    }
}

/// The number on a number key; 0 for any other.
fn digit(key: &str) -> usize {
    key.parse().ok().filter(|digit| (1..=9).contains(digit) && key.len() == 1).unwrap_or(0)
}

/// What Enter presses by itself; anywhere else it cuts, on the stage too, which takes the focus that nothing else has.
const PRESSED_BY_ENTER: &str = "a, button, summary, [role=tab], [tabindex]:not(main)";

/// Whether the keys act. Who speaks to the browser, or writes with one hand on other keys, turns them off; the tab keeps it.
#[derive(Clone, Copy)]
struct KeysAct(RwSignal<bool>);

impl KeysAct {
    const KEPT: &str = "lectern.keys";
    const OFF: &str = "off";

    fn provide() -> Self {
        let act = Self(RwSignal::new(true));
        Effect::new(move || act.0.set(platform::kept_in_tab(Self::KEPT).as_deref() != Some(Self::OFF)));
        provide_context(act);
        provide_context(SingleKeys(act.0.into()));
        act
    }

    fn set(self, on: bool) {
        self.0.set(on);
        if on {
            platform::forget_in_tab(Self::KEPT);
        } else {
            platform::keep_in_tab(Self::KEPT, Self::OFF);
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
    let (prepared, program, act) = (PreparedPolls::expect(), Program::expect(), KeysAct::provide());
    Effect::new(move || {
        let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let key = shortcut(&event, Key::of)
                .filter(|key| !event.repeat() && untrack(|| key.is_for(&room, prepared)));
            let key = key.filter(|key| *key != Key::Cut || !platform::is_within(&event, PRESSED_BY_ENTER));
            // The way to turn them on again stays.
            let key = key.filter(|key| act.0.get_untracked() || *key == Key::Sheet);
            if let Some(key) = key.filter(|_| !untrack(|| room.dialogs.any_open())) {
                event.prevent_default();
                untrack(|| key.press(&room, prepared, program, digit(&pressed(&event).unwrap_or_default())));
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The list of keys.
#[component]
pub(super) fn KeySheet() -> impl IntoView {
    let room = Room::expect();
    let (prepared, act) = (PreparedPolls::expect(), use_context::<KeysAct>());
    let lines =
        Key::ALL.into_iter().filter(move |key| untrack(|| key.is_for(&room, prepared))).map(move |key| {
            view! {
                <div class="keys__line"><dt><kbd>{key.cap()}</kbd></dt><dd>{key.words(&room)}</dd></div>
            }
        });
    view! {
        <Dialog open=room.dialogs.keys title="Keys">
            <dl class="keys">{lines.collect_view()}</dl>
            {act.map(|act| view! {
                <label class="keys__act">
                    <input
                        type="checkbox"
                        prop:checked=move || act.0.get()
                        on:change=move |event| act.set(event_target_checked(&event))
                    />
                    "These keys act, wherever nothing is written"
                </label>
            })}
            <DialogActions>
                <Button on:click=move |_| room.dialogs.keys.set(false)>"Close"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Key, digit};

    #[test]
    fn keys_are_the_letters_on_the_tooltips_in_either_case() {
        assert_eq!(Key::of("m"), Some(Key::Microphone));
        assert_eq!(Key::of("V"), Some(Key::Camera));
        assert_eq!(Key::of("q"), Some(Key::Questions));
        assert_eq!(Key::of("?"), Some(Key::Sheet));
        assert_eq!(Key::of("Enter"), Some(Key::Cut));
        assert_eq!((Key::of("3"), digit("3")), (Some(Key::Scenes), 3));
        assert_eq!((Key::of("0"), Key::of("12"), Key::of("+1")), (None, None, None));
    }
}

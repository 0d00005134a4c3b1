//! How the class is run and what students may do: changed while it goes on, and in force at once.

mod choices;

use domain::permission::Permission;
use domain::session::{Settings, SettingsPatch};
use domain::text::trimmed;
use domain::{Command, permission, session};
use leptos::prelude::*;

use self::choices::Choices;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, Dialog, DialogActions, ToastKind};

/// What staff allow all students, in words.
const ALL_MAY: [(Permission, &str); 8] = [
    (Permission::Chat, "Write in the chat"),
    (Permission::Ask, "Ask questions"),
    (Permission::Vote, "Vote in polls"),
    (Permission::RaiseHand, "Raise their hand"),
    (Permission::Microphone, "Be heard"),
    (Permission::Camera, "Be seen"),
    (Permission::Screen, "Share their screen"),
    (Permission::Draw, "Draw on the boards"),
];

/// A setting that is on or off.
#[derive(Clone, Copy)]
struct Switch {
    words: &'static str,
    is_on: fn(&Settings) -> bool,
    patch: fn(bool) -> SettingsPatch,
}

const SWITCHES: [Switch; 3] = [
    Switch {
        words: "Lobby: students wait until they are let in",
        is_on: |settings| settings.lobby,
        patch: |on| SettingsPatch { lobby: Some(on), ..SettingsPatch::default() },
    },
    Switch {
        words: "Questions are shown only once they are approved",
        is_on: |settings| settings.moderated,
        patch: |on| SettingsPatch { moderated: Some(on), ..SettingsPatch::default() },
    },
    Switch {
        words: "Students may ask without their name being shown",
        is_on: |settings| settings.anonymous,
        patch: |on| SettingsPatch { anonymous: Some(on), ..SettingsPatch::default() },
    },
];

/// The dialog.
#[component]
pub(crate) fn RulesDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.rules;
    let view = room.live.view;
    let change = move |settings| {
        room.live.send(Command::Session(session::Command::ChangeSettings { settings }));
    };
    let switch = move |Switch { words, is_on, patch }: Switch| {
        let on = Memo::new(move |_| view.with(|view| is_on(&view.core.settings)));
        check(words, on, move |on| change(patch(on)))
    };
    let permission = move |(permission, words): (Permission, &'static str)| {
        let on = Memo::new(move |_| view.with(|view| view.core.permissions.0.contains(&permission)));
        check(words, on, move |allowed| {
            room.live.send(Command::Permission(permission::Command::Permit { permission, allowed }));
        })
    };
    let locked = Memo::new(move |_| view.with(|view| view.core.locked));
    view! {
        <Dialog open title="How this class is run" text="Changes hold at once, and for everybody.">
            <div class="dialog__body rules">
                {check("Lock: students only watch, but for those with the floor", locked, move |locked| {
                    room.live.send(Command::Permission(permission::Command::Lock { locked }));
                })}
                <fieldset class="field">
                    <legend class="field__label">"Students may"</legend>
                    {ALL_MAY.map(permission).collect_view()}
                </fieldset>
                <fieldset class="field">
                    <legend class="field__label">"Rules"</legend>
                    {SWITCHES.map(switch).collect_view()}
                </fieldset>
                <Choices/>
                <Blocked/>
            </div>
            <DialogActions>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

fn check(words: &'static str, on: Memo<bool>, change: impl Fn(bool) + 'static) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                on:change=move |event| change(event_target_checked(&event))
            />
            {words}
        </label>
    }
    .into_any()
}

/// Words that aren't wanted, one a line.
#[component]
fn Blocked() -> impl IntoView {
    let room = Room::expect();
    let saved = Memo::new(move |_| room.live.view.with(|view| view.core.settings.blocked.join("\n")));
    let text = RwSignal::new(String::new());
    Effect::new(move || text.set(saved.get()));
    let changed = Memo::new(move |_| text.get() != saved.get());
    let save = move |_| {
        let words = text.with_untracked(|text| entries(text));
        room.live.send(Command::Session(session::Command::ChangeSettings {
            settings: SettingsPatch { blocked: Some(words), ..SettingsPatch::default() },
        }));
        room.toasts.show(ToastKind::Done, "From now on students can’t write these words.");
    };
    view! {
        <div class="field">
            <label class="field__label" for="rules-blocked">"Words that aren’t wanted"</label>
            <textarea
                class="field__input"
                id="rules-blocked"
                rows="3"
                dir="auto"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                aria-describedby="rules-blocked-hint"
            ></textarea>
            <p class="field__hint" id="rules-blocked-hint">"One a line. A message with one of them is not sent, and its writer reads why."</p>
            <Show when=move || changed.get()>
                <div><Button size=ButtonSize::Small on:click=save>"Save the words"</Button></div>
            </Show>
        </div>
    }
    .into_any()
}

fn entries(text: &str) -> Vec<String> {
    text.lines().map(trimmed).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{ALL_MAY, Permission, SWITCHES, Settings, entries};

    #[test]
    fn every_permission_of_use_can_be_given() {
        let offered = |there: &Permission| ALL_MAY.iter().any(|(offered, _)| offered == there);
        assert!(Permission::ALL.iter().all(offered));
    }

    #[test]
    fn each_switch_changes_what_it_shows() {
        for switch in SWITCHES {
            let patch = (switch.patch)(true);
            let settings = Settings {
                lobby: patch.lobby.unwrap_or(false),
                moderated: patch.moderated.unwrap_or(false),
                anonymous: patch.anonymous.unwrap_or(false),
                ..Settings::default()
            };
            assert!((switch.is_on)(&settings), "{}", switch.words);
        }
    }

    #[test]
    fn blocked_words_are_lines_that_say_something() {
        assert_eq!(entries(" damn \n\n two words\n"), ["damn", "two words"]);
    }
}

//! The dialogs of the class: end it, begin a chapter, settings.

use domain::chapter::LONGEST_TITLE;
use domain::ids::ChapterId;
use domain::names::isolated;
use domain::text::{fits, trimmed};
use domain::{Command, chapter};
use leptos::html::Input;
use leptos::prelude::*;
use uuid::Uuid;

use super::chat::ReportDialog;
use super::controls::sends;
use super::devices::{DeviceSelect, LevelMeter, OutputSelect};
use super::keys::KeySheet;
use super::lifecycle::LifecycleRequest;
use super::people::SendOutDialog;
use super::polls::NewPoll;
use super::room::Room;
use super::rules::RulesDialog;
use crate::media::Source;
use crate::ui::{Button, ButtonKind, CharactersLeft, Dialog, DialogActions, ToastKind};

/// Every dialog of the page; each is shown when its signal says so.
#[component]
pub(super) fn Dialogs() -> impl IntoView {
    let room = Room::expect();
    view! {
        {room.is_staff().then(|| view! { <EndDialog/><RulesDialog/><SendOutDialog/><NewPoll/> })}
        {room.rights.mark_chapter.then(|| view! { <ChapterDialog/> })}
        <SettingsDialog/>
        <ReportDialog/>
        <KeySheet/>
    }
    .into_any()
}

/// The one question before a class ends.
#[component]
fn EndDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.end;
    let request = LifecycleRequest::new();
    let ending = request.busy;
    view! {
        <Dialog
            open
            title="End the class?"
            text="It ends for everybody. The replay is there right after, with what was said and written."
        >
            <DialogActions>
                <Button on:click=move |_| open.set(false)>"Go on teaching"</Button>
                <Button kind=ButtonKind::DangerSolid busy=ending on:click=move |_| request.end(room)>
                    {move || if ending.get() { "Ending" } else { "End class" }}
                </Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

/// A titled marker at this moment.
#[component]
fn ChapterDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.chapter;
    let title = RwSignal::new(String::new());
    let input = NodeRef::<Input>::new();
    Effect::new(move || {
        if open.get()
            && let Some(input) = input.get()
        {
            // The dialog has just been shown, or is about to be; it focuses its first field by itself then.
            let _ = input.focus();
        }
    });
    let mark = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = title.with_untracked(|title| trimmed(title).to_owned());
        if !fits(&words, LONGEST_TITLE) {
            return;
        }
        room.live.send(Command::Chapter(chapter::Command::Mark {
            chapter: ChapterId(Uuid::new_v4()),
            title: words.clone(),
        }));
        room.toasts.show(ToastKind::Done, format!("Chapter “{}” begins here", isolated(words)));
        title.set(String::new());
        open.set(false);
    };
    view! {
        <Dialog open title="New chapter" text="It begins here and now; the replay's timeline shows it.">
            <form class="dialog__body" on:submit=mark>
                <div class="field">
                    <label class="field__label" for="chapter-title">"Title"</label>
                    <input
                        class="field__input"
                        id="chapter-title"
                        node_ref=input
                        dir="auto"
                        required
                        autocomplete="off"
                        prop:value=move || title.get()
                        on:input=move |event| title.set(event_target_value(&event))
                    />
                    <CharactersLeft text=title most=LONGEST_TITLE/>
                </div>
                <DialogActions>
                    <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        r#type="submit"
                        disabled=Signal::derive(move || title.with(|title| !fits(title, LONGEST_TITLE)))
                    >
                        "Begin chapter"
                    </Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Devices.
#[component]
fn SettingsDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.settings;
    view! {
        <Dialog open title="Settings">
            <div class="dialog__body">
                <Show when=move || sends(room, Source::Microphone)>
                    <DeviceSelect source=Source::Microphone name="settings-microphone"/>
                    <LevelMeter/>
                </Show>
                <Show when=move || sends(room, Source::Camera)>
                    <DeviceSelect source=Source::Camera name="settings-camera"/>
                </Show>
                <OutputSelect/>
            </div>
            <DialogActions>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

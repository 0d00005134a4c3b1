//! The dialogs of the class: end it, begin a chapter, settings.

use leptos::prelude::*;

use super::device_menu::SecondCamera;
use super::devices::{DeviceSelect, LevelMeter, OutputSelect};
use super::keys::KeySheet;
use super::lifecycle::LifecycleRequest;
use super::look::{CameraLook, NoiseChoice};
use super::preferred::Preferred;
use super::surface::show_slides;
use crate::features::chapter::ChapterDialog;
use crate::features::chat::ReportDialog;
use crate::features::participant::SendOutDialog;
use crate::features::permission::RulesDialog;
use crate::features::poll::NewPoll;
use crate::features::scene::{LayerDialog, SceneEditor};
use crate::features::slides::SlidesDialog;
use crate::media::Source;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions};

/// Every dialog of the page; each is shown when its signal says so.
#[component]
pub(super) fn Dialogs() -> impl IntoView {
    let room = Room::expect();
    view! {
        {room.is_staff().then(|| view! { <EndDialog/><RulesDialog/><SendOutDialog/><NewPoll/><SceneEditor/><LayerDialog/> })}
        {room.is_staff().then(|| view! { <SlidesDialog show=move |deck| show_slides(room, deck)/> })}
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
    let request = LifecycleRequest::new(room);
    let ending = request.busy();
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

/// Devices.
#[component]
fn SettingsDialog() -> impl IntoView {
    let room = Room::expect();
    let (open, saving) = (room.dialogs.settings, room.media.saving);
    view! {
        <Dialog open title="Settings">
            <div class="dialog__body">
                <Show when=move || room.sends(Source::Microphone)>
                    <DeviceSelect source=Source::Microphone name="settings-microphone"/>
                    <LevelMeter/>
                    <NoiseChoice/>
                </Show>
                <Show when=move || room.sends(Source::Camera)>
                    <DeviceSelect source=Source::Camera name="settings-camera"/>
                    <CameraLook name="settings-behind"/>
                    <SecondCamera/>
                </Show>
                <OutputSelect/>
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || saving.get()
                        on:change=move |event| Preferred::save_data(room.media, event_target_checked(&event))
                    />
                    "Save data: slides, board and sound only, on this device"
                </label>
            </div>
            <DialogActions>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

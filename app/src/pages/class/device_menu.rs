//! Changing devices in the middle of a class: a short list beside each button.

use leptos::prelude::*;

use super::devices::{Choosing, devices_of};
use super::look::{CameraLook, NoiseChoice};
use crate::media::{Device, Local, Source};
use crate::room::Room;
use crate::ui::{Glyph, Icon};

/// The list of microphones and loudspeakers, or of cameras, and the small button that opens it.
#[component]
pub(super) fn DeviceMenu(source: Source) -> impl IntoView {
    let (id, label) = match source {
        Source::Microphone | Source::Screen => ("microphone-menu", "Choose microphone and loudspeaker"),
        Source::Camera | Source::Document => ("camera-menu", "Choose cameras"),
    };
    let of_sound = source == Source::Microphone;
    view! {
        <button class="control__more" type="button" popovertarget=id aria-label=label data-hint=label>
            <Icon glyph=Glyph::ChevronDown/>
        </button>
        <div class="menu__list" id=id popover="auto">
            {list(Choosing::of(source), if of_sound { "Microphone" } else { "Camera" }, id)}
            {of_sound.then(|| list(Choosing::of_output(), "Loudspeaker", "output-menu"))}
            {if of_sound {
                view! { <hr class="menu__separator"/><NoiseChoice/> }.into_any()
            } else {
                view! { <hr class="menu__separator"/><CameraLook name="menu-behind"/><hr class="menu__separator"/><SecondCamera/> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// Devices of one kind, of which one is in use; nothing where there is nothing to choose from.
fn list(choosing: Choosing, legend: &'static str, name: &'static str) -> AnyView {
    let line = move |(n, device): (usize, Device)| {
        let (id, chosen) = (device.id.clone(), device.id.clone());
        view! {
            <label class="menu__item">
                <input
                    type="radio"
                    name=name
                    prop:checked=move || choosing.value.with(|value| *value == id)
                    on:change=move |_| choosing.choose(chosen.clone())
                />
                <span dir="auto">{label_of(n, &device)}</span>
            </label>
        }
    };
    let lines = move || {
        let devices = choosing.devices.get();
        (!devices.is_empty()).then(|| {
            view! {
                <fieldset class="menu__group">
                    <legend>{legend}</legend>
                    {devices.into_iter().enumerate().map(line).collect_view()}
                </fieldset>
            }
        })
    };
    view! { {lines} }.into_any()
}

/// What a device is called; one without a name by its number.
pub(super) fn label_of(n: usize, device: &Device) -> String {
    if device.label.is_empty() { format!("Device {}", n + 1) } else { device.label.clone() }
}

/// Cameras that may be shown beside the face: a page under a lamp, an experiment, a board on the wall.
#[component]
pub(super) fn SecondCamera() -> impl IntoView {
    let media = Room::expect().media;
    let face = Memo::new(move |last: Option<&Option<String>>| match media.camera.get() {
        Local::On(device) => device,
        Local::Off | Local::Starting | Local::Muted | Local::Failed(_) => last.cloned().flatten(),
    });
    let others = Memo::new(move |_| {
        let face = face.get();
        let all = media.devices.with(|devices| devices_of(Source::Document, devices).to_vec());
        all.into_iter().filter(|device| Some(&device.id) != face.as_ref()).collect::<Vec<_>>()
    });
    let line = move |(n, device): (usize, Device)| {
        let (id, chosen) = (device.id.clone(), device.id.clone());
        let shown = move || media.document.with(|state| *state == Local::On(Some(id.clone())));
        let choose = move |event| {
            if event_target_checked(&event) {
                media.choose(Source::Document, chosen.clone());
                media.turn_on(&[Source::Document]);
            } else {
                media.turn_off(Source::Document);
            }
        };
        view! {
            <label class="menu__item">
                <input type="checkbox" prop:checked=shown on:change=choose/>
                <span dir="auto">{label_of(n, &device)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="menu__group">
            <legend>"Second camera, shown whole"</legend>
            {move || {
                let others = others.get();
                let none = others.is_empty();
                view! {
                    {others.into_iter().enumerate().map(line).collect_view()}
                    {none.then(|| view! { <p class="menu__note">"Plug in a second camera to show a page or an experiment."</p> })}
                }
            }}
        </fieldset>
    }
    .into_any()
}

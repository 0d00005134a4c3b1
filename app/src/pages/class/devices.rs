//! Choosing camera, microphone and loudspeaker; the level meter; what to do where a device gives nothing.

use leptos::prelude::*;

use crate::media::{Device, Local, Media, Source};
use crate::model::{Choice, ChoiceGroup};
use crate::room::Room;
use crate::ui::{Button, ButtonSize, Select};

/// The choice among the devices of one kind; follows what is really in use.
#[component]
pub(super) fn DeviceSelect(source: Source, name: &'static str) -> impl IntoView {
    let media = Room::expect().media;
    let (label, none) = match source {
        Source::Camera => ("Camera", "No camera to choose yet"),
        Source::Microphone => ("Microphone", "No microphone to choose yet"),
    };
    let value = RwSignal::new(String::new());
    let in_use = move || match media.own(source).get() {
        Local::On(device) => device,
        _ => None,
    };
    Effect::new(move || {
        if let Some(device) = in_use() {
            value.set(device);
        }
    });
    // A choice of the person's: it differs from what is in use. What is then in use comes back through the effect above.
    Effect::watch(
        move || value.get(),
        move |chosen, _, _| {
            if !chosen.is_empty() && untrack(in_use).as_ref() != Some(chosen) {
                media.choose(source, chosen.clone());
                Preferred::keep(source, chosen);
            }
        },
        false,
    );
    let groups = Signal::derive(move || {
        media.devices.with(|devices| match source {
            Source::Camera => choices(&devices.cameras, none),
            Source::Microphone => choices(&devices.microphones, none),
        })
    });
    view! { <Select name label groups value/> }
}

/// The choice of the loudspeaker; nothing where the browser offers none.
#[component]
pub(super) fn OutputSelect() -> impl IntoView {
    let media = Room::expect().media;
    let value = RwSignal::new("default".to_owned());
    Effect::watch(move || value.get(), move |chosen, _, _| media.choose_output(chosen.clone()), false);
    let groups = Signal::derive(move || media.devices.with(|devices| choices(&devices.outputs, "")));
    let offered = Memo::new(move |_| media.devices.with(|devices| !devices.outputs.is_empty()));
    view! {
        <Show when=move || offered.get()>
            <Select name="output" label="Loudspeaker" groups value/>
        </Show>
    }
    .into_any()
}

fn choices(devices: &[Device], none: &str) -> Vec<ChoiceGroup> {
    if devices.is_empty() {
        return vec![ChoiceGroup::plain(vec![Choice::new("", none)])];
    }
    let choice = |(n, device): (usize, &Device)| {
        let label = if device.label.is_empty() { format!("Device {}", n + 1) } else { device.label.clone() };
        Choice::new(&device.id, label)
    };
    vec![ChoiceGroup::plain(devices.iter().enumerate().map(choice).collect())]
}

/// How loud the microphone is.
#[component]
pub(super) fn LevelMeter() -> impl IntoView {
    let level = Room::expect().media.level;
    view! {
        <div
            class="meter"
            role="meter"
            aria-label="Microphone level"
            aria-valuemin="0"
            aria-valuemax="1"
            aria-valuenow=move || decimal(level.get())
            style=move || format!("--level: {}", decimal(level.get()))
        ></div>
    }
    .into_any()
}

/// 0 to 1 in thousandths: "0.250". Floating-point numbers would bring their own writer with the page.
fn decimal(level: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let thousandths = (level.clamp(0.0, 1.0) * 1000.0) as u32;
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// What is wrong with camera or microphone and what to do; the person is in the class all the same.
#[component]
pub(super) fn Problems() -> impl IntoView {
    let media = Room::expect().media;
    let hint = move |source: Source| {
        media.own(source).get().problem().map(|problem| {
            view! {
                <div class="preview__problem">
                    <p class="preview__error" role="alert">{problem.hint(source)}</p>
                    <Button size=ButtonSize::Small on:click=move |_| media.turn_on(&[source])>"Ask for the "{source.word()}" again"</Button>
                </div>
            }
        })
    };
    let listener = move || {
        let failed = |source: Source| media.own(source).get().problem().is_some();
        failed(Source::Camera) && failed(Source::Microphone)
    };
    view! {
        {move || hint(Source::Microphone)}
        {move || hint(Source::Camera)}
        {move || listener().then(|| view! { <p class="muted">"You can go in as a listener and turn them on later."</p> })}
        {move || media.unavailable.get().then(|| view! {
            <p class="preview__error" role="alert">"Picture and sound could not be loaded. Reload the page; chat works without them."</p>
        })}
    }
    .into_any()
}

/// The devices a person chose last time on this computer.
pub(super) struct Preferred;

#[cfg(feature = "browser")]
impl Preferred {
    /// Chooses them again. A device that is gone is simply not found, and the browser's own choice stays.
    pub fn apply(media: Media) {
        Effect::new(move || {
            for source in [Source::Camera, Source::Microphone] {
                if let Some(device) =
                    storage().and_then(|storage| storage.get_item(&key(source)).ok().flatten())
                {
                    media.choose(source, device);
                }
            }
        });
    }

    fn keep(source: Source, device: &str) {
        if let Some(storage) = storage() {
            // Where nothing can be kept the browser chooses next time.
            let _ = storage.set_item(&key(source), device);
        }
    }
}

#[cfg(feature = "browser")]
fn key(source: Source) -> String {
    format!("lectern.device.{}", source.word())
}

#[cfg(feature = "browser")]
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

#[cfg(not(feature = "browser"))]
impl Preferred {
    pub fn apply(_: Media) {}

    fn keep(_: Source, _: &str) {}
}

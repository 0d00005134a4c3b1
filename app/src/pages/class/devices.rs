//! Choosing camera, microphone and loudspeaker; the level meter; what to do where a device gives nothing.

use leptos::prelude::*;

use super::device_menu::label_of;
use super::preferred::Preferred;
use crate::media::{Device, Devices, Local, Media, Source};
use crate::model::{Choice, ChoiceGroup};
use crate::room::Room;
use crate::ui::{Button, ButtonSize, Select};

/// A choice among devices of one kind; follows what is really in use. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Choosing {
    /// What can be chosen.
    pub devices: Memo<Vec<Device>>,
    /// The id of what is chosen; empty where nobody knows.
    pub value: RwSignal<String>,
    /// None for the loudspeaker.
    source: Option<Source>,
    media: Media,
}

impl Choosing {
    /// The choice of a source's device.
    pub fn of(source: Source) -> Self {
        let media = Room::expect().media;
        let value = RwSignal::new(String::new());
        Effect::new(move || {
            if let Local::On(Some(device)) = media.own(source).get() {
                value.set(device);
            }
        });
        let devices = Memo::new(move |_| media.devices.with(|all| devices_of(source, all).to_vec()));
        Self { devices, value, source: Some(source), media }
    }

    /// The choice of the loudspeaker; nothing to choose where the browser offers none.
    pub fn of_output() -> Self {
        let media = Room::expect().media;
        let devices = Memo::new(move |_| media.devices.with(|all| all.outputs.clone()));
        Self { devices, value: media.output, source: None, media }
    }

    /// The person chose one.
    pub fn choose(self, device: String) {
        let known = self.value.with_untracked(|value| *value == device);
        if device.is_empty() || known {
            return;
        }
        self.value.set(device.clone());
        match self.source {
            Some(source) => {
                Preferred::keep(source, &device);
                self.media.choose(source, device);
            }
            None => self.media.choose_output(device),
        }
    }
}

/// What of all devices a source can come from.
pub(super) fn devices_of(source: Source, all: &Devices) -> &[Device] {
    match source {
        Source::Camera | Source::Document => &all.cameras,
        Source::Microphone => &all.microphones,
        Source::Screen => &[],
    }
}

/// The choice among the devices of one kind, as a field.
#[component]
pub(super) fn DeviceSelect(source: Source, name: &'static str) -> impl IntoView {
    let (label, none) = match source {
        Source::Microphone => ("Microphone", "No microphone to choose yet"),
        Source::Camera | Source::Document | Source::Screen => ("Camera", "No camera to choose yet"),
    };
    select(Choosing::of(source), name, label, none)
}

/// The choice of the loudspeaker; nothing where the browser offers none.
#[component]
pub(super) fn OutputSelect() -> impl IntoView {
    let choosing = Choosing::of_output();
    let offered = Memo::new(move |_| choosing.devices.with(|devices| !devices.is_empty()));
    view! {
        <Show when=move || offered.get()>{select(choosing, "output", "Loudspeaker", "")}</Show>
    }
    .into_any()
}

fn select(choosing: Choosing, name: &'static str, label: &'static str, none: &'static str) -> AnyView {
    // The field's own, so that what is chosen in it can be told from what is in use.
    let value = RwSignal::new(choosing.value.get_untracked());
    Effect::new(move || value.set(choosing.value.get()));
    Effect::watch(move || value.get(), move |chosen, _, _| choosing.choose(chosen.clone()), false);
    let groups = Signal::derive(move || choosing.devices.with(|devices| choices(devices, none)));
    view! { <Select name label groups value/> }.into_any()
}

fn choices(devices: &[Device], none: &str) -> Vec<ChoiceGroup> {
    if devices.is_empty() {
        return vec![ChoiceGroup::plain(vec![Choice::new("", none)])];
    }
    let choice = |(n, device): (usize, &Device)| Choice::new(&device.id, label_of(n, device));
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

//! What lies over the stage, for who puts it there: each layer on and off by itself.

use domain::scene::{LONGEST_LAYER, Layer};
use domain::text::{fits, trimmed};
use domain::{Command, scene};
use leptos::prelude::*;

use crate::room::Room;
use crate::ui::{Button, ButtonKind, CharactersLeft, Dialog, DialogActions};

/// The dialog of the layers.
#[component]
pub(crate) fn LayerDialog() -> impl IntoView {
    let room = Room::expect();
    let open = room.dialogs.layers;
    view! {
        <Dialog open title="Over the stage" text="Everybody sees it over whatever scene is live, and so does the replay." wide=true>
            <div class="dialog__body layers">{Layer::ALL.map(|layer| layer_field(room, layer)).into_view()}</div>
            <DialogActions>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

fn words(layer: Layer) -> (&'static str, &'static str) {
    match layer {
        Layer::LowerThird => ("layer-lower-third", "Name or line at the foot"),
        Layer::Logo => ("layer-logo", "Logo, as text"),
        Layer::Ticker => ("layer-ticker", "Ticker along the foot"),
    }
}

fn layer_field(room: Room, layer: Layer) -> AnyView {
    let (id, label) = words(layer);
    let there = move || room.live.view.with(|view| view.scene.layers.get(&layer).cloned());
    let text = RwSignal::new(untrack(there).map(|laid| laid.text.text().to_owned()).unwrap_or_default());
    // What somebody else wrote meanwhile is not written over unseen.
    let said = Memo::new(move |_| there().map(|laid| laid.text.text().to_owned()));
    Effect::new(move || text.set(said.get().unwrap_or_default()));
    let on = Memo::new(move |_| there().is_some_and(|laid| laid.on));
    let changed = move || said.get().as_deref() != Some(text.with(|text| trimmed(text).to_owned()).as_str());
    let fit = move || text.with(|text| fits(text, LONGEST_LAYER));
    let show = move |_| {
        let text = text.with_untracked(|text| trimmed(text).to_owned());
        room.live.send(Command::Scene(scene::Command::ShowLayer { layer, text }));
    };
    let hide = move |_| {
        room.live.send(Command::Scene(scene::Command::HideLayer { layer }));
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <div class="layers__line">
                <input
                    class="field__input"
                    id=id
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <Button disabled=Signal::derive(move || !fit() || on.get() && !changed()) on:click=show>
                    {move || if on.get() { "Update" } else { "Show" }}
                </Button>
                <Button disabled=Signal::derive(move || !on.get()) on:click=hide>"Hide"</Button>
            </div>
            <CharactersLeft text=text most=LONGEST_LAYER/>
        </div>
    }
    .into_any()
}

//! Saying what is on a page that has no text, for who doesn't see it.

use domain::slides::LONGEST_DESCRIPTION;
use domain::text::{fits, trimmed};
use domain::{Command, slides};
use leptos::prelude::*;

use super::page::Looking;
use super::spoken::Spoken;
use crate::platform;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, ButtonSize, CharactersLeft};

const FIELD: &str = "slide-description";

/// The button, and the field that is there once it is pressed; both where the page has no text.
pub(super) fn describe(looking: Looking, spoken: Spoken) -> (AnyView, AnyView) {
    let room = Room::expect();
    let (open, text) = (RwSignal::new(false), RwSignal::new(String::new()));
    let bare =
        Memo::new(move |_| spoken.text.with(|text| text.as_ref().is_some_and(|text| text.text.is_empty())));
    let described = move || {
        spoken.text.with(|text| text.as_ref().map(|text| text.description.clone()).unwrap_or_default())
    };
    // What is written belongs to its page.
    let place = Memo::new(move |_| looking.class.get().map(|(deck, _)| deck).zip(looking.page()));
    Effect::new(move || {
        place.track();
        open.set(false);
    });
    let toggle = move |_| {
        text.set(untrack(described));
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            request_animation_frame(|| platform::focus(FIELD));
        }
    };
    let fit = move || text.with(|text| !trimmed(text).is_empty() && fits(text, LONGEST_DESCRIPTION));
    let save = move |_| {
        if let Some((deck, page)) = place.get_untracked() {
            let text = text.with_untracked(|text| trimmed(text).to_owned());
            room.live.send(Command::Slides(slides::Command::Describe { deck, page, text }));
        }
        open.set(false);
    };
    let button = view! {
        <Show when=move || bare.get()>
            <Button size=ButtonSize::Small attr:aria-expanded=move || open.get().to_string() on:click=toggle>
                {move || if described().is_empty() { "Describe" } else { "Description" }}
            </Button>
        </Show>
    };
    let field = view! {
        <Show when=move || bare.get() && open.get()>
            <div class="slides__describe">
                <label class="field__label" for=FIELD>"What is on this page, for who doesn’t see it"</label>
                <textarea
                    class="field__input"
                    id=FIELD
                    rows="3"
                    dir="auto"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                <div class="slides__answer">
                    <CharactersLeft text most=LONGEST_DESCRIPTION/>
                    <Button size=ButtonSize::Small on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button
                        kind=ButtonKind::Primary
                        size=ButtonSize::Small
                        disabled=Signal::derive(move || !fit())
                        on:click=save
                    >
                        "Save"
                    </Button>
                </div>
            </div>
        </Show>
    };
    (button.into_any(), field.into_any())
}

//! The person's classes in another calendar: a secret address, shown when it is made.

use leptos::prelude::*;

use crate::model::Moment;
use crate::model::home::HomeView;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions, Glyph, TimeStyle, TimeText};

/// Whether the dialog is open; a context of the home page.
#[derive(Clone, Copy)]
pub(super) struct CalendarOpen(pub RwSignal<bool>);

/// Where the person's address stands.
#[derive(Clone, Copy)]
struct Address {
    /// When the one they have was made.
    since: RwSignal<Option<Moment>>,
    /// A new one, whole, until the page is left.
    made: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<String>>,
    copied: RwSignal<bool>,
}

/// The dialog. It keeps what it shows while the page below is renewed.
#[component]
pub(super) fn CalendarDialog(view: HomeView, open: RwSignal<bool>) -> impl IntoView {
    let address = Address {
        since: RwSignal::new(view.calendar_since),
        made: RwSignal::new(None),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        copied: RwSignal::new(false),
    };
    let has_one = move || address.made.with(Option::is_some) || address.since.with(Option::is_some);
    view! {
        <Dialog
            open
            title="Your classes in your calendar"
            text="Calendar programs ask at an address of yours, again and again, and show all your classes as they are then."
        >
            <div class="dialog__body">
                {move || match (address.made.get(), address.since.get()) {
                    (Some(made), _) => view! { <Made made copied=address.copied/> }.into_any(),
                    (None, Some(since)) => view! {
                        <p>
                            "You made an address: "<TimeText moment=since style=TimeStyle::Day/>
                            ". It can’t be shown again; a new one takes its place, and the old one ends."
                        </p>
                    }
                    .into_any(),
                    (None, None) => view! { <p>"You have no address yet."</p> }.into_any(),
                }}
                {move || address.problem.get().map(|problem| view! { <p class="field__error" role="alert">{problem}</p> })}
            </div>
            <DialogActions>
                <Show when=has_one>
                    <Button busy=address.busy on:click=move |_| browser::end(address)>"End the address"</Button>
                </Show>
                <Button busy=address.busy on:click=move |_| browser::make(address)>
                    {move || if has_one() { "Make a new address" } else { "Make an address" }}
                </Button>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>"Done"</Button>
            </DialogActions>
        </Dialog>
    }
}

#[component]
fn Made(made: String, copied: RwSignal<bool>) -> impl IntoView {
    let text = made.clone();
    view! {
        <div class="field">
            <label class="field__label" for="calendar-address">"Address"</label>
            <div class="calendar__address">
                <input class="field__input" id="calendar-address" readonly value=made aria-describedby="calendar-hint"/>
                <Button glyph=Glyph::Copy on:click=move |_| browser::copy(text.clone(), copied)>
                    <span aria-live="polite">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
                </Button>
            </div>
            <p class="field__hint" id="calendar-hint">
                "Give it to your calendar as a subscription. It is shown this once, and who knows it sees your classes."
            </p>
        </div>
    }
}

#[cfg(feature = "browser")]
mod browser {
    use leptos::task::spawn_local;
    use wasm_bindgen::prelude::*;

    use super::*;
    use crate::api::calendar::{end_calendar_address, new_calendar_address};
    use crate::error::PageError;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
        async fn write_text(text: &str) -> Result<JsValue, JsValue>;
    }

    impl Address {
        /// What came of a request.
        fn settle(self, answer: Result<Option<String>, PageError>) {
            self.busy.set(false);
            match answer {
                Ok(made) => {
                    self.problem.set(None);
                    self.copied.set(false);
                    self.since.set(None);
                    self.made.set(made);
                }
                Err(error) => self.problem.set(Some(error.message)),
            }
        }
    }

    pub fn make(address: Address) {
        address.busy.set(true);
        spawn_local(async move {
            let made = new_calendar_address().await;
            let origin = window().location().origin().unwrap_or_default();
            address.settle(made.map(|path| Some(format!("{origin}{path}"))));
        });
    }

    pub fn end(address: Address) {
        address.busy.set(true);
        spawn_local(async move {
            address.settle(end_calendar_address().await.map(|()| None));
        });
    }

    /// Where the browser doesn't allow it, the address can still be selected.
    pub fn copy(text: String, copied: RwSignal<bool>) {
        spawn_local(async move { copied.set(write_text(&text).await.is_ok()) });
    }
}

#[cfg(not(feature = "browser"))]
mod browser {
    use super::*;

    pub fn make(_: Address) {}

    pub fn end(_: Address) {}

    pub fn copy(_: String, _: RwSignal<bool>) {}
}

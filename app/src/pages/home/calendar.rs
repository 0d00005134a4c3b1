//! The person's classes in another calendar: a secret address, shown when it is made.

use leptos::prelude::*;

use crate::api::calendar::{end_calendar_address, new_calendar_address};
use crate::model::Moment;
use crate::model::home::HomeView;
use crate::platform::{copy, origin};
use crate::ui::{Button, ButtonKind, Dialog, DialogActions, FormState, Glyph, TimeStyle, TimeText};

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
    request: FormState,
    copied: RwSignal<bool>,
}

impl Address {
    fn make(self) {
        self.request
            .send(new_calendar_address(), move |path| self.settle(Some(format!("{}{path}", origin()))));
    }

    fn end(self) {
        self.request.send(end_calendar_address(), move |()| self.settle(None));
    }

    /// What came of a request.
    fn settle(self, made: Option<String>) {
        self.copied.set(false);
        self.since.set(None);
        self.made.set(made);
    }
}

/// The dialog. It keeps what it shows while the page below is renewed.
#[component]
pub(super) fn CalendarDialog(view: HomeView, open: RwSignal<bool>) -> impl IntoView {
    let address = Address {
        since: RwSignal::new(view.calendar_since),
        made: RwSignal::new(None),
        request: FormState::default(),
        copied: RwSignal::new(false),
    };
    let has_one = move || address.made.with(Option::is_some) || address.since.with(Option::is_some);
    let busy = Signal::derive(move || address.request.pending());
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
                {move || address.request.refused().map(|problem| view! { <p class="field__error" role="alert">{problem}</p> })}
            </div>
            <DialogActions>
                <Show when=has_one>
                    <Button busy on:click=move |_| address.end()>"End the address"</Button>
                </Show>
                <Button busy on:click=move |_| address.make()>
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
                <Button glyph=Glyph::Copy on:click=move |_| copy(text.clone(), move |done| copied.set(done))>
                    <span aria-live="polite">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
                </Button>
            </div>
            <p class="field__hint" id="calendar-hint">
                "Give it to your calendar as a subscription. It is shown this once, and who knows it sees your classes."
            </p>
        </div>
    }
}

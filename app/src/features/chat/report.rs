//! Asking staff to look at a message.

use domain::chat::Reason;
use domain::{Command, chat};
use leptos::prelude::*;

use super::desk::Desk;
use super::lines::quote;
use crate::room::Room;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions, ToastKind};

const REASONS: [Reason; 4] = [Reason::Abuse, Reason::Spam, Reason::OffTopic, Reason::Other];

/// What is wrong with a message, in words.
pub(crate) fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Abuse => "It insults or threatens",
        Reason::Spam => "It advertises or repeats itself",
        Reason::OffTopic => "It doesn’t belong here",
        Reason::Other => "Something else",
    }
}

/// The question why.
#[component]
pub(crate) fn ReportDialog() -> impl IntoView {
    let room = Room::expect();
    let reporting = Desk::expect().reporting;
    let open = room.dialogs.report;
    let chosen = RwSignal::new(Reason::Abuse);
    Effect::new(move || {
        if reporting.get().is_some() {
            chosen.set(Reason::Abuse);
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() {
            reporting.set(None);
        }
    });
    let words = move || {
        let quote = reporting.get().and_then(|id| room.live.view.with(|view| quote(view, id)));
        quote.map(|quote| view! { <blockquote class="chat__quote"><bdi><b>{quote.author}</b></bdi>" "<bdi>{quote.text}</bdi></blockquote> })
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(message) = reporting.get_untracked() {
            room.live.send(Command::Chat(chat::Command::Report { message, reason: chosen.get_untracked() }));
            room.toasts.show(
                ToastKind::Done,
                "Reported. Those who run the class look at it; nobody else learns of it.",
            );
        }
        open.set(false);
    };
    let choice = move |reason: Reason| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="reason"
                    prop:checked=move || chosen.get() == reason
                    on:change=move |_| chosen.set(reason)
                />
                {reason_words(reason)}
            </label>
        }
    };
    view! {
        <Dialog open title="Report this message?" text="Those who run the class see it with your name, and decide.">
            <form class="dialog__body" on:submit=send>
                {words}
                <fieldset class="field">
                    <legend class="field__label">"What is wrong with it?"</legend>
                    {REASONS.map(choice).collect_view()}
                </fieldset>
                <DialogActions>
                    <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind=ButtonKind::Primary r#type="submit">"Report"</Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

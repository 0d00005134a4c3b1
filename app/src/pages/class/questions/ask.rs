//! Asking: Enter sends, Shift and Enter begin a new line.

use domain::Command;
use domain::ids::QuestionId;
use domain::permission::Permission;
use domain::question::LONGEST_QUESTION;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use uuid::Uuid;

use crate::pages::class::room::Room;
use crate::ui::{Button, ButtonKind, Glyph};

/// The panel's foot.
#[component]
pub(in crate::pages::class) fn Ask() -> impl IntoView {
    let room = Room::expect();
    let view = room.live.view;
    let domain::role::Viewer { user, role } = room.viewer;
    let may = Memo::new(move |_| view.with(|view| view.permits(user, role, Permission::Ask)));
    // Staff need no such thing: students see that one of them asks.
    let unnamed = Memo::new(move |_| !role.is_staff() && view.with(|view| view.settings.anonymous));
    let text = RwSignal::new(String::new());
    let anonymous = RwSignal::new(false);
    let blank = Signal::derive(move || text.with(|text| text.trim().is_empty()));
    let send = move || {
        if blank.get_untracked() {
            return;
        }
        let text = std::mem::take(&mut *text.write()).trim().to_owned();
        let anonymous = anonymous.get_untracked() && unnamed.get_untracked();
        room.live.send(Command::AskQuestion { question: QuestionId(Uuid::new_v4()), text, anonymous });
    };
    // A question that the class did not take comes back to whoever asked it.
    Effect::new(move || {
        room.live.refused.with(|refused| {
            if let Some(Command::AskQuestion { text: back, .. }) =
                refused.as_ref().map(|refused| &refused.command)
                && text.with_untracked(String::is_empty)
            {
                text.set(back.clone());
            }
        });
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let form = move || {
        view! {
            <form class="composer" on:submit=move |event| { event.prevent_default(); send(); }>
                <textarea
                    class="composer__input"
                    rows="1"
                    maxlength=LONGEST_QUESTION
                    placeholder="Ask a question"
                    aria-label="Question"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=on_key
                ></textarea>
                <Button kind=ButtonKind::Primary r#type="submit" glyph=Glyph::Send attr:aria-label="Ask" disabled=blank/>
                <Show when=move || unnamed.get()>
                    <label class="composer__choice">
                        <input
                            type="checkbox"
                            prop:checked=move || anonymous.get()
                            on:change=move |event| anonymous.set(event_target_checked(&event))
                        />
                        "Without my name (staff see it)"
                    </label>
                </Show>
            </form>
        }
    };
    let shown = move || match may.get() {
        true => form().into_any(),
        false => view! { <p class="muted">{Permission::Ask.lacking()}" at the moment."</p> }.into_any(),
    };
    view! { {move || shown()} }.into_any()
}

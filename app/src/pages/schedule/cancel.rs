//! Saying that a class won't take place: asked once, with a reason that people read.

use leptos::prelude::*;

use super::repeats::WhichClasses;
use crate::model::FieldErrors;
use crate::model::schedule::CancelView;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions, Field};

/// The button, and the question it asks.
#[component]
pub(super) fn CancelClass(view: CancelView, errors: FieldErrors) -> impl IntoView {
    // Where an attempt was refused the question stands there again, with what is wrong.
    let open = RwSignal::new(false);
    let refused = errors.of("reason").is_some();
    Effect::new(move || {
        if refused {
            open.set(true);
        }
    });
    let CancelView { action, values, later } = view;
    view! {
        <section class="schedule__end" aria-labelledby="cancel-title">
            <div class="grow">
                <h2 class="schedule__end-title" id="cancel-title">"Cancel the class"</h2>
                <p class="muted">"It stays on everybody’s calendar as cancelled, with your reason."</p>
            </div>
            <Button kind=ButtonKind::Danger on:click=move |_| open.set(true)>"Cancel the class"</Button>
        </section>
        <Dialog open title="Cancel this class?" text="It can’t be taken back. Everybody enrolled reads why.">
            <form class="dialog__body" method="post" action=action>
                <input type="hidden" name="command" value=values.command/>
                {later.map(|later| view! { <WhichClasses name="which" later chosen=values.which error=None/> })}
                <Field
                    name="reason"
                    label="Reason"
                    value=values.reason
                    error=errors.of("reason")
                    autocomplete="off"
                    hint="Such as: I am ill. We go on next week."
                />
                <DialogActions>
                    <Button on:click=move |_| open.set(false)>"Keep the class"</Button>
                    <Button kind=ButtonKind::DangerSolid r#type="submit">"Cancel it"</Button>
                </DialogActions>
            </form>
        </Dialog>
    }
}

//! Why a question is not taken, for the one who asked: said before it goes.

use domain::ids::QuestionId;
use domain::question::LONGEST_REASON;
use domain::text::fits;
use domain::{Command, question};
use leptos::prelude::*;

use super::Cursor;
use super::items::Item;
use crate::room::Room;
use crate::room::focus;
use crate::ui::keys::pressed;
use crate::ui::{Button, ButtonKind, ButtonSize, CharactersLeft};

/// What stands there first, for who has nothing more to say.
const NOT_HERE: &str = "It was left out of this class. Ask again, or write to those who run it.";
/// The id of the input: one question is dismissed at a time.
const INPUT: &str = "queue-reason";

/// The question that is being dismissed.
pub(super) type Dismissing = RwSignal<Option<QuestionId>>;

/// Asks for the reason.
pub(super) fn ask(dismissing: Dismissing, question: QuestionId) {
    dismissing.set(Some(question));
    focus::give(INPUT.to_owned());
}

/// The form, in place of the question's answers. The cursor gets the focus back.
pub(super) fn form(room: Room, dismissing: Dismissing, question: QuestionId, cursor: Cursor) -> AnyView {
    let words = RwSignal::new(NOT_HERE.to_owned());
    let close = move || {
        dismissing.set(None);
        cursor.focus();
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = words.get_untracked();
        if fits(&reason, LONGEST_REASON) {
            room.live.send(Command::Question(question::Command::Dismiss { question, reason }));
            dismissing.set(None);
            cursor.answered(Item::Question(question));
        }
    };
    let unfit = Signal::derive(move || words.with(|words| !fits(words, LONGEST_REASON)));
    view! {
        <form
            class="queue__form"
            on:submit=submit
            on:keydown=move |event| if pressed(&event).as_deref() == Some("Escape") { close() }
        >
            <label class="field__label" for=INPUT>"Why, for the one who asked"</label>
            <input
                class="field__input"
                id=INPUT
                dir="auto"
                autocomplete="off"
                prop:value=move || words.get()
                on:input=move |event| words.set(event_target_value(&event))
            />
            <CharactersLeft text=words most=LONGEST_REASON/>
            <div class="queue__actions">
                <Button kind=ButtonKind::Primary size=ButtonSize::Small r#type="submit" disabled=unfit>"Dismiss"</Button>
                <Button kind=ButtonKind::Ghost size=ButtonSize::Small on:click=move |_| close()>"Cancel"</Button>
            </div>
        </form>
    }
    .into_any()
}

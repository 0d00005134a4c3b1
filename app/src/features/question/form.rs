//! What has to be said before something is done with a question: an answer, a reason, another question.

use domain::ids::QuestionId;
use domain::question::{LONGEST_ANSWER, LONGEST_REASON, State, by_votes};
use domain::text::{fits, trimmed};
use domain::{Command, question};
use leptos::prelude::*;

use super::List;
use super::act::Act;
use super::row::row_id;
use crate::room::focus;
use crate::ui::keys::pressed;
use crate::ui::{Button, ButtonKind, ButtonSize, CharactersLeft, Glyph, Icon};

/// The id of its input: there is one such form at a time.
pub(super) const INPUT: &str = "question-words";

/// The form in the question's row.
pub(super) fn form(list: List, id: QuestionId, act: Act) -> AnyView {
    let List { room, form, words, .. } = list;
    let close = move || {
        form.set(None);
        focus::give(row_id(id));
    };
    let most = if act == Act::Write { LONGEST_ANSWER } else { LONGEST_REASON };
    let unfit = Signal::derive(move || words.with(|words| !fits(words, most)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = words.with_untracked(|words| trimmed(words).to_owned());
        if let Some(command) = command(id, act, text).filter(|_| !unfit.get_untracked()) {
            room.live.send(command);
            close();
        }
    };
    let (label, verb) = match act {
        Act::Write => ("Your answer, for everybody", "Answer"),
        Act::Merge => ("Asks the same as", "Merge"),
        _ => ("Why, for the one who asked", "Dismiss"),
    };
    let input = match act {
        Act::Merge => others(list, id),
        _ => view! {
            <textarea
                class="composer__input"
                id=INPUT
                rows="2"
                dir="auto"
                prop:value=move || words.get()
                on:input=move |event| words.set(event_target_value(&event))
            ></textarea>
            <CharactersLeft text=words most/>
        }
        .into_any(),
    };
    view! {
        <form
            class="question__form"
            on:submit=submit
            on:keydown=move |event| if pressed(&event).as_deref() == Some("Escape") { close() }
        >
            <label class="field__label" for=INPUT>{label}</label>
            {input}
            <div class="question__actions">
                <Button kind=ButtonKind::Primary size=ButtonSize::Small r#type="submit" disabled=unfit>{verb}</Button>
                <Button kind=ButtonKind::Ghost size=ButtonSize::Small on:click=move |_| close()>"Cancel"</Button>
            </div>
        </form>
    }
    .into_any()
}

/// The command that a filled-in form is.
fn command(question: QuestionId, act: Act, words: String) -> Option<Command> {
    if words.is_empty() {
        return None;
    }
    Some(match act {
        Act::Write => Command::Question(question::Command::Answer { question, text: words }),
        Act::Dismiss => Command::Question(question::Command::Dismiss { question, reason: words }),
        Act::Merge => Command::Question(question::Command::Merge { question, into: words.parse().ok()? }),
        _ => return None,
    })
}

/// The questions that this one may be merged into.
fn others(list: List, id: QuestionId) -> AnyView {
    let options = list.room.live.view.with_untracked(|view| {
        let open = by_votes(&view.question, State::is_open);
        let others = open.into_iter().filter(|question| question.id != id);
        others.map(|question| (question.id.to_string(), question.text.text().to_owned())).collect::<Vec<_>>()
    });
    if options.is_empty() {
        return view! { <p class="muted" id=INPUT tabindex="-1">"There is no other open question."</p> }
            .into_any();
    }
    let options = options.into_iter().map(|(id, text)| view! { <option value=id dir="auto">{text}</option> });
    view! {
        <div class="select">
            <select
                class="select__input"
                id=INPUT
                prop:value=move || list.words.get()
                on:change=move |event| list.words.set(event_target_value(&event))
            >
                <option value="">"Choose a question"</option>
                {options.collect_view()}
            </select>
            <Icon glyph=Glyph::ChevronDown/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::question;
    use uuid::Uuid;

    use super::{Act, Command, QuestionId, command};

    #[test]
    fn a_form_is_a_command_once_something_is_said() {
        let (one, other) = (QuestionId(Uuid::from_u128(1)), QuestionId(Uuid::from_u128(2)));
        let answer = Command::Question(question::Command::Answer { question: one, text: "So".to_owned() });
        assert_eq!(command(one, Act::Write, "So".to_owned()), Some(answer));
        assert_eq!(command(one, Act::Write, String::new()), None);
        let merge = Command::Question(question::Command::Merge { question: one, into: other });
        assert_eq!(command(one, Act::Merge, other.to_string()), Some(merge));
        assert_eq!(command(one, Act::Merge, "the other".to_owned()), None);
    }
}

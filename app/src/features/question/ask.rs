//! Asking: Enter sends, Shift and Enter begin a new line.

use domain::ids::QuestionId;
use domain::permission::Permission;
use domain::question::LONGEST_QUESTION;
use domain::text::{fits, is_blank, trimmed};
use domain::{Command, question};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use uuid::Uuid;

use crate::room::Room;
use crate::ui::keys::pressed;
use crate::ui::{Button, ButtonKind, CharactersLeft, Glyph};

/// The panel's foot.
#[component]
pub(crate) fn Ask() -> impl IntoView {
    let room = Room::expect();
    let view = room.live.view;
    let domain::role::Viewer { user, role } = room.viewer;
    let may = Memo::new(move |_| view.with(|view| view.core.permits(user, role, Permission::Ask)));
    // Staff need no such thing: students see that one of them asks.
    let may_be_anonymous =
        Memo::new(move |_| !role.is_staff() && view.with(|view| view.core.settings.anonymous));
    let text = RwSignal::new(String::new());
    let anonymous = RwSignal::new(false);
    let blank = Signal::derive(move || text.with(|text| is_blank(text)));
    let unfit = Signal::derive(move || text.with(|text| !fits(text, LONGEST_QUESTION)));
    let send = move || {
        if unfit.get_untracked() {
            return;
        }
        let text = trimmed(&std::mem::take(&mut *text.write())).to_owned();
        let anonymous = anonymous.get_untracked() && may_be_anonymous.get_untracked();
        room.live.send(Command::Question(question::Command::Ask {
            question: QuestionId(Uuid::new_v4()),
            text,
            anonymous,
        }));
    };
    // Questions that the class did not take come back to whoever asked them, each as it was asked.
    Effect::new(move || {
        blank.track();
        let now = || (text.get_untracked(), anonymous.get_untracked());
        let mut asked = now();
        room.back.take(room.live, |command| take_back(&mut asked, command));
        if asked != now() {
            text.set(asked.0);
            anonymous.set(asked.1);
        }
    });
    let named_after_all = move || anonymous.get() && !may_be_anonymous.get();
    let on_key = move |event: KeyboardEvent| {
        if pressed(&event).as_deref() == Some("Enter") && !event.shift_key() {
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
                    dir="auto"
                    placeholder="Ask a question"
                    aria-label="Question"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=on_key
                ></textarea>
                <Button kind=ButtonKind::Primary r#type="submit" glyph=Glyph::Send attr:aria-label="Ask" disabled=unfit/>
                <CharactersLeft text most=LONGEST_QUESTION/>
                <Show when=move || may_be_anonymous.get()>
                    <label class="composer__choice">
                        <input
                            type="checkbox"
                            prop:checked=move || anonymous.get()
                            on:change=move |event| anonymous.set(event_target_checked(&event))
                        />
                        "Without my name (staff see it)"
                    </label>
                </Show>
                <Show when=move || named_after_all() && !blank.get()>
                    <p class="composer__status">"Everybody sees your name: in this class questions carry it."</p>
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

/// Takes a question back to what is being asked, `(words, without a name)`: whether it could. One without a name never joins
/// one that has one.
fn take_back(asked: &mut (String, bool), command: &Command) -> bool {
    let Command::Question(question::Command::Ask { text, anonymous, .. }) = command else { return false };
    if is_blank(&asked.0) {
        *asked = (text.clone(), *anonymous);
        return true;
    }
    let same = asked.1 == *anonymous;
    if same {
        asked.0 = format!("{}\n{text}", asked.0.trim_end());
    }
    same
}

#[cfg(test)]
mod tests {
    use domain::question;

    use super::*;

    #[test]
    fn a_refused_question_is_as_nameless_as_it_was() {
        let ask = |text: &str, anonymous| {
            Command::Question(question::Command::Ask {
                question: QuestionId(Uuid::nil()),
                text: text.to_owned(),
                anonymous,
            })
        };
        let mut asked = (String::new(), false);
        assert!(take_back(&mut asked, &ask("Why?", true)));
        assert_eq!(asked, ("Why?".to_owned(), true));
        assert!(
            !take_back(&mut asked, &ask("When?", false)),
            "it would lose its name, or the other one win one"
        );
        assert!(take_back(&mut asked, &ask("How?", true)));
        assert_eq!(asked.0, "Why?\nHow?");
    }
}

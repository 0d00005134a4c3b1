//! The form for a prepared poll. What a kind of answer has no use for is hidden by its styles.

use leptos::prelude::*;

use super::values::{PollValues, kind_word};
use crate::features::poll::draft::Kind;
use crate::ui::{Button, ButtonKind, Glyph, Icon, LinkButton, escaped};

/// Options that are shown at once; the others wait below a line.
const AT_ONCE: usize = 6;

/// The form, new or filled, before or after an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PollForm {
    /// The lesson's title.
    pub lesson: String,
    /// A poll that is there is changed; else a new one is made.
    pub changing: bool,
    /// Where it is sent.
    pub action: String,
    /// What the fields hold.
    pub values: PollValues,
    /// What is wrong.
    pub error: Option<String>,
    /// Where "Cancel" leads.
    pub back_href: String,
}

/// The page, inside the shell.
#[component]
pub(crate) fn PollFormPage(
    /// The form.
    form: PollForm,
) -> impl IntoView {
    let PollForm { lesson, changing, action, values, error, back_href } = form;
    let heading = if changing { "Change the poll" } else { "Prepare a poll" };
    let kinds = Kind::ALL.map(|kind| {
        view! { <option value=kind_word(kind) selected=values.kind == Some(kind)>{kind.words()}</option> }
    });
    view! {
        <main class="page page--narrow" id="main">
            <header class="report__head">
                <p class="faint" dir="auto">{lesson}</p>
                <h1>{heading}</h1>
            </header>
            <form class="schedule card prepare" method="post" action=action>
                {error.map(|error| view! {
                    <p class="schedule__error" role="alert"><Icon glyph=Glyph::CircleAlert/>{error}</p>
                })}
                <input type="hidden" name="poll" value=values.poll.clone()/>
                <div class="field">
                    <label class="field__label" for="field-question">"Question"</label>
                    <input
                        class="field__input"
                        id="field-question"
                        name="question"
                        value=values.question.clone()
                        dir="auto"
                        autocomplete="off"
                        required
                        autofocus=!changing
                    />
                </div>
                <div class="field">
                    <label class="field__label" for="field-kind">"People answer with"</label>
                    <div class="select">
                        <select class="select__input" id="field-kind" name="kind">{kinds.into_iter().collect_view()}</select>
                        <Icon glyph=Glyph::ChevronDown/>
                    </div>
                </div>
                <Options values=values.clone()/>
                <div class="field prepare__several">
                    <label class="field__label" for="field-most">
                        "How many may be chosen"<span class="field__optional">" (optional)"</span>
                    </label>
                    <input
                        class="field__input"
                        id="field-most"
                        name="most"
                        type="number"
                        min="1"
                        max="20"
                        value=values.most.clone()
                    />
                </div>
                <Scale values=values.clone()/>
                <div class="field prepare__quiz">
                    <label class="field__label" for="field-explanation">
                        "Why that is right"<span class="field__optional">" (optional, shown with the result)"</span>
                    </label>
                    <textarea
                        class="field__input"
                        id="field-explanation"
                        name="explanation"
                        rows="2"
                        dir="auto"
                    >
                        {escaped(&values.explanation)}
                    </textarea>
                </div>
                <label class="poll-form__choice">
                    <input type="checkbox" name="anonymous" checked=values.anonymous/>
                    "Anonymous: nobody can see who chose what, you neither"
                </label>
                <div class="schedule__actions">
                    <LinkButton href=back_href>"Cancel"</LinkButton>
                    <Button kind=ButtonKind::Primary r#type="submit">{if changing { "Save changes" } else { "Keep the poll" }}</Button>
                </div>
            </form>
        </main>
    }
}

#[component]
fn Options(values: PollValues) -> impl IntoView {
    let option = |(place, (text, right)): (usize, (String, bool))| {
        let number = place + 1;
        view! {
            <div class="poll-form__option">
                <input
                    class="prepare__quiz"
                    type="checkbox"
                    name=format!("right-{place}")
                    aria-label=format!("Option {number} is right")
                    checked=right
                />
                <input
                    class="field__input"
                    name=format!("option-{place}")
                    value=text
                    dir="auto"
                    autocomplete="off"
                    aria-label=format!("Option {number}")
                />
            </div>
        }
    };
    let more = values.options.iter().skip(AT_ONCE).any(|(text, _)| !text.is_empty());
    let mut options = values.options.into_iter().enumerate();
    let first = options.by_ref().take(AT_ONCE).map(option).collect_view();
    let others = options.map(option).collect_view();
    view! {
        <fieldset class="field prepare__options">
            <legend class="field__label">
                "Options"<span class="prepare__quiz">"; mark those that are right"</span>
            </legend>
            <div class="poll-form__options">{first}</div>
            <details class="prepare__more" open=more>
                <summary>"More options"</summary>
                <div class="poll-form__options">{others}</div>
            </details>
            <p class="field__hint">"Those that stay empty are left out."</p>
        </fieldset>
    }
}

#[component]
fn Scale(values: PollValues) -> impl IntoView {
    let point = |name: &'static str, label: &'static str, value: String| {
        let id = format!("field-{name}");
        view! {
            <div class="field">
                <label class="field__label" for=id.clone()>{label}</label>
                <input class="field__input" id=id name=name type="number" min="-100" max="100" value=value/>
            </div>
        }
    };
    let end = |name: &'static str, value: String| {
        let id = format!("field-{name}");
        view! {
            <div class="field">
                <label class="field__label" for=id.clone()>"which means"<span class="field__optional">" (optional)"</span></label>
                <input class="field__input" id=id name=name dir="auto" autocomplete="off" value=value/>
            </div>
        }
    };
    let [low, high] = values.ends;
    view! {
        <div class="fields prepare__scale">
            {point("from", "From", values.from)}
            {end("low", low)}
            {point("to", "To", values.to)}
            {end("high", high)}
        </div>
    }
}

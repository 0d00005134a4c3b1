//! A labelled input with its hint and its error.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What an input is called and what is wrong with it, shared by all kinds of input.
#[component]
pub(super) fn Labelled(
    id: String,
    label: String,
    optional: bool,
    hint: Option<String>,
    error: Option<String>,
    children: Children,
) -> impl IntoView {
    let wrong = error.is_some();
    view! {
        <div class="field" class:field--error=wrong>
            <label class="field__label" for=id.clone()>
                {label}
                {optional.then(|| view! { <span class="field__optional">" (optional)"</span> })}
            </label>
            {children()}
            {hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {error.map(|error| view! {
                <p class="field__error" id=format!("{id}-error")>
                    <Icon glyph=Glyph::CircleAlert/>
                    {error}
                </p>
            })}
        </div>
    }
}

/// The ids of what describes an input, for `aria-describedby`; the error is read first.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (error, hint) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (true, false) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

/// A one-line input of a form that is sent by the browser itself.
#[component]
pub fn Field(
    /// The form's name for it; its id is `field-NAME`.
    name: &'static str,
    /// What people call it.
    #[prop(into)]
    label: String,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// The input's type: `text`, `email`, `password`, `date`, `time`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What to fill in, where the label doesn't say it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// The form can't be sent without it; else the label says that it is optional.
    #[prop(default = true)]
    required: bool,
    /// What the browser may fill in, such as `username`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Has the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// The least value, as the type writes it.
    #[prop(optional)]
    min: Option<&'static str>,
    /// The greatest value.
    #[prop(optional)]
    max: Option<&'static str>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let describedby = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <Labelled id=id.clone() label optional=!required hint error>
            <input
                class="field__input"
                id=id
                name=name
                type=kind
                value=value
                required=required
                autocomplete=autocomplete
                autofocus=autofocus
                min=min
                max=max
                // What people write runs as its script does; numbers, dates and addresses are as they are.
                dir=(kind == "text").then_some("auto")
                aria-describedby=describedby
                aria-invalid=invalid
            />
        </Labelled>
    }
}

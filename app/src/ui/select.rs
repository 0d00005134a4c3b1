//! A labelled choice of one among many.

use leptos::prelude::*;

use super::field::{Labelled, described_by};
use super::{Glyph, Icon};
use crate::model::{Choice, ChoiceGroup};

/// A choice of a form that is sent by the browser itself.
#[component]
pub fn Select(
    /// The form's name for it; its id is `field-NAME`.
    name: &'static str,
    /// What people call it.
    #[prop(into)]
    label: String,
    /// The options. They may change (the lessons of the chosen course).
    #[prop(into)]
    groups: Signal<Vec<ChoiceGroup>>,
    /// The value chosen; written when the person chooses another.
    value: RwSignal<String>,
    /// What to choose, where the label doesn't say it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Else the label says that it is optional. There is always a choice, so the browser has nothing to ask for.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let id = format!("field-{name}");
    let describedby = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let option = move |choice: Choice| {
        let here = choice.value.clone();
        view! { <option value=choice.value dir="auto" selected=move || value.get() == here>{choice.label}</option> }
    };
    let options = move || {
        let group = |group: ChoiceGroup| {
            let inside = group.choices.into_iter().map(option).collect_view();
            if group.label.is_empty() {
                inside.into_any()
            } else {
                view! { <optgroup label=group.label>{inside}</optgroup> }.into_any()
            }
        };
        groups.get().into_iter().map(group).collect_view()
    };
    view! {
        <Labelled id=id.clone() label optional=!required hint error>
            <div class="select">
                <select
                    class="select__input"
                    id=id
                    name=name
                    aria-describedby=describedby
                    aria-invalid=invalid
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    {move || options()}
                </select>
                <Icon glyph=Glyph::ChevronDown/>
            </div>
        </Labelled>
    }
}

//! How often a class repeats and until when, and which classes of a series a change is about.

use leptos::prelude::*;

use crate::model::FieldErrors;
use crate::model::schedule::ScheduleValues;
use crate::model::{Choice, ChoiceGroup};
use crate::ui::{Field, Select};

const CHOICES: [(&str, &str); 6] = [
    ("never", "Never"),
    ("daily", "Every day"),
    ("weekdays", "Every weekday (Monday to Friday)"),
    ("weekly", "Every week"),
    ("biweekly", "Every two weeks"),
    ("monthly", "Every month, on the same day"),
];

/// For a new class. Without the page's program everything can be filled in; with it what the choice needs.
#[component]
pub(super) fn Repeats(values: ScheduleValues, errors: FieldErrors) -> impl IntoView {
    let choices = CHOICES.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
    let chosen = if values.repeats.is_empty() { "never".to_owned() } else { values.repeats.clone() };
    let repeats = RwSignal::new(chosen);
    let mounted = RwSignal::new(false);
    Effect::new(move || mounted.set(true));
    let never = move || mounted.get() && repeats.with(|repeats| repeats == "never");
    // Until the program runs nobody sees what it will hide; without scripts everybody does.
    let early = move || !mounted.get() && repeats.with(|repeats| repeats == "never");
    let weekly = move || repeats.with(|repeats| matches!(repeats.as_str(), "weekly" | "biweekly"));
    let no_week = move || mounted.get() && !weekly();
    view! {
        <Select
            name="repeats"
            label="Repeats"
            groups=vec![ChoiceGroup::plain(choices)]
            value=repeats
            error=errors.of("repeats")
        />
        <fieldset class="schedule__part" class:schedule__part--early=early hidden=never disabled=never>
            <legend class="visually-hidden">"How it repeats"</legend>
            <fieldset class="field" hidden=no_week disabled=no_week>
                <legend class="field__label">"On"</legend>
                <div class="schedule__days">
                    <Day name="mo" label="Mon" ticked=values.mo/>
                    <Day name="tu" label="Tue" ticked=values.tu/>
                    <Day name="we" label="Wed" ticked=values.we/>
                    <Day name="th" label="Thu" ticked=values.th/>
                    <Day name="fr" label="Fri" ticked=values.fr/>
                    <Day name="sa" label="Sat" ticked=values.sa/>
                    <Day name="su" label="Sun" ticked=values.su/>
                </div>
                <p class="field__hint">"Choose none for the day of the first class."</p>
            </fieldset>
            <div class="fields">
                <Field name="until" label="Last day" kind="date" value=values.until error=errors.of("until") required=false/>
                <Field
                    name="times"
                    label="Or how many classes"
                    kind="number"
                    value=values.times
                    error=errors.of("times")
                    required=false
                    min="2"
                    max="100"
                />
            </div>
        </fieldset>
    }
}

#[component]
fn Day(name: &'static str, label: &'static str, ticked: String) -> impl IntoView {
    view! {
        <label class="tick">
            <input type="checkbox" name=name value="on" checked=!ticked.is_empty()/>
            {label}
        </label>
    }
}

/// For a class of a series that is changed or cancelled.
#[component]
pub(super) fn WhichClasses(
    /// The form's name for it.
    name: &'static str,
    /// How many later ones there are.
    later: usize,
    /// What is chosen.
    chosen: String,
    error: Option<String>,
) -> impl IntoView {
    let all = match later {
        1 => "This and the next one".to_owned(),
        more => format!("This and all later ones ({})", more + 1),
    };
    let choices = vec![Choice::new("one", "Only this class"), Choice::new("later", all)];
    let chosen = RwSignal::new(if chosen.is_empty() { "one".to_owned() } else { chosen });
    view! { <Select name label="Which classes" groups=vec![ChoiceGroup::plain(choices)] value=chosen error/> }
}

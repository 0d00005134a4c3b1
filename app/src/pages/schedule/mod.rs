//! Scheduling a class, changing and cancelling it: forms, sent by the browser itself.

mod cancel;
mod repeats;

use chrono::DateTime;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;

use crate::api::clock::{own_zone, viewers_offset};
use crate::model::FieldErrors;
use crate::model::schedule::{CourseOption, ScheduleValues, ScheduleView};
use crate::model::{Choice, ChoiceGroup};
use crate::ui::{Button, ButtonKind, Field, Glyph, Icon, LinkButton, Select};

use cancel::CancelClass;
use repeats::{Repeats, WhichClasses};

const NOTIFIED: &str = "Everybody enrolled is told by mail, and reminded an hour before the class.";
const NOT_NOTIFIED: &str = "Mail is off here: everybody enrolled finds the class on their home page.";

/// The page, inside the shell.
#[component]
pub fn SchedulePage(
    /// The form.
    view: ScheduleView,
) -> impl IntoView {
    let (heading, submit) = match view.changing {
        true => ("Change the class", "Save changes"),
        false => ("Schedule a class", "Schedule the class"),
    };
    let ScheduleView {
        action,
        changing,
        values,
        proposed,
        errors,
        courses,
        zones,
        back_href,
        taught,
        series,
        notified,
        cancel,
    } = view;
    let repeats = (!changing).then(|| {
        view! { <Repeats values=values.clone() errors=errors.clone()/> }
    });
    let lobby = values.lobby.clone();
    let which = series.as_ref().filter(|series| series.later > 0).map(|series| {
        let (later, chosen, error) = (series.later, values.scope.clone(), errors.of("scope"));
        view! { <WhichClasses name="scope" later chosen error/> }
    });
    let cancel = cancel.map(|view| view! { <CancelClass view errors=errors.clone()/> });
    view! {
        <main class="page page--narrow" id="main">
            <h1>{heading}</h1>
            {series.map(|series| view! { <p class="muted">"This class repeats "{series.every}"."</p> })}
            <form class="schedule card" method="post" action=action>
                {errors.form.clone().map(|error| view! {
                    <p class="schedule__error" role="alert"><Icon glyph=Glyph::CircleAlert/>{error}</p>
                })}
                <input type="hidden" name="session" value=values.session.clone()/>
                <input type="hidden" name="command" value=values.command.clone()/>
                <Field
                    name="title"
                    label="Title"
                    value=values.title.clone()
                    error=errors.of("title")
                    autocomplete="off"
                    autofocus=!changing
                />
                <CourseAndLesson courses taught values=values.clone() errors=errors.clone()/>
                <When values proposed errors zones/>
                <fieldset class="field">
                    <legend class="visually-hidden">"Lobby"</legend>
                    <label class="tick">
                        <input type="checkbox" name="lobby" value="on" checked=!lobby.is_empty()/>
                        "Lobby: students wait until they are let in"
                    </label>
                    <p class="field__hint">"It opens before the class does, and those who run the class let people in."</p>
                </fieldset>
                {repeats}
                {which}
                <p class="field__hint">{if notified { NOTIFIED } else { NOT_NOTIFIED }}</p>
                <div class="schedule__actions">
                    <LinkButton href=back_href>"Back"</LinkButton>
                    <Button kind=ButtonKind::Primary r#type="submit">{submit}</Button>
                </div>
            </form>
            {cancel}
        </main>
    }
}

/// Without the page's program the lessons of all courses can be chosen, under their courses' names; with it those of the
/// chosen one.
#[component]
fn CourseAndLesson(
    courses: Vec<CourseOption>,
    taught: Vec<String>,
    values: ScheduleValues,
    errors: FieldErrors,
) -> impl IntoView {
    let choices = courses.iter().map(|course| Choice::new(&course.id, &course.title)).collect();
    let course = RwSignal::new(values.course);
    let lesson = RwSignal::new(values.lesson);
    let mounted = RwSignal::new(false);
    Effect::new(move || mounted.set(true));
    let continues = values.continues;
    // Without the program it can't be known which lesson is chosen: then it may be ticked for any.
    let nothing_to_continue =
        move || taught.is_empty() || mounted.get() && lesson.with(|lesson| !taught.contains(lesson));
    let nothing_to_continue = Memo::new(move |_| nothing_to_continue());
    let lessons = Signal::derive(move || lesson_groups(&courses, mounted.get().then(|| course.get())));
    view! {
        <div class="fields">
            <Select
                name="course"
                label="Course"
                groups=vec![ChoiceGroup::plain(choices)]
                value=course
                error=errors.of("course")
            />
            <Select name="lesson" label="Lesson" groups=lessons value=lesson required=false error=errors.of("lesson")/>
        </div>
        <fieldset
            class="field"
            hidden=move || nothing_to_continue.get()
            disabled=move || nothing_to_continue.get()
        >
            <legend class="visually-hidden">"Continuing"</legend>
            <label class="tick">
                <input type="checkbox" name="continues" value="on" checked=!continues.is_empty()/>
                "Continue from the last class"
            </label>
            <p class="field__hint">"It starts with the questions that the lesson’s last class left open."</p>
        </fieldset>
    }
}

#[component]
fn When(values: ScheduleValues, proposed: bool, errors: FieldErrors, zones: Vec<String>) -> impl IntoView {
    let zone = RwSignal::new(values.zone);
    if proposed {
        let (date, zones) = (values.date.clone(), zones.clone());
        Effect::new(move || propose(&date, zone, &zones));
    }
    let zones = zones.into_iter().map(|name| Choice::new(&name, name.replace('_', " "))).collect();
    view! {
        <div class="fields">
            <Field name="date" label="Date" kind="date" value=values.date error=errors.of("date")/>
            <Field name="time" label="Start" kind="time" value=values.time error=errors.of("time")/>
            <Field
                name="length"
                label="Length in minutes"
                kind="number"
                value=values.length
                error=errors.of("length")
                min="1"
                max="720"
            />
        </div>
        <Select
            name="zone"
            label="Time zone"
            groups=vec![ChoiceGroup::plain(zones)]
            value=zone
            hint="Everybody sees the time in their own zone."
            error=errors.of("zone")
        />
    }
}

/// "No lesson", then the lessons: of one course, or of all, each under its course's name.
fn lesson_groups(courses: &[CourseOption], course: Option<String>) -> Vec<ChoiceGroup> {
    let none = ChoiceGroup::plain(vec![Choice::new("", "No lesson")]);
    let groups = match course {
        Some(id) => courses
            .iter()
            .filter(|course| course.id == id)
            .map(|course| ChoiceGroup::plain(course.lessons.clone()))
            .collect(),
        None => courses
            .iter()
            .map(|course| ChoiceGroup { label: course.title.clone(), choices: course.lessons.clone() })
            .collect::<Vec<_>>(),
    };
    std::iter::once(none).chain(groups).collect()
}

/// Proposes the browser's own zone, and today there, where the server has proposed another one. What the person has
/// filled in stays.
fn propose(date: &str, zone: RwSignal<String>, zones: &[String]) {
    let Some(own) = own_zone().filter(|own| zones.contains(own) && zone.with_untracked(|zone| zone != own))
    else {
        return;
    };
    zone.set(own);
    let there = StoredValue::new(date.to_owned());
    // Once by the browser's rules, and once more when the server has told its own.
    Effect::new(move || {
        let now = DateTime::from_timestamp_millis(js_sys::Date::now() as i64);
        let today = now.and_then(|now| Some((now + viewers_offset(now)?).date_naive().to_string()));
        let field = document().get_element_by_id("field-date");
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let (Some(today), Some(field)) =
            (today, field.filter(|field| there.with_value(|there| field.value() == *there)))
        {
            field.set_value(&today);
            there.set_value(today);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn courses() -> Vec<CourseOption> {
        let course = |id: &str, lessons: &[&str]| CourseOption {
            id: id.to_owned(),
            title: format!("Course {id}"),
            lessons: lessons.iter().map(|lesson| Choice::new(*lesson, *lesson)).collect(),
        };
        vec![course("a", &["a1", "a2"]), course("b", &["b1"])]
    }

    #[test]
    fn without_scripts_every_lesson_can_be_chosen() {
        let groups = lesson_groups(&courses(), None);
        assert_eq!(groups.iter().map(|group| group.choices.len()).sum::<usize>(), 4);
        assert_eq!(groups[1].label, "Course a");
    }

    #[test]
    fn a_chosen_course_offers_its_own_lessons_and_none() {
        let groups = lesson_groups(&courses(), Some("b".to_owned()));
        let values: Vec<&str> =
            groups.iter().flat_map(|group| &group.choices).map(|choice| choice.value.as_str()).collect();
        assert_eq!(values, ["", "b1"]);
    }
}

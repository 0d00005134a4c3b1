//! `/lessons/LESSON/polls` and below: the polls that are prepared for a lesson. `/lessons/LESSON/scenes`: the scenes that its classes
//! begin with.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::outcome::{RouteOutcome, framed, mounted_page, static_page};
use crate::error::PageError;
use crate::model::NavSection;
use crate::pages::framed::Inside;
use crate::pages::lesson::read::lesson_view;
use crate::pages::prepared::read::{poll_form, prepared_view};
use crate::pages::prepared::{PollForm, PollFormPage, PreparedPage, PreparedView};

#[component]
pub(super) fn PreparedRoute() -> impl IntoView {
    let lesson = named("lesson");
    let ask = move || {
        let lesson = lesson.clone();
        async move {
            let page = prepared_view(lesson?).await?;
            Ok(RouteOutcome::Page(format!("Polls for {}", page.lesson), page))
        }
    };
    static_page(NavSection::Elsewhere, ask, |view: PreparedView| view! { <PreparedPage view/> }.into_any())
}

#[component]
pub(super) fn LessonScenesRoute() -> impl IntoView {
    let lesson = named("lesson");
    mounted_page(NavSection::Elsewhere, move || {
        let lesson = lesson.clone();
        async move {
            let view = lesson_view(lesson?).await?;
            let title = format!("Scenes for {}", view.title);
            let inside = Inside::LessonScenes(Box::new(view));
            Ok(RouteOutcome::Page(title, framed(NavSection::Elsewhere, inside).await))
        }
    })
}

#[component]
pub(super) fn NewPreparedRoute() -> impl IntoView {
    let lesson = named("lesson");
    let ask = move || {
        let lesson = lesson.clone();
        async move { Ok(RouteOutcome::Page("Prepare a poll".to_owned(), poll_form(lesson?, None).await?)) }
    };
    static_page(NavSection::Elsewhere, ask, |form: PollForm| view! { <PollFormPage form/> }.into_any())
}

#[component]
pub(super) fn EditPreparedRoute() -> impl IntoView {
    let (lesson, poll) = (named("lesson"), named("poll"));
    let ask = move || {
        let (lesson, poll) = (lesson.clone(), poll.clone());
        async move { Ok(RouteOutcome::Page("Change the poll".to_owned(), poll_form(lesson?, Some(poll?)).await?)) }
    };
    static_page(NavSection::Elsewhere, ask, |form: PollForm| view! { <PollFormPage form/> }.into_any())
}

/// What the address names. What isn't an id is not found, as what is a stranger's.
fn named<Id: FromStr>(parameter: &str) -> Result<Id, PageError> {
    let id = use_params_map().with_untracked(|params| params.get(parameter).and_then(|id| id.parse().ok()));
    id.ok_or_else(PageError::not_found)
}
